"""Policies of recording, recordings of calls, and where every second of them is.

Imports nothing of the program. Works on SQLite and PostgreSQL. Adds.
"""

import sqlalchemy as sa
from alembic import op

revision = "0023_recordings"
down_revision = "0022_calls_out"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the schema."""
    op.create_table(
        "recording_policy",
        sa.Column("queue", sa.String, sa.ForeignKey("queue.id"), primary_key=True),
        _text("mode"),
        _number("share"),
        _text("form"),
        sa.Column("announce", sa.Boolean, nullable=False),
        _number("days"),
        _number("version"),
        _number("changed_at"),
        _text("changed_by"),
    )
    op.create_table(
        "recording",
        sa.Column("id", sa.String, primary_key=True),
        *[_text(name) for name in ("contact", "queue", "agent", "talk", "state", "why", "form")],
        _number("policy"),
        sa.Column("announced", sa.Boolean, nullable=False),
        _number("days"),
        _number("began_at"),
        sa.Column("ended_at", sa.BigInteger, nullable=True),
        _number("duration_ms"),
        _text("raw"),
        _text("blob"),
        _number("size"),
        _text("sha256"),
        *[sa.Column(name, sa.JSON, nullable=False) for name in ("voices", "bars", "speech")],
        sa.Column("keep_until", sa.BigInteger, nullable=True),
        _text("kept_by"),
        _text("kept_why"),
    )
    op.create_index("ix_recording_contact_began_at", "recording", ["contact", "began_at"])
    open_ = sa.text("state IN ('running', 'closing')")
    op.create_index(
        "ix_recording_open", "recording", ["id"], sqlite_where=open_, postgresql_where=open_
    )
    stored = sa.text("state = 'stored'")
    op.create_index(
        "ix_recording_due",
        "recording",
        ["keep_until"],
        sqlite_where=stored,
        postgresql_where=stored,
    )
    op.create_table(
        "recording_segment",
        sa.Column("recording", sa.String, sa.ForeignKey("recording.id"), primary_key=True),
        sa.Column("number", sa.BigInteger, primary_key=True, autoincrement=False),
        *[_text(name) for name in ("kind", "reason", "by")],
        _number("from_at"),
        sa.Column("to_at", sa.BigInteger, nullable=True),
    )


def _text(name: str) -> sa.Column:  # type: ignore[type-arg]
    return sa.Column(name, sa.String, nullable=False)


def _number(name: str) -> sa.Column:  # type: ignore[type-arg]
    return sa.Column(name, sa.BigInteger, nullable=False)
