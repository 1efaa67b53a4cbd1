"""Who chats on the peer? The same people, in a process of their own.

They send by `PUT /rooms/{room}/send` and hear by the standard long poll `/sync`: it is what every
server of this protocol has and what its documentation describes first. Each of them always has one
poll open, as a client on the screen does.
"""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

import msgspec
import uvloop

from bench.chat_matrix import MatrixPlan, Member, bearer, sync_path
from bench.chat_pace import Asked, Book, Heard, climb, obey
from bench.chat_wire import Reply, Wire

POLL_MS: Final = 600_000
"""So long that no poll ends for nothing while somebody else is measured."""
OK: Final = 200
SETTLE_S: Final = 3.0


class MemberHere:
    """One person: a connection for the poll, and one for what they say."""

    def __init__(self, member: Member, *, port: int, book: Book) -> None:
        self._member = member
        self._book = book
        self._poll = Wire(port, headers=bearer(member))
        self.wire = Wire(port, headers=bearer(member))

    async def listen(self) -> None:
        """Poll for ever."""
        since = self._member.since
        while True:
            reply = await self._poll.ask("GET", sync_path(since, timeout_ms=POLL_MS))
            news = reply.json()
            since = news["next_batch"]
            for room in news.get("rooms", {}).get("join", {}).values():
                self._hear(room["timeline"]["events"])

    def _hear(self, events: list[dict[str, Any]]) -> None:
        for event in events:
            id_ = event["content"].get("bench")
            if id_ is not None and event["sender"] != self._member.user:
                self._book.arrive(id_)


class MatrixCrowd:
    """All of them."""

    def __init__(self, plan: MatrixPlan) -> None:
        self._rooms = plan.rooms
        self._book = Book()
        self._people = [
            MemberHere(member, port=plan.port, book=self._book) for member in plan.members
        ]
        self._tasks: list[asyncio.Task[None]] = []

    async def come(self) -> None:
        """Let everybody open their poll."""
        loop = asyncio.get_running_loop()
        self._tasks = [loop.create_task(person.listen()) for person in self._people]
        await asyncio.sleep(SETTLE_S)

    def say(self, number: int, id_: str, text: str) -> None:
        """Let a customer and an agent write in turns, one room after the other."""
        room = self._rooms[number // 2 % len(self._rooms)]
        sender = self._people[room.customer if number % 2 == 0 else room.agent]
        path = f"/_matrix/client/v3/rooms/{quote(room.id)}/send/m.room.message/{id_}"
        body = {"msgtype": "m.text", "body": text, "bench": id_}
        sender.wire.ask("PUT", path, body).add_done_callback(self._sent)

    def _sent(self, answer: asyncio.Future[Reply]) -> None:
        if answer.result().status != OK:
            self._book.refused += 1

    async def run(self, asked: Asked) -> Heard:
        """Run a rung."""
        return await climb(asked, book=self._book, say=self.say, prefix="bench")


async def main(plan: MatrixPlan) -> None:
    """Come, and do what is asked."""
    crowd = MatrixCrowd(plan)
    await crowd.come()
    await obey(ready={"rooms": len(plan.rooms)}, run=crowd.run)


if __name__ == "__main__":
    uvloop.run(main(msgspec.json.decode(Path(sys.argv[1]).read_bytes(), type=MatrixPlan)))
