"""What must the floor know of what is configured?

`live` reads this when it starts and whenever the bus says that the directory changed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from onqueue.directory import models
from onqueue.directory.queries.agents import profiles_of
from onqueue.directory.queries.lists import HOURS, QUEUES, all_records
from onqueue.directory.queries.routing import closures, rules_in_force
from onqueue.directory.queries.shows import show_centre
from onqueue.directory.rules import routing
from onqueue.directory.rules.hours import Hours
from onqueue.directory.rules.weekly import read_hours
from onqueue.directory.schemas import shown
from onqueue.floor.specs import AgentSpec, BreakRules, QueueSpec
from onqueue.identity.queries import handlers_found

SECOND_MS: Final = 1000

USUAL_CENTRE: Final = shown.Centre(
    name="Onqueue",
    languages=("en",),
    time_zone="UTC",
    ageing_s=30,
    misses_max=2,
    presence_grace_s=30,
    version=0,
)
"""What holds until the centre is set up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FloorSettings:
    """The settings of the whole floor."""

    ageing_ms: int
    misses_max: int
    presence_grace_ms: int
    hard_run_max: int
    hard_rest_ms: int
    recovery_budget_ms: int
    breaks: BreakRules


@dataclass(frozen=True, slots=True, kw_only=True)
class FloorQueue:
    """A queue as the floor and the channels need it."""

    id: str
    spec: QueueSpec
    channel: str
    needs: tuple[tuple[str, int], ...]
    hours_id: str | None
    archived: bool
    emergency: bool
    """Closed at once, whatever its hours say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FloorAgent:
    """An agent as the floor needs one."""

    id: str
    spec: AgentSpec


@dataclass(frozen=True, slots=True, kw_only=True)
class FloorSpecs:
    """All that the floor goes by."""

    settings: FloorSettings
    queues: Mapping[str, QueueSpec]
    agents: Mapping[str, AgentSpec]


def centre(session: Session) -> shown.Centre:
    """Return the centre, or the usual one before it is set up."""
    row = session.get(models.Centre, 1)
    return USUAL_CENTRE if row is None else show_centre(row)


def centre_exists(session: Session) -> bool:
    """Tell whether the centre has been set up."""
    return session.get(models.Centre, 1) is not None


def floor_settings(session: Session, *, numbers: Mapping[str, int] | None = None) -> FloorSettings:
    """Return the settings of the whole floor; `numbers` as in `rules_in_force`."""
    found = centre(session)
    rules = rules_in_force(session, numbers=numbers)
    return FloorSettings(
        ageing_ms=found.ageing_s * SECOND_MS,
        misses_max=found.misses_max,
        presence_grace_ms=found.presence_grace_s * SECOND_MS,
        **routing.floor_fields(rules.get(routing.FLOOR, routing.USUAL_FLOOR)),
    )


def floor_queues(session: Session, *, numbers: Mapping[str, int] | None = None) -> list[FloorQueue]:
    """Return all queues, archived ones too: they leave the floor once they are empty."""
    rules, closed = rules_in_force(session, numbers=numbers), closures(session)
    gone = _archived_ids(session)
    return [
        _floor_queue(
            queue,
            rules=routing.without(rules.get(queue.id, routing.USUAL_QUEUE), gone=gone),
            emergency=queue.id in closed,
        )
        for queue in all_records(session, listing=QUEUES, archived="any")
    ]


def floor_specs(session: Session, *, numbers: Mapping[str, int] | None = None) -> FloorSpecs:
    """Return all that the floor goes by, under the rules in force or under certain versions.

    Whoever compares versions, such as a simulation of a day that was, asks once for each.
    `numbers` names a version for a queue's id or for `FLOOR`: -1 is the draft, 0 the usual
    rules, and what is not named is as it is in force.
    """
    queues = [one for one in floor_queues(session, numbers=numbers) if not one.archived]
    return FloorSpecs(
        settings=floor_settings(session, numbers=numbers),
        queues={queue.id: queue.spec for queue in queues},
        agents={agent.id: agent.spec for agent in floor_agents(session)},
    )


def floor_hours(session: Session) -> dict[str, Hours]:
    """Return all opening hours by id."""
    found = all_records(session, listing=HOURS, archived="any")
    return {hours.id: hours_of(hours) for hours in found}


def floor_agents(session: Session) -> list[FloorAgent]:
    """Return all active agents. Archived skills and queues are left out."""
    gone = _archived_ids(session)
    return [
        FloorAgent(id=profile.account_id, spec=_agent_spec(profile, gone=gone))
        for profile in profiles_of(session, people=handlers_found(session))
    ]


def hours_of(found: shown.OpeningHours) -> Hours:
    """Return opening hours as hours that can be asked."""
    return read_hours(time_zone=found.time_zone, weekly=found.weekly, exceptions=found.exceptions)


def _floor_queue(queue: shown.Queue, *, rules: routing.Rules, emergency: bool) -> FloorQueue:
    return FloorQueue(
        id=queue.id,
        spec=QueueSpec(
            name=queue.name,
            **routing.queue_fields(rules),
        ),
        channel=queue.channel,
        needs=tuple(sorted((need["skill"], need["level"]) for need in rules["skills"])),
        hours_id=queue.hours_id,
        archived=queue.archived,
        emergency=emergency,
    )


def _agent_spec(profile: shown.AgentProfile, *, gone: frozenset[str]) -> AgentSpec:
    return AgentSpec(
        name=profile.name,
        skills=tuple(
            sorted((has.skill, has.level) for has in profile.skills if has.skill not in gone)
        ),
        queues=tuple(sorted(queue for queue in profile.queues if queue not in gone)),
        capacity=tuple(sorted(profile.capacity.items())),
        exclusive=tuple(sorted(profile.exclusive)),
        units_max=profile.units_max,
        units=tuple(sorted(profile.units.items())),
        reserved=tuple(sorted(profile.reserved.items())),
        interrupts=tuple(sorted((one.channel, one.other) for one in profile.interrupts)),
        cleared=profile.cleared,
    )


def _archived_ids(session: Session) -> frozenset[str]:
    skills = select(models.Skill.id).where(models.Skill.archived)
    queues = select(models.Queue.id).where(models.Queue.archived)
    gates = select(models.Gate.id).where(models.Gate.archived)
    return frozenset([*session.scalars(skills), *session.scalars(queues), *session.scalars(gates)])
