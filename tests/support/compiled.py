"""What SQLAlchemy compiled for one database serves all others of the same kind.

Every test has a database of its own, and with it engines of its own, which would each compile
every statement anew: a fifth of the time of all tests. The program has two engines for its life.
"""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import URL, Engine, create_engine
from sqlalchemy.pool import NullPool
from sqlalchemy.util import LRUCache

from onqueue.kernel.db import engines

STATEMENTS_MAX: Final = 5_000
_first: dict[str, Engine] = {}
"""An engine of each kind that has met its database: its dialect knows what that one can do."""


def share(url: str) -> None:
    """From now on, let all engines of this kind share what they compile; meet one at `url`."""
    engine = create_engine(engines.parse_url(url), poolclass=NullPool)
    with engine.connect():
        _first[engine.dialect.name] = engine
    engine._compiled_cache = LRUCache(STATEMENTS_MAX)
    setattr(engines, "create_engine", _create)  # noqa: B010 - mypy knows it as SQLAlchemy's own


def _create(url: URL, **options: Any) -> Engine:
    engine = create_engine(url, **options)
    first = _first.get(engine.dialect.name)
    if first is not None:
        engine.dialect = first.dialect
        engine._compiled_cache = first._compiled_cache
    return engine
