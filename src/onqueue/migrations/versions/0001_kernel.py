"""Jobs, the audit trail, search, and the number that stops programs that are too old."""

import sqlalchemy as sa
from alembic import op

revision = "0001_kernel"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the schema."""
    op.create_table(
        "schema_compat",
        sa.Column("only_row", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.CheckConstraint("only_row = 1", name="one"),
    )
    op.execute("INSERT INTO schema_compat (only_row, number) VALUES (1, 1)")
    _jobs()
    _audit()
    _search()


def _jobs() -> None:
    op.create_table(
        "job",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("queue", sa.String, nullable=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("payload", sa.JSON, nullable=False),
        sa.Column("cron", sa.String, nullable=True),
        sa.Column("run_at", sa.BigInteger, nullable=False),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("attempts", sa.BigInteger, nullable=False),
        sa.Column("attempts_max", sa.BigInteger, nullable=False),
        sa.Column("lease", sa.String, nullable=True),
        sa.Column("lease_until_at", sa.BigInteger, nullable=True),
        sa.Column("dedup_key", sa.String, nullable=True),
        sa.Column("last_error", sa.String, nullable=True),
        sa.Column("created_at", sa.BigInteger, nullable=False),
        sa.Column("finished_at", sa.BigInteger, nullable=True),
        sa.UniqueConstraint("dedup_key"),
    )
    # One index an unfinished state: what is due, and what was left by a worker that died.
    op.create_index(
        "ix_job_due",
        "job",
        ["queue", "run_at", "id"],
        sqlite_where=sa.text("state = 'queued'"),
        postgresql_where=sa.text("state = 'queued'"),
    )
    op.create_index(
        "ix_job_leased",
        "job",
        ["queue", "lease_until_at"],
        sqlite_where=sa.text("state = 'running'"),
        postgresql_where=sa.text("state = 'running'"),
    )
    op.create_index("ix_job_state_finished_at", "job", ["state", "finished_at"])


def _audit() -> None:
    op.create_table(
        "audit",
        sa.Column("id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("actor", sa.String, nullable=False),
        sa.Column("actor_name", sa.String, nullable=False),
        sa.Column("action", sa.String, nullable=False),
        sa.Column("subject_kind", sa.String, nullable=False),
        sa.Column("subject", sa.String, nullable=False),
        sa.Column("before", sa.JSON, nullable=True),
        sa.Column("after", sa.JSON, nullable=True),
        sa.Column("reason", sa.String, nullable=False),
        sa.Column("network", sa.String, nullable=False),
        sa.Column("prev_hash", sa.String, nullable=False),
        sa.Column("hash", sa.String, nullable=False),
    )
    op.create_index("ix_audit_at", "audit", ["at"])
    op.create_index("ix_audit_actor_at", "audit", ["actor", "at"])
    op.create_index("ix_audit_subject_kind_subject_at", "audit", ["subject_kind", "subject", "at"])
    op.create_table(
        "audit_head",
        sa.Column("only_row", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("id", sa.BigInteger, nullable=False),
        sa.Column("hash", sa.String, nullable=False),
        sa.CheckConstraint("only_row = 1", name="one"),
    )
    op.execute("INSERT INTO audit_head (only_row, id, hash) VALUES (1, 0, '')")


def _search() -> None:
    op.create_table(
        "search_entry",
        sa.Column("n", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("subject", sa.String, nullable=False),
        sa.Column("scope", sa.String, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.UniqueConstraint("kind", "subject"),
    )
    op.create_index("ix_search_entry_kind_at", "search_entry", ["kind", "at"])
    # The words themselves: each engine has its own kind of table for them. They come
    # already folded to plain lower-case words, so neither engine needs rules of language.
    if op.get_context().dialect.name == "sqlite":
        op.execute(
            "CREATE VIRTUAL TABLE search_words USING fts5("
            "words, tokenize = 'unicode61 remove_diacritics 0', prefix = '2 3')"
        )
    else:
        op.execute(
            "CREATE TABLE search_words (n BIGINT CONSTRAINT pk_search_words PRIMARY KEY "
            "CONSTRAINT fk_search_words_n REFERENCES search_entry (n) ON DELETE CASCADE, "
            "words TSVECTOR NOT NULL)"
        )
        op.execute("CREATE INDEX ix_search_words_words ON search_words USING gin (words)")
