"""Requests are bounded before anybody looks at them."""

from __future__ import annotations

import pytest
from pydantic import Field, ValidationError

from onqueue.kernel.wire import Asked, Name, has_nul


class Wish(Asked):
    """A request for this test."""

    name: Name
    more: dict[str, list[str]] = Field(default_factory=dict)


def test_text_is_trimmed_and_unknown_fields_are_refused() -> None:
    assert Wish(name="  Ann ").name == "Ann"
    with pytest.raises(ValidationError, match="extra_forbidden"):
        Wish.model_validate({"name": "Ann", "is_admin": True})


@pytest.mark.parametrize(
    "asked",
    [{"name": "A\x00nn"}, {"name": "Ann", "more": {"a": ["b\x00"]}}, {"name": "\x00"}],
)
def test_nul_is_refused_wherever_it_stands(asked: dict[str, object]) -> None:
    with pytest.raises(ValidationError, match="cannot be stored"):
        Wish.model_validate(asked)


def test_nul_is_found_in_keys_and_lists() -> None:
    assert has_nul({"a\x00": 1})
    assert has_nul([["x", {"y": "\x00"}]])
    assert not has_nul({"a": [1, None, "b"]})
