"""Which packages make an Asterisk, and how are they fetched without touching this machine's?

apt is given a state, a cache and a list of archives of its own below one folder, and an empty
status file: so it works out all that Asterisk needs, against nothing that is installed here, and
checks the archive's signature as always. Nobody needs to be root for that.
"""

from __future__ import annotations

import getpass
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from onqueue.channels.voice.asterisk.errors import NoApt, NoMirror, NoPackages

if TYPE_CHECKING:
    from collections.abc import Callable

SUITES: Final = ("testing", "unstable")
"""Where Asterisk 22 is, in the order in which they are tried; the stable suites have none."""
PACKAGES: Final = ("asterisk", "asterisk-core-sounds-en-wav")
KEYRINGS: Final = (
    Path("/usr/share/keyrings/debian-archive-keyring.pgp"),
    Path("/usr/share/keyrings/debian-archive-keyring.gpg"),
)
SOURCES: Final = Path("/etc/apt")
LINES_SAID: Final = 3
FETCH_S_MAX: Final = 900


@dataclass(frozen=True, slots=True)
class Archive:
    """A Debian archive, and the keys that sign it."""

    mirror: str
    keyring: Path | None
    architecture: str


def find_archive(*, mirror: str | None = None) -> Archive:
    """Return the archive that this machine's apt is configured for, or the one named."""
    for program in ("apt-get", "dpkg", "dpkg-deb", "tar"):
        if shutil.which(program) is None:
            raise NoApt(program=program)
    found = mirror or _configured_mirror() or _mirror_in_sources(SOURCES)
    if found is None:
        raise NoMirror
    architecture = _output("dpkg", "--print-architecture").strip()
    keyring = next((path for path in KEYRINGS if path.is_file()), None)
    return Archive(mirror=found, keyring=keyring, architecture=architecture)


def fetch(
    archive: Archive,
    *,
    folder: Path,
    log: Path,
    suites: tuple[str, ...],
    say: Callable[[str], None],
    wanted: tuple[str, ...] = PACKAGES,
) -> tuple[str, list[Path]]:
    """Fetch a program and all that it needs; return the suite that had it, and the packages.

    What is there already is not fetched again, so whoever was interrupted goes on.
    """
    said = ""
    for suite in suites:
        say(f"Fetching {wanted[0]} from {suite}.")
        apt = _PrivateApt(archive, folder=folder / suite, suite=suite, log=log)
        said = apt.fetch(wanted) or ""
        packages = sorted((folder / suite / "debs").glob("*.deb"))
        if not said and any(path.name.startswith(f"{wanted[0]}_") for path in packages):
            return suite, packages
    raise NoPackages(tried=", ".join(suites), said=said or "nothing.", log=str(log))


class _PrivateApt:
    """apt with everything below one folder."""

    def __init__(self, archive: Archive, *, folder: Path, suite: str, log: Path) -> None:
        self._folder, self._log = folder, log
        for name in ("state/lists/partial", "cache", "debs/partial", "none.d", "log"):
            (folder / name).mkdir(parents=True, exist_ok=True)
        (folder / "state" / "status").write_text("")
        signed = f" signed-by={archive.keyring}" if archive.keyring else ""
        (folder / "sources.list").write_text(
            f"deb [arch={archive.architecture}{signed}] {archive.mirror} {suite} main\n"
        )
        self._options = self._settings(archive)

    def fetch(self, packages: tuple[str, ...]) -> str | None:
        """Fetch the packages; return what apt said when it could not."""
        # A mirror that stands still may be past its date. Its signature is checked all the same.
        dates = ("Acquire::Check-Valid-Until=false", "Acquire::Check-Date=false")
        stale = [part for option in dates for part in ("-o", option)]
        wanted = ("install", "--download-only", "-y", "--no-install-recommends", *packages)
        return self._run(*stale, "update") or self._run(*wanted)

    def _run(self, *arguments: str) -> str | None:
        command = ["apt-get", "-qq", *self._options, *arguments]
        try:
            ran = subprocess.run(  # noqa: S603 - our own words, and apt's path as of this machine
                command,
                capture_output=True,
                text=True,
                check=False,
                timeout=FETCH_S_MAX,
            )
        except subprocess.TimeoutExpired:
            return f"nothing for {FETCH_S_MAX} s."
        with self._log.open("a") as log:
            log.write(f"$ apt-get {' '.join(arguments)}\n{ran.stdout}{ran.stderr}")
        if ran.returncode == 0:
            return None
        told = [line for line in ran.stderr.splitlines() if line.startswith("E:")]
        return " ".join(told[:LINES_SAID]) or f"it ended with {ran.returncode}."

    def _settings(self, archive: Archive) -> list[str]:
        folder = self._folder
        given = {
            "Dir::State": folder / "state",
            "Dir::State::status": folder / "state" / "status",
            "Dir::Cache": folder / "cache",
            "Dir::Cache::archives": folder / "debs",
            "Dir::Etc::sourcelist": folder / "sources.list",
            "Dir::Etc::sourceparts": folder / "none.d",
            "Dir::Etc::preferences": folder / "none",
            "Dir::Etc::preferencesparts": folder / "none.d",
            "Dir::Log": folder / "log",
            "APT::Architecture": archive.architecture,
            "APT::Architectures": archive.architecture,
            "APT::Install-Recommends": "false",
            "APT::Sandbox::User": getpass.getuser(),
            "Acquire::Languages": "none",
            "Acquire::Retries": "3",
            # Otherwise an archive that cannot be reached would pass for an empty one.
            "APT::Update::Error-Mode": "any",
        }
        return [part for name, value in given.items() for part in ("-o", f"{name}={value}")]


def _configured_mirror() -> str | None:
    told = _output(
        "apt-get",
        "indextargets",
        "--format",
        "$(ORIGIN)|$(LABEL)|$(REPO_URI)",
        "Created-By: Packages",
    )
    for line in told.splitlines():
        origin, label, address = [*line.split("|"), "", ""][:3]
        if (origin, label) == ("Debian", "Debian"):
            return address
    return None


def _mirror_in_sources(folder: Path) -> str | None:
    """Read it off the files of apt, where its lists were never fetched."""
    for path in [folder / "sources.list", *sorted(folder.glob("sources.list.d/*"))]:
        text = path.read_text(errors="replace") if path.is_file() else ""
        lines = (line for line in text.splitlines() if not line.lstrip().startswith("#"))
        for line in lines:
            found = re.search(r"\b[a-z]+(?:\+[a-z]+)?://\S+/debian/?(?=\s|$)", line)
            if found:
                return found[0]
    return None


def _output(*command: str) -> str:
    ran = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - above
    return ran.stdout
