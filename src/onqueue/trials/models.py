"""Where are trials kept?"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from onqueue.kernel.rows import Base


class RulesTrial(Base):
    """A draft of routing rules that is lived through a recorded day beside what is in force."""

    __tablename__ = "rules_trial"
    __table_args__ = (
        Index("ix_rules_trial_subject_asked_at", "subject", "asked_at"),
        Index("ix_rules_trial_state_asked_at", "state", "asked_at"),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    subject: Mapped[str]
    """A queue's id, or the whole floor."""
    draft: Mapped[str]
    """The row of the draft; it keeps its id when it is published."""
    revision: Mapped[int]
    compared_to: Mapped[int]
    changes: Mapped[list[Any]]
    day: Mapped[str]
    from_at: Mapped[int]
    to_at: Mapped[int]
    so_far: Mapped[bool]
    seeds: Mapped[int]
    state: Mapped[str]
    phase: Mapped[str]
    done: Mapped[int]
    total: Mapped[int]
    problem: Mapped[str]
    problem_code: Mapped[str]
    outcome: Mapped[dict[str, Any]]
    lease: Mapped[str]
    lease_until_at: Mapped[int]
    asked_at: Mapped[int]
    asked_by: Mapped[str]
    finished_at: Mapped[int | None]
