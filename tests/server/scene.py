"""A whole centre for a test: the real program, people with desks, customers with widgets."""

from __future__ import annotations

import asyncio
import copy
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import msgspec
from sqlalchemy.orm import Session

from onqueue.boot import Program
from onqueue.channels.webchat.session import ChatSession
from onqueue.directory.rules.weekly import WeeklyTimes
from onqueue.directory.service.centre import found_centre
from onqueue.directory.service.usual import EmptyCentre, fill_empty_centre
from onqueue.identity.rules import Grant
from onqueue.identity.service.by import By
from onqueue.identity.service.founding import add_member
from onqueue.journal.store import head
from onqueue.kernel.authz import SYSTEM, Actor
from onqueue.live.desks import Desk

ALWAYS: Sequence[WeeklyTimes] = [
    WeeklyTimes(day=day, **{"from": "00:00", "to": "24:00"})  # type: ignore[typeddict-item]
    for day in range(7)
]
SETTLED_S_MAX = 60
"""Longer, and something waits for what does not come."""
AGENT = (Grant("agent", "site", ""),)
SUPERVISOR = (Grant("supervisor", "site", ""),)


@dataclass
class Seat:
    """One person's desk, and what a browser would know from its frames."""

    actor: Actor
    desk: Desk
    entities: dict[str, dict[str, Any]] = field(default_factory=dict)
    messages: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    frames: list[dict[str, Any]] = field(default_factory=list)

    async def look(self) -> None:
        """Take in every frame that waits, as the browser's reducer does."""
        self.desk._filled.set()
        for raw in await self.desk.frames():
            frame = msgspec.json.decode(raw)
            self.frames.append(frame)
            if frame["t"] == "snapshot":
                self.entities = copy.deepcopy(frame["entities"])
            elif frame["t"] == "patch":
                for kind, id_, entity in frame["put"]:
                    self.entities.setdefault(kind, {})[id_] = entity
                for kind, id_ in frame["del"]:
                    self.entities.get(kind, {}).pop(id_, None)
            elif frame["t"] == "messages":
                self.messages.setdefault(frame["conversation"], []).extend(frame["items"])

    def seen(self) -> dict[str, dict[str, Any]]:
        """What is on the screen, without kinds that are empty."""
        return {kind: things for kind, things in self.entities.items() if things}

    def only(self, kind: str) -> dict[str, Any]:
        """The one entity of a kind."""
        (found,) = self.entities[kind].values()
        return dict(found)


@dataclass
class Shopper:
    """One customer's widget, and what it has been told."""

    session: ChatSession
    frames: list[dict[str, Any]] = field(default_factory=list)

    async def say(self, **frame: Any) -> None:
        """Send a frame, then take in the answers."""
        await self.session.receive(msgspec.json.encode(frame))
        await self.look()

    async def look(self) -> None:
        """Take in every frame that waits."""
        for raw in await self.session.waiting(wait_s=0):
            self.frames.append(msgspec.json.decode(raw))

    def told(self, kind: str) -> list[dict[str, Any]]:
        """The frames of a kind, in order."""
        return [frame for frame in self.frames if frame["t"] == kind]

    @property
    def phase(self) -> str:
        """Where the chat stands, from the last frame that says so."""
        states = [frame["state"] for frame in self.frames if "state" in frame]
        return str(states[-1]["phase"])


@dataclass
class Founded:
    """A centre that was founded once, to be copied for many tests."""

    template: str
    made: EmptyCentre
    people: dict[str, Actor]


class Centre:
    """A running program with a founded centre."""

    def __init__(self, program: Program, founded: Founded | None = None) -> None:
        """Run it in a copy of a centre, or in a database in which one is to be founded."""
        self.program = program
        self.made: EmptyCentre
        self.people: dict[str, Actor] = {}
        if founded is not None:
            self.made, self.people = founded.made, dict(founded.people)

    async def found(self, *, weekly: Sequence[WeeklyTimes] = ALWAYS) -> None:
        """Make a centre with one queue, and two agents and a supervisor who work there."""
        self.made = await self.program.db.write(
            self._found, weekly=weekly, now=self.program.clock.now()
        )
        # Two kinds of news were told; whoever compares because of the second stands in line here.
        for _ in range(2):
            await self.program.house._sync.once()

    async def sit(self, who: str, *, after: int | None = None, epoch: str | None = None) -> Seat:
        """Open a desk, as the socket does."""
        desk = Desk(actor=self.people[who])
        await self.program.house.enter(desk, after=after, epoch=epoch)
        if desk.actor.agent:
            await self.program.house.presence.arrived(desk.actor.account)
        seat = Seat(actor=desk.actor, desk=desk)
        await self.settle()
        await seat.look()
        return seat

    async def shop(self, **hello: Any) -> Shopper:
        """Open a widget."""
        shopper = Shopper(ChatSession(chats=self.program.chats, origin=None))
        await shopper.say(t="hello", widget=self.made.widget, **hello)
        return shopper

    async def settle(self) -> None:
        """Let everything that follows the journal come to its end."""
        async with asyncio.timeout(SETTLED_S_MAX):
            for _ in range(3):
                position = await self.program.db.read(head)
                await self.program.feed.reached(position)
                await self.program.projector.caught_up(position)
                await asyncio.sleep(0)

    async def later(self, ms: int) -> None:
        """Let time pass, and what is due happen."""
        self.program.clock.advance(ms=ms)  # type: ignore[attr-defined]  # tests have the virtual one
        self.program.house.driver.wake()
        await self.settle_floor()

    async def settle_floor(self) -> None:
        """Wait until the driver has looked at the clock."""
        health = self.program.house.driver.health
        before = health.events
        for _ in range(50):
            await asyncio.sleep(0.01)
            if health.events != before:
                break
        await self.settle()

    def _found(self, session: Session, *, weekly: Sequence[WeeklyTimes], now: int) -> EmptyCentre:
        by = By(actor=SYSTEM, now=now, network="")
        found_centre(session, by=by, name="Test", languages=["en"], time_zone="UTC")
        grants: Mapping[str, tuple[Grant, ...]] = {
            "ann": AGENT,
            "bob": AGENT,
            "sue": SUPERVISOR,
        }
        for name, granted in grants.items():
            person = add_member(
                session,
                now=now,
                name=f"{name.title()} Test",
                email=f"{name}@example.org",
                language="en",
                grants=granted,
                password_hash="",
            )
            self.people[name] = person.actor()
        agents = [self.people[name].account for name in ("ann", "bob")]
        return fill_empty_centre(session, by=by, weekly=weekly, agents=agents)
