"""How are messages for operators written, and what stays out of them?

One line a message: JSON for machines, colours for people on a terminal. Personal data is
wrapped in `Private` wherever it might come near a message, and is never written.
"""

from __future__ import annotations

import logging
import sys
from typing import Any, Generic, Literal, TypeVar

import structlog
from typing_extensions import override

T = TypeVar("T")


class Private(Generic[T]):
    """Personal data: whoever needs it asks for `value`; whoever prints it gets nothing."""

    __slots__ = ("value",)

    def __init__(self, value: T) -> None:
        self.value = value

    @override
    def __repr__(self) -> str:
        return "[private]"

    @override
    def __format__(self, spec: str) -> str:
        return "[private]"


def configure_logging(
    *, level: str = "info", form: Literal["auto", "json", "console"] = "auto"
) -> None:
    """Send our messages, and those of the libraries, to standard error in one form."""
    console = form == "console" or (form == "auto" and sys.stderr.isatty())
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.StackInfoRenderer(),
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared, processors=_renderers(console=console)
        )
    )
    root = logging.getLogger()
    for old in root.handlers[:]:
        root.removeHandler(old)
    root.addHandler(handler)
    root.setLevel(level.upper())
    # They have handlers of their own, and one line a request that we write better.
    for name in ("uvicorn", "uvicorn.error", "uvicorn.access"):
        library = logging.getLogger(name)
        library.handlers.clear()
        library.propagate = name != "uvicorn.access"


def _renderers(*, console: bool) -> list[Any]:
    drop = structlog.stdlib.ProcessorFormatter.remove_processors_meta
    if console:
        plain = structlog.dev.plain_traceback
        return [drop, structlog.dev.ConsoleRenderer(exception_formatter=plain)]
    # Without the local variables: they hold passwords, addresses and what people wrote.
    transform = structlog.tracebacks.ExceptionDictTransformer(show_locals=False)
    return [
        drop,
        structlog.processors.ExceptionRenderer(transform),
        structlog.processors.JSONRenderer(default=repr),
    ]
