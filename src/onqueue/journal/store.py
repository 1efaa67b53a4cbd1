"""How are facts added to the journal, and read from it?

Numbers have no gaps and follow the order of commits: whoever adds facts first moves the head
in the same transaction, and keeps it locked until the commit. So a reader that has read up
to n will never see a fact appear below n.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import msgspec
from sqlalchemy import (
    BigInteger,
    Integer,
    Row,
    String,
    Table,
    bindparam,
    select,
    text,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from onqueue.journal.models import JournalHead, JournalRow
from onqueue.kernel.crashpoints import reached
from onqueue.kernel.db import Prepared, announce, dialect_of, site_of
from onqueue.kernel.errors import Unavailable

TOPIC: Final = "journal"
"""The bus topic of new facts; its payload is the number of the last one, in decimal."""

FRESH: Final = "journal.fresh"
"""The bus topic of new facts themselves, in this process only: they need not be read again."""
FRESH_MAX: Final = 500
"""More than that at once are better read; the message is empty then."""

READ_MAX: Final = 5_000

_fresh_encoder: Final = msgspec.msgpack.Encoder()
_rows_encoder: Final = msgspec.json.Encoder()
_rows: Table = JournalRow.__table__  # type: ignore[assignment]  # declared as a FromClause
_heads: Table = JournalHead.__table__  # type: ignore[assignment]  # the same
_READ: Final = (
    _rows.c.seq,
    _rows.c.stream,
    _rows.c.kind,
    _rows.c.subject,
    _rows.c.at,
    _rows.c.payload,
)


class EpochPassed(Unavailable):
    """Another process leads this contact centre now."""

    code = "journal.epoch_passed"


class Fact(msgspec.Struct, frozen=True, kw_only=True):
    """Something that happened: `payload` is JSON."""

    stream: str
    kind: str
    subject: str | None
    at: int
    payload: bytes


class Entry(Fact, frozen=True, kw_only=True):
    """A fact with its place in the journal."""

    seq: int


_fresh_decoder: Final = msgspec.msgpack.Decoder(list[Entry])


def append(session: Session, *, facts: Sequence[Fact], epoch: int | None = None) -> int:
    """Add facts at the end and return the number of the last one.

    With an epoch it raises `EpochPassed`, and adds nothing, when a later one has begun.
    """
    if not facts:
        return head(session)
    site, last = site_of(session), _move_head(session, by=len(facts), epoch=epoch)
    added = [
        Entry(
            seq=seq,
            stream=fact.stream,
            kind=fact.kind,
            subject=fact.subject,
            at=fact.at,
            payload=fact.payload,
        )
        for seq, fact in enumerate(facts, last - len(facts) + 1)
    ]
    reached("journal.appending")
    rows = _rows_encoder.encode(
        [
            (one.seq, one.at, one.stream, one.kind, one.subject, one.payload.decode())
            for one in added
        ]
    )
    _APPEND[dialect_of(session)].run(session, [{"site": site, "rows": rows.decode()}])
    reached("journal.appended")
    announce(session, FRESH, _fresh_encoder.encode(added) if len(added) <= FRESH_MAX else b"")
    announce(session, TOPIC, str(last).encode())
    return last


def begin_epoch(session: Session) -> int:
    """Begin a new epoch and return it: appends of all earlier ones are refused from now on."""
    began = session.execute(_BEGIN[dialect_of(session)], {"its": site_of(session)})
    return int(began.scalar_one())


def head(session: Session) -> int:
    """Return the number of the last fact, 0 when there is none."""
    stmt = select(_heads.c.seq).where(_heads.c.site == site_of(session))
    return int(session.execute(stmt).scalar() or 0)


def read_after(
    session: Session, *, after: int, limit: int = 500, stream: str | None = None
) -> list[Entry]:
    """Return the facts that follow number `after`, in order."""
    which = _AFTER if stream is None else _OF_STREAM[dialect_of(session)]
    return _entries(session, which, after=after, limit=limit, stream=stream)


def of_subject(session: Session, *, subject: str, after: int = 0, limit: int = 500) -> list[Entry]:
    """Return the facts about one subject, in order."""
    which = _OF_SUBJECT[dialect_of(session)]
    return _entries(session, which, after=after, limit=limit, subject=subject)


def read_fresh(message: bytes) -> list[Entry]:
    """Return the facts of a message; none when they must be read."""
    return _fresh_decoder.decode(message) if message else []


def _entries(
    session: Session, which: Prepared, *, after: int, limit: int, **given: str | None
) -> list[Entry]:
    assert 0 < limit <= READ_MAX, limit
    values = {"its": site_of(session), "after": after, "most": limit, **given}
    return [_entry(row) for row in which.rows(session, values)]


def _entry(row: Row[*tuple[Any, ...]]) -> Entry:
    return Entry(
        seq=row[0],
        stream=row[1],
        kind=row[2],
        subject=row[3],
        at=row[4],
        payload=row[5].encode(),
    )


def _move_head(session: Session, *, by: int, epoch: int | None) -> int:
    move = _MOVE[dialect_of(session)] if epoch is None else _MOVE_IN_EPOCH
    values = {"its": site_of(session), "by": by, "mine": epoch}
    moved = move.rows(session, values)
    if not moved:
        raise EpochPassed
    return int(moved[0][0])


def _upsert(engine: Any, *, seq: Any, epoch: int, change: dict[str, Any]) -> Any:
    stmt = engine.insert(_heads).values(site=bindparam("its"), seq=seq, epoch=epoch)
    return stmt.on_conflict_do_update(index_elements=[_heads.c.site], set_=change)


# Built once: building them anew would take longer than running them.
_after: Final = (
    select(*_READ)
    .where(_rows.c.site == bindparam("its"), _rows.c.seq > bindparam("after"))
    .order_by(_rows.c.seq)
    .limit(bindparam("most", type_=Integer))
)
_AFTER: Final = Prepared(_after)


def _of(column: str) -> dict[str, Prepared]:
    """Return, by engine, the statement that reads the facts with one value of a column.

    SQLite keeps no statistics unless it is told to, and without them it takes the primary key for
    the better way: it would read the whole journal for the ten facts of a contact.
    """
    names = ", ".join(one.name for one in _READ)
    return {
        engine: Prepared(
            text(
                f"SELECT {names} FROM journal {by} WHERE site = :its AND {column} = :{column}"  # noqa: S608  # our own words
                " AND seq > :after ORDER BY seq LIMIT :most"
            ).bindparams(
                bindparam("after", type_=BigInteger),
                bindparam("most", type_=Integer),
                bindparam(column, type_=String),
            )
        )
        for engine, by in (
            ("sqlite", f"INDEXED BY ix_journal_site_{column}_seq"),
            ("postgresql", ""),
        )
    }


_OF_STREAM: Final = _of("stream")
_OF_SUBJECT: Final = _of("subject")
_BY: Final = bindparam("by", type_=BigInteger)
_MOVED: Final = {"seq": _heads.c.seq + _BY}
_MOVE: Final = {
    name: Prepared(_upsert(engine, seq=_BY, epoch=0, change=_MOVED).returning(_heads.c.seq))
    for name, engine in (("sqlite", sqlite), ("postgresql", postgresql))
}
_MOVE_IN_EPOCH: Final = Prepared(
    update(_heads)
    .where(_heads.c.site == bindparam("its"), _heads.c.epoch == bindparam("mine"))
    .values(_MOVED)
    .returning(_heads.c.seq)
)
_BEGIN: Final = {
    name: _upsert(engine, seq=0, epoch=1, change={"epoch": _heads.c.epoch + 1}).returning(
        _heads.c.epoch
    )
    for name, engine in (("sqlite", sqlite), ("postgresql", postgresql))
}
# All facts of a commit go to the database as one value: with each statement more, the thread that
# writes waits once more for its turn among the others.
_FROM: Final = {
    "sqlite": ", ".join(f"json_extract(value, '$[{n}]')" for n in range(6))
    + " FROM json_each(:rows)",
    "postgresql": "CAST(one->>0 AS BIGINT), CAST(one->>1 AS BIGINT), one->>2, one->>3, one->>4,"
    " one->>5 FROM json_array_elements(CAST(:rows AS JSON)) AS one",
}
_APPEND: Final = {
    engine: Prepared(
        text(
            "INSERT INTO journal (site, seq, at, stream, kind, subject, payload)"
            f" SELECT CAST(:site AS VARCHAR), {values}"
        ).bindparams(bindparam("site", type_=String), bindparam("rows", type_=String))
    )
    for engine, values in _FROM.items()
}
