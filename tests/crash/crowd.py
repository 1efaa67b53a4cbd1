"""Customers and agents who go on as if nothing had happened when the server dies.

Each repeats what was not acknowledged, with the same id, until it is. What was acknowledged
is noted, to be looked for afterwards.
"""

from __future__ import annotations

import asyncio
import ssl
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any, Final

import httpx
import msgspec
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException

from tests.crash.life import READERS, Place, Seat, reader

GONE: Final = (OSError, WebSocketException, httpx.TransportError, TimeoutError, EOFError)
"""How a dead server looks from outside."""
LETTERS_OF_LIFE: Final = 3
PAUSE_S: Final = 0.05
STATE_TRIES: Final = 20
ANSWER_S_MAX: Final = 10
PNG: Final = b"\x89PNG\r\n\x1a\n" + bytes(64)
UNAVAILABLE: Final = 503
CERTIFICATES: Final = ssl.create_default_context()
"""Read once: a client that reads them itself spends most of its life on that."""


@dataclass
class Noted:
    """What the server said that it has, and what it was asked for at all."""

    contacts: set[str] = field(default_factory=set)
    messages: dict[str, str] = field(default_factory=dict)
    files: set[str] = field(default_factory=set)
    letters: int = 0
    finished: int = 0
    """Chats that went from their start to their end."""
    unexpected: Counter[str] = field(default_factory=Counter)
    overtaken: Counter[str] = field(default_factory=Counter)
    """What agents were refused because the customer was quicker, by code."""


def encoded(**frame: Any) -> str:
    return msgspec.json.encode(frame).decode()


class Customer:
    """One person with a widget, who begins one chat after the other."""

    def __init__(self, *, number: int, place: Place, noted: Noted) -> None:
        self._number = number
        self._place = place
        self._noted = noted
        self._token: str | None = None
        self._conversation: str | None = None
        self._answered = asyncio.Event()
        self._network = f"10.2.0.{number + 1}"

    async def live(self, *, until: asyncio.Event) -> None:
        """Chat until it is time to go; the chat that was begun is carried through."""
        chat = 0
        while not until.is_set():
            name = f"{self._number:03}-{chat:04}"
            await self._chat(name, alone=chat % 4 == 3)
            self._noted.finished += 1
            chat += 1

    async def _chat(self, name: str, *, alone: bool) -> None:
        contact = f"contact-{name}"
        await self._until_acknowledged(
            encoded(t="start", id=contact, form={"name": "Carl"}, text="Hi"), contact
        )
        self._noted.contacts.add(contact)
        if not alone:
            await self._until_answered(f"reply-{contact}")
            for number in range(3):
                await self._say(f"said-{name}-{number}")
        end = f"end-{name}"
        await self._until_acknowledged(encoded(t="end", id=end), end)

    async def _say(self, id_: str) -> None:
        files = [await self._upload()] if id_.endswith("-1") else []
        frame = encoded(t="say", id=id_, text=f"text of {id_}", files=files)
        await self._until_acknowledged(frame, id_)
        self._noted.messages[id_] = f"text of {id_}"

    @asynccontextmanager
    async def _widget(self) -> AsyncIterator[ClientConnection]:
        address = f"ws://127.0.0.1:{self._place.port}/api/chat/socket"
        headers = {"X-Forwarded-For": self._network}
        async with (
            asyncio.timeout(ANSWER_S_MAX),
            connect(address, additional_headers=headers, close_timeout=0.1) as socket,
        ):
            known = {"conversation": self._conversation, "token": self._token}
            await socket.send(encoded(t="hello", widget=self._place.widget, after=0, **known))
            yield socket

    async def _until_acknowledged(self, frame: str, id_: str) -> None:
        while True:
            try:
                async with self._widget() as socket:
                    await socket.send(frame)
                    if await self._hear(socket, wanted=("ack", id_)):
                        return
            except GONE:
                pass
            await asyncio.sleep(PAUSE_S)

    async def _until_answered(self, reply: str) -> None:
        while True:
            try:
                async with self._widget() as socket:
                    if await self._hear(socket, wanted=("message", reply)):
                        return
            except GONE:
                pass
            await asyncio.sleep(PAUSE_S)

    async def _hear(self, socket: ClientConnection, *, wanted: tuple[str, str]) -> bool:
        async for raw in socket:
            frame = msgspec.json.decode(raw)
            if frame["t"] == "welcome":
                self._token = frame["token"] or self._token
                self._conversation = frame["conversation"]
            elif frame["t"] == "ping":
                await socket.send(encoded(t="pong"))
            elif frame["t"] == "error":
                if "retry_after_s" not in frame:
                    self._noted.unexpected[f"{wanted[0]}: {frame['code']}"] += 1
                return False
            if (frame["t"], frame.get("id")) == wanted:
                return True
        return False

    async def _upload(self) -> str:
        headers = {"Authorization": f"Bearer {self._token}", "X-Forwarded-For": self._network}
        address = f"http://127.0.0.1:{self._place.port}/api/chat/files"
        while True:
            try:
                async with httpx.AsyncClient(timeout=ANSWER_S_MAX, verify=CERTIFICATES) as web:
                    given = {"file": ("picture.png", PNG, "image/png")}
                    answer = await web.post(address, headers=headers, files=given)
                    if answer.is_success:
                        self._noted.files.add(answer.json()["id"])
                        return str(answer.json()["id"])
                    if answer.status_code != UNAVAILABLE:
                        self._noted.unexpected[f"file: {answer.text}"] += 1
            except GONE:
                pass
            await asyncio.sleep(PAUSE_S)


