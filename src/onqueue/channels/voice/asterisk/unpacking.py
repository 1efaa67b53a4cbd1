"""How do programs come out of Debian's packages into a folder of their own, without root?

The packages are unpacked, not installed: nothing runs as root, nothing outside the folder changes,
and to delete the folder is to uninstall. The programs of another release of Debian run here
because they are started through the dynamic loader that came with them.

A file `installed.json` is written last. Who is interrupted gives the command again.
"""

from __future__ import annotations

import fcntl
import shutil
import subprocess
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol, TypeVar

import msgspec

from onqueue.channels.voice.asterisk import archive
from onqueue.channels.voice.asterisk.errors import NoSpace, Unpacked

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

STAMP: Final = "installed.json"
NEEDED_MB: Final = 600
"""While it is unpacked; afterwards it is some 200."""
MB: Final = 1024 * 1024
LEFT_OUT: Final = (
    "adduser_", "apt_", "asterisk-config_", "bash_", "coreutils_", "debconf_", "diffutils_",
    "dirmngr_", "dpkg_", "findutils_", "gnupg", "gpg", "grep_", "libapt", "libpam-", "libperl",
    "libsnmp-base_", "passwd_", "pci.ids_", "perl", "sed_", "sqv_", "tar_", "tzdata", "util-linux_",
)  # fmt: skip
"""Packages that hold no library which Asterisk loads."""
PAPER: Final = ("./usr/share/doc/*", "./usr/share/man/*", "./usr/share/locale/*", "./etc/init.d/*")


class Versioned(Protocol):
    """What is known of an installed program: at least which it is."""

    @property
    def version(self) -> str:
        """The program's own words."""
        ...


Made = TypeVar("Made", bound=Versioned)


def bring(
    folder: Path,
    *,
    packages: tuple[str, ...],
    there: Callable[[], Made | None],
    look: Callable[[str], Made],
    say: Callable[[str], None],
    mirror: str | None = None,
    suites: tuple[str, ...] = archive.SUITES,
    anew: bool = False,
) -> Made:
    """Put packages and all that they need into `folder`, unless a program that runs is `there`.

    `look` is given the suite they came from, and finds the parts.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with _alone(folder):
        if anew:
            (folder / STAMP).unlink(missing_ok=True)
        found = there()
        if found is not None:
            say(f"{found.version} is installed.")
            return found
        _need_space(folder)
        suite, fetched = archive.fetch(
            archive.find_archive(mirror=mirror),
            folder=folder / "fetched",
            log=folder / "install.log",
            suites=suites,
            say=say,
            wanted=packages,
        )
        say(f"Unpacking {len(fetched)} packages.")
        _unpack(fetched, root=folder / "root")
        made = look(suite)
        (folder / STAMP).write_bytes(msgspec.json.encode(made))
        shutil.rmtree(folder / "fetched")
        say(f"{made.version} is installed.")
        return made


def find_parts(folder: Path, patterns: Mapping[str, tuple[str, str]]) -> dict[str, Path]:
    """Return the first file of each pattern below its folder of the root, as of `folder`.

    They lie elsewhere on each architecture.
    """
    found = {}
    for name, (below, pattern) in patterns.items():
        path = next(iter(sorted((folder / "root" / below).glob(pattern))), None)
        if path is None:
            raise Unpacked(said=f"{name} is missing.")
        found[name] = path.relative_to(folder)
    return found


def loaded(folder: Path, *, loader: str, libraries: tuple[str, ...], program: str) -> list[str]:
    """Return the words that start a program through the loader that came with it."""
    paths = ":".join(str(folder / path) for path in libraries)
    return [str(folder / loader), "--library-path", paths, str(folder / program)]


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Let a second installation into the same folder wait for the first."""
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _need_space(folder: Path) -> None:
    free = shutil.disk_usage(folder).free // MB
    if free < NEEDED_MB:
        raise NoSpace(folder=str(folder), free_mb=free, needed_mb=NEEDED_MB)


def _unpack(packages: list[Path], *, root: Path) -> None:
    """Unpack into a new folder and put that in the place of the old one."""
    fresh = root.with_name("root.new")
    shutil.rmtree(fresh, ignore_errors=True)
    for name in ("bin", "sbin", "lib", "lib64"):
        (fresh / "usr" / name).mkdir(parents=True)
        (fresh / name).symlink_to(f"usr/{name}")
    for package in packages:
        if not package.name.startswith(LEFT_OUT):
            _unpack_one(package, root=fresh)
    shutil.rmtree(root, ignore_errors=True)
    fresh.rename(root)


def _unpack_one(package: Path, *, root: Path) -> None:
    left_out = [f"--exclude={path}" for path in PAPER]
    open_it = ["dpkg-deb", "--fsys-tarfile", str(package)]
    take = ["tar", "-x", "-C", str(root), "--no-same-owner", "--keep-directory-symlink", *left_out]
    with subprocess.Popen(open_it, stdout=subprocess.PIPE) as opened:  # noqa: S603 - apt checked it
        unpacked = subprocess.run(  # noqa: S603 - the same
            take, stdin=opened.stdout, capture_output=True, text=True, check=False
        )
    if unpacked.returncode or opened.returncode:
        raise Unpacked(said=f"{package.name}: {unpacked.stderr.strip() or 'broken'}.")
