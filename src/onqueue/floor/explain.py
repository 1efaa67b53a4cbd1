"""What happened to this contact, and why? Plain sentences made of its events.

The sentences themselves are in `wordings`, in every language; here is which of them an event is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from onqueue.floor import events, reasons, specs
from onqueue.floor.model import BOOK, DIRECT, DIVERTED, STICKY, TO_CONSULT, TRANSFERRED
from onqueue.floor.wordings import WORDINGS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from onqueue.floor.model import Effect, Why
    from onqueue.floor.wordings import Language

SECOND_MS: Final = 1_000
MINUTE_S: Final = 60
OF_THE_HOUSE: Final = ("customer", "system")
ONE_PERSON: Final = frozenset({TRANSFERRED, DIRECT, STICKY, BOOK, DIVERTED})


class Line(NamedTuple):
    """One event in words; offers carry the figures that they were chosen by."""

    at: int
    code: str
    sentence: str
    why: Why | None


class Teller:
    """The words of a language, and the names of agents and queues; else their ids."""

    def __init__(self, names: Mapping[str, str], language: Language) -> None:
        """Take names by id."""
        self._words = WORDINGS[language]
        self._names = {**{who: self._words[who] for who in OF_THE_HOUSE}, **names}

    def name(self, subject: str) -> str:
        """Return a name."""
        return self._names.get(subject, subject)

    def say(self, key: str, /, **fields: object) -> str:
        """Return a sentence, or a part of one."""
        return self._words[key].format(**fields)

    def lasted(self, span_ms: int) -> str:
        """Say a duration the way one would aloud."""
        minutes, seconds = divmod(span_ms // SECOND_MS, MINUTE_S)
        return self.say("minutes" if minutes else "seconds", minutes=minutes, seconds=seconds)

    def because(self, reason: str) -> str:
        """End a sentence with a reason: the floor's own in this language, others as typed."""
        if not reason:
            return self.say("full_stop")
        return self.say("because", reason=self._words.get(f"reason.{reason}", reason))

    def wanted(self, needs: Any) -> str:
        """Say what skills somebody needs."""
        if not needs.skills:
            return ""
        skills = (
            self.say("skill", skill=self.name(skill), level=level) for skill, level in needs.skills
        )
        return self.say("wanted", skills=", ".join(skills))


def explain(
    made: Iterable[events.Event], names: Mapping[str, str], *, language: Language = "en"
) -> list[Line]:
    """Put the events of one contact into words, in their order."""
    teller = Teller(names, language)
    return [
        Line(
            at=event.at,
            code=str(event.__struct_config__.tag),
            sentence=SENTENCES[type(event)](event, teller),
            why=event.why if isinstance(event, events.OfferMade) else None,
        )
        for event in made
        if type(event) in SENTENCES
    ]


def _offered(event: events.OfferMade, tell: Teller) -> str:
    agent = tell.name(event.agent)
    if event.kind == TO_CONSULT:
        return tell.say("asked_to_join", agent=agent)
    by_pool = event.why.rule not in ONE_PERSON
    passed = event.why.passed_over if by_pool else ()
    return tell.say(
        "offered",
        agent=agent,
        waited=tell.lasted(event.why.waited_ms),
        cause=_cause(event.why, agent, tell),
        passed="".join(tell.say("passed", agent=tell.name(one)) for one in passed),
    )


def _cause(why: Why, agent: str, tell: Teller) -> str:
    if why.rule in ONE_PERSON:
        return tell.say(f"rule.{why.rule}", agent=agent)
    if why.candidates_total == 1 + len(why.passed_over):
        return tell.say("only", wanted=tell.wanted(why.needs))
    chosen = why.candidates[0]
    return tell.say(
        "chosen",
        count=why.candidates_total,
        wanted=tell.wanted(why.needs),
        agent=agent,
        load=tell.say("load_one" if chosen.load == 1 else "load_many", count=chosen.load),
        idle=tell.lasted(chosen.idle_ms),
    )


def _transferred(event: events.ContactTransferred, tell: Teller) -> str:
    by, queue = tell.name(event.by), tell.name(event.queue)
    if event.target is None:
        return tell.say("transferred", by=by, queue=queue)
    return tell.say("transferred_to", by=by, queue=queue, target=tell.name(event.target))


def _diverted(event: events.ContactDiverted, tell: Teller) -> str:
    to = {
        specs.TO_QUEUE: {"queue": tell.name(event.queue)},
        specs.TO_PERSON: {"target": tell.name(event.target or "")},
        specs.TO_FLOW: {"flow": tell.name(event.flow)},
    }.get(event.to, {})
    return tell.say(
        "diverted", to=tell.say(f"to.{event.to}", **to), occasion=tell.say(f"occasion.{event.when}")
    )


def _closed(event: events.ContactClosed, tell: Teller) -> str:
    if event.code:
        return tell.say("closed", agent=tell.name(event.agent), code=tell.name(event.code))
    return tell.say("closed_without", because=tell.because(event.reason))


