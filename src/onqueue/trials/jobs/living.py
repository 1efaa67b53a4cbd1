"""The child that lives a day through: `python -m onqueue.trials.jobs.living`.

It reads its order from its input, lives the day under both versions with each seed, and writes
how far it is and what came of it to its output. When its input closes, the server is gone, and
the child ends at once.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import msgspec
import structlog
from sqlalchemy.orm import Session

from onqueue.directory.queries.routing import version_row
from onqueue.kernel.children import Parent
from onqueue.kernel.db import Database
from onqueue.kernel.errors import OnqueueError
from onqueue.sim.past import Day
from onqueue.sim.relive import NotFollowed
from onqueue.sim.versions import live_both
from onqueue.trials.errors import DraftChanged, RulesNotFollowed, TrialFailed
from onqueue.trials.jobs.lines import Done, Failed, Line, Order, Progress, write_line
from onqueue.trials.queries.recorded import Sides, day_recorded, sides
from onqueue.trials.schemas import outcome_of

log = structlog.get_logger(__name__)


def main() -> None:
    """Do what is ordered."""
    parent = Parent()
    order = msgspec.json.decode(parent.hear(), type=Order)
    parent.end_with_it()

    def say(line: Line) -> None:
        parent.say(write_line(line))

    try:
        say(Done(outcome=_outcome(order, say)))
    except OnqueueError as error:
        say(Failed(code=error.code, sentence=str(error)))
    except NotFollowed as error:
        refusal = RulesNotFollowed(reason=str(error))
        say(Failed(code=refusal.code, sentence=str(refusal)))
    except Exception:
        log.exception("trial.crashed")
        crash = TrialFailed()
        say(Failed(code=crash.code, sentence=str(crash)))


def _outcome(order: Order, say: Callable[[Line], None]) -> dict[str, Any]:
    """Read the day and both versions of the rules, and live it under each."""
    day, found = asyncio.run(_read(order, say))
    compared = live_both(
        day,
        before=found.before,
        after=found.after,
        seeds=order.seeds,
        groups=found.groups,
        progress=lambda done, total: say(Progress(phase="living", done=done, total=total)),
    )
    outcome = outcome_of(compared, queue_names=found.queue_names, group_names=found.group_names)
    plain: dict[str, Any] = msgspec.to_builtins(outcome)
    return plain


async def _read(order: Order, say: Callable[[Line], None]) -> tuple[Day, Sides]:
    database = Database(url=order.database, site=order.site, read_only=True)
    await database.start()
    try:
        return await database.read(_gather, order=order, say=say)
    finally:
        await database.stop()


def _gather(session: Session, *, order: Order, say: Callable[[Line], None]) -> tuple[Day, Sides]:
    draft = version_row(session, subject=order.subject, number=None)
    if draft is None or (draft.id, draft.revision) != (order.draft, order.revision):
        raise DraftChanged
    day = day_recorded(
        session,
        from_at=order.from_at,
        to_at=order.to_at,
        progress=lambda done, total: say(Progress(phase="reading", done=done, total=total)),
    )
    return day, sides(session, subject=order.subject, day=day)


if __name__ == "__main__":
    main()
