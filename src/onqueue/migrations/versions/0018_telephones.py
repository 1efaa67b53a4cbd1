"""Keep telephone numbers, agents' telephones, and what carries each leg of a call.

Imports nothing of the program. Works on SQLite and PostgreSQL. Adds.
"""

import sqlalchemy as sa
from alembic import op

revision = "0018_telephones"
down_revision = "0017_flows"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the schema."""
    op.create_table(
        "phone_number",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("key", sa.String, nullable=False, unique=True),
        sa.Column("archived", sa.Boolean, nullable=False),
        sa.Column("version", sa.BigInteger, nullable=False),
        sa.Column("created_at", sa.BigInteger, nullable=False),
        sa.Column("changed_at", sa.BigInteger, nullable=False),
        sa.Column("changed_by", sa.String, nullable=False),
        sa.Column("number", sa.String, nullable=False),
        sa.Column("description", sa.String, nullable=False),
        sa.Column("queue_id", sa.String, sa.ForeignKey("queue.id"), nullable=False),
        sa.Column("language", sa.String, nullable=False),
    )
    op.create_table(
        "desk_phone",
        sa.Column(
            "account",
            sa.String,
            sa.ForeignKey("account.id", ondelete="CASCADE"),
            primary_key=True,
        ),
        sa.Column("proof", sa.String, nullable=False),
        sa.Column("made_at", sa.BigInteger, nullable=False),
    )
    op.add_column(
        "call_leg", sa.Column("carrier", sa.String, nullable=False, server_default="webrtc")
    )
