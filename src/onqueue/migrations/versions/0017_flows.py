"""Flows and their versions.

Imports nothing of the program. Works on SQLite and PostgreSQL.
"""

import sqlalchemy as sa
from alembic import op

revision = "0017_flows"
down_revision = "0016_queue_settings"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the schema."""
    op.create_table(
        "flow",
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
    op.create_table(
        "flow_version",
        sa.Column("id", sa.String, primary_key=True),
        _text("subject"),
        sa.Column("number", sa.BigInteger, nullable=True),
        sa.Column("rules", sa.JSON, nullable=False),
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
        "uq_flow_version_draft",
        "flow_version",
        ["subject"],
        unique=True,
        sqlite_where=sa.text("number IS NULL"),
        postgresql_where=sa.text("number IS NULL"),
    )


def _text(name: str) -> sa.Column:  # type: ignore[type-arg]
    return sa.Column(name, sa.String, nullable=False)


def _number(name: str) -> sa.Column:  # type: ignore[type-arg]
    return sa.Column(name, sa.BigInteger, nullable=False)
