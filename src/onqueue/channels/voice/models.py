"""Where are legs kept, so that we know them after a restart and can tell what was said when?

And which telephones agents have on their desks.
"""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index, text
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
    carrier: Mapped[str] = mapped_column(default="webrtc", server_default="webrtc")
    """By which driver it goes."""


class DeskPhone(Base):
    """An agent's telephone that registers by itself; it is called by the account's id."""

    __tablename__ = "desk_phone"

    account: Mapped[str] = mapped_column(
        ForeignKey("account.id", ondelete="CASCADE"), primary_key=True
    )
    proof: Mapped[str]
    """What its password proves itself by. The password is nowhere."""
    made_at: Mapped[int]
