"""What is wrong with a field is told in every language of the desk."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

import pytest

import onqueue.web.app
from onqueue.kernel.errors import Invalid

SOURCE: Final = Path(onqueue.__file__).parent
WORDS: Final = SOURCE.parents[1] / "frontend/desk/src/i18n/de/reasons.json"
AT_THE_TERMINAL: Final = ("cli/", "boot.py", "kernel/sites.py", "channels/voice/asterisk/")
"""Refuse on the command line alone, which speaks English."""

FLOW_PROBLEM: Final = "_wrong"
"""What is wrong with a flow is no refusal: it is told while the flow is edited."""
FUNCTION: Final = (ast.FunctionDef, ast.AsyncFunctionDef)


def refusals(kind: type[Invalid]) -> Iterator[str]:
    yield kind.__name__
    for narrower in kind.__subclasses__():
        yield from refusals(narrower)


def forms() -> Iterator[tuple[str, ast.expr]]:
    """Yield where a field is refused, and the expression of the reason."""
    names = {*refusals(Invalid), FLOW_PROBLEM}
    for path in sorted(SOURCE.rglob("*.py")):
        place = path.relative_to(SOURCE).as_posix()
        if "tests" in path.parts or place.startswith(AT_THE_TERMINAL):
            continue
        module = ast.parse(path.read_text())
        functions = [one for one in ast.walk(module) if isinstance(one, FUNCTION)]
        for call in calls_of(names, module):
            around = [one for one in functions if call in ast.walk(one)]
            for reason in (one.value for one in call.keywords if one.arg == "reason"):
                yield from (
                    (f"{place}:{call.lineno}", said) for said in worth(reason, [*around, module])
                )


def calls_of(names: set[str], within: ast.AST) -> Iterator[ast.Call]:
    for node in ast.walk(within):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names:
            yield node


def worth(value: ast.expr, scopes: Iterable[ast.AST]) -> list[ast.expr]:
    """Return what an expression may be worth: a name is worth all that it is given nearby."""
    if not isinstance(value, ast.Name):
        return [value]
    found = [
        node.value
        for scope in scopes
        for node in ast.walk(scope)
        if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None
        for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
        if isinstance(target, ast.Name) and target.id == value.id
    ]
    return found or [value]


@pytest.mark.agreement
def test_reasons_are_forms_that_the_desk_has_words_for() -> None:
    words: dict[str, str] = json.loads(WORDS.read_text())
    wrong = []
    for place, value in forms():
        if isinstance(value, ast.Attribute) and value.attr == "form":
            continue  # It passes on what was told elsewhere.
        if not (isinstance(value, ast.Constant) and isinstance(value.value, str)):
            wrong.append(f"{place}: what differs belongs in the data: {ast.unparse(value)}")
        elif value.value not in words:
            wrong.append(f"{place}: no words in {WORDS.name} for: {value.value}")
    assert not wrong, "\n".join(wrong)
