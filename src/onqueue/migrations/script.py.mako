"""${message}

Imports nothing of the program. Works on SQLite and PostgreSQL. Adds; what it would take
away waits for a later release, and then raises schema_compat.number as well.
Locks are given up after five seconds (env.py): keep statements that lock a table short.
"""

import sqlalchemy as sa
from alembic import op

revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the schema."""
    ${upgrades if upgrades else "raise NotImplementedError"}
