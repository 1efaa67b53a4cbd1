"""A whole Onqueue at a real Asterisk: the server in a process of its own, agents with desks.

A customer is a telephone beyond the carrier, an agent has a telephone on the desk and acts by the
same requests as the desk's page. Who hears whom is measured at the telephones.
"""

import asyncio
from collections.abc import Callable
from typing import Any

import httpx
import msgspec
from sqlalchemy import update
from sqlalchemy.orm import Session
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException

from onqueue.cli.demo.telephones.phone import Call, Phone
from onqueue.directory.models import AgentProfile, Queue
from onqueue.directory.service import close_queue, create_phone_number
from onqueue.identity.service.by import By
from onqueue.kernel.authz import SYSTEM
from onqueue.kernel.clock import SystemClock
from onqueue.kernel.db import Database
from onqueue.kernel.settings import Settings
from tests.crash.life import Life, Place, Seat, found
from tests.voice.exchange import CARRIER, Exchange

NUMBER = "+49 30 1234"
DIALLED = "49301234"
PATIENCE_S = 30
LOOK_EVERY_S = 0.02
AGENTS = ("ann", "ben")
SUPERVISOR = "sue"


class Desk:
    """One agent: a desk that shows what the server tells, and a telephone."""

    def __init__(self, *, name: str, seat: Seat, place: Place, phone: Phone) -> None:
        self.name, self.seat, self.phone = name, seat, phone
        self._place = place
        self._socket: ClientConnection | None = None
        self._reading: asyncio.Task[None] | None = None
        self.web = httpx.AsyncClient(
            base_url=f"http://127.0.0.1:{place.port}", headers=seat.headers(port=place.port)
        )
        self.password = ""
        self.things: dict[str, dict[str, dict[str, Any]]] = {}
        self.calls: dict[str, dict[str, Any]] = {}
        """What the desk shows of each call."""

    async def sit(self) -> None:
        """Open the desk, and take contacts."""
        base = f"127.0.0.1:{self._place.port}"
        headers = self.seat.headers(port=self._place.port)
        self._socket = await connect(
            f"ws://{base}/api/live", additional_headers=headers, close_timeout=0.1
        )
        await self._say(t="hello", csrf=self.seat.csrf, after=None, epoch=None)
        self._take(msgspec.json.decode(await self._socket.recv()))
        self._reading = asyncio.create_task(self._read())

    async def on_queue(self) -> None:
        await self.ask("/api/floor/state", state="on_queue")

    async def telephone(self) -> None:
        """Get a telephone, and let it register."""
        given = (await self.ask("/api/calls/phone")).json()
        self.phone.user, self.password = given["name"], given["password"]
        await self.registers_again()

    async def registers_again(self) -> None:
        """As telephones do time and again, and so after a restart of the exchange."""
        await until(lambda: self.phone.registers(self.password), what="the phone registers")

    async def leave(self) -> None:
        if self._reading is not None:
            self._reading.cancel()
            await asyncio.gather(self._reading, return_exceptions=True)
        if self._socket is not None:
            await self._socket.close()

    async def close(self) -> None:
        await self.leave()
        await self.phone.close()
        await self.web.aclose()

    async def ask(self, path: str, **body: Any) -> httpx.Response:
        answer = await self.web.post(path, json=body)
        assert answer.is_success, (path, answer.text)
        return answer

    async def act(self, contact: str, what: str, **body: Any) -> None:
        """Ask for something with a contact."""
        await self.ask(f"/api/floor/contacts/{contact}/{what}", **body)

    async def hold(self, contact: str, *, on: bool) -> None:
        await self.ask(f"/api/calls/{contact}/hold", on=on)

    async def accept(self) -> str:
        """Take the offer that comes; returns its contact."""
        await until(lambda: self.offer() is not None, what=f"an offer for {self.name}")
        offer = self.offer()
        assert offer is not None
        await self.ask(f"/api/floor/offers/{offer['id']}/accept")
        return str(offer["contact"])

    async def legs(self, contact: str) -> list[dict[str, Any]]:
        """What the books say of a call's lines."""
        answer = await self.web.get(f"/api/calls/{contact}/legs")
        return list(answer.json())

    async def until_written(self, contact: str) -> None:
        """Wait until every end of a call is in the books."""

        async def are_written() -> bool:
            return all(leg["ended_at"] is not None for leg in await self.legs(contact))

        await until(are_written, what="all ends are in the books")

    def contact(self, contact: str) -> dict[str, Any] | None:
        return self.things.get("contact", {}).get(contact)

    def queue_of(self, contact: str) -> str:
        return str(self.things["contact"][contact]["queue"])

    def state_of(self, contact: str) -> str | None:
        """What the desk says of a contact."""
        found = self.contact(contact)
        return None if found is None else str(found["state"])

    def offer(self) -> dict[str, Any] | None:
        offers = self.things.get("offer", {}).values()
        return next((one for one in offers if one["agent"] == self.seat.account), None)

    async def _say(self, **frame: Any) -> None:
        assert self._socket is not None
        await self._socket.send(msgspec.json.encode(frame).decode())

    async def _read(self) -> None:
        assert self._socket is not None
        try:
            async for raw in self._socket:
                frame = msgspec.json.decode(raw)
                if frame["t"] == "ping":
                    await self._say(t="pong")
                self._take(frame)
        except WebSocketException:
            return

    def _take(self, frame: dict[str, Any]) -> None:
        if frame["t"] == "snapshot":
            self.things = frame["entities"]
        elif frame["t"] == "patch":
            for kind, id_, thing in frame["put"]:
                self.things.setdefault(kind, {})[id_] = thing
            for kind, id_ in frame["del"]:
                self.things.get(kind, {}).pop(id_, None)
        elif frame["t"] == "call":
            self.calls[frame["contact"]] = frame


