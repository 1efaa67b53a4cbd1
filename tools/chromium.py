"""Finds the Chromium that the browser journeys run in, and installs it where that is simple.

The shell is the same engine without windows, which nobody sees here anyway: every page costs the
machine half of what it costs with them. Whoever has the whole browser alone uses that.
"""

import os
import shutil
import subprocess

SHELL = "chromium-headless-shell"
NAMES = (SHELL, "chromium", "chromium-browser", "google-chrome")
ANSWER_S_MAX = 20
ADVICE = """\
The browser journeys need Chromium, which is not installed, and this account may not install it.
Install the package `chromium` of your system, or name the program: ONQUEUE_CHROMIUM=/path/to/it.
All other steps run without it: `./run test --list` shows their names."""


class NoChromium(Exception):
    """There is no Chromium, and no way to get it."""


def find_chromium() -> str | None:
    """Return the program's path, if there is one."""
    named = os.environ.get("ONQUEUE_CHROMIUM")
    return named or next(filter(None, map(shutil.which, NAMES)), None)


def ensure_chromium() -> str:
    """Return the program's path; install it first if it is missing and this account may.

    Root, as in a container, gets the shell beside a browser that is there. Nobody else's machine
    is changed for the sake of speed.
    """
    found = find_chromium()
    wanted = shutil.which(SHELL) or os.environ.get("ONQUEUE_CHROMIUM")
    if not found or (not wanted and os.geteuid() == 0):
        install()
        found = find_chromium()
    if not found:
        raise NoChromium(ADVICE)
    return found


def install() -> None:
    """Install Debian's package as root, or where sudo asks no password."""
    prefix = as_root()
    if shutil.which("apt-get") is None or prefix is None:
        return
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}

    def apt(*arguments: str) -> bool:
        command = [*prefix, "apt-get", "-q", *arguments]
        return subprocess.run(command, env=environment, check=False).returncode == 0

    apt("-o", f"Acquire::http::Timeout={ANSWER_S_MAX}", "update")
    # Not every system has a package of the shell alone.
    if not apt("-y", "install", SHELL) and not find_chromium():
        apt("-y", "install", "chromium")


def as_root() -> list[str] | None:
    """Return what to put before a command to run it as root; None if there is no way."""
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") is None:
        return None
    asks_nothing = subprocess.run(["sudo", "-n", "true"], check=False, capture_output=True)
    return ["sudo", "-n"] if asks_nothing.returncode == 0 else None
