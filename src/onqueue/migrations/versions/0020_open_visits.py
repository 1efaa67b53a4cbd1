"""Let the visits that go on be found without reading those that are over.

Imports nothing of the program. Works on SQLite and PostgreSQL. Adds.
"""

import sqlalchemy as sa
from alembic import op

revision = "0020_open_visits"
down_revision = "0019_flow_runs"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the schema."""
    still_open = sa.text("closed_at IS NULL")
    op.create_index(
        "ix_visit_open",
        "visit",
        ["account"],
        sqlite_where=still_open,
        postgresql_where=still_open,
    )
