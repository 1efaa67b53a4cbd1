"""Keep what a customer's message is written in.

Imports nothing of the program. Works on SQLite and PostgreSQL.
"""

import sqlalchemy as sa
from alembic import op

revision = "0012_message_language"
down_revision = "0011_trials"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the schema."""
    op.add_column("message", sa.Column("language", sa.String, nullable=False, server_default=""))
