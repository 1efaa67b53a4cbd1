"""How are canned replies made, changed and removed?

A shared reply is configured like everything else. A personal one is its owner's: whoever takes
contacts can make some, and removes them for good, because nothing else points at them.
"""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from onqueue.directory.access import access_reply_to_change
from onqueue.directory.errors import PersonalRepliesFull, ReplyShared
from onqueue.directory.models import CannedReply
from onqueue.directory.queries.shows import show_reply
from onqueue.directory.schemas import shown
from onqueue.directory.service import kinds, records
from onqueue.identity.service.by import By

PERSONAL_MAX: Final = 200


def create_canned_reply(
    session: Session, /, *, by: By, personal: bool = False, **fields: Any
) -> shown.CannedReply:
    """Make a canned reply for everyone, or for the actor only."""
    if not personal:
        return records.create(session, kind=kinds.REPLY, by=by, fields=fields)
    by.actor.require("contact.handle")
    owner = by.actor.account
    mine = select(func.count()).select_from(CannedReply).where(CannedReply.owner == owner)
    if (session.scalar(mine) or 0) >= PERSONAL_MAX:
        raise PersonalRepliesFull(limit=PERSONAL_MAX)
    return records.add(session, kind=kinds.REPLY, by=by, fields={**fields, "owner": owner})


def change_canned_reply(
    session: Session, /, *, by: By, reply: str, version: int, **fields: Any
) -> shown.CannedReply:
    """Change a canned reply, or take it out of use."""
    assert "owner" not in fields, "a reply stays whose it is"
    row = access_reply_to_change(session, actor=by.actor, reply=reply)
    return records.edit(session, kind=kinds.REPLY, by=by, row=row, version=version, fields=fields)


def remove_canned_reply(session: Session, *, by: By, reply: str) -> None:
    """Remove a personal reply for good."""
    row = access_reply_to_change(session, actor=by.actor, reply=reply)
    if row.owner is None:
        raise ReplyShared
    before = show_reply(row)
    session.delete(row)
    session.flush()
    records.record_change(
        session,
        by=by,
        action="canned_reply.removed",
        kind="canned_reply",
        subject=reply,
        before=before,
    )
