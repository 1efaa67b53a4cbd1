"""Keep the legs of calls, and whether a chat widget offers calls.

Imports nothing of the program. Works on SQLite and PostgreSQL.
"""

import sqlalchemy as sa
from alembic import op

revision = "0014_calls"
down_revision = "0013_nodes"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the schema."""
    number = sa.BigInteger
    op.add_column(
        "chat_widget",
        sa.Column("calls_enabled", sa.Boolean, nullable=False, server_default=sa.false()),
    )
    op.create_table(
        "call_leg",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("contact", sa.String, nullable=False),
        sa.Column("role", sa.String, nullable=False),
        sa.Column("account", sa.String, nullable=False),
        sa.Column("stint", sa.String, nullable=False),
        sa.Column("endpoint", sa.String, nullable=False),
        sa.Column("attachment", sa.String, nullable=False),
        sa.Column("started_at", number, nullable=False),
        sa.Column("answered_at", number, nullable=True),
        sa.Column("ended_at", number, nullable=True),
        sa.Column("cause", number, nullable=True),
        sa.Column("ended_by", sa.String, nullable=False),
    )
    op.create_index("ix_call_leg_contact", "call_leg", ["contact"])
    still_open = sa.text("ended_at IS NULL")
    op.create_index(
        "ix_call_leg_open",
        "call_leg",
        ["id"],
        sqlite_where=still_open,
        postgresql_where=still_open,
    )
