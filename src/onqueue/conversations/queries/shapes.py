"""How does a row become a record that outlives its transaction?"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row

from onqueue.conversations import models
from onqueue.conversations.rules.files import SAFE_INLINE
from onqueue.conversations.schemas import (
    ContactRow,
    Conversation,
    File,
    Message,
    Part,
    Recap,
    Visit,
)


def conversation_of(row: models.Conversation) -> Conversation:
    """Return the record of a conversation."""
    return Conversation(
        id=row.id,
        key=row.key,
        channel=row.channel,
        place=row.place,
        visitor=row.visitor,
        customer=row.customer,
        customer_name=row.customer_name,
        language=row.language,
        opened_at=row.opened_at,
        last_at=row.last_at,
        last_seq=row.last_seq,
        last_public_seq=row.last_public_seq,
        last_contact=row.last_contact,
        caller=row.caller,
        known_by=row.known_by,
    )


def file_of(row: models.Attachment) -> File:
    """Return the record of a file."""
    return File(
        id=row.id,
        name=row.name,
        size=row.size,
        type=row.type,
        safe_inline=row.type in SAFE_INLINE,
    )


def message_of(row: models.Message | Row[Any], *, attachments: tuple[File, ...]) -> Message:
    """Return the record of a message with its files."""
    return Message(
        id=row.id,
        conversation=row.conversation,
        seq=row.seq,
        public_seq=row.public_seq,
        at=row.at,
        kind=row.kind,
        author_id=row.author_id,
        author_name=row.author_name,
        text=row.text,
        language=row.language,
        code=row.code,
        params=dict(row.params),
        attachments=attachments,
        seen_by_customer_at=row.seen_at,
    )


def contact_of(row: models.Contact) -> ContactRow:
    """Return the record of a contact."""
    recap = None
    if row.recap_action is not None:
        recap = Recap(action=row.recap_action, owner=row.recap_owner or "", due_at=row.recap_due_at)
    return ContactRow(
        id=row.id,
        conversation=row.conversation,
        customer=row.customer,
        queue=row.queue or row.asked_queue,
        channel=row.channel,
        state=row.state,
        priority=row.priority,
        agent=row.agent,
        registered_at=row.registered_at,
        due_at=row.due_at,
        arrived_at=row.arrived_at,
        answered_at=row.answered_at,
        ended_at=row.ended_at,
        closed_at=row.closed_at,
        wrap_up_code=row.wrap_up_code,
        refused_code=row.refused_code,
        recap=recap,
        csat=row.csat,
        csat_comment=row.csat_comment,
        rated_at=row.rated_at,
        topic=row.topic,
        language=row.language,
        form=dict(row.form),
        direction=row.direction,
    )


def visit_of(row: models.Visit) -> Visit:
    """Return the record of a visit."""
    return Visit(
        id=row.id,
        conversation=row.conversation,
        contact=row.contact,
        account=row.account,
        name=row.name,
        mode=row.mode,
        opened_at=row.opened_at,
        closed_at=row.closed_at,
    )


def part_of(row: models.Participation) -> Part:
    """Return the record of an agent's part in a contact."""
    return Part(
        contact=row.contact,
        agent=row.agent,
        role=row.role,
        from_at=row.from_at,
        to_at=row.to_at,
    )
