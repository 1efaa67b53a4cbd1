"""How does what speaks texts come into a folder of its own? As Asterisk does."""

from __future__ import annotations

import shutil
import subprocess
from functools import partial
from typing import TYPE_CHECKING, Final

import msgspec

from onqueue.channels.voice.asterisk import archive
from onqueue.channels.voice.asterisk.errors import Unpacked
from onqueue.channels.voice.asterisk.unpacking import STAMP, bring, find_parts, loaded
from onqueue.channels.voice.speech.engine import Engine, Espeak

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

PACKAGE: Final = "espeak-ng"


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
    """Put an espeak-ng into `folder`, unless one is there."""
    return bring(
        folder,
        packages=(PACKAGE,),
        there=partial(installed, folder),
        look=partial(_look, folder),
        say=say,
        mirror=mirror,
        suites=suites,
        anew=anew,
    )


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
    words = loaded(folder, loader=made.loader, libraries=made.libraries, program=made.program)
    return (*words, f"--path={folder / made.data}")


def _look(folder: Path, _suite: str) -> Speaks:
    found = find_parts(
        folder,
        {
            "loader": ("usr", "lib*/**/ld-linux*.so*"),
            "libc": ("usr/lib", "**/libc.so.6"),
            "libespeak-ng": ("usr/lib", "**/libespeak-ng.so.1"),
            "its data": ("usr", "**/espeak-ng-data/phontab"),
            "the program": ("usr", "bin/espeak-ng"),
        },
    )
    libraries = {
        str(path.parent.relative_to(folder)) for path in (folder / "root/usr/lib").glob("**/*.so*")
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
