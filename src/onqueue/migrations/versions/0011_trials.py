"""Drafts of routing rules that are tried on a recorded day.

Imports nothing of the program. Works on SQLite and PostgreSQL.
"""

import sqlalchemy as sa
from alembic import op

revision = "0011_trials"
down_revision = "0010_upkeep"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the schema."""
    texts = ("subject", "draft", "day", "state", "phase", "problem", "problem_code", "lease",
             "asked_by")  # fmt: skip
    numbers = ("revision", "compared_to", "from_at", "to_at", "seeds", "done", "total",
               "lease_until_at", "asked_at")  # fmt: skip
    op.create_table(
        "rules_trial",
        sa.Column("id", sa.String, primary_key=True),
        *(sa.Column(name, sa.String, nullable=False) for name in texts),
        *(sa.Column(name, sa.BigInteger, nullable=False) for name in numbers),
        sa.Column("so_far", sa.Boolean, nullable=False),
        sa.Column("changes", sa.JSON, nullable=False),
        sa.Column("outcome", sa.JSON, nullable=False),
        sa.Column("finished_at", sa.BigInteger, nullable=True),
    )
    op.create_index("ix_rules_trial_subject_asked_at", "rules_trial", ["subject", "asked_at"])
    op.create_index("ix_rules_trial_state_asked_at", "rules_trial", ["state", "asked_at"])
