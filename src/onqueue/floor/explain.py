"""What happened to this contact, and why? Plain sentences made of its events."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from onqueue.floor import events, specs
from onqueue.floor.model import BOOK, DIRECT, DIVERTED, STICKY, TO_CONSULT, TRANSFERRED

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from onqueue.floor.model import Why

SECOND_MS: Final = 1_000
MINUTE_S: Final = 60

OCCASIONS: Final = {
    specs.ON_WAIT: "it had waited long enough",
    specs.ON_ESTIMATE: "the wait would have been too long",
    specs.ON_SERVICE_LEVEL: "too few were being answered in time",
    specs.ON_CROWD: "too many were waiting for each agent",
    specs.ON_CLOSED: "the queue was closed",
    specs.ON_HOLIDAY: "the queue was closed for a holiday",
    specs.ON_EMERGENCY: "the queue was closed in an emergency",
    specs.ON_NOBODY: "nobody with the skills was at work",
}
ONE_PERSON: Final = {
    TRANSFERRED: "was the person asked for",
    DIRECT: "was the person asked for",
    STICKY: "was the last to serve this customer",
    BOOK: "looks after this customer",
    DIVERTED: "stands in for the queue",
}


class Line(NamedTuple):
    """One event in words; offers carry the figures that they were chosen by."""

    at: int
    code: str
    sentence: str
    why: Why | None


class Names:
    """The names of agents and queues; where one is unknown, the id."""

    def __init__(self, names: Mapping[str, str]) -> None:
        """Take names by id."""
        self._names = {"customer": "The customer", "system": "Onqueue", **names}

    def __getitem__(self, subject: str) -> str:
        """Return a name."""
        return self._names.get(subject, subject)


def explain(made: Iterable[events.Event], names: Mapping[str, str]) -> list[Line]:
    """Put the events of one contact into words, in their order."""
    known = Names(names)
    return [
        Line(
            at=event.at,
            code=str(event.__struct_config__.tag),
            sentence=SENTENCES[type(event)](event, known),
            why=event.why if isinstance(event, events.OfferMade) else None,
        )
        for event in made
        if type(event) in SENTENCES
    ]


def lasted(span_ms: int) -> str:
    """Say a duration the way one would aloud."""
    seconds = span_ms // SECOND_MS
    if seconds < MINUTE_S:
        return f"{seconds} s"
    return f"{seconds // MINUTE_S} min {seconds % MINUTE_S} s"


def _because(reason: str) -> str:
    return f": {reason}." if reason else "."


def _wanted(needs: Any, names: Names) -> str:
    if not needs.skills:
        return ""
    skills = (f"{names[skill]} {level} or better" for skill, level in needs.skills)
    return " with " + ", ".join(skills)


def _offered(event: events.OfferMade, names: Names) -> str:
    agent, why = names[event.agent], event.why
    if event.kind == TO_CONSULT:
        return f"{agent} was asked to join."
    waited = f"Offered to {agent} after {lasted(why.waited_ms)}"
    if why.rule in ONE_PERSON:
        return f"{waited}: {agent} {ONE_PERSON[why.rule]}."
    chosen = why.candidates[0]
    passed = "".join(f" {names[one]} had passed on it before." for one in why.passed_over)
    if why.candidates_total == 1 + len(why.passed_over):
        return f"{waited}: nobody else was free{_wanted(why.needs, names)}.{passed}"
    others = f"{why.candidates_total} agents were free{_wanted(why.needs, names)}"
    load = f"{chosen.load} contact" if chosen.load == 1 else f"{chosen.load} contacts"
    held = f"{agent} had {load} and had been idle for {lasted(chosen.idle_ms)}"
    return f"{waited}: {others}; {held}.{passed}"


def _arrived(event: events.ContactArrived, names: Names) -> str:
    return f"Began to wait in {names[event.queue]} for an agent{_wanted(event.needs, names)}."


def _scheduled(event: events.ContactScheduled, names: Names) -> str:
    return f"Left for later in {names[event.queue]}."


def _transferred(event: events.ContactTransferred, names: Names) -> str:
    by, queue = names[event.by], names[event.queue]
    if event.target is None:
        return f"{by} transferred it to {queue}."
    return f"{by} transferred it to {names[event.target]}, with {queue} to fall back on."


def _recovering(event: events.AgentRecovering, names: Names) -> str:
    return f"{names[event.agent]} has {lasted(event.until_at - event.at)} to recover from it."


def _diverted(event: events.ContactDiverted, names: Names) -> str:
    to = {
        specs.TO_QUEUE: f"Sent on to {names[event.queue]}",
        specs.TO_PERSON: f"Sent on to {names[event.target or '']}",
        specs.TO_CALLBACK: "The customer will be called back and keeps the place",
        specs.TO_MESSAGE: "The customer was asked to leave a message",
        specs.TO_FLOW: f"Sent on to {names[event.flow]}",
    }[event.to]
    return f"{to}: {OCCASIONS[event.when]}."


def _closed(event: events.ContactClosed, names: Names) -> str:
    if event.code:
        return f"{names[event.agent]} closed it with the code {names[event.code]}."
    return f"Closed without a code{_because(event.reason)}"


def _prioritised(event: events.ContactPrioritised, names: Names) -> str:
    return f"{names[event.by]} set its priority to {event.priority}{_because(event.reason)}"


def _taken_over(event: events.ContactTakenOver, names: Names) -> str:
    agent, other = names[event.agent], names[event.other_agent]
    return f"{agent} took it over from {other}{_because(event.reason)}"


def _requeued(event: events.ContactRequeued, names: Names) -> str:
    return f"Back from {names[event.agent]} to the head of the line{_because(event.reason)}"


def _consult_started(event: events.ConsultStarted, names: Names) -> str:
    return f"{names[event.agent]} asked {names[event.other_agent]} for advice."


def _consult_ended(event: events.ConsultEnded, names: Names) -> str:
    return f"The consultation of {names[event.other_agent]} ended{_because(event.reason)}"


SENTENCES: Final[dict[type[events.Event], Callable[[Any, Names], str]]] = {
    events.ContactScheduled: _scheduled,
    events.ContactArrived: _arrived,
    events.ContactDue: lambda _event, _names: "Its time came, and it began to wait.",
    events.AgentRecovering: _recovering,
    events.ContactRelaxed: lambda event, _names: f"Ring {event.ring} of its queue opened for it.",
    events.ContactDiverted: _diverted,
    events.ContactStayed: lambda _event, _names: "It was to go elsewhere, and could go nowhere.",
    events.ContactKeepsPlace: lambda _event, _names: "The customer left and keeps the place.",
    events.ContactAbandoned: lambda event, _names: f"Left unanswered{_because(event.reason)}",
    events.ContactPrioritised: _prioritised,
    events.ContactTransferred: _transferred,
    events.ContactRequeued: _requeued,
    events.ContactUntargeted: lambda event, _names: f"Open to anybody now{_because(event.reason)}",
    events.ContactTakenOver: _taken_over,
    events.ContactEnded: lambda event, names: (
        f"{names[event.by]} ended the conversation{_because(event.reason)}"
    ),
    events.WrapUpExtended: lambda event, names: f"{names[event.agent]} took more time to finish.",
    events.ContactClosed: _closed,
    events.PassLapsed: lambda event, names: f"{names[event.agent]} may be asked again.",
    events.OfferMade: _offered,
    events.OfferAccepted: lambda event, names: f"{names[event.agent]} took it.",
    events.OfferDeclined: lambda event, names: (
        f"{names[event.agent]} declined{_because(event.reason)}"
    ),
    events.OfferExpired: lambda event, names: f"{names[event.agent]} did not answer in time.",
    events.OfferWithdrawn: lambda event, names: (
        f"The offer to {names[event.agent]} was taken back{_because(event.reason)}"
    ),
    events.ConsultStarted: _consult_started,
    events.ConsultJoined: lambda event, names: f"{names[event.other_agent]} joined.",
    events.ConsultEnded: _consult_ended,
    events.ConsultCompleted: lambda event, names: (
        f"{names[event.other_agent]} took it over from {names[event.agent]} after the consultation."
    ),
}