class Office:
    """The server, its agents, and those who call."""

    def __init__(self, *, exchange: Exchange, settings: Settings) -> None:
        self.exchange = exchange
        plan = exchange.plan
        self.settings = settings.model_copy(
            update={
                "calls": "on",
                "asterisk": "on",
                "asterisk_sip_port": plan.sip_port,
                "asterisk_http_port": plan.http_port,
                "asterisk_events_port": plan.events_port,
                "asterisk_rtp_ports": f"{plan.rtp_from}-{plan.rtp_to}",
            }
        )
        self.place: Place
        self.life: Life
        self.desks: dict[str, Desk] = {}
        self.callers: list[Phone] = []

    async def open(self, *, change: Callable[[Session], None] | None = None) -> None:
        """Found a centre with a number, start it, and let agents sit down with telephones."""
        (self.settings.data_dir / "voice").symlink_to(self.exchange.place.folder)
        self.place = await found(self.settings, agents=len(AGENTS), supervisors=1)
        await self.write(_with_a_number)
        if change is not None:
            await self.write(change)
        await self.start()
        for name, seat in zip((*AGENTS, SUPERVISOR), self.place.seats, strict=True):
            phone = await Phone(name=name, ip="127.0.0.1", exchange=self.exchange.sip).open()
            desk = self.desks[name] = Desk(name=name, seat=seat, place=self.place, phone=phone)
            await desk.sit()
            await desk.telephone()

    async def write(self, change: Callable[[Session], None]) -> None:
        """Change something while the server is not there."""
        database = Database(url=self.settings.database, site=self.settings.site)
        await database.start()
        try:
            await database.write(change)
        finally:
            await database.stop()

    async def start(self, *, crash_at: str = "") -> None:
        """Start the server, and wait until it and Asterisk know each other."""
        self.life = Life(settings=self.settings, place=self.place, crash_at=crash_at)
        seat = self.place.seats[0]
        async with httpx.AsyncClient(
            base_url=f"http://127.0.0.1:{self.place.port}",
            headers=seat.headers(port=self.place.port),
        ) as web:

            async def is_up() -> bool:
                try:
                    answer = await web.get("/api/calls/phone")
                except httpx.TransportError:
                    return False
                return answer.is_success and bool(answer.json()["connected"])

            await until(is_up, what=f"the server is up: {self.life.said()}")

    async def die(self) -> None:
        """Kill the server, as the system does when memory is short."""
        await asyncio.to_thread(self.life.kill)

    async def come_back(self) -> None:
        """Start it again; the pages of the agents are back at once."""
        await self.start()
        for desk in self.desks.values():
            await desk.leave()
            await desk.sit()

    async def close(self) -> None:
        for desk in self.desks.values():
            await desk.close()
        for phone in self.callers:
            await phone.close()
        await self.die()

    async def call(self, name: str = "carl", *, number: str = DIALLED) -> Call:
        """Let a customer call."""
        phone = await Phone(name=name, ip=CARRIER, exchange=self.exchange.sip).open()
        self.callers.append(phone)
        return await phone.call(number)

    async def talking(self, name: str = "ann") -> tuple[Call, Call, str]:
        """A customer talks with an agent: both ends of the line, and the contact."""
        await self.desks[name].on_queue()
        caller = await self.call()
        contact = await self.desks[name].accept()
        mine = await self.picked_up(name)
        assert await caller.media.hears() == {name}
        return caller, mine, contact

    async def picked_up(self, name: str, *, calls: int = 1) -> Call:
        """Wait until an agent's telephone talks, for the so many-eth time."""
        phone = self.desks[name].phone
        await until(
            lambda: len(phone.calls) >= calls and phone.calls[calls - 1].is_up,
            what=f"the phone of {name} is picked up",
        )
        return phone.calls[calls - 1]


async def until(seen: Callable[[], Any], *, what: str) -> None:
    """Wait until something is so; `seen` may be a coroutine function."""
    try:
        async with asyncio.timeout(PATIENCE_S):
            while True:
                found = seen()
                if asyncio.iscoroutine(found):
                    found = await found
                if found:
                    return
                await asyncio.sleep(LOOK_EVERY_S)
    except TimeoutError:
        raise AssertionError(f"it did not happen: {what}") from None


def _with_a_number(session: Session) -> None:
    """Let the centre's queue be for calls, with a number that leads to it."""
    by = By(actor=SYSTEM, now=SystemClock().now(), network="")
    queue = session.query(Queue).one()
    create_phone_number(session, by=by, number=NUMBER, queue_id=queue.id, language="en")
    session.execute(update(AgentProfile).values(capacity={"chat": 3, "voice": 1}))


def closed(session: Session) -> None:
    """Close the centre's queue at once."""
    by = By(actor=SYSTEM, now=SystemClock().now(), network="")
    close_queue(session, by=by, queue=session.query(Queue).one().id, reason="")
