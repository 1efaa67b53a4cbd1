"""Where are legs kept, so that we know them after a restart and can tell what was said when?"""

from __future__ import annotations

from sqlalchemy import Index, text
from sqlalchemy.orm import Mapped, mapped_column

from onqueue.kernel.rows import Base


class CallLeg(Base):
    """One leg of a call, from dialling to its end."""

    __tablename__ = "call_leg"
    __table_args__ = (
        Index(None, "contact"),
        Index(
            "ix_call_leg_open",
            "id",
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    contact: Mapped[str]
    role: Mapped[str]
    account: Mapped[str]
    stint: Mapped[str]
    endpoint: Mapped[str]
    attachment: Mapped[str]
    started_at: Mapped[int]
    answered_at: Mapped[int | None]
    ended_at: Mapped[int | None]
    cause: Mapped[int | None]
    ended_by: Mapped[str]
