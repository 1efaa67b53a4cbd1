"""Whenever the server dies, nothing it acknowledged is lost and nothing is there twice."""

from __future__ import annotations

import asyncio
import re
from collections import Counter
from pathlib import Path
from typing import Final

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

import onqueue
from onqueue.cli.looking import verify
from onqueue.conversations.models import Attachment, Contact, Message
from onqueue.kernel.crashpoints import POINTS, VARIABLE, Fuse
from onqueue.kernel.db import Database
from onqueue.kernel.jobs import Job
from onqueue.kernel.settings import Settings
from tests.crash.crowd import Agent, Customer, Noted
from tests.crash.life import DIED, Life, Place, found

CUSTOMERS: Final = 6
AGENTS: Final = 3
PATIENCE_S: Final = 180
"""Longer, and a chat is carried on by nobody."""
STOPPING: Final = frozenset({"snapshot.saving", "snapshot.saved"})
"""Points that the server comes to when it is asked to stop."""
SHARED: Final = frozenset({"batch.committing", "batch.committed"})
"""Points of commits that several writes share, which only SQLite's one writer makes."""
VISITS: Final[dict[str, dict[str, tuple[int, ...]]]] = {
    "database": {
        "write.ending": (1, 47),
        "write.ended": (1, 52),
        "batch.committing": (1, 6),
        "batch.committed": (1, 5),
        "write.settling": (1, 40),
    },
    "journal": {
        "journal.appending": (1, 13),
        "journal.appended": (1, 14),
        "projection.advanced": (1, 9),
        "snapshot.saving": (1,),
        "snapshot.saved": (1,),
    },
    "floor": {
        "floor.decided": (1, 11),
        "floor.durable": (1, 12),
        "floor.answered": (1, 10),
    },
    "chat": {
        "chat.written": (1, 7),
        "chat.arrived": (1, 8),
        "message.stored": (1, 9),
    },
    "work": {
        "job.claimed": (1, 2),
        "job.finishing": (1, 2),
        "job.finished": (1, 2),
        "blob.written": (1, 3),
        "blob.durable": (1, 4),
    },
}
"""At which visits the server dies, all of a group one after the other in one centre."""
ELSEWHERE: Final = {"call.stepped": Path(__file__).parents[1] / "voice" / "test_flows.py"}
"""Points to which only telephone calls come, and the tests in which the server dies there."""


def test_every_point_is_in_the_code_and_tried() -> None:
    said = set()
    for path in Path(onqueue.__file__).parent.rglob("*.py"):
        said.update(re.findall(r"^\s+reached\(\"(.*)\"\)$", path.read_text(), re.MULTILINE))
    tried = {point for group in VISITS.values() for point in group}
    for point, tests in ELSEWHERE.items():
        assert f'crash_at="{point}:' in tests.read_text()
    assert said == set(POINTS) == tried | set(ELSEWHERE)


@pytest.mark.parametrize(
    "armed", ["", "nowhere:1", "job.claimed", "job.claimed:0", "job.claimed:x"]
)
def test_point_that_is_not_there_cannot_be_armed(armed: str) -> None:
    with pytest.raises(ValueError, match=VARIABLE):
        Fuse(armed)


@pytest.mark.slow
@pytest.mark.parametrize("group", VISITS)
async def test_death_at_any_point_loses_nothing_and_doubles_nothing(
    settings: Settings, group: str
) -> None:
    place = await found(settings, agents=AGENTS)
    noted = Noted()
    enough = asyncio.Event()
    async with asyncio.TaskGroup() as people:
        agents = [
            people.create_task(Agent(seat=seat, number=number, place=place, noted=noted).live())
            for number, seat in enumerate(place.seats)
        ]
        customers = [
            people.create_task(Customer(number=number, place=place, noted=noted).live(until=enough))
            for number in range(CUSTOMERS)
        ]
        for point, visits in VISITS[group].items():
            if point in SHARED and not settings.database.startswith("sqlite"):
                continue
            for visit in visits:
                await _die(settings, place, noted, at=f"{point}:{visit}")
        last = Life(settings=settings, place=place)
        enough.set()
        try:
            async with asyncio.timeout(PATIENCE_S):
                await asyncio.gather(*customers)
        finally:
            for task in (*agents, *customers):
                task.cancel()
            last.ask_to_stop()
            assert await last.ended() == 0, last.said()
    assert not noted.unexpected
    assert noted.finished >= CUSTOMERS
    await look(settings, noted)


async def _die(settings: Settings, place: Place, noted: Noted, *, at: str) -> None:
    life = Life(settings=settings, place=place, crash_at=at)
    try:
        if at.partition(":")[0] in STOPPING:
            finished = noted.finished
            while noted.finished == finished:
                assert life.running
                await asyncio.sleep(0.02)
            life.ask_to_stop()
        how = await life.ended()
        assert how == DIED, f"{at} was not reached, {noted.unexpected}: {life.said()}"
    finally:
        life.kill()


async def look(settings: Settings, noted: Noted) -> None:
    """All that was acknowledged is there, once, and the database is as it must be."""
    verdict = await verify(settings=settings)
    assert verdict.good, verdict.lines
    database = Database(url=settings.database, site=settings.site, read_only=True)
    await database.start()
    try:
        await database.read(_compare, noted=noted)
    finally:
        await database.stop()


def _compare(session: Session, *, noted: Noted) -> None:
    contacts = Counter(session.scalars(select(Contact.id)))
    assert noted.contacts <= set(contacts)
    assert set(contacts.values()) == {1}
    written = session.execute(select(Message.id, Message.text)).all()
    said = Counter((row[0], row[1]) for row in written if row[1].startswith("text of "))
    assert set(said.values()) == {1}
    assert set(noted.messages.items()) <= set(said)
    assert noted.files <= set(session.scalars(select(Attachment.id)))
    states = session.scalars(select(Job.state).where(Job.kind == "identity.reset")).all()
    assert len(states) >= noted.letters
    assert set(states) <= {"done", "running", "queued"}