@asynccontextmanager
async def at_desk(
    seat: Seat, *, place: Place, network: str
) -> AsyncIterator[tuple[ClientConnection, httpx.AsyncClient]]:
    """Somebody's desk: its socket, which has said hello, and what asks for acts."""
    base = f"127.0.0.1:{place.port}"
    headers = {**seat.headers(port=place.port), "X-Forwarded-For": network}
    async with (
        connect(f"ws://{base}/api/live", additional_headers=headers, close_timeout=0.1) as socket,
        httpx.AsyncClient(
            base_url=f"http://{base}", headers=headers, timeout=ANSWER_S_MAX, verify=CERTIFICATES
        ) as web,
    ):
        await socket.send(encoded(t="hello", csrf=seat.csrf, after=None, epoch=None))
        yield socket, web


class Agent:
    """One person at a desk, who takes every offer, answers once, and finishes."""

    def __init__(self, *, seat: Seat, number: int, place: Place, noted: Noted) -> None:
        self._seat = seat
        self._place = place
        self._noted = noted
        self._asks = 0
        self._letters_left = 0
        self._number = number
        self._network = f"10.1.0.{number + 1}"

    async def live(self) -> None:
        """Sit at the desk, for ever."""
        while True:
            with suppress(*GONE):
                await self._sit()
            await asyncio.sleep(PAUSE_S)

    async def _sit(self) -> None:
        async with at_desk(self._seat, place=self._place, network=self._network) as (socket, web):
            # The first frame says that we are connected: before, nobody may go on queue.
            shown = msgspec.json.decode(await socket.recv())
            for _ in range(STATE_TRIES):
                if await self._ask(web, "/api/floor/state", {"state": "on_queue"}):
                    break
                await asyncio.sleep(PAUSE_S)
            else:
                return
            self._letters_left = LETTERS_OF_LIFE
            await self._forget_password(web)
            await self._look(web, shown)
            async for raw in socket:
                frame = msgspec.json.decode(raw)
                if frame["t"] == "ping":
                    await socket.send(encoded(t="pong"))
                await self._look(web, frame)

    async def _look(self, web: httpx.AsyncClient, frame: dict[str, Any]) -> None:
        for kind, thing in _things(frame):
            if thing.get("agent") == self._seat.account:
                await self._handle(web, kind, thing)

    async def _handle(self, web: httpx.AsyncClient, kind: str, thing: dict[str, Any]) -> None:
        if kind == "offer":
            await self._ask(web, f"/api/floor/offers/{thing['id']}/accept", None)
        elif kind == "contact" and thing["state"] == "active":
            id_ = f"reply-{thing['id']}"
            body = {"id": id_, "kind": "reply", "text": f"text of {id_}", "attachments": []}
            path = f"/api/conversations/{thing['conversation']}/messages"
            if await self._ask(web, path, body):
                self._noted.messages[id_] = f"text of {id_}"
        elif kind == "contact" and thing["state"] == "wrap_up":
            path = f"/api/floor/contacts/{thing['id']}/close"
            await self._ask(web, path, {"code": self._place.code})
            # Some letters come later than others: those that come at once are one claim.
            if self._letters_left:
                await self._forget_password(web)

    async def _forget_password(self, web: httpx.AsyncClient) -> None:
        """Cause a job: a letter."""
        self._asks += 1
        self._letters_left -= 1
        whose = self._number * READERS + self._asks % READERS
        network = {"X-Forwarded-For": f"10.3.{self._number}.{self._asks % 250}"}
        body = {"email": reader(whose)}
        answer = await web.post("/api/password/forgot", json=body, headers=network)
        self._noted.letters += answer.is_success

    async def _ask(self, web: httpx.AsyncClient, path: str, body: Any) -> bool:
        answer = await web.post(path, json=body)
        # As the desk does: what cannot be taken now is asked again, which does nothing twice.
        while answer.status_code == UNAVAILABLE:
            await asyncio.sleep(PAUSE_S)
            answer = await web.post(path, json=body)
        # What the floor refuses was overtaken by the customer, who ended the chat.
        if not answer.is_success:
            self._noted.overtaken[answer.json()["code"]] += 1
        return answer.is_success


def _things(frame: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    """What a frame shows, each with its kind."""
    if frame["t"] == "snapshot":
        groups = frame["entities"].items()
        return [(group, thing) for group, things in groups for thing in things.values()]
    return [(group, thing) for group, _, thing in frame.get("put", ())]
