"""Who is a caller, when an agent says so?"""

from __future__ import annotations

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from onqueue.conversations import models
from onqueue.conversations.access import access_conversation
from onqueue.conversations.errors import NotTheirNumber
from onqueue.conversations.queries.callers import caller_region
from onqueue.conversations.schemas import Conversation
from onqueue.conversations.service.threads import set_customer
from onqueue.customers import queries as customers
from onqueue.customers import service as recording
from onqueue.customers.rules import AGENT
from onqueue.customers.schemas import Customer
from onqueue.identity.service.by import By
from onqueue.kernel import audit
from onqueue.kernel.ids import new_id
from onqueue.kernel.phone_numbers import shown


def choose_customer(session: Session, *, by: By, conversation: str, customer: str) -> Conversation:
    """Say which of those who have the caller's number it is; empty is somebody new.

    Nobody else can be chosen: who serves a customer may read what they said before, so an agent
    who could name anybody could read everything.
    """
    thread = access_conversation(session, actor=by.actor, conversation=conversation)
    by.actor.require("customer.edit")
    if not thread.caller:
        raise NotTheirNumber
    region = caller_region(session, number=thread.place)
    found = customers.customers_by_phone(session, number=thread.caller, region=region)
    chosen = next((one for one in found if one.id == customer), None)
    if chosen is None and customer:
        raise NotTheirNumber
    if chosen is None:
        chosen = _somebody_new(session, thread=thread, now=by.now)
    linked = set_customer(
        session,
        conversation=conversation,
        customer=chosen.id,
        name=chosen.name or shown(thread.caller),
        now=by.now,
    )
    row = session.get_one(models.Conversation, conversation)
    row.known_by = AGENT
    recording.touch_customer(session, customer=chosen.id, now=by.now)
    audit.record(
        session,
        now=by.now,
        actor=by.actor,
        action="conversation.customer_chosen",
        subject_kind="conversation",
        subject=conversation,
        before={"customer": thread.customer},
        after={"customer": chosen.id},
        network=by.network,
    )
    session.flush()
    others = exists().where(models.Conversation.customer == thread.customer)
    if thread.customer != chosen.id and not session.scalar(select(others)):
        recording.forget_stand_in(session, customer=thread.customer)
    return linked


def _somebody_new(session: Session, *, thread: Conversation, now: int) -> Customer:
    return recording.note_claims(
        session, customer=new_id(), now=now, phone=thread.caller, language=thread.language
    )
