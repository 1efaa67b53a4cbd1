"""How does a process that does not lead the floor have a command carried out?

It writes the command down, and whoever leads reads it, decides, and writes the answer in the
transaction that adds the facts: so it is carried out once, also when the leader dies between,
and nothing depends on a message arriving. The bus only says that there is something to read.
Commands have a time until which somebody waits for them; later nobody carries them out.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import ColumnElement, delete, insert, or_, select, text, update
from sqlalchemy.orm import Session

from onqueue.journal.models import FloorAskRow
from onqueue.kernel.db import announce, site_of
from onqueue.kernel.nodes import DATABASE_NOW

ASKED: Final = "floor.asked"
"""The bus topic of commands that wait."""
ANSWERED: Final = "floor.answered"
"""The bus topic of answers that wait."""
KEPT_MS: Final = 60_000
"""How long after its time a row is kept for whoever still looks for its answer."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A command that nobody has carried out yet."""

    id: str
    command: bytes


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of a command: where its outcome is in the journal, or the refusal."""

    id: str
    seq: int | None
    refusal: bytes | None


def put(session: Session, *, id: str, node: str, command: bytes, wait_ms: int) -> None:  # noqa: A002  # its word
    """Write down a command that somebody waits for."""
    # Lost in a crash of the database, it was not carried out, and nobody was told otherwise.
    session.execute(text("SET LOCAL synchronous_commit = off"))
    session.execute(
        insert(FloorAskRow).values(
            site=site_of(session),
            id=id,
            node=node,
            command=command.decode(),
            until_at=DATABASE_NOW + wait_ms,
        )
    )
    announce(session, ASKED)


def waiting(session: Session, *, limit: int) -> list[Waiting]:
    """Return the commands that wait, those first that were made first."""
    stmt = (
        select(FloorAskRow.id, FloorAskRow.command)
        .where(
            FloorAskRow.site == site_of(session),
            _open(),
            FloorAskRow.until_at > DATABASE_NOW,
        )
        .order_by(FloorAskRow.id)
        .limit(limit)
    )
    return [Waiting(row[0], row[1].encode()) for row in session.execute(stmt)]


def answer(session: Session, *, answers: Sequence[Answer], last: int | None) -> None:
    """Write down what became of commands, in the transaction that carried them out.

    `last` is the number of the last fact that this transaction added, if it added any.
    """
    for one in answers:
        refusal = None if one.refusal is None else one.refusal.decode()
        session.execute(
            update(FloorAskRow)
            .where(FloorAskRow.site == site_of(session), FloorAskRow.id == one.id, _open())
            .values(seq=(last or one.seq) if refusal is None else None, refusal=refusal)
        )
    if answers:
        announce(session, ANSWERED)


def answers(session: Session, *, ids: Collection[str]) -> list[Answer]:
    """Return the answers there are to commands."""
    stmt = select(FloorAskRow.id, FloorAskRow.seq, FloorAskRow.refusal).where(
        FloorAskRow.site == site_of(session), FloorAskRow.id.in_(ids), or_(*_ANSWERS)
    )
    return [
        Answer(row[0], row[1], None if row[2] is None else row[2].encode())
        for row in session.execute(stmt)
    ]


def forget(session: Session) -> int:
    """Remove the commands whose time is long over; return how many."""
    stmt = delete(FloorAskRow).where(
        FloorAskRow.site == site_of(session), FloorAskRow.until_at < DATABASE_NOW - KEPT_MS
    )
    return len(session.scalars(stmt.returning(FloorAskRow.id)).all())


_ANSWERS: Final = (FloorAskRow.seq.is_not(None), FloorAskRow.refusal.is_not(None))


def _open() -> ColumnElement[bool]:
    return FloorAskRow.seq.is_(None) & FloorAskRow.refusal.is_(None)
