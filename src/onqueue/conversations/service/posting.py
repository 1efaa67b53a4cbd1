"""How does a message get its one place in a conversation?

Every posting moves its conversation's counters first and so locks its row: the places
`seq` and `public_seq` are given out in the order of the commits and without gaps, and a
repeat of the same id finds the row that the first one made. The message, its files, the
journal's fact and the search index are written in one transaction: it is all there, or
nothing is.

This is the busiest path there is. Its statements are made once, and go past the unit of work.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import msgspec
from sqlalchemy import BigInteger, String, Table, bindparam, select, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session
from sqlalchemy.orm.util import identity_key

from onqueue.conversations import events, models
from onqueue.conversations.errors import (
    ConversationMissing,
    FileNotYours,
    MessageIdReused,
    NobodyReads,
)
from onqueue.conversations.queries.shapes import file_of, message_of
from onqueue.conversations.rules.kinds import (
    CUSTOMER,
    NOTE,
    PUBLIC_KINDS,
    REPLY,
    SYSTEM,
    WHISPER,
    Kind,
    system_text,
)
from onqueue.conversations.rules.text import clean_line, clean_text
from onqueue.conversations.schemas import File, Message, Posted
from onqueue.conversations.service.facts import tell
from onqueue.conversations.service.indexing import index_message
from onqueue.kernel.authz import Actor
from onqueue.kernel.db import Prepared, announce, connection_of, dialect_of

STAFF: Final = "staff"
_encoder: Final = msgspec.json.Encoder()

_TAKE_PLACE: Final = Prepared(
    text(
        "UPDATE conversation SET last_seq = last_seq + 1,"
        " last_public_seq = last_public_seq + CAST(:public AS INTEGER),"
        " last_at = CASE WHEN last_at < :now THEN :now ELSE last_at END"
        " WHERE id = :id AND visitor = COALESCE(:visitor, visitor)"
        " RETURNING last_seq, last_public_seq, channel = 'voice' AND visitor = ''"
    ).bindparams(bindparam("visitor", type_=String), bindparam("now", type_=BigInteger))
)
_GIVE_BACK: Final = text(
    "UPDATE conversation SET last_seq = last_seq - 1,"
    " last_public_seq = last_public_seq - CAST(:public AS INTEGER) WHERE id = :id"
)
_messages: Table = models.Message.__table__  # type: ignore[assignment]  # declared as a FromClause
_ADD: Final = {
    name: Prepared(
        engine.insert(_messages)
        .on_conflict_do_nothing(index_elements=["conversation", "id"])
        .returning(_messages.c.seq)
    )
    for name, engine in (("sqlite", sqlite), ("postgresql", postgresql))
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Draft:
    """A message before it has a place."""

    conversation: str
    id: str
    kind: Kind
    author_id: str
    author_name: str
    text: str
    language: str = ""
    files: tuple[str, ...] = ()
    code: str = ""
    params: Mapping[str, str] = field(default_factory=dict)


def post_customer_message(
    session: Session,
    *,
    conversation: str,
    id: str,  # noqa: A002  # its name
    visitor: str,
    author_name: str,
    text: str,
    now: int,
    language: str = "",
    files: Sequence[str] = (),
) -> Posted:
    """Post what the customer wrote. The conversation must be the visitor's own."""
    draft = _Draft(
        conversation=conversation,
        id=id,
        kind=CUSTOMER,
        author_id=visitor,
        author_name=clean_line(author_name),
        text=clean_text(text, files=len(files)),
        language=language,
        files=tuple(files),
    )
    return _post(session, draft, now=now)


def post_reply(
    session: Session,
    *,
    conversation: str,
    id: str,  # noqa: A002  # its name
    actor: Actor,
    text: str,
    now: int,
    files: Sequence[str] = (),
) -> Posted:
    """Post an answer to the customer. Check with `access_posting` first."""
    draft = _staff_draft(conversation, id=id, kind=REPLY, actor=actor, text=text, files=files)
    return _post(session, draft, now=now)


def post_note(
    session: Session,
    *,
    conversation: str,
    id: str,  # noqa: A002  # its name
    actor: Actor,
    text: str,
    now: int,
    files: Sequence[str] = (),
) -> Posted:
    """Post a note that only staff sees."""
    draft = _staff_draft(conversation, id=id, kind=NOTE, actor=actor, text=text, files=files)
    return _post(session, draft, now=now)


def post_whisper(
    session: Session,
    *,
    conversation: str,
    id: str,  # noqa: A002  # its name
    actor: Actor,
    text: str,
    now: int,
    files: Sequence[str] = (),
) -> Posted:
    """Post a supervisor's word to the agent, which a customer cannot get."""
    draft = _staff_draft(conversation, id=id, kind=WHISPER, actor=actor, text=text, files=files)
    return _post(session, draft, now=now)


