"""Does a socket let somebody in? Spoken straight to the application."""

from __future__ import annotations

import asyncio
from collections.abc import MutableMapping
from typing import Any, Final

from fastapi import FastAPI

from onqueue.web.tests.clients import Client

SILENCE_S: Final = 1.0
"""Whoever is let in is waited for; whoever is not is told at once."""


async def socket_lets_in(app: FastAPI, client: Client, path: str) -> bool:
    """Open a socket with a client's cookies, and say nothing."""
    inbox: asyncio.Queue[MutableMapping[str, Any]] = asyncio.Queue()
    outbox: asyncio.Queue[MutableMapping[str, Any]] = asyncio.Queue()
    await inbox.put({"type": "websocket.connect"})
    scope = {
        "type": "websocket",
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "headers": _headers(client),
        "client": ("203.0.113.7", 40_000),
        "server": ("test", 80),
        "scheme": "ws",
        "subprotocols": [],
        "state": {},
    }
    serving = asyncio.ensure_future(app(scope, inbox.get, outbox.put))
    try:
        while True:
            try:
                said = await asyncio.wait_for(outbox.get(), SILENCE_S)
            except TimeoutError:
                return True
            if said["type"] == "websocket.close":
                return False
    finally:
        await inbox.put({"type": "websocket.disconnect", "code": 1001})
        serving.cancel()
        await asyncio.gather(serving, return_exceptions=True)


def _headers(client: Client) -> list[tuple[bytes, bytes]]:
    headers = [(b"host", b"test")]
    cookies = "; ".join(f"{cookie.name}={cookie.value}" for cookie in client.cookies.jar)
    if cookies:
        headers.append((b"cookie", cookies.encode()))
    if "Authorization" in client.headers:
        headers.append((b"authorization", client.headers["Authorization"].encode()))
    return headers
