"""Runs the migrations on the connection that `migrate.py` gives."""

from alembic import context
from sqlalchemy import Connection, MetaData, text

LOCK_TIMEOUT = "5s"
"""A migration that cannot have its lock gives up, or all traffic would queue behind it."""

ADVISORY_LOCK = 5_318_008_412
"""Any number of our own: two processes that start at once migrate one after the other."""

# Constraints that a migration leaves unnamed get the names that kernel/rows.py gives.
NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


def migrate(connection: Connection) -> None:
    """Run what is missing, each migration in a transaction of its own."""
    postgres = connection.dialect.name == "postgresql"
    if postgres:
        connection.execute(text(f"SET lock_timeout = '{LOCK_TIMEOUT}'"))
        connection.execute(text("SET statement_timeout = 0"))
        connection.execute(text("SELECT pg_advisory_lock(:key)"), {"key": ADVISORY_LOCK})
        connection.commit()
    context.configure(
        connection=connection,
        target_metadata=MetaData(naming_convention=NAMING),
        transactional_ddl=True,
        transaction_per_migration=True,
    )
    # The transaction is begun by Alembic; a migration that fails leaves nothing behind.
    with context.begin_transaction():
        context.run_migrations()


migrate(context.config.attributes["connection"])
