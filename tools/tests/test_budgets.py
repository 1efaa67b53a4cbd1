import random
from pathlib import Path

from tools.budgets import find_excesses

INDEX = '<script src="/desk/assets/a.js"></script><link href="/desk/assets/a.css">'


def build(static: Path, *, loader_bytes: int) -> Path:
    noise = random.Random(1)
    for name, size in {
        "desk/assets/a.js": 200_000,
        "desk/assets/a.css": 90_000,
        "desk/assets/lazy.js": 400_000,
        "widget/loader.js": loader_bytes,
        "widget/panel.js": 24_000,
    }.items():
        file = static / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(noise.randbytes(size))
    (static / "desk/index.html").write_text(INDEX, "utf-8")
    return static


def test_what_loads_later_is_not_counted(tmp_path: Path) -> None:
    assert list(find_excesses(build(tmp_path, loader_bytes=2_900))) == []


def test_excess_is_named(tmp_path: Path) -> None:
    [excess] = find_excesses(build(tmp_path, loader_bytes=4_000))
    assert excess == "widget/loader.js is 4.0 kB compressed, 3 kB are allowed"
