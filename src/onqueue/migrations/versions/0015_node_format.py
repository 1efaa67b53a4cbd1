"""Which form of the floor's facts each process reads and writes, for upgrades while it runs.

Imports nothing of the program. Works on SQLite and PostgreSQL. Adds; what it would take
away waits for a later release, and then raises schema_compat.number as well.
Locks are given up after five seconds (env.py): keep statements that lock a table short.
"""

import sqlalchemy as sa
from alembic import op

revision = "0015_node_format"
down_revision = "0014_calls"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the schema."""
    with op.batch_alter_table("node") as node:
        node.add_column(sa.Column("format", sa.BigInteger, nullable=False, server_default="0"))
