"""Ids: their form, and their order."""

import re
import threading

import pytest

from onqueue.kernel.ids import new_id, new_token


def test_ids_have_their_form_and_are_all_different_and_in_order() -> None:
    made = [new_id() for _ in range(5_000)]
    assert all(re.fullmatch(r"[0-9a-hjkmnp-tv-z]{26}", each) for each in made)
    assert made == sorted(set(made))


def test_ids_keep_their_order_when_the_clock_is_set_back(monkeypatch: pytest.MonkeyPatch) -> None:
    before = new_id()
    monkeypatch.setattr("time.time_ns", lambda: 0)
    assert new_id() > before


def test_threads_never_make_the_same_id() -> None:
    made: list[str] = []
    threads = [
        threading.Thread(target=lambda: made.extend(new_id() for _ in range(1_000)))
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(made)) == 4_000


def test_tokens_have_43_safe_characters() -> None:
    assert re.fullmatch(r"[A-Za-z0-9_-]{43}", new_token())
    assert new_token() != new_token()
