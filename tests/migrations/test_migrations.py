"""Each migration, upwards, on an empty and on a filled database; and the models agree."""

import importlib
import pkgutil
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, MetaData, Table, insert, inspect, text
from sqlalchemy.types import JSON, BigInteger, Boolean, Integer, LargeBinary

import onqueue
from onqueue.kernel.db import DatabaseInUse, engine_for, lock_database
from onqueue.kernel.rows import Base
from onqueue.migrations import migrate

MIGRATIONS = Path(migrate.__file__).parent
NOT_MODELS = {"alembic_version", "schema_compat", "search_words"}
"""Tables without a model: they are Alembic's, of one row, or made of words."""


def revisions() -> list[str]:
    config = Config()
    config.set_main_option("path_separator", "os")
    config.set_main_option("script_location", str(MIGRATIONS))
    found = ScriptDirectory.from_config(config).walk_revisions()
    return [script.revision for script in found][::-1]


def tables(connection: Connection) -> dict[str, Table]:
    metadata = MetaData()
    names = [name for name in inspect(connection).get_table_names() if _is_ours(name)]
    metadata.reflect(connection, only=names)
    return {table.name: table for table in metadata.sorted_tables}


def _is_ours(name: str) -> bool:
    return name not in NOT_MODELS and not name.startswith("search_words")


def fill(connection: Connection) -> dict[str, int]:
    """Put a row into every table that has none, parents first; return the counts."""
    counts = {}
    for name, table in tables(connection).items():
        number = connection.scalar(text(f"SELECT count(*) FROM {name}"))
        if number == 0:
            connection.execute(insert(table).values(_row(table)))
            number = 1
        counts[name] = number
    return counts


def _row(table: Table) -> dict[str, Any]:
    # A child refers to the row that `fill` gave to its parent: the same value everywhere.
    return {
        column.name: _value(column.type)
        for column in table.columns
        if not column.nullable or column.foreign_keys or column.primary_key
    }


def _value(kind: Any) -> Any:
    if isinstance(kind, Boolean):
        return True
    if isinstance(kind, (BigInteger, Integer)):
        return 1
    if isinstance(kind, LargeBinary):
        return b"1"
    return {} if isinstance(kind, JSON) else "1"


def import_models() -> None:
    for module in pkgutil.walk_packages(onqueue.__path__, "onqueue."):
        parts = module.name.split(".")
        if (parts[-1] == "models" or parts[1] == "kernel") and "tests" not in parts:
            importlib.import_module(module.name)


def test_the_history_is_one_line_named_by_number() -> None:
    names = revisions()
    assert [name[:4] for name in names] == [f"{n:04}" for n in range(1, len(names) + 1)]
    files = sorted(path.stem for path in (MIGRATIONS / "versions").glob("*.py"))
    assert files == names


def test_no_migration_imports_the_program() -> None:
    found = [
        path.name
        for path in [*(MIGRATIONS / "versions").glob("*.py"), MIGRATIONS / "env.py"]
        if "onqueue"
        in "".join(
            line for line in path.read_text().splitlines() if line.startswith(("import", "from"))
        )
    ]
    assert found == []


def test_files_are_named_after_their_revisions_and_follow_each_other() -> None:
    assert migrate.revisions() == revisions()


def test_from_nothing_step_by_step(empty_database_url: str) -> None:
    for revision in revisions():
        migrate.upgrade(empty_database_url, revision=revision)
        with engine_for(empty_database_url).connect() as connection:
            context = MigrationContext.configure(connection)
            assert context.get_current_revision() == revision
    migrate.upgrade(empty_database_url)
    migrate.check(empty_database_url)


