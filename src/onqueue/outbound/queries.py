"""What has been called, by which rules, and what has it cost? Transaction functions."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Final

import msgspec
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from onqueue.conversations import queries as conversations
from onqueue.customers import queries as customers
from onqueue.directory import queries as directory
from onqueue.directory.schemas.shown import PhoneNumber
from onqueue.kernel.phone_numbers import e164, region_of, region_of_zone, shown
from onqueue.outbound.models import DialPolicy, OutboundCall, OutboundStop, SpeedDial
from onqueue.outbound.rules import HOUR_MS, Policy, Spending, is_allowed
from onqueue.outbound.schemas import (
    CallShown,
    DialPolicyShown,
    SpeedDialShown,
    StopShown,
)

DAY_MS: Final = 24 * HOUR_MS
RECENT_MAX: Final = 30
SPEED_DIALS_MAX: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A call to a customer, as whoever carries it needs it."""

    contact: str
    account: str
    number: str
    caller: str
    minutes_max: int
    reached_at: int | None
    ended_at: int | None


def policy(session: Session) -> Policy:
    """Return the rules in force."""
    row = session.get(DialPolicy, 1)
    return Policy() if row is None else msgspec.convert(row.rules, Policy)


def policy_shown(session: Session, *, now: int) -> DialPolicyShown:
    """Return the rules in force with what they have led to."""
    row = session.get(DialPolicy, 1)
    rules = policy(session)
    fields = msgspec.to_builtins(rules)
    return DialPolicyShown(
        **fields,
        version=0 if row is None else row.version,
        changed_at=None if row is None else row.changed_at,
        changed_by="" if row is None else row.changed_by,
        spent_today_cents=sum(one.cents(now) for one in spending(session, since=now - DAY_MS)),
        stopped=stopped(session),
    )


def stopped(session: Session) -> StopShown | None:
    """Return why nobody can call out now; None while they can."""
    row = session.scalars(select(OutboundStop).where(OutboundStop.lifted_at.is_(None))).first()
    return None if row is None else StopShown.model_validate(row)


def spending(session: Session, *, since: int, account: str = "") -> list[Spending]:
    """Return what the calls placed since then cost, of one or of all."""
    where = [OutboundCall.placed_at >= since]
    if account:
        where.append(OutboundCall.account == account)
    return [
        Spending(
            price=row.price,
            placed_at=row.placed_at,
            reached_at=row.reached_at,
            ended_at=row.ended_at,
        )
        for row in session.scalars(select(OutboundCall).where(*where))
    ]


def agents_hour(session: Session, *, account: str, now: int) -> list[Spending]:
    """Return what an agent's calls of the last hour cost; nobody's hour has none."""
    return spending(session, since=now - HOUR_MS, account=account) if account else []


def is_paid_for(session: Session, *, contact: str, now: int) -> bool:
    """Tell whether a call can be paid for if it goes on until then, beside all others."""
    row = session.get(OutboundCall, contact)
    if row is None or not row.price:
        return True
    rules = policy(session)
    # A call that has lasted for longer than the hour or the day counts all the same.
    hour_since, day_since = (min(now - ms, row.placed_at) for ms in (HOUR_MS, DAY_MS))
    hour = spending(session, since=hour_since, account=row.account) if row.account else []
    day = spending(session, since=day_since)
    return (
        sum(one.cents(now) for one in hour) <= rules.agent_hour_cents
        and sum(one.cents(now) for one in day) <= rules.centre_day_cents
    )


def new_numbers(session: Session, *, since: int) -> int:
    """Count the numbers that were called since then and never before."""
    first = (
        select(OutboundCall.number)
        .group_by(OutboundCall.number)
        .having(func.min(OutboundCall.placed_at) >= since)
        .subquery()
    )
    return session.scalar(select(func.count()).select_from(first)) or 0


def last_lifted_at(session: Session) -> int:
    """Return when calling out was last allowed to go on after a stop."""
    return session.scalar(select(func.max(OutboundStop.lifted_at))) or 0


