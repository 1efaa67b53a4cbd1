"""Finds the Chromium that the browser journeys run in, and installs it where that is simple."""

import os
import shutil
import subprocess

NAMES = ("chromium", "chromium-browser", "google-chrome")
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
    """Return the program's path; install it first if it is missing and this account may."""
    found = find_chromium() or (install() and find_chromium())
    if not found:
        raise NoChromium(ADVICE)
    return found


def install() -> bool:
    """Install Debian's package as root, or where sudo asks no password."""
    if shutil.which("apt-get") is None:
        return False
    prefix = as_root()
    if prefix is None:
        return False
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    return all(
        subprocess.run([*prefix, "apt-get", *arguments], env=environment, check=False).returncode
        == 0
        for arguments in (["-q", "update"], ["-q", "-y", "install", "chromium"])
    )


def as_root() -> list[str] | None:
    """Return what to put before a command to run it as root; None if there is no way."""
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") is None:
        return None
    asks_nothing = subprocess.run(["sudo", "-n", "true"], check=False, capture_output=True)
    return ["sudo", "-n"] if asks_nothing.returncode == 0 else None
