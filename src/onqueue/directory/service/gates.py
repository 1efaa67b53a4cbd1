"""To whom is a gate open?

Whatever has to be read, learned or allowed before somebody may answer a queue opens a gate
here: an administrator by hand, and a briefing or a certificate with `clear_gate`.
"""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from onqueue.directory import models
from onqueue.directory.service import records
from onqueue.kernel.db import announce


def clear_gate(session: Session, *, gate: str, account: str, by: str, now: int) -> None:
    """Open a gate to somebody; doing it twice is no error."""
    if session.get(models.GateClearance, (gate, account)) is None:
        session.add(models.GateClearance(gate=gate, account=account, cleared_at=now, cleared_by=by))
        session.flush()
        announce(session, records.TOPIC)


def shut_gate(session: Session, *, gate: str, account: str) -> None:
    """Take it back, such as when a certificate runs out."""
    table = models.GateClearance
    session.execute(delete(table).where(table.gate == gate, table.account == account))
    announce(session, records.TOPIC)


def set_cleared(
    session: Session, *, account: str, gates: Collection[str], by: str, now: int
) -> None:
    """Let exactly these gates be open to somebody."""
    table = models.GateClearance
    had = set(session.scalars(select(table.gate).where(table.account == account)))
    for gate in sorted(had - set(gates)):
        shut_gate(session, gate=gate, account=account)
    for gate in sorted(set(gates) - had):
        clear_gate(session, gate=gate, account=account, by=by, now=now)
