"""The telephones of the demo."""

from __future__ import annotations

import gc

from onqueue.cli.demo.telephones.phone import Phone

OPTIONS = b"OPTIONS sip:ann@127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1;branch=z9hG4bK1\r\n\r\n"


async def test_phone_that_is_put_away_while_it_is_asked_leaves_nothing_undone() -> None:
    phone = await Phone(name="ann", ip="127.0.0.1", exchange=("127.0.0.1", 9)).open()
    phone.datagram_received(OPTIONS, ("127.0.0.1", 9))
    await phone.close()
    # A coroutine that nobody will ever run is a warning, and so a failure, when it is cleared away.
    gc.collect()
