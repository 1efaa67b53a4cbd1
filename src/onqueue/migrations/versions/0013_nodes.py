"""What several processes of one centre know of each other: who runs, who leads, who is there.

Imports nothing of the program. Works on SQLite and PostgreSQL. Adds; what it would take
away waits for a later release, and then raises schema_compat.number as well.
Locks are given up after five seconds (env.py): keep statements that lock a table short.
"""

import sqlalchemy as sa
from alembic import op

revision = "0013_nodes"
down_revision = "0012_message_language"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the schema."""
    number = sa.BigInteger
    op.create_table(
        "node",
        sa.Column("site", sa.String, nullable=False),
        sa.Column("id", sa.String, nullable=False),
        sa.Column("role", sa.String, nullable=False),
        sa.Column("host", sa.String, nullable=False),
        sa.Column("pid", number, nullable=False),
        sa.Column("version", sa.String, nullable=False),
        sa.Column("started_at", number, nullable=False),
        sa.Column("until_at", number, nullable=False),
        sa.PrimaryKeyConstraint("site", "id"),
    )
    op.create_table(
        "attendance",
        sa.Column("site", sa.String, nullable=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("subject", sa.String, nullable=False),
        sa.Column("node", sa.String, nullable=False),
        sa.PrimaryKeyConstraint("site", "kind", "subject", "node"),
    )
    op.create_index("ix_attendance_site_node", "attendance", ["site", "node"])
    op.create_table(
        "lease",
        sa.Column("site", sa.String, primary_key=True),
        sa.Column("holder", sa.String, nullable=False),
        sa.Column("epoch", number, nullable=False),
        sa.Column("until_at", number, nullable=False),
    )
    op.create_table(
        "floor_ask",
        sa.Column("site", sa.String, nullable=False),
        sa.Column("id", sa.String, nullable=False),
        sa.Column("node", sa.String, nullable=False),
        sa.Column("command", sa.Text, nullable=False),
        sa.Column("until_at", number, nullable=False),
        sa.Column("seq", number, nullable=True),
        sa.Column("refusal", sa.Text, nullable=True),
        sa.PrimaryKeyConstraint("site", "id"),
    )
    open_only = sa.text("seq IS NULL AND refusal IS NULL")
    op.create_index(
        "ix_floor_ask_open",
        "floor_ask",
        ["site", "id"],
        sqlite_where=open_only,
        postgresql_where=open_only,
    )
    op.create_table(
        "attempt",
        sa.Column("site", sa.String, nullable=False),
        sa.Column("limit_name", sa.String, nullable=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("subject", sa.String, nullable=False),
        sa.Column("ends_at", number, nullable=False),
        sa.Column("used", number, nullable=False),
        sa.PrimaryKeyConstraint("site", "limit_name", "kind", "subject"),
    )
    op.create_index("ix_attempt_ends_at", "attempt", ["ends_at"])
