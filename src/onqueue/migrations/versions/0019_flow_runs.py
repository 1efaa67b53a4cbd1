"""Where flows begin, customers in them, and what they went through.

Imports nothing of the program. Works on SQLite and PostgreSQL.
"""

import sqlalchemy as sa
from alembic import op

revision = "0019_flow_runs"
down_revision = "0018_telephones"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the schema."""
    op.create_table(
        "flow_entry",
        sa.Column("widget", sa.String, sa.ForeignKey("chat_widget.id"), primary_key=True),
        sa.Column("flow", sa.String, sa.ForeignKey("flow.id"), nullable=False),
    )
    op.create_index("ix_flow_entry_flow", "flow_entry", ["flow"])
    op.create_table(
        "flow_run",
        sa.Column("id", sa.String, primary_key=True),
        _text("conversation"),
        _text("customer"),
        sa.Column("known", sa.Boolean, nullable=False),
        _text("flow"),
        _number("number"),
        sa.Column("state", sa.JSON, nullable=False),
        sa.Column("form", sa.JSON, nullable=False),
        _number("told"),
        sa.Column("question", sa.JSON, nullable=False),
        _text("outcome"),
        _number("began_at"),
        _number("due_at"),
        sa.Column("ended_at", sa.BigInteger, nullable=True),
    )
    op.create_index("ix_flow_run_conversation_began_at", "flow_run", ["conversation", "began_at"])
    op.create_index("ix_flow_run_flow_began_at", "flow_run", ["flow", "began_at"])
    goes_on = sa.text("outcome = ''")
    op.create_index(
        "ix_flow_run_open",
        "flow_run",
        ["due_at"],
        sqlite_where=goes_on,
        postgresql_where=goes_on,
    )
    op.create_table(
        "flow_passage",
        sa.Column("seq", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("place", sa.BigInteger, primary_key=True, autoincrement=False),
        _text("run"),
        _text("flow"),
        _number("number"),
        _text("node"),
        _text("exit"),
        _number("at"),
    )
    op.create_index("ix_flow_passage_flow_at", "flow_passage", ["flow", "at"])


def _text(name: str) -> sa.Column:  # type: ignore[type-arg]
    return sa.Column(name, sa.String, nullable=False)


def _number(name: str) -> sa.Column:  # type: ignore[type-arg]
    return sa.Column(name, sa.BigInteger, nullable=False)
