"""How does what speaks texts come into a folder of its own? As Asterisk does."""

from __future__ import annotations

import shutil
import subprocess
from typing import TYPE_CHECKING, Final

import msgspec

from onqueue.channels.voice.asterisk import archive
from onqueue.channels.voice.asterisk.errors import Unpacked
from onqueue.channels.voice.asterisk.install import alone, first, unpack
from onqueue.channels.voice.speech.engine import Engine, Espeak

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

PACKAGE: Final = "espeak-ng"
STAMP: Final = "installed.json"


class Speaks(msgspec.Struct, frozen=True):
    """Where the parts of an installed espeak-ng are, below its folder."""

    version: str
    loader: str
    libraries: tuple[str, ...]
    program: str
    data: str


def install(
    folder: Path,
    *,
    say: Callable[[str], None],
    mirror: str | None = None,
    suites: tuple[str, ...] = archive.SUITES,
    anew: bool = False,
) -> Speaks:
    """Put an espeak-ng into `folder`, unless one that runs is there."""
    folder.mkdir(parents=True, exist_ok=True)
    with alone(folder):
        if anew:
            (folder / STAMP).unlink(missing_ok=True)
        there = installed(folder)
        if there is not None:
            say(f"{there.version} is installed.")
            return there
        found = archive.find_archive(mirror=mirror)
        log = folder / "install.log"
        _, packages = archive.fetch(
            found,
            folder=folder / "fetched",
            log=log,
            suites=suites,
            say=say,
            wanted=(PACKAGE,),
        )
        say(f"Unpacking {len(packages)} packages.")
        unpack(packages, root=folder / "root")
        made = _look(folder)
        (folder / STAMP).write_bytes(msgspec.json.encode(made))
        shutil.rmtree(folder / "fetched")
        say(f"{made.version} is installed.")
        return made


def installed(folder: Path) -> Speaks | None:
    """Return what is installed in a folder, if anything is."""
    try:
        return msgspec.json.decode((folder / STAMP).read_bytes(), type=Speaks)
    except (OSError, msgspec.DecodeError):
        return None


def engine_of(folder: Path) -> Engine | None:
    """Return what speaks: the one in the folder, or else this machine's; None without any."""
    there = installed(folder)
    if there is not None:
        return Espeak(command=_command(folder, there))
    path = shutil.which(PACKAGE)
    return None if path is None else Espeak(command=(path,))


def _command(folder: Path, made: Speaks) -> tuple[str, ...]:
    libraries = ":".join(str(folder / path) for path in made.libraries)
    program = str(folder / made.program)
    return (
        str(folder / made.loader),
        "--library-path",
        libraries,
        program,
        f"--path={folder / made.data}",
    )


def _look(folder: Path) -> Speaks:
    """Find the parts, which lie elsewhere on each architecture."""
    root = folder / "root"
    parts = {
        "loader": first(root / "usr", "lib*/**/ld-linux*.so*"),
        "libc": first(root / "usr/lib", "**/libc.so.6"),
        "libespeak-ng": first(root / "usr/lib", "**/libespeak-ng.so.1"),
        "its data": first(root / "usr", "**/espeak-ng-data/phontab"),
        "the program": first(root / "usr", "bin/espeak-ng"),
    }
    for name, path in parts.items():
        if path is None:
            raise Unpacked(said=f"{name} is missing.")
    found = {name: path.relative_to(folder) for name, path in parts.items() if path is not None}
    libraries = {
        str(path.parent.relative_to(folder)) for path in (root / "usr/lib").glob("**/*.so*")
    }
    made = Speaks(
        version="",
        loader=str(found["loader"]),
        libraries=tuple(sorted(libraries)),
        program=str(found["the program"]),
        data=str(found["its data"].parent.parent),
    )
    return msgspec.structs.replace(made, version=_version(folder, made))


def _version(folder: Path, made: Speaks) -> str:
    command = [*_command(folder, made), "--version"]
    try:
        ran = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - ours
    except OSError as error:
        raise Unpacked(said=f"{error}.") from None
    if ran.returncode:
        raise Unpacked(said=ran.stderr.strip() or "it said nothing.")
    return " ".join(ran.stdout.split()[:4])
