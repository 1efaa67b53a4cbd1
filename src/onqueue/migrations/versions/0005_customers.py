"""Customers, their addresses, and the browsers in which they chat.

Imports nothing of the program. Works on SQLite and PostgreSQL.
"""

import sqlalchemy as sa
from alembic import op

revision = "0005_customers"
down_revision = "0004_directory"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the schema."""
    op.create_table(
        "customer",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("name_key", sa.String, nullable=False),
        sa.Column("email", sa.String, nullable=False),
        sa.Column("phone", sa.String, nullable=False),
        sa.Column("language", sa.String, nullable=False),
        sa.Column("company", sa.String, nullable=False),
        sa.Column("notes", sa.String, nullable=False),
        sa.Column("created_at", sa.BigInteger, nullable=False),
        sa.Column("last_contact_at", sa.BigInteger, nullable=True),
        sa.Column("version", sa.BigInteger, nullable=False),
        sa.Column("changed_at", sa.BigInteger, nullable=False),
        sa.Column("changed_by", sa.String, nullable=False),
    )
    op.create_index("ix_customer_name_key", "customer", ["name_key"])
    op.create_index("ix_customer_last_contact_at", "customer", ["last_contact_at"])
    _identities()
    op.create_table(
        "visitor",
        sa.Column("token_hash", sa.String, primary_key=True),
        sa.Column("customer", sa.String, nullable=False),
        sa.Column("language", sa.String, nullable=False),
        sa.Column("created_at", sa.BigInteger, nullable=False),
        sa.Column("last_seen_at", sa.BigInteger, nullable=False),
    )
    op.create_index("ix_visitor_customer", "visitor", ["customer"])
    op.create_index("ix_visitor_last_seen_at", "visitor", ["last_seen_at"])


def _identities() -> None:
    op.create_table(
        "customer_identity",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column(
            "customer",
            sa.String,
            sa.ForeignKey("customer.id", ondelete="CASCADE"),
            nullable=False,
        ),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("value", sa.String, nullable=False),
        sa.Column("value_key", sa.String, nullable=False),
        sa.Column("verified", sa.Boolean, nullable=False),
        sa.Column("created_at", sa.BigInteger, nullable=False),
    )
    op.create_index("ix_customer_identity_customer", "customer_identity", ["customer"])
    op.create_index(
        "ix_customer_identity_kind_value_key", "customer_identity", ["kind", "value_key"]
    )
    # What was shown to be somebody's is nobody else's; what was only claimed may be claimed
    # by many.
    op.create_index(
        "uq_customer_identity_verified",
        "customer_identity",
        ["kind", "value_key"],
        unique=True,
        sqlite_where=sa.text("verified"),
        postgresql_where=sa.text("verified"),
    )
