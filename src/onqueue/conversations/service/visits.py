"""Who comes to look at a conversation, joins it, and leaves? Agents see it, and for good."""

from __future__ import annotations

from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from onqueue.conversations import events, models
from onqueue.conversations.errors import ConversationMissing
from onqueue.conversations.queries.shapes import visit_of
from onqueue.conversations.schemas import Visit
from onqueue.conversations.service.facts import tell
from onqueue.kernel.ids import new_id

MODES: Final = ("read", "whisper", "join")


def open_visit(
    session: Session,
    *,
    conversation: str,
    contact: str,
    account: str,
    name: str,
    mode: str,
    now: int,
) -> Visit:
    """Write down that somebody came. Another mode ends the visit and begins a new one."""
    assert mode in MODES, mode
    thread = session.get(models.Conversation, conversation, with_for_update=True)
    if thread is None:
        raise ConversationMissing
    for row in _open(session, conversation=conversation, account=account):
        if (row.contact, row.mode) == (contact, mode):
            return visit_of(row)
        _close(session, row, now=now)
    made = models.Visit(
        id=new_id(),
        conversation=conversation,
        contact=contact,
        account=account,
        name=name,
        mode=mode,
        opened_at=now,
        closed_at=None,
    )
    session.add(made)
    session.flush()
    tell(
        session,
        events.VisitOpened(
            at=now,
            conversation=conversation,
            visit=made.id,
            contact=contact,
            account=account,
            name=name,
            mode=mode,
        ),
    )
    return visit_of(made)


def close_visit(session: Session, *, conversation: str, account: str, now: int) -> int:
    """Write down that somebody left; return how many visits ended."""
    rows = _open(session, conversation=conversation, account=account)
    for row in rows:
        _close(session, row, now=now)
    return len(rows)


def _open(session: Session, *, conversation: str, account: str) -> list[models.Visit]:
    table = models.Visit
    return list(
        session.scalars(
            select(table)
            .where(
                table.conversation == conversation,
                table.account == account,
                table.closed_at.is_(None),
            )
            .with_for_update()
        )
    )


def _close(session: Session, row: models.Visit, *, now: int) -> None:
    row.closed_at = now
    session.flush()
    tell(
        session,
        events.VisitClosed(
            at=now,
            conversation=row.conversation,
            visit=row.id,
            contact=row.contact,
            account=row.account,
        ),
    )
