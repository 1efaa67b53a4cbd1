"""What the directory can tell others: the floor's settings, and each configured thing."""

from __future__ import annotations

from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from onqueue.directory import models
from onqueue.directory.queries.agents import agent_profile
from onqueue.directory.queries.floor import (
    FloorAgent,
    FloorQueue,
    FloorSettings,
    FloorSpecs,
    centre,
    centre_exists,
    floor_agents,
    floor_hours,
    floor_queues,
    floor_settings,
    floor_specs,
    hours_of,
)
from onqueue.directory.queries.flows import (
    FlowKnown,
    FlowUse,
    flow_names,
    flow_uses,
    flows,
    told_by,
    uses_told_by,
)
from onqueue.directory.queries.lists import (
    CODES,
    HOURS,
    NUMBERS,
    QUEUES,
    REASONS,
    WIDGETS,
    all_records,
    for_queue,
    record,
)
from onqueue.directory.queries.routing import closures, rules_of
from onqueue.directory.rules.hours import Hours
from onqueue.directory.rules.numbers import number_key
from onqueue.directory.rules.routing import CLOSED
from onqueue.directory.schemas import shown
from onqueue.floor.specs import TO_QUEUE

SHUT: Final = Hours("UTC", ((),) * 7)

__all__ = [
    "FloorAgent",
    "FloorQueue",
    "FloorSettings",
    "FloorSpecs",
    "FlowKnown",
    "FlowUse",
    "agent_profile",
    "centre",
    "centre_exists",
    "closures",
    "code_names",
    "codes_for",
    "floor_agents",
    "floor_hours",
    "floor_queues",
    "floor_settings",
    "floor_specs",
    "flow_names",
    "flow_uses",
    "flows",
    "language_skill",
    "number_by_id",
    "number_dialled",
    "numbers_in_use",
    "numbers_into",
    "queue",
    "queue_hours",
    "queue_names",
    "queues",
    "queues_when_closed",
    "rules_of",
    "skill_names",
    "state_reasons",
    "told_by",
    "uses_told_by",
    "widget",
    "widgets",
    "wrap_up_code",
]


def queue(session: Session, *, id: str) -> shown.Queue | None:  # noqa: A002  # it is one
    """Return a queue, archived or not."""
    return record(session, listing=QUEUES, id=id)


def queues(session: Session) -> tuple[shown.Queue, ...]:
    """Return the queues that are in use, by name."""
    return all_records(session, listing=QUEUES)


def queue_hours(
    session: Session,
    *,
    id: str,  # noqa: A002  # it is one
    by_week: bool = False,
) -> Hours | None:
    """Return the opening hours of a queue; None when it is always open.

    A queue that was closed at once has no hours until it is opened again, unless one asks for
    those of its week.
    """
    if not by_week and id in closures(session):
        return SHUT
    row = session.get(models.Queue, id)
    if row is None or row.hours_id is None:
        return None
    found = record(session, listing=HOURS, id=row.hours_id)
    assert found is not None, "a foreign key"
    return hours_of(found)


def queues_when_closed(session: Session, *, id: str) -> tuple[str, ...]:  # noqa: A002  # it is one
    """Return the queues that take a queue's contacts while it is closed."""
    rules = rules_of(session, subject=id)
    return tuple(
        one["target"]
        for one in rules["diversions"]
        if one["to"] == TO_QUEUE and one["when"] in CLOSED
    )


def queue_names(session: Session) -> dict[str, str]:
    """Return the names of all queues, archived ones too."""
    rows = session.execute(select(models.Queue.id, models.Queue.name))
    return {row[0]: row[1] for row in rows}


def skill_names(session: Session) -> dict[str, str]:
    """Return the names of all skills, archived ones too."""
    rows = session.execute(select(models.Skill.id, models.Skill.name))
    return {row[0]: row[1] for row in rows}


def language_skill(session: Session, *, language: str) -> str | None:
    """Return the skill of speaking a language, if the centre has one; `de-AT` is `de`, too."""
    skill = models.Skill
    for spoken in dict.fromkeys((language, language.split("-", maxsplit=1)[0])):
        known = select(skill.id).where(skill.language == spoken, skill.archived.is_(False))
        found = session.scalars(known.order_by(skill.key)).first() if spoken else None
        if found is not None:
            return found
    return None


def code_names(session: Session) -> dict[str, str]:
    """Return the names of all wrap-up codes, archived ones too."""
    rows = session.execute(select(models.WrapUpCode.id, models.WrapUpCode.name))
    return {row[0]: row[1] for row in rows}


def wrap_up_code(session: Session, *, id: str) -> shown.WrapUpCode | None:  # noqa: A002  # it is one
    """Return a wrap-up code, archived or not."""
    return record(session, listing=CODES, id=id)


def codes_for(session: Session, *, queue: str) -> tuple[shown.WrapUpCode, ...]:
    """Return the wrap-up codes that can be chosen in a queue, by name."""
    where = [for_queue(models.WrapUpCode.queue_ids, queue)]
    return all_records(session, listing=CODES, where=where)


def state_reasons(session: Session, *, state: str | None = None) -> tuple[shown.StateReason, ...]:
    """Return the reasons that can be given for a state, or for any."""
    where = [] if state is None else [models.StateReason.state == state]
    return all_records(session, listing=REASONS, where=where)


def widget(session: Session, *, id: str) -> shown.ChatWidget | None:  # noqa: A002  # it is one
    """Return a chat widget, archived or not."""
    return record(session, listing=WIDGETS, id=id)


def widgets(session: Session) -> tuple[shown.ChatWidget, ...]:
    """Return the chat widgets that are in use, by name."""
    return all_records(session, listing=WIDGETS)


def numbers_into(session: Session, *, flow: str) -> tuple[shown.PhoneNumber, ...]:
    """Return the numbers in use whose callers hear a flow first."""
    return all_records(session, listing=NUMBERS, where=[models.PhoneNumber.flow_id == flow])


def number_by_id(session: Session, *, id: str) -> shown.PhoneNumber | None:  # noqa: A002  # it is one
    """Return a telephone number, archived or not."""
    return record(session, listing=NUMBERS, id=id)


def numbers_in_use(session: Session) -> tuple[shown.PhoneNumber, ...]:
    """Return every telephone number that is not archived."""
    return tuple(all_records(session, listing=NUMBERS))


def number_dialled(session: Session, *, dialled: str) -> shown.PhoneNumber | None:
    """Return the number in use that was dialled, however it was written."""
    where = [models.PhoneNumber.key == number_key(dialled)]
    return next(iter(all_records(session, listing=NUMBERS, where=where)), None)
