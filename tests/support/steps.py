"""How much does a statement make SQLite do? A count of its own steps, the same on every machine."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy.orm import Session


def steps(session: Session, *, work: Callable[[Session], Any]) -> int:
    """Do some work in a transaction on SQLite, and count what the database did for it."""
    driver: Any = session.connection().connection.driver_connection
    taken = 0

    def step() -> int:
        nonlocal taken
        taken += 1
        return 0

    driver.set_progress_handler(step, 1)
    try:
        work(session)
    finally:
        driver.set_progress_handler(None, 0)
    return taken
