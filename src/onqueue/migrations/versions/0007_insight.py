"""The facts that figures are counted from; all of them can be built again from the journal."""

import sqlalchemy as sa
from alembic import op

revision = "0007_insight"
down_revision = "0006_conversations"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the schema."""
    op.create_table(
        "queue_threshold",
        sa.Column("queue", sa.String, primary_key=True),
        sa.Column("threshold_ms", sa.BigInteger, nullable=False),
    )
    _stays()
    _handlings()
    op.create_table(
        "agent_interval",
        sa.Column("agent", sa.String, primary_key=True),
        sa.Column("seq", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("reason", sa.String, nullable=False),
        sa.Column("holding", sa.BigInteger, nullable=False),
        sa.Column("from_at", sa.BigInteger, nullable=False),
        sa.Column("to_at", sa.BigInteger, nullable=True),
    )
    op.create_index("ix_agent_interval_agent_to_at", "agent_interval", ["agent", "to_at"])
    op.create_index("ix_agent_interval_to_at", "agent_interval", ["to_at"])
    op.create_table(
        "contact_rating",
        sa.Column("contact", sa.String, primary_key=True),
        sa.Column("conversation", sa.String, nullable=False),
        sa.Column("queue", sa.String, nullable=False),
        sa.Column("channel", sa.String, nullable=False),
        sa.Column("agent", sa.String, nullable=True),
        sa.Column("score", sa.BigInteger, nullable=False),
        sa.Column("rated_at", sa.BigInteger, nullable=False),
    )
    op.create_index("ix_contact_rating_rated_at", "contact_rating", ["rated_at"])


def _stays() -> None:
    op.create_table(
        "contact_segment",
        sa.Column("contact", sa.String, primary_key=True),
        sa.Column("seq", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("conversation", sa.String, nullable=False),
        sa.Column("queue", sa.String, nullable=False),
        sa.Column("channel", sa.String, nullable=False),
        sa.Column("arrived_at", sa.BigInteger, nullable=False),
        sa.Column("threshold_ms", sa.BigInteger, nullable=False),
        sa.Column("outcome", sa.String, nullable=False),
        sa.Column("settled_at", sa.BigInteger, nullable=True),
        sa.Column("agent", sa.String, nullable=True),
    )
    op.create_index(
        "ix_contact_segment_queue_arrived_at", "contact_segment", ["queue", "arrived_at"]
    )
    op.create_index("ix_contact_segment_arrived_at", "contact_segment", ["arrived_at"])


def _handlings() -> None:
    op.create_table(
        "contact_handling",
        sa.Column("contact", sa.String, primary_key=True),
        sa.Column("seq", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("conversation", sa.String, nullable=False),
        sa.Column("queue", sa.String, nullable=False),
        sa.Column("channel", sa.String, nullable=False),
        sa.Column("agent", sa.String, nullable=False),
        sa.Column("role", sa.String, nullable=False),
        sa.Column("began_at", sa.BigInteger, nullable=False),
        sa.Column("talk_until_at", sa.BigInteger, nullable=True),
        sa.Column("ended_at", sa.BigInteger, nullable=True),
        sa.Column("ending", sa.String, nullable=False),
        sa.Column("code", sa.String, nullable=False),
    )
    op.create_index("ix_contact_handling_queue_ended_at", "contact_handling", ["queue", "ended_at"])
    op.create_index("ix_contact_handling_agent_ended_at", "contact_handling", ["agent", "ended_at"])
    op.create_index("ix_contact_handling_ended_at", "contact_handling", ["ended_at"])
