"""People, their roles and teams, sessions, and links sent by mail."""

import sqlalchemy as sa
from alembic import op

revision = "0003_identity"
down_revision = "0002_journal"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "installation",
        sa.Column("id", sa.BigInteger, nullable=False, autoincrement=False),
        sa.Column("set_up_at", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "account",
        sa.Column("id", sa.String, nullable=False),
        sa.Column("email", sa.String, nullable=False),
        sa.Column("email_key", sa.String, nullable=False),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("name_key", sa.String, nullable=False),
        sa.Column("language", sa.String, nullable=False),
        sa.Column("theme", sa.String, nullable=False),
        sa.Column("status", sa.String, nullable=False),
        sa.Column("password_hash", sa.String),
        sa.Column("password_changed_at", sa.BigInteger),
        sa.Column("last_seen_at", sa.BigInteger),
        sa.Column("created_at", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("email_key"),
    )
    op.create_index("ix_account_name_key", "account", ["name_key"])
    op.create_table(
        "team",
        sa.Column("id", sa.String, nullable=False),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("name_key", sa.String, nullable=False),
        sa.Column("created_at", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("name_key"),
    )
    _create_memberships()
    _create_secrets()


def _create_memberships() -> None:
    op.create_table(
        "account_role",
        sa.Column("account", sa.String, nullable=False),
        sa.Column("role", sa.String, nullable=False),
        sa.Column("scope_kind", sa.String, nullable=False),
        sa.Column("scope", sa.String, nullable=False),
        sa.PrimaryKeyConstraint("account", "role", "scope_kind", "scope"),
        sa.ForeignKeyConstraint(["account"], ["account.id"], ondelete="CASCADE"),
    )
    op.create_table(
        "account_team",
        sa.Column("account", sa.String, nullable=False),
        sa.Column("team", sa.String, nullable=False),
        sa.PrimaryKeyConstraint("account", "team"),
        sa.ForeignKeyConstraint(["account"], ["account.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["team"], ["team.id"], ondelete="CASCADE"),
    )
    op.create_index("ix_account_team_team", "account_team", ["team"])


def _create_secrets() -> None:
    op.create_table(
        "account_session",
        sa.Column("id", sa.String, nullable=False),
        sa.Column("account", sa.String, nullable=False),
        sa.Column("token_hash", sa.String, nullable=False),
        sa.Column("created_at", sa.BigInteger, nullable=False),
        sa.Column("seen_at", sa.BigInteger, nullable=False),
        sa.Column("network", sa.String, nullable=False),
        sa.Column("browser", sa.String, nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("token_hash"),
        sa.ForeignKeyConstraint(["account"], ["account.id"], ondelete="CASCADE"),
    )
    op.create_index("ix_account_session_account", "account_session", ["account"])
    op.create_index("ix_account_session_seen_at", "account_session", ["seen_at"])
    op.create_table(
        "account_link",
        sa.Column("id", sa.String, nullable=False),
        sa.Column("account", sa.String, nullable=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("token_hash", sa.String, nullable=False),
        sa.Column("created_at", sa.BigInteger, nullable=False),
        sa.Column("expires_at", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("token_hash"),
        sa.ForeignKeyConstraint(["account"], ["account.id"], ondelete="CASCADE"),
    )
    op.create_index("ix_account_link_account", "account_link", ["account"])
    op.create_index("ix_account_link_expires_at", "account_link", ["expires_at"])
