"""Who chats? Customers with widgets and agents with desks, in a process of their own.

They speak the protocols of the widget and of the desk: sockets for both, and HTTP for what
agents write. Run with the plan's file; rungs are asked for on standard input.
"""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from typing import Any, Final

import msgspec
import uvloop
from websockets.asyncio.client import ClientConnection, connect

from bench.chat_centre import AgentSeat, Plan
from bench.chat_pace import Asked, Book, Heard, climb, obey
from bench.chat_wire import Reply, Wire

AT_ONCE: Final = 20
"""How many are let in at the same time."""
CREATED: Final = 201
SET_UP_S_MAX: Final = 120.0
PONG: Final = '{"t":"pong"}'


def _text(**frame: Any) -> str:
    return msgspec.json.encode(frame).decode()


def _entities(frame: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    """Return the things that a frame shows, each with its kind."""
    if frame["t"] == "snapshot":
        groups = frame["entities"].items()
        return [(group, thing) for group, things in groups for thing in things.values()]
    return [(group, thing) for group, _, thing in frame.get("put", ())]


class AgentHere:
    """One agent: a desk's socket, and a connection for what the agent asks."""

    def __init__(self, seat: AgentSeat, *, number: int, crowd: Crowd) -> None:
        self._seat = seat
        self._crowd = crowd
        self._network = f"10.1.{number // 250}.{number % 250 + 1}"
        self._accepted: set[str] = set()
        self._watched: set[str] = set()
        self.wire: Wire

    async def come(self) -> None:
        """Open the desk and go on queue."""
        port = self._crowd.plan.port
        headers = {
            "Cookie": f"onqueue={self._seat.token}",
            "Origin": f"http://127.0.0.1:{port}",
            "X-Forwarded-For": self._network,
        }
        self.wire = Wire(port, headers={**headers, "X-CSRF": self._seat.csrf})
        socket = await connect(
            f"ws://127.0.0.1:{port}/api/live", additional_headers=headers, max_queue=None,
            ping_interval=None,
        )  # fmt: skip
        await socket.send(_text(t="hello", csrf=self._seat.csrf, after=None, epoch=None))
        self._crowd.start(self._listen(socket))
        (await self.wire.ask("POST", "/api/floor/state", {"state": "on_queue"})).json()

    async def _listen(self, socket: ClientConnection) -> None:
        async for raw in socket:
            frame = msgspec.json.decode(raw)
            kind = frame["t"]
            if kind == "messages":
                for item in frame["items"]:
                    if item["kind"] == "customer":
                        self._crowd.book.arrive(item["id"])
            elif kind == "ping":
                await socket.send(PONG)
            for group, thing in _entities(frame):
                await self._see(socket, group, thing)

    async def _see(self, socket: ClientConnection, group: str, thing: dict[str, Any]) -> None:
        if group == "offer" and thing["agent"] == self._seat.account:
            if thing["id"] not in self._accepted:
                self._accepted.add(thing["id"])
                _ = self.wire.ask("POST", f"/api/floor/offers/{thing['id']}/accept")
        elif group == "contact" and thing["agent"] == self._seat.account:
            conversation = thing["conversation"]
            if thing["state"] == "active" and conversation not in self._watched:
                self._watched.add(conversation)
                await socket.send(_text(t="watch", conversation=conversation, after=0))
                self._crowd.taken(conversation, self)


class CustomerHere:
    """One customer with an open chat."""

    def __init__(self, *, number: int, crowd: Crowd) -> None:
        self._number = number
        self._crowd = crowd
        self.conversation = ""
        self.socket: ClientConnection

    async def come(self) -> None:
        """Open the widget and begin a chat."""
        plan, number = self._crowd.plan, self._number
        network = f"10.2.{number // 250}.{number % 250 + 1}"
        self.socket = await connect(
            f"ws://127.0.0.1:{plan.port}/api/chat/socket",
            additional_headers={"X-Forwarded-For": network},
            max_queue=None,
            ping_interval=None,
        )
        widget = plan.widgets[number % len(plan.widgets)]
        await self.socket.send(_text(t="hello", widget=widget, lang="en", after=0))
        begun = asyncio.Event()
        self._crowd.start(self._listen(begun))
        await asyncio.wait_for(begun.wait(), timeout=SET_UP_S_MAX)

    async def _listen(self, begun: asyncio.Event) -> None:
        async for raw in self.socket:
            frame = msgspec.json.decode(raw)
            kind = frame["t"]
            if kind == "message":
                if frame["from"] == "agent":
                    self._crowd.book.arrive(frame["id"])
            elif kind == "ping":
                await self.socket.send(PONG)
            elif kind == "welcome":
                if frame["conversation"] is None:
                    start = _text(t="start", id=f"contact-{self._number:04}", form={}, text="Hi!")
                    await self.socket.send(start)
                else:
                    self.conversation = frame["conversation"]
                    begun.set()
            elif kind == "error":
                self._crowd.book.refused += 1


class Crowd:
    """All of them."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.book = Book()
        self._tasks: set[asyncio.Task[None]] = set()
        self._owners: dict[str, AgentHere] = {}
        self._all_taken = asyncio.Event()
        self._agents = [
            AgentHere(seat, number=number, crowd=self) for number, seat in enumerate(plan.agents)
        ]
        self._customers = [CustomerHere(number=number, crowd=self) for number in range(plan.chats)]

    def start(self, work: Any) -> None:
        """Let something go on."""
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def taken(self, conversation: str, agent: AgentHere) -> None:
        """Note who answers a conversation."""
        self._owners[conversation] = agent
        if len(self._owners) == self.plan.chats:
            self._all_taken.set()

    async def come(self) -> None:
        """Let everybody in; when this returns, every chat has its agent."""
        gate = asyncio.Semaphore(AT_ONCE)

        async def enter(one: AgentHere | CustomerHere) -> None:
            async with gate:
                await one.come()

        await asyncio.gather(*(enter(agent) for agent in self._agents))
        await asyncio.gather(*(enter(customer) for customer in self._customers))
        await asyncio.wait_for(self._all_taken.wait(), timeout=SET_UP_S_MAX)

    def say(self, number: int, id_: str, text: str) -> None:
        """Let a customer and an agent write in turns, one conversation after the other."""
        customer = self._customers[number // 2 % len(self._customers)]
        if number % 2 == 0:
            self.start(customer.socket.send(_text(t="say", id=id_, text=text, files=[])))
            return
        path = f"/api/conversations/{customer.conversation}/messages"
        body = {"id": id_, "kind": "reply", "text": text, "attachments": []}
        asked = self._owners[customer.conversation].wire.ask("POST", path, body)
        asked.add_done_callback(self._posted)

    def _posted(self, answer: asyncio.Future[Reply]) -> None:
        if answer.exception() is not None or answer.result().status != CREATED:
            self.book.refused += 1

    async def run(self, asked: Asked) -> Heard:
        """Run a rung."""
        return await climb(asked, book=self.book, say=self.say, prefix="bench")


async def main(plan: Plan) -> None:
    """Come, and do what is asked."""
    crowd = Crowd(plan)
    await crowd.come()
    await obey(ready={"chats": plan.chats}, run=crowd.run)


if __name__ == "__main__":
    uvloop.run(main(msgspec.json.decode(Path(sys.argv[1]).read_bytes(), type=Plan)))
