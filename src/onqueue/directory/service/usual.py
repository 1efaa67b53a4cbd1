"""What does an empty centre begin with, so that the first chat can come in at once?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy.orm import Session

from onqueue.directory.queries.floor import centre
from onqueue.directory.rules.checks import USUAL_CAPACITY, USUAL_EXCLUSIVE
from onqueue.directory.rules.weekly import WeeklyTimes
from onqueue.directory.service import configure
from onqueue.directory.service.agents import put_agent
from onqueue.directory.service.usual_words import USUAL, Usual
from onqueue.identity.service.by import By

OFFICE_HOURS: Final[tuple[WeeklyTimes, ...]] = tuple(
    WeeklyTimes(day=day, **{"from": "09:00", "to": "17:00"})  # type: ignore[typeddict-item]
    for day in range(5)
)
TITLES: Final = {
    "en": "Chat with us",
    "de": "Chatten Sie mit uns",
    "es": "Chatee con nosotros",
    "fr": "Discutez avec nous",
}
NAME_LABELS: Final = {"en": "Your name", "de": "Ihr Name", "es": "Su nombre", "fr": "Votre nom"}


@dataclass(frozen=True, slots=True, kw_only=True)
class EmptyCentre:
    """What was made."""

    hours: str
    queue: str
    widget: str


def add_usual_choices(session: Session, *, by: By) -> None:
    """Add the reasons and wrap-up codes that most centres need, in the centre's language."""
    usual = _usual(session)
    for state, name in usual.reasons:
        configure.create_state_reason(session, by=by, state=state, name=name)
    for group, name in usual.codes:
        configure.create_wrap_up_code(session, by=by, group=group, name=name)


def _usual(session: Session) -> Usual:
    [first, *_] = centre(session).languages
    return USUAL.get(first.partition("-")[0], USUAL["en"])


def fill_empty_centre(
    session: Session,
    *,
    by: By,
    weekly: Sequence[WeeklyTimes] = OFFICE_HOURS,
    agents: Sequence[str] = (),
) -> EmptyCentre:
    """Add one queue with hours, one widget, and the usual choices; let some agents work there."""
    found, usual = centre(session), _usual(session)
    add_usual_choices(session, by=by)
    hours = configure.create_hours(
        session, by=by, name=usual.hours, time_zone=found.time_zone, weekly=list(weekly)
    )
    queue = configure.create_queue(session, by=by, name=usual.queue, hours_id=hours.id)
    # A language that we have no words for gets the English ones, to be put right by people.
    languages = list(found.languages)
    names = {language: NAME_LABELS.get(language, NAME_LABELS["en"]) for language in languages}
    titles = {language: TITLES.get(language, TITLES["en"]) for language in languages}
    question = {
        "key": "name",
        "label": names,
        "kind": "text",
        "required": True,
        "options": [],
        "queue_by_option": {},
        "skill_by_option": {},
    }
    widget = configure.create_chat_widget(
        session,
        by=by,
        name=usual.widget,
        queue_id=queue.id,
        languages=languages,
        form=[question],
        look={"title": titles},
        allowed_origins=["*"],
    )
    for account in agents:
        put_agent(
            session,
            by=by,
            account=account,
            version=0,
            skills=[],
            queues=[queue.id],
            capacity=USUAL_CAPACITY,
            exclusive=USUAL_EXCLUSIVE,
        )
    return EmptyCentre(hours=hours.id, queue=queue.id, widget=widget.id)
