"""What happened to a contact and why, told with people's names?"""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy.orm import Session

from onqueue.conversations.events import FLOOR_STREAM, decode_floor
from onqueue.conversations.queries.contacts import EVENTS_MAX
from onqueue.conversations.schemas import CandidateShown, ContactEvent, WhyShown
from onqueue.directory import queries as directory
from onqueue.floor import events as floor
from onqueue.floor.explain import explain
from onqueue.floor.model import Why
from onqueue.floor.wordings import Language
from onqueue.identity import queries as identity
from onqueue.journal import store

PEOPLE = ("agent", "other_agent", "by", "target")


def explained(session: Session, *, contact: str, language: Language) -> list[ContactEvent]:
    """Return a contact's events in words; offers say why they went to whom they did.

    With an agent's id, it is the story of their short breaks.
    """
    events = [
        (entry, decode_floor(entry.payload))
        for entry in _entries(session, contact)
        if entry.stream == FLOOR_STREAM
    ]
    names = _names(session, [event for _, event in events])
    return [
        ContactEvent(
            seq=entry.seq,
            at=line.at,
            kind=line.code,
            text=line.sentence,
            why=None if line.why is None else _why(line.why, names=names),
        )
        for entry, event in events
        for line in explain([event], names, language=language)
    ]


def _entries(session: Session, subject: str) -> Iterator[store.Entry]:
    """Yield all that the journal has: of an agent, that is more than one page."""
    after = 0
    while page := store.of_subject(session, subject=subject, after=after, limit=EVENTS_MAX):
        yield from page
        if len(page) < EVENTS_MAX:
            return
        after = page[-1].seq


def _names(session: Session, events: list[floor.Event]) -> dict[str, str]:
    people = {who for event in events for field in PEOPLE if (who := getattr(event, field, None))}
    for event in events:
        if isinstance(event, floor.OfferMade):
            people |= {candidate.agent for candidate in event.why.candidates}
            people |= set(event.why.passed_over)
    return {
        **directory.queue_names(session),
        **directory.skill_names(session),
        **directory.code_names(session),
        **directory.flow_names(session),
        **identity.names_of(session, accounts=people),
    }


def _why(why: Why, *, names: dict[str, str]) -> WhyShown:
    return WhyShown(
        rule=why.rule,
        queue=why.queue,
        channel=why.needs.channel,
        skills={names.get(skill, skill): level for skill, level in why.needs.skills},
        waited_ms=why.waited_ms,
        priority=why.priority,
        position=why.position,
        ring=why.ring,
        passed_over=[names.get(agent, agent) for agent in why.passed_over],
        candidates_total=why.candidates_total,
        candidates=[
            CandidateShown(
                agent=candidate.agent,
                name=names.get(candidate.agent, candidate.agent),
                load=candidate.load,
                idle_ms=candidate.idle_ms,
                rank=candidate.rank,
            )
            for candidate in why.candidates
        ],
    )
