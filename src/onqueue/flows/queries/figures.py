"""How many went through a flow today, by which ways, and how did it end for them?

Counted from runs and passages, which hold their times; a day is one of the centre's time zone.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from onqueue.directory import queries as directory
from onqueue.flows import schemas
from onqueue.flows.models import FlowPassage, FlowRun
from onqueue.flows.rules.acts import ENDED

SECOND_MS = 1_000


def flow_figures(session: Session, *, flow: str, now: int) -> schemas.FlowFigures:
    """Return the figures of a flow since midnight."""
    since = _midnight(now, directory.centre(session).time_zone)
    run, passage = FlowRun, FlowPassage
    ended = session.execute(
        select(run.outcome, func.count())
        .where(run.flow == flow, run.began_at >= since)
        .group_by(run.outcome)
    )
    outcomes = {row[0]: row[1] for row in ended}
    exits: dict[str, dict[str, int]] = defaultdict(dict)
    passed = session.execute(
        select(passage.node, passage.exit, func.count())
        .where(passage.flow == flow, passage.at >= since)
        .group_by(passage.node, passage.exit)
    )
    for node, way, count in passed:
        exits[node][way] = count
    inside = outcomes.pop("", 0)
    over = sum(outcomes.values())
    contained = outcomes.get(ENDED, 0)
    return schemas.FlowFigures(
        flow=flow,
        since=since,
        begun=inside + over,
        inside=inside,
        outcomes=outcomes,
        containment_percent=round(100 * contained / over) if over else None,
        exits={node: dict(sorted(ways.items())) for node, ways in sorted(exits.items())},
    )


def _midnight(now: int, time_zone: str) -> int:
    """Return when the day began on which `now` is."""
    wall = datetime.fromtimestamp(now / SECOND_MS, tz=ZoneInfo(time_zone))
    begun = wall.replace(hour=0, minute=0, second=0, microsecond=0)
    return (begun.astimezone(UTC) - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(milliseconds=1)
