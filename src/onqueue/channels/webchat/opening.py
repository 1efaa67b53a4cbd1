"""What is written down when a customer comes, and when a chat begins?

Transaction functions. A chat that begins is written whole, with its contact and first
message, before the floor hears of it; if we stop in between, the contact is found again at
the next start (`contacts_not_routed`) and put on the floor then.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from onqueue.channels.webchat.visitor import visitor_of
from onqueue.conversations import queries as conversations
from onqueue.conversations import service as threads
from onqueue.conversations.rules.progress import DIVERTED, OVER_STATES
from onqueue.customers import queries as customers_known
from onqueue.customers import service as customers
from onqueue.directory import queries as directory
from onqueue.directory.rules import forms, hours
from onqueue.directory.rules.forms import Routed
from onqueue.floor.model import BOOK, DIRECT, STICKY
from onqueue.floor.specs import TELEPHONE
from onqueue.flows import queries as flows

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy.orm import Session

    from onqueue.conversations.schemas import ContactRow, Conversation
    from onqueue.directory.rules.hours import Hours
    from onqueue.directory.schemas.shown import ChatWidget

CHANNEL: Final = "chat"
SECOND_MS: Final = 1_000
RECENT_MS: Final = 24 * 3_600_000
"""As long as a conversation that is over is still shown to whoever comes back."""


@dataclass(frozen=True, slots=True)
class Entered:
    """A visitor who said hello, and the conversation they have with us."""

    token: str
    visitor: str
    customer: str
    conversation: Conversation | None
    contact: ContactRow | None


@dataclass(frozen=True, slots=True)
class Begun:
    """A chat that was written down, and where its contact is to wait."""

    conversation: Conversation
    contact: ContactRow
    skills: tuple[tuple[str, int], ...]
    person: Person | None
    """Who is to be asked first, if anybody."""
    priority: int = 0


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody whom a contact waits for, and by which rule."""

    account: str
    rule: str


def widget_with_hours(
    session: Session,
    *,
    id: str,  # noqa: A002  # it is one
) -> tuple[ChatWidget, dict[str, Hours | None]] | None:
    """The widget, and the opening hours of each queue that it may lead to."""
    widget = directory.widget(session, id=id)
    if widget is None or widget.archived:
        return None
    queues = {widget.queue_id}
    for question in widget.form:
        queues.update(question.queue_by_option.values())
    for queue in tuple(queues):
        queues.update(directory.queues_when_closed(session, id=queue))
    return widget, {queue: directory.queue_hours(session, id=queue) for queue in sorted(queues)}


def enter(
    session: Session,
    *,
    token: str | None,
    conversation: str | None,
    language: str,
    now: int,
) -> Entered:
    """Know the visitor by the token, or issue one; find the conversation they are in."""
    known = customers.resolve_visitor(session, token=token, now=now) if token else None
    if token is None or known is None:
        token, customer = customers.issue_visitor(session, now=now, language=language)
    else:
        customer = known.customer_id
    visitor = visitor_of(token)
    thread = None
    if conversation is not None:
        thread = conversations.conversation_of_visitor(session, visitor=visitor, id=conversation)
    if thread is None:
        thread = conversations.conversation_of_visitor(session, visitor=visitor)
    contact = None
    if thread is not None:
        contact = conversations.last_contact(session, conversation=thread.id)
    over = contact is None or contact.state in OVER_STATES
    if thread is not None and over and thread.last_at < now - RECENT_MS:
        thread = contact = None
    return Entered(
        token=token, visitor=visitor, customer=customer, conversation=thread, contact=contact
    )


def begin(
    session: Session,
    *,
    widget: ChatWidget,
    visitor: str,
    customer: str,
    contact: str,
    answers: Mapping[str, str],
    text: str | None,
    language: str,
    person: str | None = None,
    channel: str = CHANNEL,
    now: int,
) -> Begun:
    """Write down a conversation with its contact and first message; the same id, once.

    Who was asked for a message instead of waiting leaves it in the same conversation.
    """
    checked = forms.check_answers(widget.form, answers)
    routed = forms.route(
        form=widget.form,
        queue=widget.queue_id,
        skill_by_language=widget.skill_by_language,
        answers=checked,
        language=language,
    )
    note_customer(session, customer=customer, told=checked, language=language, now=now)
    thread = open_thread(
        session,
        visitor=visitor,
        contact=contact,
        widget=widget,
        customer=customer,
        name=checked.get("name", ""),
        language=language,
        channel=channel,
        now=now,
    )
    row = threads.register_contact(
        session,
        id=contact,
        conversation=thread.id,
        customer=customer,
        channel=channel,
        queue=routed.queue,
        topic=routed.topic,
        language=language,
        form=checked,
        now=now,
    )
    if text is not None and text.strip():
        say_first(
            session,
            conversation=thread.id,
            contact=contact,
            visitor=visitor,
            name=checked.get("name", ""),
            text=text,
            language=language,
            now=now,
        )
    return Begun(
        conversation=thread,
        contact=row,
        skills=_needs(session, queue=routed.queue, wanted=routed.skills, language=language),
        person=Person(person, DIRECT)
        if person and widget.direct_enabled
        else person_for(session, contact=row, queue=routed.queue, now=now),
    )


