"""Writes docs/reference/errors.md."""

from __future__ import annotations

import importlib
import pkgutil
from collections import defaultdict
from typing import TYPE_CHECKING, Final

import onqueue
from onqueue.floor.refusals import SENTENCES
from onqueue.kernel.errors import OnqueueError
from onqueue.live.errors import FloorRefused
from onqueue.web.errors import HTTP_PROBLEMS
from tools.reference.text import cell, head

if TYPE_CHECKING:
    from collections.abc import Iterator

SAID: Final = (
    "Whatever refuses answers with `application/problem+json`: `status`, `code`, `title` (the",
    "sentence), `field` where one is to blame, `errors` with every field and its reason, and",
    "`data` with the words that fill the braces. On sockets the same code and sentence come in a",
    "frame `error`. Codes are never reused and do not change their meaning; sentences may.",
    "",
    "An answer of 429 or 503 says in `Retry-After` how many seconds to wait. An answer of 500 has",
    "a number in `data.error_id`, under which the server's log says what happened.",
)
FLOOR_SAID: Final = (
    "The floor refuses by value: nothing has changed when one of these comes. All are 409.",
)
SKIPPED: Final = (".tests", ".__main__", ".migrations.versions", ".migrations.env", ".conftest")


def written() -> str:
    """Return the page."""
    lines = [*head("Error codes", "the error classes and `floor/refusals.py`"), *SAID, ""]
    for area, kinds in sorted(_by_area().items()):
        lines += [f"## {area}", "", "| code | status | sentence |", "|---|---|---|"]
        lines += [_row(kind.code, kind.status, kind.sentence()) for kind in kinds]
        lines.append("")
    lines += ["## floor", "", *FLOOR_SAID, "", "| code | status | sentence |", "|---|---|---|"]
    lines += [_row(code, FloorRefused.status, said) for code, said in sorted(SENTENCES.items())]
    lines += ["", "## before any route", "", "| code | status | sentence |", "|---|---|---|"]
    lines += [_row(code, status, said) for status, (code, said) in HTTP_PROBLEMS.items()]
    return "\n".join(lines) + "\n"


def _row(code: str, status: int, sentence: str) -> str:
    return f"| `{code}` | {status} | {cell(sentence)} |"


def _by_area() -> dict[str, list[type[OnqueueError]]]:
    areas: defaultdict[str, list[type[OnqueueError]]] = defaultdict(list)
    for kind in sorted(set(all_errors()), key=lambda one: (one.code, one.__name__)):
        areas[kind.__module__.split(".")[1]].append(kind)
    return dict(areas)


def all_errors() -> Iterator[type[OnqueueError]]:
    """Yield every class of refusal that has a code of its own."""
    for found in pkgutil.walk_packages(onqueue.__path__, "onqueue."):
        if not any(part in found.name for part in SKIPPED):
            importlib.import_module(found.name)
    waiting: list[type[OnqueueError]] = [OnqueueError]
    while waiting:
        kind = waiting.pop()
        waiting += kind.__subclasses__()
        ours = kind.__module__.startswith("onqueue.") and ".tests" not in kind.__module__
        if ours and "code" in vars(kind) and kind is not FloorRefused:
            yield kind
