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
    last = _ADD[dialect_of(session)](session, facts, epoch)
    reached("journal.appended")
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


def _add_in_two(session: Session, facts: Sequence[Fact], epoch: int | None) -> int:
    """Move the head, then write the facts: SQLite writes nothing within another statement."""
    values: dict[str, Any] = {"its": site_of(session), "by": len(facts), "mine": epoch}
    last = _moved((_MOVE if epoch is None else _MOVE_IN_EPOCH).rows(session, values))
    reached("journal.appending")
    _INSERT.run(session, [{**values, "before": last - len(facts), "rows": _packed(facts)}])
    return last


def _add_in_one(session: Session, facts: Sequence[Fact], epoch: int | None) -> int:
    """Move the head and write the facts in one way to the server and back."""
    reached("journal.appending")
    values = {"its": site_of(session), "by": len(facts), "mine": epoch, "rows": _packed(facts)}
    return _moved((_ADD_ALL if epoch is None else _ADD_ALL_IN_EPOCH).rows(session, values))


_ADD: Final = {"sqlite": _add_in_two, "postgresql": _add_in_one}


def _packed(facts: Sequence[Fact]) -> str:
    """Return all facts of a commit as one value.

    With each statement more, the thread that writes waits once more for its turn among the others.
    """
    rows = [(one.at, one.stream, one.kind, one.subject, one.payload.decode()) for one in facts]
    return _rows_encoder.encode(rows).decode()


def _moved(rows: list[Any]) -> int:
    if not rows:
        raise EpochPassed
    return int(rows[0][0])


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
_BEGIN: Final = {
    name: _upsert(engine, seq=0, epoch=1, change={"epoch": _heads.c.epoch + 1}).returning(
        _heads.c.epoch
    )
    for name, engine in (("sqlite", sqlite), ("postgresql", postgresql))
}
_COLUMNS: Final = "(site, seq, at, stream, kind, subject, payload)"
_TO_MOVE: Final = (
    "INSERT INTO journal_head (site, seq, epoch) VALUES (:its, :by, 0)"
    " ON CONFLICT (site) DO UPDATE SET seq = journal_head.seq + excluded.seq RETURNING seq"
)
_TO_MOVE_IN_EPOCH: Final = (
    "UPDATE journal_head SET seq = seq + :by WHERE site = :its AND epoch = :mine RETURNING seq"
)
_MOVE: Final = Prepared(text(_TO_MOVE))
_MOVE_IN_EPOCH: Final = Prepared(text(_TO_MOVE_IN_EPOCH))
_INSERT: Final = Prepared(
    text(
        f"INSERT INTO journal {_COLUMNS} SELECT :its, :before + key + 1, "  # noqa: S608  # our own words
        + ", ".join(f"json_extract(value, '$[{n}]')" for n in range(5))
        + " FROM json_each(:rows)"
    )
)
_ADD_ALL, _ADD_ALL_IN_EPOCH = (
    Prepared(
        text(
            f"WITH moved AS ({move}), added AS (INSERT INTO journal {_COLUMNS}"  # noqa: S608  # our own words
            " SELECT CAST(:its AS VARCHAR), moved.seq - :by + number, CAST(one->>0 AS BIGINT),"
            " one->>1, one->>2, one->>3, one->>4 FROM moved,"
            " json_array_elements(CAST(:rows AS JSON)) WITH ORDINALITY AS given (one, number))"
            " SELECT seq FROM moved"
        )
    )
    for move in (_TO_MOVE, _TO_MOVE_IN_EPOCH)
)
