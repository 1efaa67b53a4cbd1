"""Count the changes of people, so that nobody overwrites what they have not seen.

Imports nothing of the program. Works on SQLite and PostgreSQL.
"""

import sqlalchemy as sa
from alembic import op

revision = "0009_person_version"
down_revision = "0008_routing"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the schema."""
    number = sa.BigInteger
    op.add_column("account", sa.Column("version", number, nullable=False, server_default="1"))
    op.add_column("account", sa.Column("changed_at", number, nullable=False, server_default="0"))
    op.add_column("account", sa.Column("changed_by", sa.String, nullable=False, server_default=""))
