"""Agents with two tabs, supervisors and customers, who race each other and note what they saw."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Coroutine
from contextlib import suppress
from typing import Any, Final

import httpx
import msgspec
from typing_extensions import override
from websockets.asyncio.client import ClientConnection, connect

from tests.crash.crowd import GONE, STATE_TRIES, at_desk, encoded
from tests.crash.life import Place, Seat
from tests.histories.history import History, Kind, Op

PAUSE_S: Final = 0.05
ANSWER_S_MAX: Final = 10.0
WINDOW: Final = 200
CUT_CHANCE: Final = 0.1
SOON: Final = {429, 503}


class Staff:
    """One person at a desk; everything they take they handle, each contact by itself."""

    def __init__(self, *, seat: Seat, name: str, place: Place, history: History, seed: int) -> None:
        self.seat = seat
        self.name = name
        self._place = place
        self._history = history
        self._dice = random.Random(f"{seed}:{name}")
        self._busy: set[str] = set()
        self._network = f"10.1.0.{self._dice.randrange(1, 250)}"

    async def live(self) -> None:
        """Sit at the desk for ever."""
        while True:
            try:
                await self._sit()
            except* GONE:
                pass
            await asyncio.sleep(PAUSE_S)

    async def _sit(self) -> None:
        desk = at_desk(self.seat, place=self._place, network=self._network)
        async with desk as (socket, web), asyncio.TaskGroup() as work:
            self._busy.clear()
            # The first frame says that we are connected: before, nobody may go on queue.
            first = msgspec.json.decode(await socket.recv())
            work.create_task(self._unless_gone(self._begin(web)))
            for kind, thing in _things(first):
                self._notice(web, work, kind, thing)
            async for raw in socket:
                frame = msgspec.json.decode(raw)
                if frame["t"] == "ping":
                    await socket.send(encoded(t="pong"))
                for kind, thing in _things(frame):
                    self._notice(web, work, kind, thing)
            raise EOFError

    async def _begin(self, web: httpx.AsyncClient) -> None:
        for _ in range(STATE_TRIES):
            if (await web.post("/api/floor/state", json={"state": "on_queue"})).is_success:
                return
            await asyncio.sleep(PAUSE_S)

    def _notice(
        self, web: httpx.AsyncClient, work: asyncio.TaskGroup, kind: str, thing: dict[str, Any]
    ) -> None:
        if thing.get("agent") != self.seat.account:
            return
        if kind == "offer":
            self._start(work, f"offer {thing['id']}", self._take(web, thing))
        elif kind == "contact" and thing["state"] in {"active", "wrap_up"}:
            key = f"{thing['state']} {thing['id']}"
            handle = self._handle if thing["state"] == "active" else self._close
            self._start(work, key, handle(web, thing))

    def _start(self, work: asyncio.TaskGroup, key: str, coro: Coroutine[Any, Any, None]) -> None:
        if key in self._busy:
            coro.close()
            return
        self._busy.add(key)
        work.create_task(self._unless_gone(coro))

    async def _unless_gone(self, coro: Coroutine[Any, Any, None]) -> None:
        with suppress(*GONE):
            await coro

    async def _take(self, web: httpx.AsyncClient, offer: dict[str, Any]) -> None:
        await asyncio.sleep(self._dice.uniform(0, 0.2))
        path = f"/api/floor/offers/{offer['id']}/accept"
        # Both tabs at once.
        await asyncio.gather(
            *(self._ask(web, "accept", offer["contact"], path, offer=offer["id"]) for _ in range(2))
        )

    async def _handle(self, web: httpx.AsyncClient, contact: dict[str, Any]) -> None:
        for turn in range(self._dice.randrange(1, 4)):
            await asyncio.sleep(self._dice.uniform(0.05, 0.4))
            await self._reply(web, contact, turn)
            await self._read(web, contact["conversation"])
        if self._dice.random() < 0.25:
            path = f"/api/floor/contacts/{contact['id']}/requeue"
            await self._ask(web, "requeue", contact["id"], path, {"reason": "Not mine."})
            # It may come back to us.
            self._busy.discard(f"active {contact['id']}")

    async def _reply(self, web: httpx.AsyncClient, contact: dict[str, Any], turn: int) -> None:
        id_ = f"reply-{contact['id']}-{self.name}-{turn}-{self._dice.randrange(10**6)}"
        kind = "note" if self._dice.random() < 0.2 else "reply"
        body = {"id": id_, "kind": kind, "text": f"text of {id_}", "attachments": []}
        path = f"/api/conversations/{contact['conversation']}/messages"
        for _ in range(2 if self._dice.random() < 0.3 else 1):
            await self._ask(web, "post", id_, path, body, conversation=contact["conversation"])

    async def _close(self, web: httpx.AsyncClient, contact: dict[str, Any]) -> None:
        await self._read(web, contact["conversation"])
        path = f"/api/floor/contacts/{contact['id']}/close"
        await self._ask(web, "close", contact["id"], path, {"code": self._place.code})

    async def _read(self, web: httpx.AsyncClient, conversation: str) -> None:
        with self._history.asked(self.name, "read", conversation) as op:
            path = f"/api/conversations/{conversation}/messages"
            answer = await web.get(path, params={"limit": WINDOW})
            if answer.is_success:
                op.seen = [(one["seq"], one["id"]) for one in answer.json()["items"]]
            op.done = answer.is_success

    async def _ask(
        self,
        web: httpx.AsyncClient,
        kind: Kind,
        key: str,
        path: str,
        body: Any = None,
        **given: str,
    ) -> bool:
        with self._history.asked(self.name, kind, key, **given) as op:
            answer = await web.post(path, json=body)
            _answered(op, answer)
        return answer.is_success


class Supervisor(Staff):
    """Takes contacts over from others, who are just then doing something with them."""

    @override
    async def _begin(self, web: httpx.AsyncClient) -> None:
        """Stay off the queues."""

    @override
    def _notice(
        self, web: httpx.AsyncClient, work: asyncio.TaskGroup, kind: str, thing: dict[str, Any]
    ) -> None:
        if kind != "contact":
            return
        if thing.get("agent") == self.seat.account:
            super()._notice(web, work, kind, thing)
        elif thing["state"] == "active" and self._dice.random() < 0.1:
            self._start(work, f"over {thing['id']}", self._take_over(web, thing["id"]))

    async def _take_over(self, web: httpx.AsyncClient, contact: str) -> None:
        body = {"reason": "A race.", "state": "back_office"}
        path = f"/api/floor/contacts/{contact}/take-over"
        await self._ask(web, "take_over", contact, path, body)


def _answered(op: Op, answer: httpx.Response) -> None:
    # An error on the server's side says nothing about what was done.
    if answer.status_code < 500 or answer.status_code in SOON:
        op.done = answer.is_success
    if op.kind == "post" and answer.is_success:
        op.value = answer.json()["seq"]


class Customer:
    """Begins one chat after the other, repeats itself, and loses its socket now and then."""

    def __init__(
        self, *, number: int, place: Place, history: History, seed: int, pace_s: float
    ) -> None:
        self.name = f"customer-{number}"
        self._number = number
        self._place = place
        self._history = history
        self._dice = random.Random(f"{seed}:{self.name}")
        self._pace_s = pace_s
        self._token: str | None = None
        self._conversation: str | None = None
        self._network = f"10.2.{number // 200}.{number % 200 + 1}"
        self._reading: Op
        self._last = 0
        self.finished = 0
        self.unexpected: list[str] = []
        self.told_last = "nothing"
        """The last refusal, for whoever asks why a chat does not end."""

    async def live(self, *, until: asyncio.Event) -> None:
        """Chat until it is time to go; the chat that was begun is carried through."""
        chat = 0
        while not until.is_set():
            await self._chat(f"{self._number:03}-{chat:04}")
            self.finished += 1
            chat += 1

    async def _chat(self, name: str) -> None:
        contact = f"contact-{name}"
        start = encoded(t="start", id=contact, form={"name": "Carl"}, text="Hi")
        await self._until_told(start, contact, kind="start", contact=contact)
        for number in range(self._dice.randrange(2, 6)):
            await asyncio.sleep(self._dice.uniform(0, self._pace_s))
            id_ = f"said-{name}-{number}"
            said = encoded(t="say", id=id_, text=f"text of {id_}", files=[])
            for _ in range(2 if self._dice.random() < 0.2 else 1):
                await self._until_told(said, id_, kind="post", contact=contact)
        end = f"end-{name}"
        await self._until_told(encoded(t="end", id=end), end, kind=None, contact=contact)

    async def _until_told(self, frame: str, id_: str, *, kind: Kind | None, contact: str) -> None:
        told = False
        while not told:
            told = await self._try(frame, id_, kind=kind, contact=contact)
            await asyncio.sleep(0 if told else PAUSE_S)

    async def _try(self, frame: str, id_: str, *, kind: Kind | None, contact: str) -> bool:
        """Come with a new socket, read all, and ask; tell whether there was an answer."""
        cut = self._dice.random() < CUT_CHANCE
        address = f"ws://127.0.0.1:{self._place.port}/api/chat/socket"
        headers = {"X-Forwarded-For": self._network}
        try:
            async with (
                asyncio.timeout(ANSWER_S_MAX),
                connect(address, additional_headers=headers, close_timeout=0.1) as socket,
            ):
                await self._enter(socket)
                if kind is None:
                    await socket.send(frame)
                    return await self._hear(socket, id_) is not None
                key = contact if kind == "start" else id_
                with self._history.asked(self.name, kind, key) as op:
                    await socket.send(frame)
                    if cut:
                        socket.transport.abort()
                        return False
                    answer = await self._hear(socket, id_)
                    if answer is None:
                        return False
                    op.done, op.value = True, answer["seq"]
                    op.conversation = self._conversation or ""
                    return True
        except GONE:
            return False

    async def _enter(self, socket: ClientConnection) -> None:
        """Say hello, and note all that the server shows, in the order in which it comes."""
        with self._history.asked(self.name, "read", "") as op:
            known = {"conversation": self._conversation, "token": self._token}
            await socket.send(encoded(t="hello", widget=self._place.widget, after=0, **known))
            self._reading, self._last = op, -1
            op.numbering = "public"
            while True:
                frame = await self._frame(socket)
                if frame["t"] == "error":
                    raise EOFError
                if self._reading is not op:
                    return  # taken to a new chat before the old one was shown: nobody read it
                if self._last == len(op.seen):
                    op.done = True if op.key else None
                    return

    async def _hear(self, socket: ClientConnection, id_: str) -> dict[str, Any] | None:
        """Wait for the answer to what was asked; None when there is none, or not yet."""
        while True:
            frame = await self._frame(socket)
            if frame["t"] == "ack" and frame["id"] == id_:
                return frame
            if frame["t"] == "error" and frame["id"] == id_:
                self.told_last = f"{id_}: {frame['code']}"
                # An agent may have put the chat back while its customer ended it: they try again.
                if "retry_after_s" not in frame and not id_.startswith("end-"):
                    self.unexpected.append(f"{id_}: {frame['code']}")
                return None

    async def _frame(self, socket: ClientConnection) -> dict[str, Any]:
        """Take the next frame, and what it says of the conversation."""
        frame: dict[str, Any] = msgspec.json.decode(await socket.recv())
        if frame["t"] == "welcome":
            self._token = frame["token"] or self._token
            self._conversation, self._last = frame["conversation"], frame["last"]
            if self._reading.key and self._reading.key != self._conversation:
                # A new chat on the same socket: its places begin anew.
                with self._history.asked(self.name, "read", "") as op:
                    op.numbering = "public"
                self._reading = op
            self._reading.key = self._conversation or ""
        elif frame["t"] == "message":
            # What comes after the read is in its order, too.
            self._reading.seen.append((frame["seq"], frame["id"]))
        elif frame["t"] == "ping":
            await socket.send(encoded(t="pong"))
        return frame


def _things(frame: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    if frame["t"] == "snapshot":
        groups = frame["entities"].items()
        return [(group, thing) for group, things in groups for thing in things.values()]
    return [(group, thing) for group, _, thing in frame.get("put", ())]
