"""Browsers get the servers that are set, with a password that counts for hours."""

from __future__ import annotations

import base64
import hashlib
import hmac

from pydantic import SecretStr

from onqueue.channels.voice.ice import COUNTS_S, servers
from onqueue.kernel.settings import Settings

NOW = 1_767_225_600_000


def test_without_settings_there_are_no_servers() -> None:
    assert servers(Settings(), leg="leg", now=NOW) == []


def test_turn_gets_a_name_that_says_until_when_and_a_password_that_proves_it() -> None:
    settings = Settings(
        stun_urls="stun:one:3478, stun:two:3478",
        turn_urls="turn:one:3478?transport=udp",
        turn_secret=SecretStr("between us"),
    )
    stun, turn = servers(settings, leg="k-c", now=NOW)
    assert stun == {"urls": ["stun:one:3478", "stun:two:3478"]}
    name = f"{NOW // 1000 + COUNTS_S}:k-c"
    proof = hmac.new(b"between us", name.encode(), hashlib.sha1).digest()
    assert turn == {
        "urls": ["turn:one:3478?transport=udp"],
        "username": name,
        "credential": base64.b64encode(proof).decode(),
    }


def test_turn_without_a_secret_is_left_out() -> None:
    assert servers(Settings(turn_urls="turn:one:3478"), leg="k-c", now=NOW) == []
