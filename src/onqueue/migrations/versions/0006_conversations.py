"""Conversations, their messages and files, contacts, and who took part or looked."""

import sqlalchemy as sa
from alembic import op

revision = "0006_conversations"
down_revision = "0005_customers"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the schema."""
    _conversations()
    _messages()
    _contacts()
    _people()


def _conversations() -> None:
    op.create_table(
        "conversation",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("key", sa.String, nullable=False),
        sa.Column("channel", sa.String, nullable=False),
        sa.Column("place", sa.String, nullable=False),
        sa.Column("visitor", sa.String, nullable=False),
        sa.Column("customer", sa.String, nullable=False),
        sa.Column("customer_name", sa.String, nullable=False),
        sa.Column("language", sa.String, nullable=False),
        sa.Column("opened_at", sa.BigInteger, nullable=False),
        sa.Column("last_at", sa.BigInteger, nullable=False),
        sa.Column("last_seq", sa.BigInteger, nullable=False),
        sa.Column("last_public_seq", sa.BigInteger, nullable=False),
        sa.Column("last_contact", sa.String, nullable=True),
        sa.UniqueConstraint("key"),
    )
    op.create_index("ix_conversation_visitor_id", "conversation", ["visitor", "id"])
    op.create_index("ix_conversation_customer_last_at", "conversation", ["customer", "last_at"])
    op.create_index("ix_conversation_last_at", "conversation", ["last_at"])
    op.create_table(
        "seen",
        sa.Column("conversation", sa.String, sa.ForeignKey("conversation.id"), primary_key=True),
        sa.Column("reader", sa.String, primary_key=True),
        sa.Column("seq", sa.BigInteger, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
    )


def _messages() -> None:
    op.create_table(
        "message",
        sa.Column("conversation", sa.String, sa.ForeignKey("conversation.id"), primary_key=True),
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("seq", sa.BigInteger, nullable=False),
        sa.Column("public_seq", sa.BigInteger, nullable=True),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("author_id", sa.String, nullable=False),
        sa.Column("author_name", sa.String, nullable=False),
        sa.Column("text", sa.String, nullable=False),
        sa.Column("code", sa.String, nullable=False),
        sa.Column("params", sa.JSON, nullable=False),
        sa.Column("files", sa.BigInteger, nullable=False),
        sa.Column("seen_at", sa.BigInteger, nullable=True),
        sa.UniqueConstraint("conversation", "seq"),
        sa.UniqueConstraint("conversation", "public_seq"),
        # A word that is not for the customer has no place in the customer's numbering.
        sa.CheckConstraint(
            "(public_seq IS NOT NULL) = (kind IN ('customer', 'reply', 'system'))",
            name="public_kind",
        ),
    )
    op.create_table(
        "attachment",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("conversation", sa.String, sa.ForeignKey("conversation.id"), nullable=False),
        sa.Column("message", sa.String, nullable=True),
        sa.Column("position", sa.BigInteger, nullable=False),
        sa.Column("side", sa.String, nullable=False),
        sa.Column("uploader", sa.String, nullable=False),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("size", sa.BigInteger, nullable=False),
        sa.Column("type", sa.String, nullable=False),
        sa.Column("blob", sa.String, nullable=False),
        sa.Column("sha256", sa.String, nullable=False),
        sa.Column("scan", sa.String, nullable=False),
        sa.Column("created_at", sa.BigInteger, nullable=False),
        sa.UniqueConstraint("blob"),
        sa.ForeignKeyConstraint(
            ["conversation", "message"], ["message.conversation", "message.id"]
        ),
    )
    op.create_index("ix_attachment_conversation_message", "attachment", ["conversation", "message"])
    op.create_index("ix_attachment_message_created_at", "attachment", ["message", "created_at"])
    op.create_table(
        "link_key",
        sa.Column("id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("secret", sa.String, nullable=False),
        sa.Column("created_at", sa.BigInteger, nullable=False),
    )


def _contacts() -> None:
    op.create_table(
        "contact",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("conversation", sa.String, nullable=False),
        sa.Column("customer", sa.String, nullable=False),
        sa.Column("channel", sa.String, nullable=False),
        sa.Column("topic", sa.String, nullable=False),
        sa.Column("language", sa.String, nullable=False),
        sa.Column("form", sa.JSON, nullable=False),
        sa.Column("registered_at", sa.BigInteger, nullable=False),
        sa.Column("asked_queue", sa.String, nullable=False),
        sa.Column("refused_code", sa.String, nullable=False),
        sa.Column("recap_action", sa.String, nullable=True),
        sa.Column("recap_owner", sa.String, nullable=True),
        sa.Column("recap_due_at", sa.BigInteger, nullable=True),
        sa.Column("csat", sa.BigInteger, nullable=True),
        sa.Column("csat_comment", sa.String, nullable=False),
        sa.Column("rated_at", sa.BigInteger, nullable=True),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("queue", sa.String, nullable=False),
        sa.Column("priority", sa.BigInteger, nullable=False),
        sa.Column("agent", sa.String, nullable=True),
        sa.Column("due_at", sa.BigInteger, nullable=True),
        sa.Column("arrived_at", sa.BigInteger, nullable=True),
        sa.Column("answered_at", sa.BigInteger, nullable=True),
        sa.Column("ended_at", sa.BigInteger, nullable=True),
        sa.Column("closed_at", sa.BigInteger, nullable=True),
        sa.Column("wrap_up_code", sa.String, nullable=False),
    )
    op.create_index("ix_contact_conversation_id", "contact", ["conversation", "id"])
    op.create_index("ix_contact_queue_arrived_at", "contact", ["queue", "arrived_at"])
    op.create_index("ix_contact_agent_state", "contact", ["agent", "state"])
    op.create_index("ix_contact_state_registered_at", "contact", ["state", "registered_at"])
    op.create_index("ix_contact_customer", "contact", ["customer"])


def _people() -> None:
    op.create_table(
        "participation",
        sa.Column("contact", sa.String, primary_key=True),
        sa.Column("seq", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("agent", sa.String, nullable=False),
        sa.Column("role", sa.String, nullable=False),
        sa.Column("from_at", sa.BigInteger, nullable=False),
        sa.Column("to_at", sa.BigInteger, nullable=True),
    )
    op.create_index("ix_participation_agent_contact", "participation", ["agent", "contact"])
    op.create_table(
        "visit",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("conversation", sa.String, sa.ForeignKey("conversation.id"), nullable=False),
        sa.Column("contact", sa.String, nullable=False),
        sa.Column("account", sa.String, nullable=False),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("mode", sa.String, nullable=False),
        sa.Column("opened_at", sa.BigInteger, nullable=False),
        sa.Column("closed_at", sa.BigInteger, nullable=True),
    )
    op.create_index("ix_visit_conversation_opened_at", "visit", ["conversation", "opened_at"])
