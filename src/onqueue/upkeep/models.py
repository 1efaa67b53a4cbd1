"""What does a server tell of itself, and what did it find?"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from onqueue.kernel.rows import Base


class ServerReport(Base):
    """What one process said of itself last."""

    __tablename__ = "server_report"

    site: Mapped[str] = mapped_column(primary_key=True)
    process: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[int]
    started_at: Mapped[int]
    report: Mapped[dict[str, Any]]


class Finding(Base):
    """Something that was repaired, parked or broken, until an administrator has seen it."""

    __tablename__ = "finding"
    __table_args__ = (
        Index("ix_finding_site_last_at", "site", "last_at"),
        Index("ix_finding_site_seen_at_kind_subject", "site", "seen_at", "kind", "subject"),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    site: Mapped[str]
    kind: Mapped[str]
    subject: Mapped[str]
    detail: Mapped[str]
    times: Mapped[int]
    first_at: Mapped[int]
    last_at: Mapped[int]
    told_at: Mapped[int | None]
    seen_at: Mapped[int | None]
    seen_by: Mapped[str]
