"""The journal, its head, snapshots of what is built from it, and how far each reader is."""

import sqlalchemy as sa
from alembic import op

revision = "0002_journal"
down_revision = "0001_kernel"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the schema."""
    op.create_table(
        "journal",
        sa.Column("site", sa.String, nullable=False),
        sa.Column("seq", sa.BigInteger, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("stream", sa.String, nullable=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("subject", sa.String, nullable=True),
        sa.Column("payload", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("site", "seq"),
        # The rows lie in the order of the key, so that reading on from n is one sweep.
        sqlite_with_rowid=False,
    )
    op.create_index("ix_journal_site_subject_seq", "journal", ["site", "subject", "seq"])
    op.create_index("ix_journal_site_stream_seq", "journal", ["site", "stream", "seq"])
    op.create_table(
        "journal_head",
        sa.Column("site", sa.String, primary_key=True),
        sa.Column("seq", sa.BigInteger, nullable=False),
        sa.Column("epoch", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "snapshot",
        sa.Column("site", sa.String, nullable=False),
        sa.Column("stream", sa.String, nullable=False),
        sa.Column("seq", sa.BigInteger, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("format", sa.BigInteger, nullable=False),
        sa.Column("payload", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("site", "stream", "seq"),
    )
    op.create_table(
        "projection",
        sa.Column("site", sa.String, nullable=False),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("version", sa.BigInteger, nullable=False),
        sa.Column("seq", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("site", "name"),
    )
