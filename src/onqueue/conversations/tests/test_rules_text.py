from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onqueue.conversations.errors import MessageEmpty, MessageTooLong
from onqueue.conversations.rules.text import TEXT_MAX, clean_line, clean_text


@pytest.mark.parametrize(
    "typed, kept",
    [
        ("  hello \n", "hello"),
        ("a\r\nb\rc\td", "a\nb\nc\td"),
        ("nul\x00 bell\x07 escape\x1b[31m del\x7f", "nul bell escape[31m del"),
        ("half \ud83d of a pair", "half  of a pair"),
        ("family 👨‍👩‍👧", "family 👨‍👩‍👧"),
        ("<script>alert(1)</script> & <b>", "<script>alert(1)</script> & <b>"),
        ("שלום \u200f!", "שלום \u200f!"),
    ],
)
def test_text_is_kept_as_it_was_typed_save_what_cannot_be_shown(typed: str, kept: str) -> None:
    assert clean_text(typed) == kept


@pytest.mark.parametrize("typed", ["", "  \n\t ", "\x00\x01", "\u200b\u200d", "\u2028 \u3000"])
def test_nothing_is_refused(typed: str) -> None:
    with pytest.raises(MessageEmpty) as refused:
        clean_text(typed)
    assert refused.value.field == "text"
    assert str(refused.value) == "Write something, or add a file."


def test_nothing_beside_a_file_is_fine() -> None:
    assert clean_text(" \u200b ", files=1) == ""


def test_the_limit_is_4000_characters_after_trimming() -> None:
    assert clean_text("x" * 4_000 + "   ") == "x" * 4_000
    with pytest.raises(MessageTooLong) as refused:
        clean_text("x" * 4_001)
    assert refused.value.code == "message.too_long"
    assert str(refused.value) == (
        "The message is too long: 4001 characters, and at most 4000 are taken."
    )


def test_a_line_is_one_line() -> None:
    assert clean_line(" Ann\n\tLee\x00 ") == "Ann Lee"
    assert clean_line("x" * 300) == "x" * 200


@given(st.text(max_size=200))
def test_what_is_kept_is_kept_again(typed: str) -> None:
    kept = clean_text(typed, files=1)
    assert clean_text(kept, files=1) == kept
    assert len(kept) <= TEXT_MAX
    kept.encode()
    assert "\x00" not in kept
