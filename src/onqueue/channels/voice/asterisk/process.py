"""Does Asterisk run, and how is it started and stopped?

Its number is kept beside its configuration. A number alone proves nothing, because numbers are
given again: a process counts as ours when it was started with our configuration file.
"""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Final

from onqueue.channels.voice.asterisk.errors import NotBooted
from onqueue.channels.voice.asterisk.install import command_of, installed
from onqueue.kernel.clock import monotonic_s

if TYPE_CHECKING:
    from collections.abc import Callable

FILES_WANTED: Final = 65_536
BOOT_S_MAX: Final = 30
STOP_S_MAX: Final = 8
LOOK_EVERY_S: Final = 0.1
ASK_S_MAX: Final = 10
LINES_SAID: Final = 5


class Asterisk:
    """One installed and configured Asterisk, whether it runs or not."""

    def __init__(self, *, program: Path, run: Path) -> None:
        self.run = run
        self._command = [
            *command_of(program, installed(program)),
            # Given a path that is not absolute, it would quietly use settings of its own.
            "-C",
            str((run / "etc" / "asterisk.conf").absolute()),
        ]

    def start(self) -> int:
        """Start it unless it runs, wait until it is up, and return its number."""
        running = self.pid()
        if running is None:
            running = self._start()
        self._wait_until_up()
        return running

    def stop(self) -> bool:
        """End this process, and no other. Tell whether there was one."""
        running = self.pid()
        if running is None:
            return False
        os.kill(running, signal.SIGTERM)
        if not _comes_true(lambda: self.pid() is None, within_s=STOP_S_MAX):
            self.kill()
        (self.run / "pid").unlink(missing_ok=True)
        return True

    def kill(self) -> None:
        """End it as a crash would."""
        running = self.pid()
        if running is not None:
            os.kill(running, signal.SIGKILL)
            _comes_true(lambda: self.pid() is None, within_s=STOP_S_MAX)

    def pid(self) -> int | None:
        """Return its number while it runs."""
        try:
            number = int((self.run / "pid").read_text())
            _reap(number)
            words = Path(f"/proc/{number}/cmdline").read_bytes().split(b"\0")
        except (OSError, ValueError):
            return None
        return number if os.fsencode(self._command[-1]) in words else None

    def ask(self, words: str) -> str:
        """Give it a command of its own console, and return what it says."""
        try:
            asked = subprocess.run(  # noqa: S603 - the program that we unpacked
                [*self._command, "-rx", words],
                capture_output=True,
                text=True,
                check=False,
                timeout=ASK_S_MAX,
            )
        except subprocess.TimeoutExpired:
            return ""
        return asked.stdout

    def _start(self) -> int:
        with (self.run / "console.log").open("wb") as console:
            process = subprocess.Popen(  # noqa: S603 - the program that we unpacked
                [*self._command, "-f", "-n"],
                stdin=subprocess.DEVNULL,
                stdout=console,
                stderr=console,
                start_new_session=True,
                cwd=self.run,
                # What it records is for nobody else, also where the folder was opened by mistake.
                umask=0o077,
                preexec_fn=_set_limits,  # noqa: PLW1509 - calls nothing that takes a lock
            )
        # It outlives us on purpose, so nobody is to complain that it was not waited for.
        process.returncode = 0
        (self.run / "pid").write_text(str(process.pid))
        return process.pid

    def _wait_until_up(self) -> None:
        def is_up() -> bool:
            if self.pid() is None:
                raise self._not_booted("it ended at once.")
            return "fully booted" in self.ask("core waitfullybooted")

        if not _comes_true(is_up, within_s=BOOT_S_MAX):
            raise self._not_booted(f"nothing within {BOOT_S_MAX} s.")

    def _not_booted(self, reason: str) -> NotBooted:
        log = self.run / "console.log"
        last = log.read_text(errors="replace").splitlines()[-LINES_SAID:]
        return NotBooted(said=" ".join([reason, *last]), log=str(log))


def _set_limits() -> None:
    """Every call needs files; and a core of it would hold passwords."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = FILES_WANTED if hard == resource.RLIM_INFINITY else min(FILES_WANTED, hard)
    resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _reap(number: int) -> None:
    """Take note of its end, if it was we who started it."""
    try:
        os.waitpid(number, os.WNOHANG)
    except ChildProcessError:
        return


def _comes_true(asked: Callable[[], bool], *, within_s: float) -> bool:
    end = monotonic_s() + within_s
    pause = threading.Event()
    while not asked():
        if monotonic_s() > end:
            return False
        pause.wait(LOOK_EVERY_S)
    return True
