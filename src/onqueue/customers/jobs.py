"""What do customers need done in the background?"""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy.orm import Session

from onqueue.customers.service import forget_visitors
from onqueue.kernel.worker import Jobs

FORGET: Final = "customers.forget_visitors"


def register(jobs: Jobs) -> None:
    """Take on this feature's jobs: every night, forget browsers that never wrote."""
    jobs.handle_in_transaction(FORGET, _forget)
    jobs.every(FORGET, cron="40 3 * * *")


def _forget(session: Session, _payload: dict[str, Any], now: int) -> None:
    forget_visitors(session, now=now)