def note_customer(
    session: Session, *, customer: str, told: Mapping[str, str], language: str, now: int
) -> None:
    """Keep what a customer tells of themself as a claim."""
    customers.note_claims(
        session,
        customer=customer,
        now=now,
        name=told.get("name"),
        email=told.get("email"),
        phone=told.get("phone"),
        language=language,
    )


def open_thread(
    session: Session,
    *,
    visitor: str,
    contact: str,
    widget: ChatWidget,
    customer: str,
    name: str,
    language: str,
    channel: str = CHANNEL,
    now: int,
) -> Conversation:
    """Return the conversation of a chat that begins, which may have asked for a message."""
    return threads.open_conversation(
        session,
        key=_asked_for_message(session, visitor=visitor) or f"chat:{visitor}:{contact}",
        channel=channel,
        place=widget.id,
        visitor=visitor,
        customer=customer,
        customer_name=name,
        language=language,
        now=now,
    )


def say_first(
    session: Session,
    *,
    conversation: str,
    contact: str,
    visitor: str,
    name: str,
    text: str,
    language: str,
    now: int,
) -> None:
    """Post what the customer wrote into the form."""
    threads.post_customer_message(
        session,
        conversation=conversation,
        id=f"{contact}-first"[-64:],
        visitor=visitor,
        author_name=name,
        text=text,
        language=language,
        files=(),
        now=now,
    )


def _asked_for_message(session: Session, *, visitor: str) -> str | None:
    """The key of the visitor's conversation, if it ended with asking them for a message."""
    thread = conversations.conversation_of_visitor(session, visitor=visitor)
    if thread is None or thread.last_contact is None:
        return None
    last = conversations.contact_now(session, id=thread.last_contact)
    return thread.key if last is not None and last.state == DIVERTED else None


def person_for(session: Session, *, contact: ContactRow, queue: str, now: int) -> Person | None:
    """Who looks after the customer, or had them last, if the queue lets them be asked first."""
    rules = directory.rules_of(session, subject=queue)
    if rules["book_s"]:
        known = customers_known.customer(session, id=contact.customer)
        if known is not None and known.owner:
            return Person(known.owner, BOOK)
    if rules["sticky_s"]:
        since = now - rules["sticky_within_s"] * SECOND_MS
        had = conversations.last_agent(session, customer=contact.customer, since=since)
        if had is not None:
            return Person(had, STICKY)
    return None


def _needs(
    session: Session, *, queue: str, wanted: tuple[tuple[str, int], ...], language: str
) -> tuple[tuple[str, int], ...]:
    """What the queue always needs, and what this contact needs beside it."""
    found = directory.queue(session, id=queue)
    levels = dict(wanted)
    for need in found.skills if found is not None else ():
        levels[need.skill] = max(need.level, levels.get(need.skill, 0))
    rules = directory.rules_of(session, subject=queue)
    spoken = None
    if rules["match_language"]:
        spoken = directory.language_skill(session, language=language)
    if spoken is not None:
        levels[spoken] = max(rules["language_level"], levels.get(spoken, 0))
    return tuple(sorted(levels.items()))


def needs_of(session: Session, *, contact: ContactRow) -> tuple[tuple[str, int], ...]:
    """What a contact needs, worked out again from what the customer told and chose."""
    wanted = dict(_from_form(session, contact=contact).skills)
    out_of_flow = flows.routed(session, contact=contact.id)
    for skill, level in () if out_of_flow is None else out_of_flow.skills:
        wanted[skill] = max(level, wanted.get(skill, 0))
    return _needs(
        session, queue=contact.queue, wanted=tuple(wanted.items()), language=contact.language
    )


def gates_of(session: Session, *, contact: ContactRow) -> tuple[str, ...]:
    """What must be open to whoever answers: a telephone, for those who call by one."""
    if contact.channel == CHANNEL:
        return ()
    thread = conversations.conversation(session, id=contact.conversation)
    number = None if thread is None else directory.number_by_id(session, id=thread.place)
    called = number is not None or flows.callback_number(session, contact=contact.id)
    return (TELEPHONE,) if called else ()


def priority_of(session: Session, *, contact: ContactRow) -> int:
    """The priority of a contact that is to come to the floor."""
    out_of_flow = flows.routed(session, contact=contact.id)
    return contact.priority if out_of_flow is None else out_of_flow.priority


def _from_form(session: Session, *, contact: ContactRow) -> Routed:
    thread = conversations.conversation(session, id=contact.conversation)
    widget = directory.widget(session, id=thread.place) if thread is not None else None
    if widget is None:
        return Routed(queue=contact.queue, skills=(), topic="")
    return forms.route(
        form=widget.form,
        queue=contact.queue,
        skill_by_language=widget.skill_by_language,
        answers=contact.form,
        language=contact.language,
    )


def next_opening(session: Session, *, queue: str, now: int) -> int | None:
    """When the queue opens next; None when it is open now, or never opens."""
    at = message_due(session, queue=queue, now=now)
    return None if at is None or at <= now else at


def message_due(session: Session, *, queue: str, now: int) -> int | None:
    """When a message that is left now is due; None when the queue never opens."""
    return hours.next_opening(directory.queue_hours(session, id=queue, by_week=True), now)
