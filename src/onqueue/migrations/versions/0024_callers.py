"""Keep which number a caller showed, and how their customer was found.

Imports nothing of the program. Works on SQLite and PostgreSQL. Adds.
"""

import sqlalchemy as sa
from alembic import op

revision = "0024_callers"
down_revision = "0023_recordings"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the schema."""
    for name in ("caller", "known_by"):
        op.add_column("conversation", sa.Column(name, sa.String, nullable=False, server_default=""))
