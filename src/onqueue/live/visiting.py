"""What happens when somebody who does not handle a contact comes to its conversation, or goes?

The agent always sees who is there, and for what. The customer is told only of those who join,
because only they can be heard.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from onqueue.conversations import queries as conversations
from onqueue.conversations import service as threads
from onqueue.live.access import ContactNotHere

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy.orm import Session

JOIN: Final = "join"


def come(
    session: Session,
    *,
    conversation: str,
    contact: str,
    account: str,
    name: str,
    mode: str,
    now: int,
) -> None:
    """Write down that somebody came; tell the customer if they joined."""
    visit = threads.open_visit(
        session,
        conversation=conversation,
        contact=contact,
        account=account,
        name=name,
        mode=mode,
        now=now,
    )
    if mode == JOIN:
        _tell(
            session, conversation, id_=f"joined-{visit.id}", code="chat.joined", name=name, now=now
        )


def go(session: Session, *, conversation: str, account: str, now: int) -> None:
    """Write down that somebody left; tell the customer if they had joined."""
    here = conversations.open_visits(session, conversation=conversation)
    threads.close_visit(session, conversation=conversation, account=account, now=now)
    for visit in here:
        if visit.account == account and visit.mode == JOIN:
            _tell(
                session,
                conversation,
                id_=f"left-{visit.id}",
                code="chat.left",
                name=visit.name,
                now=now,
            )


def go_from(session: Session, *, contact: str, account: str, now: int) -> None:
    """Write down that somebody left the conversation of a contact."""
    row = conversations.contact(session, id=contact)
    if row is None:
        raise ContactNotHere
    go(session, conversation=row.conversation, account=account, now=now)


def go_everywhere(session: Session, *, accounts: Collection[str] | None, now: int) -> None:
    """End the visits of people whose last desk is gone; of everybody, after a start."""
    for who, conversation in conversations.places_visited(session, accounts=accounts):
        go(session, conversation=conversation, account=who, now=now)


def _tell(session: Session, conversation: str, *, id_: str, code: str, name: str, now: int) -> None:
    threads.post_system(
        session,
        conversation=conversation,
        id=id_,
        code=code,
        params={"name": name.split(maxsplit=1)[0]},
        now=now,
    )
