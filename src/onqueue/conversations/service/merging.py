"""What becomes of the conversations of two customers who become one, or two again?"""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from onqueue.conversations import models
from onqueue.conversations.service.threads import set_customer
from onqueue.customers import queries as known
from onqueue.customers import service as customers
from onqueue.customers.errors import MergeTooLarge
from onqueue.customers.rules import MERGE_CONVERSATIONS_MAX
from onqueue.customers.schemas import Merge
from onqueue.identity.service.by import By


def merge_customers(
    session: Session,
    *,
    by: By,
    kept: str,
    gone: str,
    versions: tuple[int, int],
    take: Collection[str],
) -> Merge:
    """Let a customer become part of another, with all that was said."""
    made = customers.merge_customers(
        session, by=by, kept=kept, gone=gone, versions=versions, take=take
    )
    thread = models.Conversation
    theirs = select(thread.id).where(thread.customer == gone).order_by(thread.id)
    moved = session.scalars(theirs.with_for_update()).all()
    if len(moved) > MERGE_CONVERSATIONS_MAX:
        raise MergeTooLarge(count=len(moved), limit=MERGE_CONVERSATIONS_MAX)
    _give(session, conversations=moved, customer=kept, now=by.now)
    return customers.note_moved(session, merge=made.id, conversations=moved)


def undo_merge(session: Session, *, by: By, merge: str) -> Merge:
    """Let two customers be two again. What came since stays with the one that was kept."""
    made, moved = customers.undo_merge(session, by=by, merge=merge)
    thread = models.Conversation
    theirs = select(thread.id).where(thread.id.in_(moved), thread.customer == made.kept)
    back = session.scalars(theirs.order_by(thread.id).with_for_update()).all()
    _give(session, conversations=back, customer=made.gone, now=by.now)
    return made


def _give(session: Session, *, conversations: Collection[str], customer: str, now: int) -> None:
    whose = known.customer(session, id=customer)
    assert whose is not None, "a merged customer's record stays"
    for id_ in conversations:
        name = whose.name or session.get_one(models.Conversation, id_).customer_name
        set_customer(session, conversation=id_, customer=customer, name=name, now=now)
