"""What can change the outcome of a step, and is all of that as it was?

A step names the files that it reads and what it runs with. `Tree.see` makes one key of what is in
those files, of the step itself, and of what the machine and its variables bring to it. No date
and no list of changes is believed: the same key is the same content. Files that git ignores have no
part in it: they are made from others, which are inputs themselves.
"""

import hashlib
import os
import platform
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Final, Literal, assert_never

from tools.chromium import find_chromium

SWITCHES: Final = (
    "CI", "COLUMNS", "FORCE_COLOR", "HYPOTHESIS_", "LANG", "LC_", "LINES", "NODE_", "NO_COLOR",
    "ONQUEUE_", "PYTEST_", "PYTHON", "SKIP_UI", "TZ", "VITEST",
)  # fmt: skip
"""How variables begin that change what programs do; those that name a proxy do as well."""
OF_A_PERSON: Final = ".env"
"""Settings that the server reads from here and git ignores."""
ANSWER_S_MAX: Final = 60
Brought = Literal["python", "node", "chromium"]
"""What the machine brings: another one may lead to another outcome."""


@dataclass(frozen=True)
class Inputs:
    """Patterns of paths, from the root, in which `*` stands for anything, strokes too."""

    paths: tuple[str, ...]
    without: tuple[str, ...] = ()
    """Patterns of what is left out of them."""
    runs_with: tuple[Brought, ...] = ()

    def has(self, path: str) -> bool:
        """Tell whether a file is among them."""
        return _matches(path, self.paths) and not _matches(path, self.without)

    def may_have(self, folder: str) -> bool:
        """Tell whether something below a folder can be among them."""
        starts = (pattern.partition("*")[0] for pattern in self.paths)
        below = f"{folder}/"
        return any(start.startswith(below) or below.startswith(start) for start in starts)


def _matches(path: str, patterns: Iterable[str]) -> bool:
    return any(fnmatchcase(path, pattern) for pattern in patterns)


@dataclass(frozen=True)
class Seen:
    """What the inputs of a step were at one moment."""

    key: str
    """The same for the same content, wherever and whenever."""
    written: str
    """When all of it was written: differs where something was changed and changed back."""


@dataclass
class Tree:
    """The files of a checkout, and what was in each when it was looked at last."""

    root: Path
    _digests: dict[str, tuple[tuple[int, ...], str]] = field(default_factory=dict)

    def paths(self) -> list[str] | None:
        """Return the files that git knows or would add; None where it cannot say.

        Only the .gitignore files of the tree count: what one person's git leaves out besides
        may be read nevertheless.
        """
        command = [
            "git", "ls-files", "-z", "--cached", "--others", "--exclude-per-directory=.gitignore"
        ]  # fmt: skip
        try:
            said = subprocess.run(command, cwd=self.root, check=True, capture_output=True).stdout
        except (OSError, subprocess.CalledProcessError):
            return None
        return sorted({os.fsdecode(name) for name in said.split(b"\0") if name})

    def see(self, inputs: Inputs, *, step: str) -> Seen | None:
        """Return what is in the inputs now, for a step that is described; None without git."""
        paths = self.paths()
        if paths is None:
            return None
        key, written = hashlib.sha256(), hashlib.sha256()
        brought = (_brought(one, root=self.root) for one in inputs.runs_with)
        for line in (step, *_variables(os.environ), *brought):
            key.update(f"{line}\n".encode(errors="surrogateescape"))
        for path in [*(one for one in paths if inputs.has(one)), OF_A_PERSON]:
            stamp, digest = self._look(path)
            key.update(f"{path}\0{digest}\n".encode(errors="surrogateescape"))
            written.update(f"{path}\0{stamp}\n".encode(errors="surrogateescape"))
        return Seen(key=key.hexdigest(), written=written.hexdigest())

    def _look(self, path: str) -> tuple[tuple[int, ...], str]:
        file = self.root / path
        try:
            found = file.lstat()
            written = (found.st_size, found.st_mtime_ns, found.st_ctime_ns)
            stamp = (found.st_ino, found.st_mode, *written)
            known = self._digests.get(path)
            if known is None or known[0] != stamp:
                self._digests[path] = known = (stamp, _digest(file))
        except FileNotFoundError:
            return (), "gone"
        return known


def _digest(file: Path) -> str:
    if file.is_symlink():
        return f"link to {file.readlink()}"
    if file.is_dir():
        return "a repository of its own"
    runs = "x" if os.access(file, os.X_OK) else "-"
    return f"{runs}{hashlib.sha256(file.read_bytes()).hexdigest()}"


def _variables(environment: Mapping[str, str]) -> list[str]:
    """Return the variables that change what programs do, in order."""
    return [
        f"{name}={value}"
        for name, value in sorted(environment.items())
        if name.startswith(SWITCHES) or name.lower().endswith("_proxy")
    ]


def _brought(what: Brought, *, root: Path) -> str:
    """Return which of its kind this machine has."""
    match what:
        case "python":
            return _python()
        case "node":
            return _node(root)
        case "chromium":
            return _chromium()
        case _:
            assert_never(what)


def _python() -> str:
    """The interpreter, the packages beside it, and the system: root may do more than others."""
    packages = sorted(path.name for path in Path(sysconfig.get_path("purelib")).glob("*.dist-info"))
    return f"{sys.version} {platform.platform()} {os.geteuid()} {packages}"


def _node(root: Path) -> str:
    """Node, and what npm says that it installed."""
    node = shutil.which("node")
    if node is None:
        return "no node"
    asked = subprocess.run(
        [node, "--version"], check=False, capture_output=True, timeout=ANSWER_S_MAX
    )
    installed = root / "frontend/node_modules/.package-lock.json"
    packages = hashlib.sha256(installed.read_bytes()).hexdigest() if installed.exists() else ""
    return f"{asked.stdout.decode()} {packages}"


def _chromium() -> str:
    found = find_chromium()
    if found is None:
        return "no chromium"
    program = Path(found).resolve().stat()
    return f"{found} {program.st_size} {program.st_mtime_ns}"
