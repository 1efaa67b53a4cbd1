"""Asterisk and callers for the browser's journeys: `python -m tests.voice.switchboard FOLDER`.

Asked by lines of JSON, and answers each with one. A journey starts it, connects a server with the
ports that the first line tells, and lets telephones beyond the carrier call.
"""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path
from typing import Any

import pytest

from onqueue.cli.demo.telephones.phone import Call, Phone
from tests.voice.exchange import CARRIER, Exchange, program


class Switchboard:
    """The callers, by the tones that they speak with."""

    def __init__(self, exchange: Exchange) -> None:
        self.exchange = exchange
        self.calls: dict[str, Call] = {}

    async def do(self, asked: dict[str, Any]) -> object:
        name = asked.get("name", "")
        match asked["do"]:
            case "call":
                phone = Phone(name=name, ip=CARRIER, exchange=self.exchange.sip, user=asked["from"])
                self.calls[name] = await (await phone.open()).call(asked["number"])
                return None
            case "hears":
                return sorted(await self.calls[name].media.hears())
            case "keys":
                return self.calls[name].media.heard_keys
            case "hang_up":
                await self.calls[name].hang_up()
                return None
            case "ended":
                return self.calls[name].ended.is_set()
            case "restart":
                await asyncio.to_thread(self.exchange.asterisk.kill)
                await asyncio.to_thread(self.exchange.asterisk.start)
                return None
            case other:
                raise AssertionError(other)

    async def close(self) -> None:
        for call in self.calls.values():
            await call.phone.close()


async def serve(exchange: Exchange) -> None:
    """Answer until nobody asks any more."""
    board = Switchboard(exchange)
    try:
        while line := await asyncio.to_thread(sys.stdin.readline):
            try:
                say({"said": await board.do(json.loads(line))})
            except AssertionError as error:
                say({"error": str(error)})
    finally:
        await board.close()


def say(what: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()


def main(folder: Path) -> None:
    try:
        exchange = Exchange(program=program(), folder=folder)
    except pytest.skip.Exception as skipped:
        say({"skip": str(skipped)})
        return
    exchange.asterisk.start()
    plan = exchange.plan
    try:
        say(
            {
                "ONQUEUE_ASTERISK": "on",
                "ONQUEUE_ASTERISK_SIP_PORT": str(plan.sip_port),
                "ONQUEUE_ASTERISK_HTTP_PORT": str(plan.http_port),
                "ONQUEUE_ASTERISK_EVENTS_PORT": str(plan.events_port),
                "ONQUEUE_ASTERISK_RTP_PORTS": f"{plan.rtp_from}-{plan.rtp_to}",
            }
        )
        asyncio.run(serve(exchange))
    finally:
        exchange.asterisk.stop()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
