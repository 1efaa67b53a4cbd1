"""Priority, threshold, times and skills of a queue become part of the versions of its rules.

Imports nothing of the program. Works on SQLite and PostgreSQL. Adds; what it would take
away waits for a later release, and then raises schema_compat.number as well.
Locks are given up after five seconds (env.py): keep statements that lock a table short.

What a queue had when an older version counted is not known, so each version gets what the queue has
now. A queue that differs from the usual and has no version gets its first one.
"""

import sqlalchemy as sa
from alembic import op

revision = "0016_queue_settings"
down_revision = "0015_node_format"
branch_labels = None
depends_on = None

USUAL = {
    "priority": 0,
    "threshold_s": 20,
    "offer_ttl_s": 20,
    "wrap_up_s": 60,
    "wrap_up_extension_s": 60,
    "wrap_up_extensions_max": 2,
    "skills": [],
}


def upgrade() -> None:
    """Change the rows."""
    bind = op.get_bind()
    version = sa.table(
        "routing_version",
        *(sa.column(name, sa.String) for name in ("id", "subject", "note")),
        *(sa.column(name, sa.String) for name in ("changed_by", "published_by")),
        *(sa.column(name, sa.BigInteger) for name in ("number", "restores", "revision")),
        *(sa.column(name, sa.BigInteger) for name in ("changed_at", "published_at")),
        sa.column("rules", sa.JSON),
    )
    queue = sa.table(
        "queue",
        sa.column("id", sa.String),
        sa.column("changed_at", sa.BigInteger),
        sa.column("changed_by", sa.String),
        *(sa.column(name, sa.JSON if name == "skills" else sa.BigInteger) for name in USUAL),
    )
    for row in bind.execute(sa.select(queue)).mappings().all():
        has = {name: row[name] for name in USUAL}
        mine = version.c.subject == row["id"]
        kept = bind.execute(sa.select(version.c.id, version.c.number, version.c.rules).where(mine))
        known = kept.mappings().all()
        for one in known:
            stated = version.update().where(version.c.id == one["id"])
            bind.execute(stated.values(rules={**one["rules"], **has}))
        if has != USUAL and all(one["number"] is None for one in known):
            bind.execute(
                version.insert().values(
                    id=f"settings-{row['id']}",
                    subject=row["id"],
                    number=1,
                    rules=has,
                    note="Taken over from the queue's settings.",
                    restores=None,
                    revision=1,
                    changed_at=row["changed_at"],
                    changed_by=row["changed_by"],
                    published_at=row["changed_at"],
                    published_by=row["changed_by"],
                )
            )
