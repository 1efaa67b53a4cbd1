"""The centre, skills, hours, queues, codes, reasons, replies, chat widgets, agents' profiles.

Imports nothing of the program. Works on SQLite and PostgreSQL.
"""

import sqlalchemy as sa
from alembic import op

revision = "0004_directory"
down_revision = "0003_identity"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the schema."""
    op.create_table(
        "centre",
        sa.Column("id", sa.BigInteger, primary_key=True, autoincrement=False),
        _text("name"),
        _json("languages"),
        _text("time_zone"),
        _number("ageing_s"),
        _number("misses_max"),
        _number("presence_grace_s"),
        _number("version"),
        _number("changed_at"),
        _text("changed_by"),
        sa.CheckConstraint("id = 1", name="one"),
    )
    _configured("skill", _text("name"), _text("description"))
    _configured("hours", _text("name"), _text("time_zone"), _json("weekly"), _json("exceptions"))
    _queue()
    _configured("wrap_up_code", _text("name"), _text("group_name"), _json("queue_ids"))
    _configured("state_reason", _text("name"), _text("state"))
    _canned_reply()
    _chat_widget()
    _agents()


def _queue() -> None:
    _configured(
        "queue",
        _text("name"),
        _text("description"),
        _text("channel"),
        _number("priority"),
        _number("threshold_s"),
        _number("target_percent"),
        _number("offer_ttl_s"),
        _number("wrap_up_s"),
        _number("wrap_up_extension_s"),
        _number("wrap_up_extensions_max"),
        sa.Column("hours_id", sa.String, sa.ForeignKey("hours.id"), nullable=True),
        _json("skills"),
        _json("thresholds"),
    )


def _canned_reply() -> None:
    _configured(
        "canned_reply",
        _text("shortcut"),
        _text("title"),
        _text("text"),
        _text("language"),
        _json("queue_ids"),
        sa.Column(
            "owner", sa.String, sa.ForeignKey("account.id", ondelete="CASCADE"), nullable=True
        ),
    )
    op.create_index("ix_canned_reply_owner", "canned_reply", ["owner"])


def _chat_widget() -> None:
    _configured(
        "chat_widget",
        _text("name"),
        sa.Column("queue_id", sa.String, sa.ForeignKey("queue.id"), nullable=False),
        _json("languages"),
        _json("form"),
        _json("skill_by_language"),
        _json("texts"),
        _json("look"),
        _json("allowed_origins"),
        _json("files"),
        sa.Column("rating_enabled", sa.Boolean, nullable=False),
        sa.Column("offline_message_enabled", sa.Boolean, nullable=False),
    )


def _agents() -> None:
    op.create_table(
        "agent_profile",
        sa.Column(
            "account",
            sa.String,
            sa.ForeignKey("account.id", ondelete="CASCADE"),
            primary_key=True,
        ),
        _json("capacity"),
        _json("exclusive"),
        _number("version"),
        _number("changed_at"),
        _text("changed_by"),
    )
    op.create_table(
        "agent_skill",
        _agent(),
        sa.Column("skill", sa.String, sa.ForeignKey("skill.id"), primary_key=True),
        _number("level"),
    )
    op.create_index("ix_agent_skill_skill", "agent_skill", ["skill"])
    op.create_table(
        "agent_queue",
        _agent(),
        sa.Column("queue", sa.String, sa.ForeignKey("queue.id"), primary_key=True),
    )
    op.create_index("ix_agent_queue_queue", "agent_queue", ["queue"])


def _configured(name: str, *columns: sa.Column) -> None:  # type: ignore[type-arg]
    op.create_table(
        name,
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("key", sa.String, nullable=False),
        sa.Column("archived", sa.Boolean, nullable=False),
        _number("version"),
        _number("created_at"),
        _number("changed_at"),
        _text("changed_by"),
        *columns,
        sa.UniqueConstraint("key"),
    )


def _agent() -> sa.Column:  # type: ignore[type-arg]
    target = sa.ForeignKey("agent_profile.account", ondelete="CASCADE")
    return sa.Column("account", sa.String, target, primary_key=True)


def _text(name: str) -> sa.Column:  # type: ignore[type-arg]
    return sa.Column(name, sa.String, nullable=False)


def _number(name: str) -> sa.Column:  # type: ignore[type-arg]
    return sa.Column(name, sa.BigInteger, nullable=False)


def _json(name: str) -> sa.Column:  # type: ignore[type-arg]
    return sa.Column(name, sa.JSON, nullable=False)