def test_rows_that_were_there_stay_through_every_later_step(empty_database_url: str) -> None:
    engine = engine_for(empty_database_url)
    for revision in revisions():
        before: dict[str, int] = {}
        with engine.begin() as connection:
            if inspect(connection).has_table("job"):
                before = fill(connection)
        migrate.upgrade(empty_database_url, revision=revision)
        with engine.connect() as connection:
            after = {
                name: connection.scalar(text(f"SELECT count(*) FROM {name}")) for name in before
            }
        # A step may write down more than there was (0016 does), and loses nothing.
        assert {name: min(count, after[name] or 0) for name, count in before.items()} == before


def test_settings_of_queues_become_versions_of_their_rules(empty_database_url: str) -> None:
    migrate.upgrade(empty_database_url, revision="0015_node_format")
    engine = engine_for(empty_database_url)
    with engine.begin() as connection:
        known = tables(connection)
        for name, threshold_s in (("plain", 20), ("slow", 90), ("ruled", 45)):
            row = {**_row(known["queue"]), "id": name, "key": name, "threshold_s": threshold_s}
            row |= {"priority": 0, "offer_ttl_s": 20, "wrap_up_s": 60, "skills": []}
            row |= {"wrap_up_extension_s": 60, "wrap_up_extensions_max": 2, "hours_id": None}
            connection.execute(known["queue"].insert().values(row))
        version = {**_row(known["routing_version"]), "subject": "ruled"}
        for number in (1, None):
            row = {**version, "id": f"v{number}", "number": number, "rules": {"kept_free": 2}}
            connection.execute(known["routing_version"].insert().values(row))
    migrate.upgrade(empty_database_url)
    with engine.connect() as connection:
        table = tables(connection)["routing_version"]
        found = {
            (row.subject, row.number): (row.rules["threshold_s"], row.rules.get("kept_free"))
            for row in connection.execute(table.select())
        }
    assert found == {("slow", 1): (90, None), ("ruled", 1): (45, 2), ("ruled", None): (45, 2)}


def test_models_and_tables_agree(database_url: str) -> None:
    import_models()
    with engine_for(database_url).connect() as connection:
        context = MigrationContext.configure(
            connection,
            opts={
                "compare_type": True,
                "include_name": lambda name, kind, _: kind != "table" or _is_ours(name),
            },
        )
        differences = compare_metadata(context, Base.metadata)
    assert [repr(difference) for difference in differences] == []


def test_a_database_that_is_behind_is_refused(empty_database_url: str) -> None:
    migrate.upgrade(empty_database_url, revision="0001_kernel")
    with pytest.raises(migrate.SchemaTooOld):
        migrate.check(empty_database_url)


def test_a_database_that_a_newer_program_contracted_is_refused(database_url: str) -> None:
    engine = engine_for(database_url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE schema_compat SET number = :n"), {"n": 999})
    with pytest.raises(migrate.SchemaTooNew):
        migrate.check(database_url)
    with pytest.raises(migrate.SchemaTooNew):
        migrate.upgrade(database_url)


def test_a_database_that_a_newer_program_expanded_is_accepted(database_url: str) -> None:
    with engine_for(database_url).begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999_later'"))
    migrate.check(database_url)
    # As a process of the older version does that starts again during an upgrade.
    migrate.upgrade(database_url)
    with engine_for(database_url).connect() as connection:
        assert migrate.revision_of(connection) == "9999_later"


def test_a_database_in_use_is_not_migrated(database_url: str) -> None:
    if not database_url.startswith("sqlite"):
        return
    with lock_database(database_url), pytest.raises(DatabaseInUse):
        migrate.upgrade(database_url)


def test_a_migration_that_fails_leaves_nothing_behind(empty_database_url: str) -> None:
    migrate.upgrade(empty_database_url, revision="0001_kernel")
    engine = engine_for(empty_database_url)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE snapshot (x INTEGER)"))
    with pytest.raises(Exception, match="already exists"):
        migrate.upgrade(empty_database_url, revision="0002_journal")
    with engine.connect() as connection:
        assert not inspect(connection).has_table("journal")
        assert MigrationContext.configure(connection).get_current_revision() == "0001_kernel"