def post_system(
    session: Session,
    *,
    conversation: str,
    id: str,  # noqa: A002  # its name
    code: str,
    params: Mapping[str, str],
    now: int,
) -> Posted:
    """Post what happened, as the customer is told it.

    Make the id from the cause, such as a place in the journal, so that who reads the
    journal again does not say it twice.
    """
    draft = _Draft(
        conversation=conversation,
        id=id,
        kind=SYSTEM,
        author_id="",
        author_name="",
        text=system_text(code=code, params=params),
        code=code,
        params=dict(params),
    )
    return _post(session, draft, now=now)


def _staff_draft(
    conversation: str,
    *,
    id: str,  # noqa: A002  # its name
    kind: Kind,
    actor: Actor,
    text: str,
    files: Sequence[str],
) -> _Draft:
    return _Draft(
        conversation=conversation,
        id=id,
        kind=kind,
        author_id=actor.account,
        author_name=actor.name,
        text=clean_text(text, files=len(files)),
        files=tuple(files),
    )


def _post(session: Session, draft: _Draft, *, now: int) -> Posted:
    public = draft.kind in PUBLIC_KINDS
    seq, public_seq = _take_place(session, draft, public=public, now=now)
    row = {
        "conversation": draft.conversation,
        "id": draft.id,
        "seq": seq,
        "public_seq": public_seq if public else None,
        "at": now,
        "kind": draft.kind,
        "author_id": draft.author_id,
        "author_name": draft.author_name,
        "text": draft.text,
        "language": draft.language,
        "code": draft.code,
        "params": dict(draft.params),
        "files": len(draft.files),
        "seen_at": None,
    }
    if not _ADD[dialect_of(session)].rows(session, row):
        # The place goes back: the row is still ours, so nobody can have taken the next one.
        connection_of(session).execute(
            _GIVE_BACK, {"id": draft.conversation, "public": int(public)}
        )
        return _repeated(session, draft)
    message = Message(
        id=draft.id,
        conversation=draft.conversation,
        seq=seq,
        public_seq=public_seq if public else None,
        at=now,
        kind=draft.kind,
        author_id=draft.author_id,
        author_name=draft.author_name,
        text=draft.text,
        language=draft.language,
        code=draft.code,
        params=dict(draft.params),
        attachments=_attach(session, draft),
        seen_by_customer_at=None,
    )
    index_message(session, message)
    tell(session, _posted(message, now=now))
    announce(session, events.POSTED, _encoder.encode(message))
    return Posted(message=message, repeated=False)


def _take_place(session: Session, draft: _Draft, *, public: bool, now: int) -> tuple[int, int]:
    """Move the conversation's counters, which locks it; a visitor's must be the visitor's own."""
    session.flush()
    asked = {
        "id": draft.conversation,
        "public": int(public),
        "now": now,
        "visitor": draft.author_id if draft.kind == CUSTOMER else None,
    }
    taken = _TAKE_PLACE.rows(session, asked)
    if not taken:
        raise ConversationMissing
    [place] = taken
    if draft.kind == REPLY and place[2]:
        raise NobodyReads
    known = session.identity_map.get(identity_key(models.Conversation, draft.conversation))
    if known is not None:
        session.expire(known)
    return place[0], place[1]


def _repeated(session: Session, draft: _Draft) -> Posted:
    row = session.get_one(models.Message, (draft.conversation, draft.id), populate_existing=True)
    files = _files_of(session, draft)
    same = (
        row.kind == draft.kind
        and row.author_id == draft.author_id
        and row.text == draft.text
        and row.code == draft.code
        and row.params == draft.params
        and tuple(file.id for file in files) == draft.files
    )
    if not same:
        raise MessageIdReused
    return Posted(message=message_of(row, attachments=files), repeated=True)


def _files_of(session: Session, draft: _Draft) -> tuple[File, ...]:
    table = models.Attachment
    rows = session.scalars(
        select(table)
        .where(table.conversation == draft.conversation, table.message == draft.id)
        .order_by(table.position)
    )
    return tuple(file_of(row) for row in rows)


def _attach(session: Session, draft: _Draft) -> tuple[File, ...]:
    """Give the message its files: received from the same person, and not sent before."""
    side = CUSTOMER if draft.kind == CUSTOMER else STAFF
    found: list[File] = []
    for position, id_ in enumerate(draft.files):
        row = session.get(models.Attachment, id_, with_for_update=True, populate_existing=True)
        if (
            row is None
            or row.message is not None
            or (row.conversation, row.side, row.uploader)
            != (draft.conversation, side, draft.author_id)
        ):
            raise FileNotYours
        row.message, row.position = draft.id, position
        session.flush()
        found.append(file_of(row))
    return tuple(found)


def _posted(message: Message, *, now: int) -> events.MessagePosted:
    return events.MessagePosted(
        at=now,
        conversation=message.conversation,
        message=message.id,
        seq=message.seq,
        public_seq=message.public_seq,
        kind=message.kind,
        author=message.author_id,
    )
