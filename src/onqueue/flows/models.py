"""Where are flows kept?"""

from __future__ import annotations

from typing import Any

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from onqueue.kernel.rows import Base, Configured, Versioned, version_constraints


class Flow(Configured, Base):
    """A flow by its name; what it is like is in its versions."""

    __tablename__ = "flow"

    name: Mapped[str]
    description: Mapped[str]


class FlowVersion(Versioned, Base):
    """A flow as it is, was or is to be; the subject is the flow, and the rules are its graph."""

    __tablename__ = "flow_version"
    __table_args__ = version_constraints("flow_version")


class FlowEntry(Base):
    """Where customers come in: the widget whose chats begin with a flow."""

    __tablename__ = "flow_entry"

    widget: Mapped[str] = mapped_column(ForeignKey("chat_widget.id"), primary_key=True)
    flow: Mapped[str] = mapped_column(ForeignKey("flow.id"))

    __table_args__ = (Index(None, "flow"),)


class FlowRun(Base):
    """A customer in a flow; the id is that of the contact that may come of it."""

    __tablename__ = "flow_run"

    id: Mapped[str] = mapped_column(primary_key=True)
    conversation: Mapped[str]
    customer: Mapped[str]
    known: Mapped[bool]
    """Whether there was a record of the customer before."""
    flow: Mapped[str]
    number: Mapped[int]
    """The version: who began goes on in it."""
    state: Mapped[dict[str, Any]]
    form: Mapped[dict[str, Any]]
    told: Mapped[int]
    """Messages of the flow so far; they have their ids from it."""
    question: Mapped[dict[str, Any]]
    """What is asked now, and with which options."""
    outcome: Mapped[str]
    """Empty while it goes on."""
    began_at: Mapped[int]
    due_at: Mapped[int]
    """When it ends by itself, if nothing is answered."""
    ended_at: Mapped[int | None]

    __table_args__ = (
        Index(None, "conversation", "began_at"),
        Index(None, "flow", "began_at"),
        Index(
            "ix_flow_run_open",
            "due_at",
            sqlite_where=text("outcome = ''"),
            postgresql_where=text("outcome = ''"),
        ),
    )


class FlowPassage(Base):
    """A node that a customer went through, and by which exit; follows the journal."""

    __tablename__ = "flow_passage"

    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    """The place in the journal of the fact that says so."""
    place: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    run: Mapped[str]
    flow: Mapped[str]
    number: Mapped[int]
    node: Mapped[str]
    exit: Mapped[str]
    at: Mapped[int]

    __table_args__ = (Index(None, "flow", "at"),)
