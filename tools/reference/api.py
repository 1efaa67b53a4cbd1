"""Writes docs/reference/api.md."""

from __future__ import annotations

from itertools import groupby
from typing import Any, Final

from onqueue.cli.looking import describe_api
from tools.reference.text import cell, head

SAID: Final = (
    "An index. `onqueue openapi` prints the whole description, with every field and its limits.",
    "Who may call what is in [permissions.md](permissions.md), refusals are in",
    "[errors.md](errors.md), sockets in [sockets.md](sockets.md).",
    "",
    "- Sign in with `POST /api/session`; the answer sets the cookie and tells `csrf`. Every call",
    "  that changes something carries it in the header `X-CSRF`.",
    "- Lists take `page`, `size`, `sort` and `order`, most take `q`; `.csv` is the same list as a",
    "  file.",
    "- What is configured has a `version`. A change sends the one that was seen, and is refused",
    "  when somebody was quicker.",
    "- Times are milliseconds since 1970, UTC.",
    "- Paths under `/api/chat` are for widgets and know no cookie.",
)


def written() -> str:
    """Return the page."""
    lines = [*head("HTTP API", "the routes, by way of `onqueue openapi`"), *SAID, ""]
    for tag, calls in groupby(_calls(), key=lambda call: call[0]):
        lines += [f"## {tag}", "", "| call | what it does | takes | gives |", "|---|---|---|---|"]
        lines += [f"| {' | '.join(cell(one) for one in call[1:])} |" for call in calls]
        lines.append("")
    return "\n".join(lines[:-1]) + "\n"


def _calls() -> list[tuple[str, str, str, str, str]]:
    found = []
    for path, operations in describe_api()["paths"].items():
        for method, operation in operations.items():
            said = " ".join(operation.get("description", "").split("\n\n")[0].split())
            found.append(
                (
                    operation["tags"][0],
                    f"`{method.upper()} {path}`",
                    said,
                    _takes(operation),
                    _gives(operation),
                )
            )
    return found


def _takes(operation: dict[str, Any]) -> str:
    body = operation.get("requestBody", {}).get("content", {})
    shapes = [_shape(one.get("schema", {})) for one in body.values()]
    asked = [f"`{one['name']}`" for one in operation.get("parameters", []) if one["in"] == "query"]
    return ", ".join([*shapes, *asked])


def _gives(operation: dict[str, Any]) -> str:
    for status, answer in operation["responses"].items():
        if status.startswith("2"):
            content = answer.get("content", {})
            shapes = [_shape(one.get("schema", {})) for one in content.values()]
            return f"{status} {', '.join(shape for shape in shapes if shape)}".strip()
    return ""


def _shape(schema: dict[str, Any]) -> str:
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    if schema.get("type") == "array":
        return f"list of {_shape(schema['items'])}"
    return ""
