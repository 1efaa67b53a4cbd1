"""How is a call permitted and written down, and how are the rules for calls changed?"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

import msgspec
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from onqueue.directory.schemas.shown import PhoneNumber
from onqueue.identity import queries as identity
from onqueue.identity.service.by import By
from onqueue.kernel import audit
from onqueue.kernel.authz import SYSTEM
from onqueue.kernel.errors import Invalid
from onqueue.kernel.ids import new_id
from onqueue.kernel.phone_numbers import shown
from onqueue.outbound import queries, rules
from onqueue.outbound.errors import PolicyChanged, SpeedDialMissing
from onqueue.outbound.models import DialPolicy, OutboundCall, OutboundStop, SpeedDial
from onqueue.outbound.schemas import DialPolicyShown, SpeedDialShown
from onqueue.upkeep import service as upkeep

MANAGE: Final = "directory.manage"
CALL: Final = "call.out"
POLICY: Final = "dial_policy"


@dataclass(frozen=True, slots=True, kw_only=True)
class Permit:
    """A call that may be made: whom, showing which of our numbers, for how long at most."""

    number: str
    caller: PhoneNumber
    shows: str
    price: int
    minutes_max: int


def permit(session: Session, *, by: By, written: str, caller: str) -> Permit:
    """Say that the actor may call a number, or refuse."""
    by.actor.require(CALL)
    account = by.actor.account
    ours = {one.id: one for one in queries.numbers_to_show(session, account=account)}
    if caller not in ours:
        raise Invalid(field="caller", reason="choose one of the numbers of your queues")
    shows = queries.our_number(session, caller=ours[caller])
    number = queries.read_number(session, written=written, caller=shows)
    if not number:
        reason = "write a telephone number, with + and the country if it is abroad"
        raise Invalid(field="number", reason=reason)
    held = identity.grants_of(session, accounts=[account]).get(account, ())
    roles = {grant.role for grant in held}
    return _permit(
        session, account=account, roles=roles, number=number, ours=ours[caller], now=by.now
    )


def permit_promised(
    session: Session, *, account: str, number: str, ours: PhoneNumber, now: int
) -> Permit:
    """Say that a number may be called that the centre itself promised to call, or refuse.

    Nobody chose it, so only rules count that are everybody's; who carries it out, if anybody does,
    bears what it costs.
    """
    return _permit(session, account=account, roles=(), number=number, ours=ours, now=now)


def _permit(
    session: Session,
    *,
    account: str,
    roles: Collection[str],
    number: str,
    ours: PhoneNumber,
    now: int,
) -> Permit:
    policy = queries.policy(session)
    stop = queries.stopped(session)
    rules.check_stopped("" if stop is None else stop.reason)
    rules.check_number(policy, number=number, shown=shown(number), roles=roles)
    price = rules.price_of(policy, number)
    hour = queries.agents_hour(session, account=account, now=now)
    day = queries.spending(session, since=now - queries.DAY_MS)
    rules.check_spending(policy, price=price, hour=hour, day=day, now=now)
    return Permit(
        number=number,
        caller=ours,
        shows=queries.our_number(session, caller=ours),
        price=price,
        minutes_max=rules.minutes_left(policy, price=price, hour=hour, day=day, now=now),
    )


def place(
    session: Session, *, permit: Permit, contact: str, account: str, customer: str, now: int
) -> None:
    """Write a call down before anybody is called; who is called again is written down anew."""
    row = session.get(OutboundCall, contact)
    if row is not None:
        session.delete(row)
        session.flush()
    session.add(
        OutboundCall(
            contact=contact,
            account=account,
            number=permit.number,
            caller=permit.shows,
            phone_number=permit.caller.id,
            customer=customer,
            price=permit.price,
            minutes_max=permit.minutes_max,
            placed_at=now,
        )
    )
    session.flush()


def note_reached(session: Session, *, contact: str, now: int) -> None:
    """Write down that the customer answered."""
    row = session.get(OutboundCall, contact)
    if row is not None and row.reached_at is None and row.ended_at is None:
        row.reached_at = now
        session.flush()


def note_ended(session: Session, *, contact: str, outcome: str, now: int) -> None:
    """Write down that a call is over, and stop calling out if calls have become strange."""
    row = session.get(OutboundCall, contact)
    if row is None or row.ended_at is not None:
        return
    row.ended_at, row.outcome = now, outcome
    session.flush()
    watch(session, now=now)


def watch(session: Session, *, now: int) -> None:
    """Stop calling out when the calls of the last hour are too strange."""
    if queries.stopped(session) is not None:
        return
    policy = queries.policy(session)
    since = max(now - rules.HOUR_MS, queries.last_lifted_at(session))
    strange = rules.strangeness(
        policy,
        calls=queries.spending(session, since=since),
        new_numbers=queries.new_numbers(session, since=since),
    )
    if strange is None:
        return
    kind, count = strange
    why = rules.say_why(policy, kind=kind, count=count)
    row = OutboundStop(id=new_id(), kind=kind, count=count, reason=why, began_at=now)
    session.add(row)
    session.flush()
    audit.record(
        session,
        now=now,
        actor=SYSTEM,
        action="outbound.stopped",
        subject_kind="outbound_stop",
        subject=row.id,
        after={"kind": kind, "count": count},
        reason=why,
    )
    found = upkeep.Found(kind="outbound.stopped", subject=row.id, detail=why)
    upkeep.note(session, found=found, now=now)


def note_spent(session: Session, *, code: str, account: str, now: int) -> None:
    """Let those who look after the server see that a limit of spending was reached."""
    found = upkeep.Found(kind="outbound.spent", subject=f"{code}:{account}", detail=code)
    upkeep.note(session, found=found, now=now)


def lift_stop(session: Session, *, by: By) -> DialPolicyShown:
    """Let people call out again; what is counted begins anew."""
    by.actor.require(MANAGE)
    row = session.scalars(
        select(OutboundStop).where(OutboundStop.lifted_at.is_(None)).with_for_update()
    ).first()
    if row is not None:
        row.lifted_at, row.lifted_by = by.now, by.actor.name
        session.flush()
        audit.record(
            session,
            now=by.now,
            actor=by.actor,
            action="outbound.lifted",
            subject_kind="outbound_stop",
            subject=row.id,
            before={"kind": row.kind, "count": row.count},
            network=by.network,
        )
    return queries.policy_shown(session, now=by.now)


def change_policy(
    session: Session, *, by: By, version: int, policy: rules.Policy
) -> DialPolicyShown:
    """Change the rules for calls out, whole."""
    by.actor.require(MANAGE)
    rules.check_policy(policy)
    row = session.get(DialPolicy, 1, with_for_update=True)
    seen = 0 if row is None else row.version
    if seen != version:
        raise PolicyChanged(changed_by="" if row is None else row.changed_by)
    before = msgspec.to_builtins(queries.policy(session))
    after = msgspec.to_builtins(policy)
    if row is None:
        row = DialPolicy(only_row=1, version=0)
        session.add(row)
    row.rules, row.version = after, seen + 1
    row.changed_at, row.changed_by = by.now, by.actor.name
    session.flush()
    audit.record(
        session,
        now=by.now,
        actor=by.actor,
        action="dial_policy.changed",
        subject_kind=POLICY,
        subject=POLICY,
        before=before,
        after=after,
        network=by.network,
    )
    return queries.policy_shown(session, now=by.now)


def keep_speed_dial(
    session: Session, *, by: By, name: str, number: str, for_all: bool
) -> SpeedDialShown:
    """Keep a number that is called often: for oneself, or for everybody."""
    by.actor.require(MANAGE if for_all else CALL)
    read = queries.read_number(session, written=number, caller="")
    if not read:
        reason = "write a telephone number, with + and the country if it is abroad"
        raise Invalid(field="number", reason=reason)
    account = "" if for_all else by.actor.account
    count = select(func.count()).select_from(SpeedDial).where(SpeedDial.account == account)
    if (session.scalar(count) or 0) >= queries.SPEED_DIALS_MAX:
        raise Invalid(field="number", reason="keep at most {most}", most=queries.SPEED_DIALS_MAX)
    row = SpeedDial(id=new_id(), account=account, name=name, number=read, made_at=by.now)
    session.add(row)
    session.flush()
    _audit_speed_dial(session, by=by, row=row, action="speed_dial.kept")
    return queries.speed_dial_of(row)


def drop_speed_dial(session: Session, *, by: By, speed_dial: str) -> None:
    """Keep a number no longer."""
    row = session.get(SpeedDial, speed_dial)
    if row is None or row.account not in {"", by.actor.account}:
        raise SpeedDialMissing
    by.actor.require(CALL if row.account else MANAGE)
    _audit_speed_dial(session, by=by, row=row, action="speed_dial.dropped")
    session.delete(row)
    session.flush()


def _audit_speed_dial(session: Session, *, by: By, row: SpeedDial, action: str) -> None:
    if row.account:
        return  # what is one's own is nobody else's business
    audit.record(
        session,
        now=by.now,
        actor=by.actor,
        action=action,
        subject_kind="speed_dial",
        subject=row.id,
        after={"name": row.name, "number": row.number},
        network=by.network,
    )
