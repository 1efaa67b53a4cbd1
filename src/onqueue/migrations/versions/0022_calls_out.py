"""Say of each contact who began it.

Imports nothing of the program. Works on SQLite and PostgreSQL. Adds.
"""

import sqlalchemy as sa
from alembic import op

revision = "0022_calls_out"
down_revision = "0021_number_flows"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the schema."""
    op.add_column("contact", sa.Column("direction", sa.String, nullable=False, server_default="in"))
