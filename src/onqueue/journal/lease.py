"""Which process may write for the floor?

On PostgreSQL one of several: the holder of the lease, which runs out by the clock of the
database unless it is renewed. Taking it begins an epoch, and the journal takes the floor's
facts in the present epoch only: a holder that was frozen and wakes up when another has taken
over adds nothing any more, whatever it believes. On SQLite it is the one process that holds
the file's lock.

While a centre is upgraded, processes of two versions serve it. Those of the older one lead as
long as there are any: the newer ones read what the older ones write, and not the other way.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import select, update
from sqlalchemy.dialects import postgresql
from sqlalchemy.orm import Session

from onqueue.journal.models import JournalHead, LeaseRow
from onqueue.journal.store import EpochPassed, begin_epoch
from onqueue.kernel.db import announce, site_of
from onqueue.kernel.nodes import DATABASE_NOW, format_of, is_there, nodes

TOPIC: Final = "lease"
"""The bus topic that says that the lease is free, or in other hands."""


LEADING_ROLES: Final = frozenset({"all", "floor"})
"""What a process must be there for to be able to lead."""


def may_take(session: Session, *, node: str) -> bool:
    """Tell whether the lease is one's own, or has run out, or its holder is gone.

    Whoever writes what others could not read lets those go first.
    """
    mine = format_of(session, node=node) or 0
    for other in nodes(session) if mine else ():
        if other.role in LEADING_ROLES and other.format < mine:
            return False
    stmt = select(LeaseRow.holder, LeaseRow.until_at <= DATABASE_NOW).where(
        LeaseRow.site == site_of(session)
    )
    found = session.execute(stmt).one_or_none()
    if found is None or found[0] == node or found[1]:
        return True
    return not is_there(session, node=found[0])


def is_held(session: Session) -> bool:
    """Tell whether somebody leads."""
    stmt = select(LeaseRow.holder).where(
        LeaseRow.site == site_of(session), LeaseRow.until_at > DATABASE_NOW
    )
    return session.scalar(stmt) is not None


def is_led_by_newer(session: Session, *, format_here: int) -> bool:
    """Tell whether who leads writes what this program cannot read."""
    stmt = select(LeaseRow.holder).where(
        LeaseRow.site == site_of(session), LeaseRow.until_at > DATABASE_NOW
    )
    holder = session.scalar(stmt)
    return (format_of(session, node=holder) or 0) > format_here if holder else False


def take(session: Session, *, node: str, lease_ms: int) -> int | None:
    """Take the lease if it is free or one's own, and return the epoch that begins with it."""
    site = site_of(session)
    first = postgresql.insert(LeaseRow).values(site=site, holder="", epoch=0, until_at=0)
    session.execute(first.on_conflict_do_nothing())
    session.scalar(select(LeaseRow.holder).where(LeaseRow.site == site).with_for_update())
    if not may_take(session, node=node):
        return None
    epoch = begin_epoch(session)
    session.execute(
        update(LeaseRow)
        .where(LeaseRow.site == site)
        .values(holder=node, epoch=epoch, until_at=DATABASE_NOW + lease_ms)
    )
    announce(session, TOPIC, node.encode())
    return epoch


def renew(session: Session, *, node: str, lease_ms: int) -> bool:
    """Hold the lease for longer; False when another has it."""
    stmt = (
        update(LeaseRow)
        .where(LeaseRow.site == site_of(session), LeaseRow.holder == node)
        .values(until_at=DATABASE_NOW + lease_ms)
        .returning(LeaseRow.epoch)
    )
    return session.scalar(stmt) is not None


def release(session: Session, *, node: str) -> None:
    """Let another take the lease at once, if it is one's own."""
    session.execute(
        update(LeaseRow)
        .where(LeaseRow.site == site_of(session), LeaseRow.holder == node)
        .values(until_at=0)
    )
    announce(session, TOPIC)


def check_epoch(session: Session, *, epoch: int) -> None:
    """Raise `EpochPassed` unless an epoch is the present one, and keep it so until the commit."""
    stmt = select(JournalHead.epoch).where(JournalHead.site == site_of(session))
    if session.scalar(stmt.with_for_update()) != epoch:
        raise EpochPassed
