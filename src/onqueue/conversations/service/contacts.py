"""What do customers and staff tell of a contact, beside what happens to it on the floor?"""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy.orm import Session

from onqueue.conversations import events, models
from onqueue.conversations.errors import (
    AlreadyRated,
    ContactIdReused,
    ContactMissing,
    ConversationMissing,
    NotEnded,
)
from onqueue.conversations.queries.contacts import progress_now
from onqueue.conversations.queries.shapes import contact_of
from onqueue.conversations.rules.progress import INBOUND, NEW, OVER_STATES, REFUSED, Direction
from onqueue.conversations.rules.text import TEXT_MAX, clean_line, clean_text
from onqueue.conversations.schemas import ContactRow
from onqueue.conversations.service.facts import tell
from onqueue.conversations.service.indexing import index_contact
from onqueue.conversations.service.inserting import insert_once
from onqueue.conversations.service.posting import post_note
from onqueue.customers.queries import current_id
from onqueue.kernel import audit
from onqueue.kernel.authz import Actor
from onqueue.kernel.errors import Invalid
from onqueue.kernel.ids import new_id

SCORES = range(1, 6)
ANSWER_MAX = 1_000


def register_contact(
    session: Session,
    *,
    id: str,  # noqa: A002  # its name
    conversation: str,
    customer: str,
    channel: str,
    queue: str,
    topic: str,
    language: str,
    form: Mapping[str, str],
    now: int,
    direction: Direction = INBOUND,
) -> ContactRow:
    """Write down a contact before the floor hears of it, so that it cannot be lost between.

    The same id again gives the same contact; what was told the first time stands.
    """
    thread = session.get(models.Conversation, conversation, with_for_update=True)
    if thread is None:
        raise ConversationMissing
    answers = {key: clean_line(value, limit=ANSWER_MAX) for key, value in form.items()}
    told = {
        "conversation": conversation,
        "customer": current_id(session, customer=customer),
        "channel": channel,
        "asked_queue": queue,
        "topic": clean_line(topic),
        "language": language,
        "form": answers,
        "registered_at": now,
        "direction": direction,
    }
    empty = {
        "refused_code": "", "csat_comment": "", "state": NEW, "queue": "", "priority": 0,
        "wrap_up_code": "",
    }  # fmt: skip
    made = insert_once(session, models.Contact, unique=("id",), row={"id": id, **told, **empty})
    row = _contact(session, id)
    if row.conversation != conversation:
        raise ContactIdReused
    if made:
        thread.last_contact = id
        session.flush()
        tell(
            session,
            events.ContactRegistered(
                at=now, conversation=conversation, contact=id, queue=queue, channel=channel
            ),
        )
        index_contact(session, contact_of(row), customer_name=thread.customer_name)
    return contact_of(row)


def refuse_contact(session: Session, *, contact: str, code: str, now: int) -> ContactRow:
    """Write down that the floor did not take a contact, and why."""
    row = _contact(session, contact)
    if row.state == NEW:
        row.state, row.refused_code, row.closed_at = REFUSED, code, now
        session.flush()
        tell(
            session,
            events.ContactRefused(
                at=now, conversation=row.conversation, contact=contact, code=code
            ),
        )
    return contact_of(row)


def rate_contact(
    session: Session, *, contact: str, visitor: str, score: int, comment: str, now: int
) -> ContactRow:
    """Take the customer's rating of a contact that is over. The first one stands."""
    if score not in SCORES:
        raise Invalid(field="score", reason="choose 1 to 5")
    row = _contact(session, contact)
    thread = session.get(models.Conversation, row.conversation)
    if thread is None or thread.visitor != visitor:
        raise ContactMissing
    comment = clean_text(comment, files=1, field="comment") if comment else ""
    if row.csat is not None:
        if (row.csat, row.csat_comment) != (score, comment):
            raise AlreadyRated(score=row.csat)
        return contact_of(row)
    # The journal is asked: customers rate at once, and the rows follow by some milliseconds.
    reached = progress_now(session, contact=contact)
    if reached.answered_at is None or reached.state not in OVER_STATES:
        raise NotEnded
    row.csat, row.csat_comment, row.rated_at = score, comment[:TEXT_MAX], now
    session.flush()
    tell(
        session,
        events.ContactRated(at=now, conversation=row.conversation, contact=contact, score=score),
    )
    return contact_of(row)


def set_recap(
    session: Session,
    *,
    contact: str,
    actor: Actor,
    action: str,
    owner: str,
    due_at: int | None,
    note: str,
    now: int,
) -> ContactRow:
    """Write down what is to be done, by whom and when; the note goes into the conversation."""
    row = _contact(session, contact)
    before = contact_of(row).recap
    row.recap_action, row.recap_owner, row.recap_due_at = (
        clean_line(action, limit=500), clean_line(owner), due_at,
    )  # fmt: skip
    session.flush()
    after = contact_of(row).recap
    if before != after:
        audit.record(
            session,
            actor=actor,
            action="contact.recap_set",
            subject_kind="contact",
            subject=contact,
            before=None if before is None else {"action": before.action, "owner": before.owner},
            after={"action": row.recap_action, "owner": row.recap_owner},
            now=now,
        )
        tell(
            session,
            events.RecapSet(
                at=now, conversation=row.conversation, contact=contact, by=actor.account
            ),
        )
    if note.strip():
        post_note(
            session, conversation=row.conversation, id=new_id(), actor=actor, text=note, now=now
        )
    return contact_of(row)


def _contact(session: Session, contact: str) -> models.Contact:
    row = session.get(models.Contact, contact, with_for_update=True, populate_existing=True)
    if row is None:
        raise ContactMissing
    return row
