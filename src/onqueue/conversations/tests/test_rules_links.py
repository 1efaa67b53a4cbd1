from __future__ import annotations

import pytest

from onqueue.conversations.rules.links import sign_link, ticket_is_good

KEY = b"k" * 43
TICKET = sign_link(key=KEY, file="file-1", visitor="visitor-1", expires_at=1_000)


def good(**changed: object) -> bool:
    asked: dict[str, object] = {
        "key": KEY, "file": "file-1", "visitor": "visitor-1", "ticket": TICKET, "now": 999,
    }  # fmt: skip
    return ticket_is_good(**{**asked, **changed})  # type: ignore[arg-type]  # any of them


def test_a_ticket_opens_its_file_until_it_ends() -> None:
    assert good()
    assert not good(now=1_000)


@pytest.mark.parametrize(
    "changed",
    [
        {"file": "file-2"},
        {"visitor": "visitor-2"},
        {"key": b"other"},
        {"ticket": TICKET.replace("1000", "9000")},
        {"ticket": ""},
        {"ticket": "1000"},
        {"ticket": "."},
        {"ticket": "x." + TICKET},
        {"ticket": "٣٠٠٠.abc"},
        {"ticket": "3000.é"},
        {"ticket": "9" * 40 + ".x"},
        {"file": "file-1v", "visitor": "isitor-1"},
    ],
)
def test_a_ticket_opens_nothing_else(changed: dict[str, object]) -> None:
    assert not good(**changed)
