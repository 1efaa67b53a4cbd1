"""docs/proof.md names tests that exist."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
NAMED = re.compile(r"`((?:tests|src|tools)/[\w/]+\.py)::(\*|\w+)`")


def is_there(path: str, name: str) -> bool:
    """Tell whether a file has a test of that name; `*` stands for any."""
    wanted = r"test_\w+" if name == "*" else name
    found = re.compile(rf"^(?:async )?def {wanted}\(|^class {wanted}", re.MULTILINE)
    file = ROOT / path
    if not file.is_file():
        return False
    text = file.read_text(encoding="utf-8")
    # A machine of states is a test without a function.
    return bool(found.search(text)) or (name == "*" and ".TestCase" in text)


def test_every_test_that_a_promise_rests_on_exists() -> None:
    named = NAMED.findall((ROOT / "docs" / "proof.md").read_text(encoding="utf-8"))
    missing = [f"{path}::{name}" for path, name in named if not is_there(path, name)]
    assert missing == []
    assert len(named) >= 50


def test_a_test_that_is_not_there_is_missed() -> None:
    assert is_there("tools/tests/test_proof.py", "test_a_test_that_is_not_there_is_missed")
    assert not is_there("tools/tests/test_proof.py", "test_a_test")
