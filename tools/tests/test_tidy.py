import textwrap
from pathlib import Path

import pytest

from tools.tidy import find_breaches

ROOT = Path(__file__).parents[2]


def test_this_repository_is_tidy() -> None:
    assert find_breaches(ROOT) == []


def long_function(lines: int) -> str:
    return "def f() -> None:\n" + "    f()\n" * (lines - 1)


@pytest.mark.parametrize(
    "path,text,breach",
    [
        ("src/onqueue/a.py", "x = 1\n" * 501, "src/onqueue/a.py: 501 lines, 500 are allowed"),
        ("frontend/desk/src/A.tsx", "\n" * 251, "frontend/desk/src/A.tsx: 251 lines, 250 are"),
        ("tools/a.py", long_function(71), "tools/a.py:1: f has 71 lines, 70 are allowed"),
        (
            "tools/a.py",
            "def f(a, b, c, d, e, g, h): ...\n",
            "tools/a.py:1: f has 7 positional parameters, 6 are allowed",
        ),
        ("src/onqueue/kernel/utils.py", "", "src/onqueue/kernel/utils.py: `utils.py` says nothing"),
        ("frontend/desk/src/common/a.ts", "", "frontend/desk/src/common/a.ts: `common` says"),
        ("src/onqueue/cases/sla.py", "", "src/onqueue/cases/sla.py: `sla.py` is not one of"),
        ("src/onqueue/cases/core/a.py", "", "src/onqueue/cases/core/a.py: `core` is not one of"),
        ("docs/a.md", "<" * 7 + " mine\n", "docs/a.md:1: a merge conflict is left"),
        ("docs/a.md", "a\n\tb\n", "docs/a.md:2: a tab; use spaces"),
        ("frontend/desk/src/ui/index.ts", "", "frontend/desk/src/ui/index.ts: no barrel files"),
        (
            "requirements/dev.txt",
            "--index-url https://example.org\n",
            "requirements/dev.txt:1: an address in a lock",
        ),
    ],
)
def test_breach_is_found(tmp_path: Path, path: str, text: str, breach: str) -> None:
    plant(tmp_path, path, text)
    [found] = find_breaches(tmp_path)
    assert found.startswith(breach)


@pytest.mark.parametrize(
    "path,text",
    [
        ("src/onqueue/a.py", "x = 1\n" * 500),
        ("frontend/desk/src/A.tsx", "\n" * 250),
        ("frontend/desk/src/A.test.tsx", "\n" * 500),
        ("frontend/package-lock.json", "{}\n" * 9000),
        ("tools/a.py", long_function(70)),
        ("tools/a.py", "def f(a, b, c, d, e, g, *, h, i): ...\n"),
        ("tools/a.py", "class A:\n    def f(self, a, b, c, d, e, g): ...\n"),
        ("src/onqueue/cases/rules/sla.py", ""),
        ("src/onqueue/cases/tests/test_rules.py", ""),
        ("src/onqueue/kernel/db/engine.py", ""),
        ("src/onqueue/cases/letters/en/closed.txt", ""),
        ("frontend/desk/src/i18n/en/common.json", "{}"),
        ("frontend/node_modules/a/utils.js", "\t"),
        ("src/onqueue/web/static/desk/utils.js", "\t"),
    ],
)
def test_allowed_is_left_alone(tmp_path: Path, path: str, text: str) -> None:
    plant(tmp_path, path, text)
    assert find_breaches(tmp_path) == []


def test_parameters_of_class_methods_leave_out_the_class(tmp_path: Path) -> None:
    text = """
        class A:
            @classmethod
            def f(cls, a, b, c, d, e, g): ...
        """
    plant(tmp_path, "tools/a.py", textwrap.dedent(text))
    assert find_breaches(tmp_path) == []


def plant(root: Path, path: str, text: str) -> None:
    file = root / path
    file.parent.mkdir(parents=True)
    file.write_text(text, "utf-8")
