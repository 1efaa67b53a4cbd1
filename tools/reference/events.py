"""Writes docs/reference/events.md."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from onqueue.channels.voice import facts as calls
from onqueue.conversations import events as conversations
from onqueue.floor import events as floor
from onqueue.floor import model, specs
from onqueue.flows import events as flows
from tools.reference.text import cell, fields_of, head, rest_of, sentence_of

if TYPE_CHECKING:
    from types import ModuleType

    import msgspec

SAID: Final = (
    "Every fact of the journal has a number, a stream, a kind, a subject, an instant and a payload",
    "of JSON, whose `event` repeats the kind. Numbers have no gaps. Kinds are never reused.",
    "Names that end in `_at` are milliseconds since 1970, UTC; those in `_ms` are durations. A",
    "question mark marks what may be left out.",
)
FLOOR_SAID: Final = (
    "Stream `floor`; the subject is the contact, or else the agent or the queue. The state of the",
    "floor follows from these alone. Every one has `at`.",
)
CONVERSATIONS_SAID: Final = (
    "Stream `conversations`; the subject is the conversation. What people wrote is not here, so",
    "that it can be erased: a message is read by its conversation and `seq`. Every one has `at`",
    "and `conversation`.",
)
CALLS_SAID: Final = (
    "Stream `calls`; the subject is the contact. Who had it is told by the floor; these tell who",
    "could hear whom. Every one has `at` and `contact`.",
)
FLOWS_SAID: Final = (
    "Stream `flows`; the subject is the conversation. What was asked and answered are messages.",
    "Every one has `at`, `conversation`, `run`, `flow` and `version`.",
)
SHAPES: Final[tuple[type[msgspec.Struct], ...]] = (
    specs.Needs,
    specs.QueueSpec,
    specs.Ring,
    specs.Diversion,
    specs.Weights,
    specs.AgentSpec,
    model.Why,
    model.Candidate,
)


def written() -> str:
    """Return the page."""
    source = (
        "`floor/events.py`, `conversations/events.py`, `flows/events.py` and"
        " `channels/voice/facts.py`"
    )
    lines = [*head("Events of the journal", source), *SAID, "", "## floor", "", *FLOOR_SAID, ""]
    lines += _table(floor, floor.Event, without=frozenset({"at"}))
    lines += ["", "### Shapes within", "", "| shape | what it is | fields |", "|---|---|---|"]
    for shape in SHAPES:
        name = f'<a id="{shape.__name__.lower()}"></a>{shape.__name__}'
        lines.append(f"| {name} | {cell(sentence_of(shape))} | {cell(fields_of(shape))} |")
    lines += ["", "## conversations", "", *CONVERSATIONS_SAID, ""]
    lines += _table(conversations, conversations.Event, without=frozenset({"at", "conversation"}))
    lines += ["", "## flows", "", *FLOWS_SAID, ""]
    whose = frozenset({"at", "conversation", "run", "flow", "version"})
    lines += _table(flows, flows.Event, without=whose)
    lines += ["", "## calls", "", *CALLS_SAID, ""]
    lines += _table(calls, calls.Event, without=frozenset({"at", "contact"}))
    return "\n".join(lines) + "\n"


def _table(module: ModuleType, base: type[Any], *, without: frozenset[str]) -> list[str]:
    lines = ["| event | what happened | fields |", "|---|---|---|"]
    for kind in kinds_of(module, base):
        tag = kind.__struct_config__.tag
        said = cell(f"{sentence_of(kind)} {rest_of(kind)}".strip())
        lines.append(f"| `{tag}` | {said} | {cell(fields_of(kind, without=without))} |")
    return lines


def kinds_of(module: ModuleType, base: type[Any]) -> list[type[msgspec.Struct]]:
    """Return the structs of a module that stand on a base, in the order of the file."""
    return [
        kind
        for kind in vars(module).values()
        if isinstance(kind, type) and issubclass(kind, base) and kind is not base
    ]
