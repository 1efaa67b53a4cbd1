"""What is a trial made of: a day from the journal, and two versions of the rules?"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass

from sqlalchemy.orm import Session

from onqueue.directory.queries import FloorSpecs, floor_specs
from onqueue.floor import commands, snapshot
from onqueue.floor.events import Event
from onqueue.identity.queries import teams_of
from onqueue.journal import store
from onqueue.live import codec
from onqueue.sim.past import Day, day_of
from onqueue.sim.relive import Change

Progress = Callable[[int, int], None]
"""Told how much of how much is done."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sides:
    """The rules in force, the rules with a draft, and what they are counted by."""

    before: Change
    after: Change
    queue_names: Mapping[str, str]
    groups: Mapping[str, str]
    """Each agent's team, by id; the first by name of who is in several."""
    group_names: Mapping[str, str]


def day_recorded(
    session: Session, *, from_at: int, to_at: int, progress: Progress | None = None
) -> Day:
    """Return what the journal says of a stretch of time."""
    return day_of(_floor_events(session, progress), from_at=from_at, to_at=to_at)


def sides(session: Session, *, subject: str, day: Day) -> Sides:
    """Return both versions of the rules, for everybody who was there on a day.

    The queues are those of today, and whoever cleared a gate since then has cleared it. People
    have the skills, queues and hours of that day.
    """
    before, after = (floor_specs(session, numbers=one) for one in (None, {subject: -1}))
    floor = snapshot.load(day.floor)
    there = {agent.id for agent in floor.agents.values()} | _agents_that_came(day)
    teams = {agent: found[0] for agent, found in teams_of(session, accounts=there).items() if found}
    known = {queue.id: queue.spec.name for queue in floor.queues.values()}
    known |= {
        what.queue: what.spec.name
        for _, _, what in day.inputs
        if isinstance(what, commands.ConfigureQueue)
    }
    return Sides(
        before=_change(before),
        after=_change(after),
        queue_names={**known, **{queue: spec.name for queue, spec in after.queues.items()}},
        groups={agent: team.id for agent, team in teams.items()},
        group_names={team.id: team.name for team in teams.values()},
    )


def _agents_that_came(day: Day) -> set[str]:
    return {what.agent for _, _, what in day.inputs if isinstance(what, commands.ConfigureAgent)}


def _change(specs: FloorSpecs) -> Change:
    return Change(
        queues=specs.queues,
        tuning=commands.TuneFloor(**asdict(specs.settings)),
        cleared={agent: spec.cleared for agent, spec in specs.agents.items()},
    )


def _floor_events(session: Session, progress: Progress | None) -> Iterator[tuple[int, Event]]:
    last = store.head(session)
    for entries in _batches(session):
        for entry in entries:
            if entry.stream == codec.STREAM:
                yield entry.seq, codec.to_event(entry)
        if progress is not None:
            progress(entries[-1].seq, last)


def _batches(session: Session) -> Iterable[list[store.Entry]]:
    position = 0
    while entries := store.read_after(session, after=position, limit=store.READ_MAX):
        yield entries
        position = entries[-1].seq
