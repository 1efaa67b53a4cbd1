"""Writes docs/reference/permissions.md: `.venv/bin/python -m tests.authorisation.page`."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path
from typing import Final

from onqueue.identity.rules import ROLE_SENTENCES, ROLES
from onqueue.kernel.authz import RIGHTS
from tests.authorisation.table import EVERYONE, Row, load_rows

PAGE: Final = Path(__file__).parents[2] / "docs" / "reference" / "permissions.md"
HEAD: Final = """# Who may do what

Made from `tests/authorisation/rows/` and `identity/rules.py`; a test fails when it is out of date.
`python -m tests.authorisation.page` writes it anew.
"""


def written() -> str:
    """Return the page."""
    return "\n".join([HEAD, *_roles(), *_rights(), *_routes(load_rows())]) + "\n"


def _roles() -> list[str]:
    lines = ["## Roles", ""]
    lines += [f"- **{role}**: {sentence}" for role, sentence in ROLE_SENTENCES.items()]
    scopes = (
        "A supervisor can be one for the whole site, or for some teams or queues only. People "
        "with several roles have the rights of all of them; roles that look at the work of others "
        "decide how far they see, and somebody who is only an agent sees what is their own."
    )
    return [*lines, "", scopes, ""]


def _rights() -> list[str]:
    lines = ["## Rights", "", f"| right | what it allows | {' | '.join(ROLES)} |"]
    lines.append("|---|---|" + ":-:|" * len(ROLES))
    for code, sentence in RIGHTS:
        marks = " | ".join("✓" if code in rights else "" for rights in ROLES.values())
        lines.append(f"| `{code}` | {sentence} | {marks} |")
    return [*lines, ""]


def _routes(rows: tuple[Row, ...]) -> list[str]:
    said = (
        "✓ may call it, within the rows that they may see. Otherwise people who are not signed in "
        "get 401 and others 403, or 404 where it says so."
    )
    lines = ["## Routes", "", said, ""]
    for feature, group in groupby(rows, key=lambda row: row.feature):
        lines += [f"### {feature}", "", f"| call | {' | '.join(EVERYONE)} |"]
        lines.append("|---|" + ":-:|" * len(EVERYONE))
        lines += [f"| `{row.call}` | {_marks(row)} |" for row in group]
        lines.append("")
    return lines[:-1]


def _marks(row: Row) -> str:
    answers = (row.answer_for(role) for role in EVERYONE)
    return " | ".join("✓" if answer is None else str(answer) for answer in answers)


if __name__ == "__main__":
    PAGE.parent.mkdir(parents=True, exist_ok=True)
    PAGE.write_text(written(), encoding="utf-8")
