"""Which processes serve this centre, and who is connected to each of them?

On PostgreSQL a centre may be served by several processes. Each has a row that says until when
it is surely there, by the clock of the database, and holds a lock of its connection. When it is
killed, the lock is free at once; when its machine freezes or is cut off, the row runs out.
Either is enough to count it as gone, and what it said about who is connected to it goes with it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Index,
    case,
    cast,
    delete,
    func,
    insert,
    select,
    text,
    update,
)
from sqlalchemy.dialects import postgresql
from sqlalchemy.orm import InstrumentedAttribute, Mapped, Session, mapped_column

from onqueue.kernel.db import site_of
from onqueue.kernel.rows import Base


class NodeRow(Base):
    """A process that serves."""

    __tablename__ = "node"

    site: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[str] = mapped_column(primary_key=True)
    role: Mapped[str]
    host: Mapped[str]
    pid: Mapped[int]
    version: Mapped[str]
    format: Mapped[int] = mapped_column(server_default="0")
    started_at: Mapped[int]
    until_at: Mapped[int]


class AttendanceRow(Base):
    """Somebody who is connected to a process."""

    __tablename__ = "attendance"
    __table_args__ = (Index("ix_attendance_site_node", "site", "node"),)

    site: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    subject: Mapped[str] = mapped_column(primary_key=True)
    node: Mapped[str] = mapped_column(primary_key=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """One process, as others see it."""

    id: str
    role: str
    host: str
    pid: int
    version: str
    format: int = 0
    """Of what it writes for others to follow; who follows reads this one and older ones."""


Subject = tuple[str, str]
"""What somebody is, `agent`, `desk` or `chat`, and who."""

DATABASE_NOW: Final[ColumnElement[int]] = cast(
    func.extract("epoch", func.clock_timestamp()) * 1_000, BigInteger
)
"""The one clock that all processes of a centre share. PostgreSQL only."""


def enter(session: Session, *, node: Node, lease_ms: int) -> bool:
    """Say that a process is there for a while, and hold its lock with this connection.

    Returns whether it was known already; otherwise what it said before is forgotten.
    """
    # The connection holds this one lock and no other; it lost it when it was opened anew.
    held = session.scalar(
        text(
            "SELECT count(*) FROM pg_locks"
            " WHERE locktype = 'advisory' AND granted AND pid = pg_backend_pid()"
        )
    )
    if not held:
        session.scalar(select(func.pg_try_advisory_lock(_key(node.id))))
    until_at = DATABASE_NOW + lease_ms
    mine = (NodeRow.site == site_of(session), NodeRow.id == node.id)
    known = session.execute(update(NodeRow).where(*mine).values(until_at=until_at))
    if known.rowcount:  # type: ignore[attr-defined]  # an update has it
        return True
    session.execute(
        insert(NodeRow).values(
            site=site_of(session),
            id=node.id,
            role=node.role,
            host=node.host,
            pid=node.pid,
            version=node.version,
            format=node.format,
            started_at=DATABASE_NOW,
            until_at=until_at,
        )
    )
    return False


def leave(session: Session, *, node: str) -> None:
    """Forget a process and who was connected to it."""
    _forget(session, [node])


def forget_gone(session: Session) -> list[str]:
    """Forget the processes that are gone, and return which."""
    site = site_of(session)
    gone = list(session.scalars(select(NodeRow.id).where(NodeRow.site == site, ~_there())))
    # Rows of a process that nobody knows: it was forgotten while it wrote them.
    known = select(NodeRow.id).where(NodeRow.site == site)
    session.execute(
        delete(AttendanceRow).where(AttendanceRow.site == site, AttendanceRow.node.not_in(known))
    )
    _forget(session, gone)
    return gone


def is_there(session: Session, *, node: str) -> bool:
    """Tell whether a process is there."""
    stmt = select(NodeRow.id).where(NodeRow.site == site_of(session), NodeRow.id == node, _there())
    return session.scalar(stmt) is not None


def format_of(session: Session, *, node: str) -> int | None:
    """Return what a process writes, if it is known."""
    stmt = select(NodeRow.format).where(NodeRow.site == site_of(session), NodeRow.id == node)
    return session.scalar(stmt)


def nodes(session: Session) -> list[Node]:
    """Return the processes that are there, the oldest first."""
    stmt = (
        select(NodeRow)
        .where(NodeRow.site == site_of(session), _there())
        .order_by(NodeRow.started_at, NodeRow.id)
    )
    return [
        Node(
            id=row.id,
            role=row.role,
            host=row.host,
            pid=row.pid,
            version=row.version,
            format=row.format,
        )
        for row in session.scalars(stmt)
    ]


def note(session: Session, *, node: str, came: Iterable[Subject], went: Iterable[Subject]) -> None:
    """Write down who is connected to a process now, and who is no more."""
    _quick(session)
    site = site_of(session)
    new = [{"site": site, "kind": kind, "subject": subject, "node": node} for kind, subject in came]
    if new:
        stmt = postgresql.insert(AttendanceRow).on_conflict_do_nothing()
        session.execute(stmt, new)
    for kind, subject in went:
        session.execute(
            delete(AttendanceRow).where(
                AttendanceRow.site == site,
                AttendanceRow.kind == kind,
                AttendanceRow.subject == subject,
                AttendanceRow.node == node,
            )
        )


def absent(session: Session, *, subjects: Iterable[Subject]) -> set[Subject]:
    """Return who of these is connected to no process that is there."""
    return {one for one in subjects if not attending(session, kind=one[0], subject=one[1])}


def attending(session: Session, *, kind: str, subject: str | None = None) -> set[str]:
    """Return who is connected to any process that is there."""
    stmt = (
        select(AttendanceRow.subject)
        .join(NodeRow, (NodeRow.site == AttendanceRow.site) & (NodeRow.id == AttendanceRow.node))
        .where(AttendanceRow.site == site_of(session), AttendanceRow.kind == kind, _there())
        .distinct()
    )
    if subject is not None:
        stmt = stmt.where(AttendanceRow.subject == subject)
    return set(session.scalars(stmt))


def _forget(session: Session, gone: list[str]) -> None:
    site = site_of(session)
    session.execute(
        delete(AttendanceRow).where(AttendanceRow.site == site, AttendanceRow.node.in_(gone))
    )
    session.execute(delete(NodeRow).where(NodeRow.site == site, NodeRow.id.in_(gone)))


def _there() -> ColumnElement[bool]:
    """A process whose time has not run out and whose connection holds its lock.

    Who asks takes the lock for a moment where it is free: a shared one, so that two who ask at
    once do not take each other for the process. The time is looked at first, and only those
    locks are tried that decide.
    """
    free = func.pg_try_advisory_xact_lock_shared(_key(NodeRow.id))
    return case((NodeRow.until_at <= DATABASE_NOW, False), else_=~free)


def _key(node: ColumnElement[str] | InstrumentedAttribute[str] | str) -> ColumnElement[int]:
    return func.hashtextextended(node, 0)


def _quick(session: Session) -> None:
    """Let the commit not wait for the disk: what is lost in a crash is not true after it."""
    session.execute(text("SET LOCAL synchronous_commit = off"))
