"""Which trials are there, and on which days can a draft be tried?"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

import msgspec
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from onqueue.directory.queries.floor import centre
from onqueue.directory.queries.routing import version_row
from onqueue.insight import queries as insight
from onqueue.insight.rules.calendar import day_start
from onqueue.kernel.rows import Page, Paging, page
from onqueue.trials.models import RulesTrial
from onqueue.trials.schemas import DayShown, DaysShown, Outcome, TrialShown

DAYS_MAX: Final = 60
"""How many days back one can choose from."""
NOON_HOUR: Final = 12
UNDER_WAY: Final = ("queued", "running")


def days_recorded(session: Session, *, now: int) -> DaysShown:
    """Return the days that have contacts, the latest first."""
    zone = centre(session).time_zone
    today = _date(now, zone)
    from_at, _ = stretch_of(today - timedelta(days=DAYS_MAX), zone=zone)
    found = insight.days_counted(session, from_at=from_at, to_at=now, time_zone=zone)
    days = tuple(
        DayShown(day=day.isoformat(), contacts=contacts, over=day < today)
        for day, contacts in sorted(found.items(), reverse=True)
    )
    usual = next((one.day for one in days if one.over), days[0].day if days else None)
    return DaysShown(days=days, usual=usual)


def stretch_of(day: date, *, zone: str) -> tuple[int, int]:
    """Return when a day of a time zone begins and ends; one has 23 hours and one 25."""
    begins, ends = (
        day_start(_noon(one, zone), time_zone=zone) for one in (day, day + timedelta(days=1))
    )
    return begins, ends


def trial_found(session: Session, *, trial: str) -> TrialShown | None:
    """Return a trial, with its outcome."""
    row = session.get(RulesTrial, trial)
    return None if row is None else show_trial(session, row)


def trials_found(session: Session, *, subject: str, paging: Paging) -> Page[TrialShown]:
    """Return the trials of a queue's rules or of the floor's, the latest first."""
    table = RulesTrial
    latest = Paging(page=paging.page, size=paging.size, sort="asked_at", order="desc")
    stmt = select(table).where(table.subject == subject)
    rows = page(session, stmt, paging=latest, sorts={"asked_at": table.asked_at}, key=table.id)
    return rows.map(lambda row: show_trial(session, row))


def under_way(session: Session, *, subject: str = "") -> int:
    """Return how many trials are under way, of one subject or of all."""
    stmt = select(func.count()).where(RulesTrial.state.in_(UNDER_WAY))
    if subject:
        stmt = stmt.where(RulesTrial.subject == subject)
    return session.scalar(stmt) or 0


def show_trial(session: Session, row: RulesTrial) -> TrialShown:
    """Return a trial as it is shown."""
    draft = version_row(session, subject=row.subject, number=None)
    return msgspec.convert(
        {
            **{
                name: getattr(row, name)
                for name in TrialShown.__dataclass_fields__
                if name not in {"of_draft", "outcome"}
            },
            "of_draft": draft is not None
            and (draft.id, draft.revision) == (row.draft, row.revision),
            "outcome": msgspec.convert(row.outcome, Outcome) if row.outcome else None,
        },
        TrialShown,
        from_attributes=True,
    )


def _date(at: int, zone: str) -> date:
    return datetime.fromtimestamp(at / 1000, tz=ZoneInfo(zone)).date()


def _noon(day: date, zone: str) -> int:
    local = datetime(day.year, day.month, day.day, NOON_HOUR, tzinfo=ZoneInfo(zone))
    return round(local.timestamp()) * 1000
