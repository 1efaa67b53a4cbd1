"""How are skills, queues, codes, reasons and chat widgets made and changed?

The names of the fields are those of `schemas.asked`; what is left out is as usual in a new
thing and stays in a change. `archived=True` takes a thing out of use, and is refused while
something else would break by that.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from sqlalchemy.orm import Session

from onqueue.directory import models
from onqueue.directory.errors import RecordInUse
from onqueue.directory.queries.flows import flow_uses
from onqueue.directory.queries.lists import NUMBERS, QUEUES, WIDGETS, all_records
from onqueue.directory.queries.routing import rules_kept
from onqueue.directory.rules.routing import Rules, flows_named, queues_named, skills_named
from onqueue.directory.schemas import shown
from onqueue.directory.service import kinds, records, routing
from onqueue.identity.service.by import By


def create_skill(session: Session, /, *, by: By, **fields: Any) -> shown.Skill:
    """Make a skill."""
    return records.create(session, kind=kinds.SKILL, by=by, fields=fields)


def change_skill(
    session: Session, /, *, by: By, skill: str, version: int, **fields: Any
) -> shown.Skill:
    """Change a skill, or take it out of use once no queue and no widget asks for it."""
    if fields.get("archived"):
        refuse_used(_skill_users(session, skill=skill))
    return records.change(
        session, kind=kinds.SKILL, by=by, subject=skill, version=version, fields=fields
    )


def create_gate(session: Session, /, *, by: By, **fields: Any) -> shown.Gate:
    """Make a gate."""
    return records.create(session, kind=kinds.GATE, by=by, fields=fields)


def change_gate(
    session: Session, /, *, by: By, gate: str, version: int, **fields: Any
) -> shown.Gate:
    """Change a gate, or take it out of use once no rule asks for it."""
    if fields.get("archived"):
        refuse_used(_gate_users(session, gate=gate))
    return records.change(
        session, kind=kinds.GATE, by=by, subject=gate, version=version, fields=fields
    )


def create_queue(session: Session, /, *, by: By, **fields: Any) -> shown.Queue:
    """Make a queue."""
    made = records.create(session, kind=kinds.QUEUE, by=by, fields=fields)
    routing.keep_settings(session, by=by, queue=made, note="The queue was made.")
    return made


def change_queue(
    session: Session, /, *, by: By, queue: str, version: int, **fields: Any
) -> shown.Queue:
    """Change a queue, or take it out of use once no widget or number leads to it."""
    if fields.get("archived"):
        refuse_used(_queue_users(session, queue=queue))
    changed = records.change(
        session, kind=kinds.QUEUE, by=by, subject=queue, version=version, fields=fields
    )
    routing.keep_settings(session, by=by, queue=changed, note="Changed in the queue's settings.")
    return changed


def create_hours(session: Session, /, *, by: By, **fields: Any) -> shown.OpeningHours:
    """Make a set of opening hours."""
    return records.create(session, kind=kinds.HOURS, by=by, fields=fields)


def change_hours(
    session: Session, /, *, by: By, hours: str, version: int, **fields: Any
) -> shown.OpeningHours:
    """Change opening hours, or take them out of use once no queue keeps them."""
    if fields.get("archived"):
        where = [models.Queue.hours_id == hours]
        refuse_used(queue.name for queue in all_records(session, listing=QUEUES, where=where))
    return records.change(
        session, kind=kinds.HOURS, by=by, subject=hours, version=version, fields=fields
    )


def create_wrap_up_code(session: Session, /, *, by: By, **fields: Any) -> shown.WrapUpCode:
    """Make a wrap-up code."""
    return records.create(session, kind=kinds.CODE, by=by, fields=fields)


def change_wrap_up_code(
    session: Session, /, *, by: By, code: str, version: int, **fields: Any
) -> shown.WrapUpCode:
    """Change a wrap-up code, or take it out of use."""
    return records.change(
        session, kind=kinds.CODE, by=by, subject=code, version=version, fields=fields
    )


def create_state_reason(session: Session, /, *, by: By, **fields: Any) -> shown.StateReason:
    """Make a reason for a state."""
    return records.create(session, kind=kinds.REASON, by=by, fields=fields)


def change_state_reason(
    session: Session, /, *, by: By, reason: str, version: int, **fields: Any
) -> shown.StateReason:
    """Rename a reason, or take it out of use. It stays with its state."""
    assert "state" not in fields, "history was counted by it"
    return records.change(
        session, kind=kinds.REASON, by=by, subject=reason, version=version, fields=fields
    )


def create_chat_widget(session: Session, /, *, by: By, **fields: Any) -> shown.ChatWidget:
    """Make a chat widget."""
    return records.create(session, kind=kinds.WIDGET, by=by, fields=fields)


def change_chat_widget(
    session: Session, /, *, by: By, widget: str, version: int, **fields: Any
) -> shown.ChatWidget:
    """Change a chat widget, or take it off all pages."""
    return records.change(
        session, kind=kinds.WIDGET, by=by, subject=widget, version=version, fields=fields
    )


def create_phone_number(session: Session, /, *, by: By, **fields: Any) -> shown.PhoneNumber:
    """Make a telephone number."""
    return records.create(session, kind=kinds.NUMBER, by=by, fields=fields)


def change_phone_number(
    session: Session, /, *, by: By, number: str, version: int, **fields: Any
) -> shown.PhoneNumber:
    """Change a telephone number, or answer it no more."""
    return records.change(
        session, kind=kinds.NUMBER, by=by, subject=number, version=version, fields=fields
    )


def _skill_users(session: Session, *, skill: str) -> Iterable[str]:
    yield from (one.name for one in flow_uses(session) if skill in one.skills)
    yield from _ruled(session, lambda rules: skill in {one for _, one in skills_named(rules)})
    for queue in all_records(session, listing=QUEUES):
        if skill in {need.skill for need in queue.skills}:
            yield queue.name
    for widget in all_records(session, listing=WIDGETS):
        asked = [n for question in widget.form for n in question.skill_by_option.values()]
        if skill in {need.skill for need in (*asked, *widget.skill_by_language.values())}:
            yield widget.name


def _gate_users(session: Session, *, gate: str) -> Iterable[str]:
    yield from _ruled(session, lambda rules: gate in rules.get("gates", ()))


def _ruled(session: Session, asks: Callable[[Rules], bool]) -> Iterable[str]:
    """Yield the queues in use whose rules, in force or drafted, ask for something."""
    asking = {subject for subject, rules in rules_kept(session) if asks(rules)}
    for queue in all_records(session, listing=QUEUES):
        if queue.id in asking:
            yield queue.name


def _queue_users(session: Session, *, queue: str) -> Iterable[str]:
    yield from _ruled(session, lambda rules: queue in {one for _, one in queues_named(rules)})
    for widget in all_records(session, listing=WIDGETS):
        asked = {q for question in widget.form for q in question.queue_by_option.values()}
        if queue in {widget.queue_id, *asked}:
            yield widget.name
    yield from (one.name for one in flow_uses(session) if queue in one.queues)
    led = [models.PhoneNumber.queue_id == queue]
    yield from (one.number for one in all_records(session, listing=NUMBERS, where=led))


def flow_users(session: Session, *, flow: str) -> Iterable[str]:
    """Yield the names of the queues whose rules, in force or drafted, send contacts to a flow."""
    yield from _ruled(session, lambda rules: flow in {one for _, one in flows_named(rules)})


def refuse_used(names: Iterable[str]) -> None:
    """Refuse to take something out of use that things with these names use."""
    found = dict.fromkeys(names)
    if found:
        raise RecordInUse(by=", ".join(f"“{name}”" for name in found))
