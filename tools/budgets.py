"""Are the built front ends small enough? Sizes are those of a gzip-compressed transfer."""

import gzip
import re
import sys
from collections.abc import Iterator
from pathlib import Path

STATIC = Path("src/onqueue/web/static")
FIRST_LOAD = re.compile(r'(?:src|href)="/desk/(assets/[^"]+\.(?:js|css))"')
DESK_KB_MAX = 300
LOADER_KB_MAX = 3
PANEL_KB_MAX = 25


def compressed_size(*files: Path) -> int:
    return sum(len(gzip.compress(file.read_bytes(), mtime=0)) for file in files)


def find_excesses(static: Path) -> Iterator[str]:
    """Yield a sentence for each budget that is exceeded."""
    desk = static / "desk"
    first_load = FIRST_LOAD.findall((desk / "index.html").read_text("utf-8"))
    assert first_load, "index.html names no script: the pattern here is out of date"
    budgets = [
        ("the desk's first load", [desk / name for name in first_load], DESK_KB_MAX),
        ("widget/loader.js", [static / "widget" / "loader.js"], LOADER_KB_MAX),
        ("widget/panel.js", [static / "widget" / "panel.js"], PANEL_KB_MAX),
    ]
    for name, files, kb_max in budgets:
        size = compressed_size(*files)
        print(f"budgets: {name} is {size / 1000:.1f} kB of {kb_max} kB")
        if size > kb_max * 1000:
            yield f"{name} is {size / 1000:.1f} kB compressed, {kb_max} kB are allowed"


def main() -> int:
    excesses = list(find_excesses(STATIC))
    for excess in excesses:
        print(excess)
    return 1 if excesses else 0


if __name__ == "__main__":
    sys.exit(main())
