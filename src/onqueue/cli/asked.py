"""Which settings does a command work with? What was said beside it, and the site that is meant."""

from __future__ import annotations

from contextvars import ContextVar
from typing import Final

from onqueue.kernel.settings import Settings
from onqueue.kernel.sites import chosen

SITE: Final[ContextVar[str | None]] = ContextVar("site", default=None)
"""What was said with --site."""


def settings(*, every_site: bool = False, **given: object) -> Settings:
    """Return the settings of one site; or the installation's, for what concerns them all."""
    names = {"data": "data_dir"}
    said = {names.get(key, key): value for key, value in given.items() if value is not None}
    base = Settings(**said)  # type: ignore[arg-type]  # the model checks what was said
    return base if every_site and SITE.get() is None else chosen(base, SITE.get())
