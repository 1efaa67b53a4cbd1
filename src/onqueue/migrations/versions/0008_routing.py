"""Versions of routing rules, gates, closures in an emergency, and who looks after a customer.

Imports nothing of the program. Works on SQLite and PostgreSQL.
"""

import sqlalchemy as sa
from alembic import op

revision = "0008_routing"
down_revision = "0007_insight"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the schema."""
    _versions()
    _gates()
    op.create_table(
        "queue_closure",
        sa.Column("queue", sa.String, sa.ForeignKey("queue.id"), primary_key=True),
        _text("reason"),
        _number("closed_at"),
        _text("closed_by"),
    )
    op.add_column("skill", _text("language", usual=""))
    op.add_column("chat_widget", _flag("direct_enabled"))
    op.add_column("agent_profile", _number("units_max", usual="0"))
    op.add_column("agent_profile", _json("units", usual="{}"))
    op.add_column("agent_profile", _json("reserved", usual="{}"))
    op.add_column("agent_profile", _json("interrupts", usual="[]"))
    op.add_column("customer", _text("owner", usual=""))


def _versions() -> None:
    op.create_table(
        "routing_version",
        sa.Column("id", sa.String, primary_key=True),
        _text("subject"),
        sa.Column("number", sa.BigInteger, nullable=True),
        _json("rules"),
        _text("note"),
        sa.Column("restores", sa.BigInteger, nullable=True),
        _number("revision"),
        _number("changed_at"),
        _text("changed_by"),
        sa.Column("published_at", sa.BigInteger, nullable=True),
        _text("published_by"),
        sa.UniqueConstraint("subject", "number"),
    )
    op.create_index(
        "uq_routing_version_draft",
        "routing_version",
        ["subject"],
        unique=True,
        sqlite_where=sa.text("number IS NULL"),
        postgresql_where=sa.text("number IS NULL"),
    )


def _gates() -> None:
    op.create_table(
        "gate",
        sa.Column("id", sa.String, primary_key=True),
        _text("key"),
        sa.Column("archived", sa.Boolean, nullable=False),
        _number("version"),
        _number("created_at"),
        _number("changed_at"),
        _text("changed_by"),
        _text("name"),
        _text("description"),
        sa.UniqueConstraint("key"),
    )
    account = sa.ForeignKey("account.id", ondelete="CASCADE")
    op.create_table(
        "gate_clearance",
        sa.Column("gate", sa.String, sa.ForeignKey("gate.id"), primary_key=True),
        sa.Column("account", sa.String, account, primary_key=True),
        _number("cleared_at"),
        _text("cleared_by"),
    )
    op.create_index("ix_gate_clearance_account", "gate_clearance", ["account"])


def _text(name: str, usual: str | None = None) -> sa.Column:  # type: ignore[type-arg]
    return sa.Column(name, sa.String, nullable=False, server_default=usual)


def _number(name: str, usual: str | None = None) -> sa.Column:  # type: ignore[type-arg]
    return sa.Column(name, sa.BigInteger, nullable=False, server_default=usual)


def _json(name: str, usual: str | None = None) -> sa.Column:  # type: ignore[type-arg]
    return sa.Column(name, sa.JSON, nullable=False, server_default=usual)


def _flag(name: str) -> sa.Column:  # type: ignore[type-arg]
    return sa.Column(name, sa.Boolean, nullable=False, server_default=sa.false())
