"""Writes docs/reference/settings.md."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal, get_args, get_origin

from pydantic import SecretStr
from pydantic_core import PydanticUndefined

from onqueue.kernel.settings import Settings
from tools.reference.text import cell, head

if TYPE_CHECKING:
    from pydantic.fields import FieldInfo

SAID: Final = (
    "Each is read from an environment variable or from a file `.env` in the folder where",
    "`onqueue` is started; the environment wins. `--host`, `--port` and `--data` of a command win",
    "over both. Settings that hold a secret are never written to the logs.",
)
_NAMES: Final[dict[Any, str]] = {
    str: "text",
    int: "int",
    bool: "true, false",
    Path: "path",
    SecretStr: "secret",
}


def written() -> str:
    """Return the page."""
    lines = [*head("Settings", "`src/onqueue/kernel/settings.py`"), *SAID, ""]
    lines += ["| variable | takes | default | what it sets |", "|---|---|---|---|"]
    for name, field in Settings.model_fields.items():
        variable = f"`ONQUEUE_{name.upper()}`"
        said = cell(field.description or "")
        lines.append(f"| {variable} | {_takes(field)} | {_default(field)} | {said} |")
    return "\n".join(lines) + "\n"


def _takes(field: FieldInfo) -> str:
    kind = field.annotation
    if get_origin(kind) is Literal:
        return ", ".join(f"`{one}`" for one in get_args(kind))
    if kind not in _NAMES:
        kind = next(one for one in get_args(kind) if one is not type(None))
    bounds = {
        sign: getattr(rule, sign)
        for rule in field.metadata
        for sign in ("ge", "le", "pattern")
        if getattr(rule, sign, None) is not None
    }
    words = [_NAMES[kind]]
    if "pattern" in bounds:
        words.append(f"like `{bounds['pattern']}`")
    if "ge" in bounds:
        words.append(f"from {bounds['ge']}")
    if "le" in bounds:
        words.append(f"to {bounds['le']}")
    return " ".join(words)


def _default(field: FieldInfo) -> str:
    value = field.default
    assert value is not PydanticUndefined, "every setting has a default"
    if isinstance(value, SecretStr):
        value = value.get_secret_value()
    if value is None or value == "":
        return "empty"
    return f"`{str(value).lower() if isinstance(value, bool) else value}`"
