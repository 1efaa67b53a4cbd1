"""Let two records of one customer become one, and say how to take that back.

Imports nothing of the program. Works on SQLite and PostgreSQL. Adds.
"""

import sqlalchemy as sa
from alembic import op

revision = "0026_customer_merges"
down_revision = "0025_outbound"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the schema."""
    op.add_column(
        "customer", sa.Column("merged_into", sa.String, nullable=False, server_default="")
    )
    op.create_table(
        "customer_merge",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("kept", sa.String, nullable=False),
        sa.Column("gone", sa.String, nullable=False),
        sa.Column("gone_name", sa.String, nullable=False),
        sa.Column("before", sa.JSON, nullable=False),
        sa.Column("after", sa.JSON, nullable=False),
        sa.Column("identities", sa.JSON, nullable=False),
        sa.Column("visitors", sa.JSON, nullable=False),
        sa.Column("conversations", sa.JSON, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("by_name", sa.String, nullable=False),
        sa.Column("undone_at", sa.BigInteger, nullable=True),
    )
    op.create_index("ix_customer_merge_kept", "customer_merge", ["kept"])