def placed(session: Session, *, contact: str) -> Placed | None:
    """Return a call by its contact."""
    row = session.get(OutboundCall, contact)
    if row is None:
        return None
    return Placed(
        contact=row.contact,
        account=row.account,
        number=row.number,
        caller=row.caller,
        minutes_max=row.minutes_max,
        reached_at=row.reached_at,
        ended_at=row.ended_at,
    )


def open_calls(session: Session) -> list[str]:
    """Return the contacts of calls that have no end yet."""
    return list(
        session.scalars(select(OutboundCall.contact).where(OutboundCall.ended_at.is_(None)))
    )


def numbers_to_show(session: Session, *, account: str) -> list[PhoneNumber]:
    """Return the numbers that somebody may show to those whom they call: their queues' own."""
    profile = directory.agent_profile(session, account=account)
    queues = frozenset[str]() if profile is None else frozenset(profile.queues)
    return [one for one in directory.numbers_in_use(session) if one.queue_id in queues]


def read_number(session: Session, *, written: str, caller: str) -> str:
    """Return a number in E.164, read as one of the country from which is called; else empty."""
    ours = e164(caller, region=_home(session))
    return e164(written, region=region_of(ours) or _home(session))


def promises(session: Session, *, conversation: str) -> Callable[[str], str]:
    """Return what tells of a number as it is written how it is dialled; empty if it may not be.

    This is for calls that the centre itself promises, so only rules for everybody count. Our own
    numbers are not called: a flow that leads to a flow would never end. A number without its
    country is one of the country of the number that was called, or of our first.
    """

    def dial(written: str) -> str:
        thread = conversations.conversation(session, id=conversation)
        place = "" if thread is None else thread.place
        numbers = sorted(directory.numbers_in_use(session), key=lambda one: one.id != place)
        ours = [our_number(session, caller=one) for one in numbers]
        home = region_of(ours[0]) if ours else ""
        number = e164(written, region=home or _home(session))
        if not number or not ours or number in ours or stopped(session) is not None:
            return ""
        return number if is_allowed(policy(session), number=number) else ""

    return dial


def our_number(session: Session, *, caller: PhoneNumber) -> str:
    """Return what those who are called see of us: E.164, or as it was set up."""
    return e164(caller.number, region=_home(session)) or caller.number


def _home(session: Session) -> str:
    return region_of_zone(directory.centre(session).time_zone)


def recent_calls(session: Session, *, account: str) -> list[CallShown]:
    """Return somebody's last calls, the newest first."""
    rows = session.scalars(
        select(OutboundCall)
        .where(OutboundCall.account == account)
        .order_by(OutboundCall.placed_at.desc(), OutboundCall.contact)
        .limit(RECENT_MAX)
    ).all()
    names = customers.customer_names(session, ids={row.customer for row in rows})
    return [
        CallShown(
            contact=row.contact,
            number=row.number,
            shown=shown(row.number),
            customer=row.customer,
            customer_name=names.get(row.customer, ""),
            phone_number=row.phone_number,
            placed_at=row.placed_at,
            reached_at=row.reached_at,
            ended_at=row.ended_at,
            outcome=row.outcome,
        )
        for row in rows
    ]


def speed_dials(session: Session, *, accounts: Collection[str]) -> list[SpeedDialShown]:
    """Return the numbers that these call often; "" are those of everybody."""
    rows = session.scalars(
        select(SpeedDial)
        .where(SpeedDial.account.in_(accounts))
        .order_by(SpeedDial.name, SpeedDial.id)
        .limit(2 * SPEED_DIALS_MAX)
    )
    return [speed_dial_of(row) for row in rows]


def speed_dial_of(row: SpeedDial) -> SpeedDialShown:
    """Return a number that is called often, as it is shown."""
    return SpeedDialShown(
        id=row.id,
        name=row.name,
        number=row.number,
        shown=shown(row.number),
        for_all=not row.account,
    )
