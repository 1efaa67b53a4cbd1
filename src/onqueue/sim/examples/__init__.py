"""Which scenarios come with the program?"""

from __future__ import annotations

from importlib.resources import files


def names() -> list[str]:
    """Return their names."""
    found = (one.name for one in files(__name__).iterdir())
    return sorted(name.removesuffix(".toml") for name in found if name.endswith(".toml"))


def text(name: str) -> str:
    """Return one as it is written."""
    assert name in names(), "only what there is can be read"
    return files(__name__).joinpath(f"{name}.toml").read_text("utf-8")
