"""Let a telephone number lead to a flow.

Imports nothing of the program. Works on SQLite and PostgreSQL. Adds.
"""

import sqlalchemy as sa
from alembic import op

revision = "0021_number_flows"
down_revision = "0020_open_visits"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the schema."""
    op.add_column(
        "phone_number", sa.Column("flow_id", sa.String, nullable=False, server_default="")
    )