def _consult_ended(event: events.ConsultEnded, tell: Teller) -> str:
    reason = "" if event.reason == reasons.CONSULTATION_ENDED else event.reason
    other = tell.name(event.other_agent)
    return tell.say("consult_ended", other=other, because=tell.because(reason))


def _by(key: str, *named: str, **told: str) -> Callable[[Any, Teller], str]:
    """Return how an event is told whose sentence needs only names, plain values and a reason.

    `named` are fields that hold the id of somebody or something; `told` says under which name
    the sentence knows a field that is told as it is.
    """

    def sentence(event: Any, tell: Teller) -> str:
        fields = {FIELDS.get(one, one): tell.name(getattr(event, one)) for one in named}
        plain = {name: getattr(event, field) for name, field in told.items()}
        reason = tell.because(getattr(event, "reason", ""))
        return tell.say(key, because=reason, **fields, **plain)

    return sentence


def _effect(effects: tuple[Effect, ...], tell: Teller) -> str:
    if not effects:
        return ""
    worst = effects[0]
    return tell.say(
        "break_effect",
        queue=tell.name(worst.queue),
        before=worst.level_before // 10,
        after=worst.level_after // 10,
    )


def _break_granted(event: events.BreakGranted, tell: Teller) -> str:
    return tell.say(
        "break_granted_by" if event.by else "break_granted",
        agent=tell.name(event.agent),
        by=tell.name(event.by),
        span=tell.lasted(event.span_ms),
        effect=_effect(event.effects, tell),
        because=tell.because(event.reason),
    )


def _break_refused(event: events.BreakRefused, tell: Teller) -> str:
    said = tell.say(
        "break_refused_by" if event.by else "break_refused",
        agent=tell.name(event.agent),
        by=tell.name(event.by),
        where=tell.say("break_where", queue=tell.name(event.queue)) if event.queue else "",
        effect=_effect(event.effects, tell),
        because=tell.because(event.reason),
    )
    return said if event.again_at is None else said + tell.say("break_waits")


def _break_ended(event: events.BreakEnded, tell: Teller) -> str:
    agent = tell.name(event.agent)
    if not event.late_ms:
        return tell.say("break_ended", agent=agent)
    return tell.say("break_ended_late", agent=agent, late=tell.lasted(event.late_ms))


FIELDS: Final = {"other_agent": "other"}

SENTENCES: Final[dict[type[events.Event], Callable[[Any, Teller], str]]] = {
    events.ContactScheduled: _by("scheduled", "queue"),
    events.ContactArrived: lambda event, tell: tell.say(
        "arrived", queue=tell.name(event.queue), wanted=tell.wanted(event.needs)
    ),
    events.ContactPlaced: _by("placed", "agent", "queue"),
    events.ContactReached: _by("reached"),
    events.ContactDue: _by("due"),
    events.AgentRecovering: lambda event, tell: tell.say(
        "recovering", agent=tell.name(event.agent), span=tell.lasted(event.until_at - event.at)
    ),
    events.BreakAsked: lambda event, tell: tell.say(
        "break_asked", agent=tell.name(event.agent), span=tell.lasted(event.span_ms)
    ),
    events.BreakGranted: _break_granted,
    events.BreakRefused: _break_refused,
    events.BreakLapsed: _by("break_lapsed", "agent"),
    events.BreakDropped: _by("break_dropped", "agent"),
    events.BreakBegun: lambda event, tell: tell.say(
        "break_begun", agent=tell.name(event.agent), span=tell.lasted(event.until_at - event.at)
    ),
    events.BreakOverrun: _by("break_overrun", "agent"),
    events.BreakEnded: _break_ended,
    events.ContactRelaxed: _by("relaxed", ring="ring"),
    events.ContactDiverted: _diverted,
    events.ContactStayed: _by("stayed"),
    events.ContactKeepsPlace: _by("keeps_place"),
    events.ContactAbandoned: _by("abandoned"),
    events.ContactPrioritised: _by("prioritised", "by", priority="priority"),
    events.ContactTransferred: _transferred,
    events.ContactRequeued: _by("requeued", "agent"),
    events.ContactUntargeted: _by("untargeted"),
    events.ContactTakenOver: _by("taken_over", "agent", "other_agent"),
    events.ContactEnded: _by("ended", "by"),
    events.WrapUpExtended: _by("extended", "agent"),
    events.ContactClosed: _closed,
    events.PassLapsed: _by("pass_lapsed", "agent"),
    events.OfferMade: _offered,
    events.OfferAccepted: _by("accepted", "agent"),
    events.OfferDeclined: _by("declined", "agent"),
    events.OfferExpired: _by("expired", "agent"),
    events.OfferWithdrawn: _by("withdrawn", "agent"),
    events.ConsultStarted: _by("consult_started", "agent", "other_agent"),
    events.ConsultJoined: _by("consult_joined", "other_agent"),
    events.ConsultEnded: _consult_ended,
    events.ConsultCompleted: _by("consult_completed", "agent", "other_agent"),
}
