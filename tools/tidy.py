"""Is the tree tidy? What the linters do not look at: sizes, names, shapes and locks.

Run it with `python -m tools.tidy`; it is also a test. Each rule yields its breaches as sentences.
"""

import ast
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

FILE_LINES_MAX = 500
COMPONENT_LINES_MAX = 250
FUNCTION_LINES_MAX = 70
PARAMETERS_MAX = 6

SOURCES = {".css", ".js", ".py", ".sh", ".ts", ".tsx"}
TEXTS = SOURCES | {".cfg", ".html", ".json", ".md", ".mako", ".toml", ".txt", ".yaml", ".yml"}
LOCKS = {"requirements/dev.txt", "requirements/runtime.txt", "frontend/package-lock.json"}
GENERATED = LOCKS | {"frontend/api/openapi.json", "frontend/api/src/schema.d.ts"}
SKIPPED_FOLDERS = {"__pycache__", "build", "dist", "htmlcov", "node_modules", "report", "results"}
BUILT = "src/onqueue/web/static"

VAGUE_NAMES = {"common", "helper", "helpers", "misc", "util", "utils"}
FEATURE_FILES = {
    "access", "api", "errors", "events", "jobs", "models", "queries", "rules", "schemas", "service",
}  # fmt: skip
GROUND = {
    "channels", "cli", "edge", "floor", "journal", "kernel", "live", "migrations", "sim", "web",
}  # fmt: skip
CONFLICT_MARKERS = ("<" * 7 + " ", ">" * 7 + " ")


@dataclass(frozen=True)
class File:
    """A file of the tree: where it is, from the root, and what it says."""

    path: str
    text: str

    @property
    def suffix(self) -> str:
        return Path(self.path).suffix

    @property
    def lines(self) -> list[str]:
        return self.text.splitlines()


def is_test(path: str) -> bool:
    name = Path(path).name
    return "tests" in Path(path).parts or ".test." in name or name.endswith(".spec.ts")


def walk(root: Path) -> Iterator[File]:
    """Yield the text files that people write, in order."""
    for folder, folders, names in os.walk(root):
        here = Path(folder).relative_to(root).as_posix()
        folders[:] = sorted(
            name
            for name in folders
            if name not in SKIPPED_FOLDERS
            and (not name.startswith(".") or name == ".ci")
            and f"{here}/{name}" != BUILT
        )
        for name in sorted(names):
            path = Path(folder, name)
            if path.suffix in TEXTS or name == "run":
                yield File(path.relative_to(root).as_posix(), path.read_text("utf-8"))


def check_length(file: File) -> Iterator[str]:
    if file.suffix not in SOURCES or file.path in GENERATED:
        return
    is_component = file.suffix == ".tsx" and not is_test(file.path)
    lines_max = COMPONENT_LINES_MAX if is_component else FILE_LINES_MAX
    if len(file.lines) > lines_max:
        yield f"{file.path}: {len(file.lines)} lines, {lines_max} are allowed"


def check_functions(file: File) -> Iterator[str]:
    if file.suffix != ".py":
        return
    for node in ast.walk(ast.parse(file.text, file.path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield from check_function(file.path, node)


def check_function(path: str, node: ast.FunctionDef | ast.AsyncFunctionDef) -> Iterator[str]:
    where = f"{path}:{node.lineno}: {node.name}"
    length = (node.end_lineno or node.lineno) - node.lineno + 1
    if length > FUNCTION_LINES_MAX:
        yield f"{where} has {length} lines, {FUNCTION_LINES_MAX} are allowed"
    # Keyword-only parameters are named where they are used, so any number reads well.
    names = [argument.arg for argument in node.args.posonlyargs + node.args.args]
    count = len(names) - (names[:1] in (["self"], ["cls"]))
    if count > PARAMETERS_MAX:
        yield f"{where} has {count} positional parameters, {PARAMETERS_MAX} are allowed"


def check_names(file: File) -> Iterator[str]:
    if file.suffix not in SOURCES:
        return
    for part in Path(file.path).parts:
        if part.split(".")[0].lower() in VAGUE_NAMES:
            yield f"{file.path}: `{part}` says nothing about what is in it"


def check_feature(file: File) -> Iterator[str]:
    """Each feature has the same ten names, as files or as packages, and `tests`.

    Only code is held to it: the letters that a feature sends may lie beside their sender.
    """
    if file.suffix != ".py":
        return
    match Path(file.path).parts:
        case ("src", "onqueue", feature, inner, *_) if feature not in GROUND:
            stem = inner.removesuffix(".py")
            if stem not in FEATURE_FILES | {"__init__", "tests"}:
                yield f"{file.path}: `{inner}` is not one of the names that a feature has"
        case _:
            return


def check_text(file: File) -> Iterator[str]:
    for number, line in enumerate(file.lines, start=1):
        if line.startswith(CONFLICT_MARKERS):
            yield f"{file.path}:{number}: a merge conflict is left"
        if "\t" in line and file.path not in GENERATED:
            yield f"{file.path}:{number}: a tab; use spaces, or \\t in a string"


def check_barrels(file: File) -> Iterator[str]:
    parts = Path(file.path).parts
    if parts[0] == "frontend" and parts[-1] in {"index.ts", "index.tsx"}:
        yield f"{file.path}: no barrel files; import from the source"


def check_locks(file: File) -> Iterator[str]:
    if file.path not in LOCKS:
        return
    for number, line in enumerate(file.lines, start=1):
        if "://" in line:
            yield f"{file.path}:{number}: an address in a lock; `./run lock` takes it out"


RULES = (
    check_length,
    check_functions,
    check_names,
    check_feature,
    check_text,
    check_barrels,
    check_locks,
)


def find_breaches(root: Path) -> list[str]:
    """Return what is untidy under `root`, a sentence each."""
    return [breach for file in walk(root) for rule in RULES for breach in rule(file)]


def main() -> int:
    breaches = find_breaches(Path.cwd())
    for breach in breaches:
        print(breach)
    print(f"tidy: {len(breaches)} breaches" if breaches else "tidy: nothing to mend")
    return 1 if breaches else 0


if __name__ == "__main__":
    sys.exit(main())
