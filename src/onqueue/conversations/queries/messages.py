"""What was said in a conversation: to staff everything, to customers what is public?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from typing import Any, Final, TypeVar

from sqlalchemy import BindParameter, Row, Select, Table, bindparam, func, select, tuple_
from sqlalchemy.orm import Session

from onqueue.conversations import models
from onqueue.conversations.queries.shapes import file_of, message_of
from onqueue.conversations.rules.kinds import PUBLIC_KINDS
from onqueue.conversations.rules.links import LINK_TTL_MS, sign_link
from onqueue.conversations.schemas import File, Message, Messages, PublicMessage, public_message
from onqueue.kernel.db import connection_of

STRETCH_MAX: Final = 200
REFS_MAX: Final = 200
"""How many single messages one statement fetches."""

Ref = tuple[str, int]
"""A conversation and a place in it."""

Key = TypeVar("Key", tuple[str, int], tuple[str, str])


# What follows every message that is posted, so it is made once, and past the unit of work.
_table: Table = models.Message.__table__  # type: ignore[assignment]  # declared as FromClause
_REFS: Final[BindParameter[Any]] = bindparam("refs", expanding=True)
_BY_SEQ: Final = select(_table).where(tuple_(_table.c.conversation, _table.c.seq).in_(_REFS))
_PUBLIC_BY_SEQ: Final = select(_table).where(
    tuple_(_table.c.conversation, _table.c.public_seq).in_(_REFS),
    _table.c.kind.in_(PUBLIC_KINDS),
    _table.c.public_seq.is_not(None),
)


def messages(
    session: Session,
    *,
    conversation: str,
    before: int | None = None,
    after: int | None = None,
    limit: int = 50,
) -> Messages:
    """Return a stretch of a conversation for staff, in order.

    With `after` the first ones after that place, otherwise the last ones, before `before`.
    """
    table = models.Message
    limit = max(1, min(limit, STRETCH_MAX))
    wanted = select(table).where(table.conversation == conversation)
    if before is not None:
        wanted = wanted.where(table.seq < before)
    if after is not None:
        wanted = wanted.where(table.seq > after)
    order = table.seq.desc() if after is None else table.seq.asc()
    rows = list(session.scalars(wanted.order_by(order).limit(limit + 1)))
    more = len(rows) > limit
    found = _with_files(session, rows[:limit])
    return Messages(items=found if after is not None else found[::-1], more=more)


def messages_by_seq(session: Session, *, refs: Collection[Ref]) -> list[Message]:
    """Return the messages at these places, by conversation and place: for the gateway."""
    rows: list[Row[Any]] = []
    for some in _batches(refs):
        rows += connection_of(session).execute(_BY_SEQ, {"refs": some})
    rows.sort(key=lambda row: (row.conversation, row.seq))
    return _with_files(session, rows)


def public_messages(
    session: Session, *, conversation: str, now: int, after: int = 0, limit: int = STRETCH_MAX
) -> list[PublicMessage]:
    """Return what a customer gets of a conversation, after a place, in order."""
    table = models.Message
    rows = session.scalars(
        _public()
        .where(table.conversation == conversation, table.public_seq > after)
        .order_by(table.public_seq)
        .limit(max(1, min(limit, STRETCH_MAX)))
    )
    return _published(session, list(rows), now=now)


def public_messages_by_seq(
    session: Session, *, refs: Collection[Ref], now: int
) -> dict[str, list[PublicMessage]]:
    """Return what customers get of the messages at these public places, by conversation."""
    rows: list[Row[Any]] = []
    for some in _batches(refs):
        rows += connection_of(session).execute(_PUBLIC_BY_SEQ, {"refs": some})
    found: dict[str, list[Row[Any]]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: row.seq):
        found[row.conversation].append(row)
    return {key: _published(session, some, now=now) for key, some in found.items()}


def public_seq_of(session: Session, *, conversation: str, message: str) -> int | None:
    """Return the public place of a message; None when it is not there or not public."""
    row = session.get(models.Message, (conversation, message))
    return None if row is None else row.public_seq


def public_seq_at(session: Session, *, conversation: str, seq: int) -> int:
    """Return the last public place that is not after a place; 0 when there is none."""
    table = models.Message
    stmt = select(func.max(table.public_seq)).where(
        table.conversation == conversation, table.seq <= seq
    )
    return session.scalar(stmt) or 0


def link_key(session: Session) -> bytes:
    """Return the secret with which links are signed; `add_file` makes it."""
    secret = session.scalar(select(models.LinkKey.secret).where(models.LinkKey.id == 1))
    assert secret is not None, "the key is made before the first file is there"
    return secret.encode()


def file_link(session: Session, *, file: str, visitor: str, now: int) -> str:
    """Return an address at which `visitor` can open a file for some minutes."""
    ticket = sign_link(
        key=link_key(session), file=file, visitor=visitor, expires_at=now + LINK_TTL_MS
    )
    return f"/api/chat/files/{file}?t={ticket}"


def _public() -> Select[models.Message]:
    """Select what customers may see; every query for them begins here."""
    table = models.Message
    return select(table).where(table.kind.in_(PUBLIC_KINDS), table.public_seq.is_not(None))


def _published(
    session: Session, rows: Sequence[models.Message | Row[Any]], *, now: int
) -> list[PublicMessage]:
    found = _with_files(session, rows)
    links: dict[str, str] = {}
    files = [file for message in found for file in message.attachments]
    if files:
        conversation = session.get_one(models.Conversation, rows[0].conversation)
        for file in files:
            links[file.id] = file_link(session, file=file.id, visitor=conversation.visitor, now=now)
    return [public_message(message, links=links) for message in found]


def _with_files(session: Session, rows: Sequence[models.Message | Row[Any]]) -> list[Message]:
    files: dict[tuple[str, str], list[File]] = defaultdict(list)
    table = models.Attachment
    keys = [(row.conversation, row.id) for row in rows if row.files]
    for some in _batches(keys):
        found = session.scalars(
            select(table)
            .where(tuple_(table.conversation, table.message).in_(some))
            .order_by(table.position)
        )
        for file in found:
            assert file.message is not None
            files[file.conversation, file.message].append(file_of(file))
    return [message_of(row, attachments=tuple(files[row.conversation, row.id])) for row in rows]


def _batches(items: Iterable[Key]) -> Iterable[list[Key]]:
    found = sorted(set(items))
    for start in range(0, len(found), REFS_MAX):
        yield found[start : start + REFS_MAX]
