"""What servers tell of themselves, and what they repaired or parked.

Imports nothing of the program. Works on SQLite and PostgreSQL.
"""

import sqlalchemy as sa
from alembic import op

revision = "0010_upkeep"
down_revision = "0009_person_version"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the schema."""
    op.create_table(
        "server_report",
        sa.Column("site", sa.String, primary_key=True),
        sa.Column("process", sa.String, primary_key=True),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("started_at", sa.BigInteger, nullable=False),
        sa.Column("report", sa.JSON, nullable=False),
    )
    op.create_table(
        "finding",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("site", sa.String, nullable=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("subject", sa.String, nullable=False),
        sa.Column("detail", sa.String, nullable=False),
        sa.Column("times", sa.BigInteger, nullable=False),
        sa.Column("first_at", sa.BigInteger, nullable=False),
        sa.Column("last_at", sa.BigInteger, nullable=False),
        sa.Column("told_at", sa.BigInteger, nullable=True),
        sa.Column("seen_at", sa.BigInteger, nullable=True),
        sa.Column("seen_by", sa.String, nullable=False),
    )
    op.create_index("ix_finding_site_last_at", "finding", ["site", "last_at"])
    op.create_index(
        "ix_finding_site_seen_at_kind_subject", "finding", ["site", "seen_at", "kind", "subject"]
    )
