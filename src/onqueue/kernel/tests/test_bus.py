"""The bus: no message between subscribing and waiting is lost, and nothing grows unbounded."""

import asyncio

import pytest

from onqueue.kernel.bus import LocalBus


async def test_messages_reach_all_who_subscribed_in_order() -> None:
    bus = LocalBus()
    with bus.subscribe("a") as one, bus.subscribe("a") as two, bus.subscribe("b") as other:
        bus.publish("a", b"1")
        bus.publish("a", b"2")
        bus.publish("b")
        assert [await one.next(), await one.next()] == [b"1", b"2"]
        assert [await two.next(), await two.next()] == [b"1", b"2"]
        assert await other.next() == b""


async def test_a_message_before_the_wait_is_kept_for_it() -> None:
    bus = LocalBus()
    with bus.subscribe("a", latest=True) as messages:
        waiting = asyncio.ensure_future(messages.next())
        await asyncio.sleep(0)
        bus.publish("a", b"1")
        assert await waiting == b"1"
        bus.publish("a", b"2")
        bus.publish("a", b"3")
        assert await messages.next() == b"3"
        assert messages.missed == 1


async def test_a_wait_that_was_given_up_loses_no_message() -> None:
    bus = LocalBus()
    with bus.subscribe("a") as messages:
        waiting = asyncio.ensure_future(messages.next())
        await asyncio.sleep(0)
        bus.publish("a", b"1")
        waiting.cancel()
        await asyncio.wait([waiting])
        assert await messages.next() == b"1"


async def test_the_oldest_go_when_there_are_too_many() -> None:
    bus = LocalBus()
    with bus.subscribe("a", buffer_max=2) as messages:
        for payload in (b"1", b"2", b"3"):
            bus.publish("a", payload)
        assert [await messages.next(), await messages.next()] == [b"2", b"3"]
        assert messages.missed == 1


async def test_closing_ends_the_loop_of_whoever_reads() -> None:
    bus = LocalBus()
    messages = bus.subscribe("a")
    seen: list[bytes] = []

    async def read() -> None:
        seen.extend([payload async for payload in messages])

    reading = asyncio.ensure_future(read())
    bus.publish("a", b"1")
    await asyncio.sleep(0)
    messages.close()
    messages.close()
    await reading
    bus.publish("a", b"2")
    assert seen == [b"1"]
    with pytest.raises(StopAsyncIteration):
        await messages.next()
