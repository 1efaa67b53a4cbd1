"""Where are calls out kept, with the rules for them, and the numbers that people call often?"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Index, Integer
from sqlalchemy.orm import Mapped, mapped_column

from onqueue.kernel.rows import Base


class OutboundCall(Base):
    """One call to a customer; its id is that of its contact."""

    __tablename__ = "outbound_call"
    __table_args__ = (
        Index(None, "account", "placed_at"),
        Index(None, "placed_at"),
        Index(None, "number"),
    )

    contact: Mapped[str] = mapped_column(primary_key=True)
    account: Mapped[str]
    number: Mapped[str]
    caller: Mapped[str]
    """What the called see of us: the number itself."""
    phone_number: Mapped[str]
    """Which of our numbers that is."""
    customer: Mapped[str]
    price: Mapped[int]
    minutes_max: Mapped[int]
    placed_at: Mapped[int]
    reached_at: Mapped[int | None]
    ended_at: Mapped[int | None]
    outcome: Mapped[str] = mapped_column(default="")


class DialPolicy(Base):
    """The rules for calls out."""

    __tablename__ = "dial_policy"

    only_row: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    rules: Mapped[dict[str, Any]]
    version: Mapped[int]
    changed_at: Mapped[int]
    changed_by: Mapped[str]


class OutboundStop(Base):
    """A time in which nobody could call out, because something was strange."""

    __tablename__ = "outbound_stop"

    id: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str]
    count: Mapped[int]
    reason: Mapped[str]
    began_at: Mapped[int]
    lifted_at: Mapped[int | None]
    lifted_by: Mapped[str] = mapped_column(default="")


class SpeedDial(Base):
    """A number with a name that is called often, by everybody or by one."""

    __tablename__ = "speed_dial"
    __table_args__ = (Index(None, "account"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    account: Mapped[str]
    """Whose; everybody's where it is empty."""
    name: Mapped[str]
    number: Mapped[str]
    made_at: Mapped[int]
