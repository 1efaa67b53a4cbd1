"""How does an Asterisk come into a folder of its own, without root?

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
from typing import TYPE_CHECKING, Final

import msgspec

from onqueue.channels.voice.asterisk import archive
from onqueue.channels.voice.asterisk.errors import NoSpace, NotInstalled, Unpacked

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

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
    folder.mkdir(parents=True, exist_ok=True)
    with alone(folder):
        if anew:
            (folder / STAMP).unlink(missing_ok=True)
        there = _that_runs(folder)
        if there is not None:
            say(f"{there.version} is installed.")
            return there
        _need_space(folder)
        found = archive.find_archive(mirror=mirror)
        log = folder / "install.log"
        suite, packages = archive.fetch(
            found, folder=folder / "fetched", log=log, suites=suites, say=say
        )
        say(f"Unpacking {len(packages)} packages.")
        unpack(packages, root=folder / "root")
        made = _look(folder, suite=suite)
        (folder / STAMP).write_bytes(msgspec.json.encode(made))
        shutil.rmtree(folder / "fetched")
        say(f"{made.version} is installed.")
        return made


def installed(folder: Path) -> Installed:
    """Return what is installed in a folder."""
    try:
        return msgspec.json.decode((folder / STAMP).read_bytes(), type=Installed)
    except (OSError, msgspec.DecodeError):
        raise NotInstalled(folder=str(folder)) from None


def command_of(folder: Path, made: Installed) -> list[str]:
    """Return the words that start the program."""
    libraries = ":".join(str(folder / path) for path in made.libraries)
    return [
        str(folder / made.loader),
        "--library-path",
        libraries,
        str(folder / made.program),
    ]


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Let a second installation into the same folder wait for the first."""
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _that_runs(folder: Path) -> Installed | None:
    try:
        there = installed(folder)
        _version(folder, there)
    except (NotInstalled, Unpacked):
        return None
    return there


def _need_space(folder: Path) -> None:
    free = shutil.disk_usage(folder).free // MB
    if free < NEEDED_MB:
        raise NoSpace(folder=str(folder), free_mb=free, needed_mb=NEEDED_MB)


def unpack(packages: list[Path], *, root: Path) -> None:
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


def _look(folder: Path, *, suite: str) -> Installed:
    """Find the parts, which lie elsewhere on each architecture."""
    root = folder / "root"
    parts = {
        "loader": first(root / "usr", "lib*/**/ld-linux*.so*"),
        "libc": first(root / "usr/lib", "**/libc.so.6"),
        "res_ari": first(root / "usr/lib", "**/asterisk/modules/res_ari.so"),
        "pj": first(root / "usr/lib", "**/libasteriskpj.so*"),
        "sounds": first(root / "usr/share/asterisk/sounds", "*/hello.wav"),
    }
    for name, path in parts.items():
        if path is None:
            raise Unpacked(said=f"{name} is missing.")
    found = {name: path.relative_to(folder) for name, path in parts.items() if path is not None}
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


def first(folder: Path, pattern: str) -> Path | None:
    """Return the first file of a pattern, if there is one."""
    return next(iter(sorted(folder.glob(pattern))), None)


def _version(folder: Path, made: Installed) -> str:
    command = [*command_of(folder, made), "-V"]
    try:
        ran = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - ours
    except OSError as error:
        raise Unpacked(said=f"{error}.") from None
    if ran.returncode or not ran.stdout.startswith("Asterisk"):
        raise Unpacked(said=ran.stderr.strip() or "it said nothing.")
    return ran.stdout.strip()
