"""Writes docs/reference/keys.md."""

from __future__ import annotations

import json
import re
from itertools import groupby
from pathlib import Path
from typing import Any, Final

from tools.reference.text import head

DESK: Final = Path(__file__).parents[2] / "frontend" / "desk" / "src"
CATALOGUE: Final = DESK / "ui" / "shortcuts" / "catalogue.ts"
WORDS: Final = DESK / "i18n" / "en" / "common.json"

SAID: Final = (
    "`?` shows this list in the desk. Keys with Alt work while one types; the others do not. A",
    "sequence such as `g w` is two keys within a second. Every key can be changed under Settings;",
    "what is chosen is kept in that browser.",
)
_ACTION: Final = re.compile(r'"([a-z_.]+)": \{ keys: "([^"]+)", group: "([a-z_]+)" \}')
_FIXED: Final = re.compile(r'\{ id: "([a-z_]+)", keys: "([^"]+)" \}')
_NAMES: Final = {
    "arrowdown": "↓", "arrowup": "↑", "arrowleft": "←", "arrowright": "→", "mod": "Ctrl",
}  # fmt: skip


def written() -> str:
    """Return the page."""
    words: dict[str, Any] = json.loads(WORDS.read_text(encoding="utf-8"))["keys"]
    text = CATALOGUE.read_text(encoding="utf-8")
    lines = [*head("Keys of the desk", "`ui/shortcuts/catalogue.ts`"), *SAID]
    for group, found in groupby(_ACTION.findall(text), key=lambda one: one[2]):
        lines += ["", f"## {words['group'][group]}", "", "| key | does |", "|---|---|"]
        for action, keys, _group in found:
            lines.append(f"| {shown(keys)} | {words['action'][action.replace('.', '_')]} |")
    lines += ["", "## Where one writes", "", "| key | does |", "|---|---|"]
    lines += [f"| {shown(keys)} | {words['fixed'][name]} |" for name, keys in _FIXED.findall(text)]
    return "\n".join(lines) + "\n"


def shown(keys: str) -> str:
    """Return keys as people read them: `Alt+A`, `g w`."""
    if " " in keys:
        return f"`{keys}`"
    parts = keys.split("+") if len(keys) > 1 else [keys]
    return f"`{'+'.join(_NAMES.get(part, part.capitalize()) for part in parts)}`"
