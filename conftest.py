"""What every test can ask for: a fresh migrated database, a clock that stands, settings.

`ONQUEUE_TEST_DATABASE=postgres` runs the same tests on PostgreSQL; without it, on SQLite.
"""

from __future__ import annotations

import asyncio
import gc
import os
import shutil
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest
import structlog

from onqueue.kernel.clock import VirtualClock
from onqueue.kernel.db import Database
from onqueue.kernel.settings import Settings
from onqueue.migrations import migrate
from tests.support import compiled, postgres
from tests.support.memory import quick_folder

# An application, and people signed in to it.
pytest_plugins = ("onqueue.web.tests.clients", "tests.support.loud")

ON_POSTGRES = os.environ.get("ONQUEUE_TEST_DATABASE", "sqlite") == "postgres"
CLUSTER = pytest.StashKey[postgres.Cluster]()
AGREEING = ("tools", "tests/deploy")
"""What lies beside the program: all tests there compare it with what else is in the checkout."""
MakeTemplate = Callable[[Callable[[Settings], Coroutine[Any, Any, None]]], str]
"""Makes a template of what a program leaves in an empty database."""
_numbers = count()


def pytest_configure(config: pytest.Config) -> None:
    """Say errors plainly; and keep `tmp_path` in memory, unless somebody says where it shall be."""
    # Usually it draws a box around every variable of a traceback, which takes it a second.
    plain = structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)
    structlog.configure(processors=[*structlog.get_config()["processors"][:-1], plain])
    folder = quick_folder()
    if folder is not None and config.option.basetemp is None:
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", folder)


def pytest_collection_finish() -> None:
    """Look for dead objects as seldom as the server does, and never among what was imported."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 20, 20)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark what uses a database, so that `-m database` is what differs between the two."""
    agreeing = tuple(config.rootpath / place for place in AGREEING)
    for item in items:
        if any(item.path.is_relative_to(place) for place in agreeing):
            item.add_marker("agreement")
        if {"database_url", "empty_database_url"} & set(getattr(item, "fixturenames", ())):
            item.add_marker("database")


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Tell the workers of pytest-xdist where the one PostgreSQL of this run is."""
    if ON_POSTGRES:
        node.workerinput["postgres"] = _cluster(node.config)


def pytest_unconfigure(config: pytest.Config) -> None:
    cluster = config.stash.get(CLUSTER, None)
    if cluster is not None:
        cluster.stop()


def _cluster(config: pytest.Config) -> str:
    """Start PostgreSQL unless it runs, and return its address."""
    if CLUSTER not in config.stash:
        config.stash[CLUSTER] = postgres.Cluster()
        config.stash[CLUSTER].start()
    return config.stash[CLUSTER].admin


@pytest.fixture(scope="session")
def database_source(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> str:
    """A migrated SQLite file to copy, or the PostgreSQL in which to copy one."""
    if ON_POSTGRES:
        workerinput = getattr(request.config, "workerinput", None)
        admin = str(workerinput["postgres"]) if workerinput else _cluster(request.config)
        compiled.share(admin)
        return admin
    path = tmp_path_factory.mktemp("template") / "template.sqlite3"
    migrate.upgrade(f"sqlite:///{path}")
    compiled.share(f"sqlite:///{path}")
    return str(path)


@pytest.fixture(scope="session")
def empty_template(database_source: str) -> str:
    """A migrated database with nothing in it: a file of SQLite, or a name in PostgreSQL."""
    return postgres.TEMPLATE if ON_POSTGRES else database_source


@pytest.fixture
def database_template(empty_template: str) -> str:
    """What a test's database is a copy of."""
    return empty_template


@pytest.fixture
def database_url(database_source: str, database_template: str, tmp_path: Path) -> Iterator[str]:
    """The address of a fresh copy: migrated and empty, unless the test has another template."""
    if not ON_POSTGRES:
        path = tmp_path / "onqueue.sqlite3"
        shutil.copyfile(database_template, path)
        yield f"sqlite:///{path}"
        return
    name = _name()
    yield postgres.create(database_source, name, template=database_template)
    postgres.drop(database_source, name)


@pytest.fixture(scope="session")
def make_template(database_source: str, tmp_path_factory: pytest.TempPathFactory) -> MakeTemplate:
    """What is dear to fill is filled once, and copied for each test."""

    def make(fill: Callable[[Settings], Coroutine[Any, Any, None]]) -> str:
        folder, name = tmp_path_factory.mktemp("filled"), _name()
        path = folder / "onqueue.sqlite3"
        if ON_POSTGRES:
            url = postgres.create(database_source, name)
        else:
            shutil.copyfile(database_source, path)
            url = f"sqlite:///{path}"
        asyncio.run(fill(Settings(_env_file=None, data_dir=folder, database_url=url)))
        return name if ON_POSTGRES else str(path)

    return make


@pytest.fixture
def empty_database_url(database_source: str, tmp_path: Path) -> Iterator[str]:
    """The address of a database without any table, for tests of migrations."""
    if not ON_POSTGRES:
        yield f"sqlite:///{tmp_path / 'empty.sqlite3'}"
        return
    name = _name()
    yield postgres.create(database_source, name, template="template0")
    postgres.drop(database_source, name)


def _name() -> str:
    return f"test_{os.getpid()}_{next(_numbers)}"


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """A started database, fresh and migrated."""
    database = Database(url=database_url)
    await database.start()
    yield database
    await database.stop()


@pytest.fixture
def clock() -> VirtualClock:
    """A clock that stands at midnight, 1 January 2026, until the test advances it."""
    return VirtualClock()


@pytest.fixture
def settings(tmp_path: Path, database_url: str) -> Settings:
    """Settings of a server whose data folder belongs to this test."""
    return Settings(_env_file=None, data_dir=tmp_path, database_url=database_url)
