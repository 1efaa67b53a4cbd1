"""Calls to customers, the rules for them, and numbers that are called often.

Imports nothing of the program. Works on SQLite and PostgreSQL. Adds.
"""

import sqlalchemy as sa
from alembic import op

revision = "0025_outbound"
down_revision = "0024_callers"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the schema."""
    op.create_table(
        "outbound_call",
        sa.Column("contact", sa.String, primary_key=True),
        *(_text(name) for name in ("account", "number", "caller", "phone_number", "customer")),
        *(_number(name) for name in ("price", "minutes_max", "placed_at")),
        *(_number(name, nullable=True) for name in ("reached_at", "ended_at")),
        _text("outcome"),
    )
    op.create_index("ix_outbound_call_account_placed_at", "outbound_call", ["account", "placed_at"])
    op.create_index("ix_outbound_call_placed_at", "outbound_call", ["placed_at"])
    op.create_index("ix_outbound_call_number", "outbound_call", ["number"])
    op.create_table(
        "dial_policy",
        sa.Column("only_row", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("rules", sa.JSON, nullable=False),
        *(_number(name) for name in ("version", "changed_at")),
        _text("changed_by"),
    )
    op.create_table(
        "outbound_stop",
        sa.Column("id", sa.String, primary_key=True),
        _text("kind"),
        _number("count"),
        _text("reason"),
        _number("began_at"),
        _number("lifted_at", nullable=True),
        _text("lifted_by"),
    )
    op.create_table(
        "speed_dial",
        sa.Column("id", sa.String, primary_key=True),
        *(_text(name) for name in ("account", "name", "number")),
        _number("made_at"),
    )
    op.create_index("ix_speed_dial_account", "speed_dial", ["account"])


def _text(name: str) -> sa.Column:  # type: ignore[type-arg]
    return sa.Column(name, sa.String, nullable=False)


def _number(name: str, *, nullable: bool = False) -> sa.Column:  # type: ignore[type-arg]
    return sa.Column(name, sa.BigInteger, nullable=nullable)
