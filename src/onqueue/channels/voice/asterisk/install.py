"""How does an Asterisk come into a folder of its own, without root? See `unpacking`."""

from __future__ import annotations

import subprocess
from functools import partial
from typing import TYPE_CHECKING

import msgspec

from onqueue.channels.voice.asterisk import archive
from onqueue.channels.voice.asterisk.errors import NotInstalled, Unpacked
from onqueue.channels.voice.asterisk.unpacking import STAMP, bring, find_parts, loaded

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


class Installed(msgspec.Struct, frozen=True):
    """Where the parts of an installed Asterisk are, below its folder."""

    version: str
    suite: str
    loader: str
    libraries: tuple[str, ...]
    program: str
    modules: str
    data: str
    sounds: str


def install(
    folder: Path,
    *,
    say: Callable[[str], None],
    mirror: str | None = None,
    suites: tuple[str, ...] = archive.SUITES,
    anew: bool = False,
) -> Installed:
    """Put an Asterisk into `folder`, unless one that runs is there."""
    return bring(
        folder,
        packages=archive.PACKAGES,
        there=partial(_that_runs, folder),
        look=partial(_look, folder),
        say=say,
        mirror=mirror,
        suites=suites,
        anew=anew,
    )


def installed(folder: Path) -> Installed:
    """Return what is installed in a folder."""
    try:
        return msgspec.json.decode((folder / STAMP).read_bytes(), type=Installed)
    except (OSError, msgspec.DecodeError):
        raise NotInstalled(folder=str(folder)) from None


def command_of(folder: Path, made: Installed) -> list[str]:
    """Return the words that start the program."""
    return loaded(folder, loader=made.loader, libraries=made.libraries, program=made.program)


def _that_runs(folder: Path) -> Installed | None:
    try:
        there = installed(folder)
        _version(folder, there)
    except (NotInstalled, Unpacked):
        return None
    return there


def _look(folder: Path, suite: str) -> Installed:
    found = find_parts(
        folder,
        {
            "loader": ("usr", "lib*/**/ld-linux*.so*"),
            "libc": ("usr/lib", "**/libc.so.6"),
            "res_ari": ("usr/lib", "**/asterisk/modules/res_ari.so"),
            "pj": ("usr/lib", "**/libasteriskpj.so*"),
            "sounds": ("usr/share/asterisk/sounds", "*/hello.wav"),
        },
    )
    made = Installed(
        version="",
        suite=suite,
        loader=str(found["loader"]),
        libraries=(str(found["libc"].parent), str(found["pj"].parent)),
        program="root/usr/sbin/asterisk",
        modules=str(found["res_ari"].parent),
        data="root/usr/share/asterisk",
        sounds=str(found["sounds"].parent),
    )
    return msgspec.structs.replace(made, version=_version(folder, made))


def _version(folder: Path, made: Installed) -> str:
    command = [*command_of(folder, made), "-V"]
    try:
        ran = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - ours
    except OSError as error:
        raise Unpacked(said=f"{error}.") from None
    if ran.returncode or not ran.stdout.startswith("Asterisk"):
        raise Unpacked(said=ran.stderr.strip() or "it said nothing.")
    return ran.stdout.strip()
