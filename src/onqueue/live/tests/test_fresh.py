"""What was posted a moment ago: taken from memory when it is there, read when it is not."""

from __future__ import annotations

from dataclasses import replace

import msgspec

from onqueue.conversations.events import POSTED
from onqueue.conversations.queries import messages_by_seq
from onqueue.conversations.tests import scene
from onqueue.kernel.bus import LocalBus
from onqueue.kernel.db import Database
from onqueue.live.fresh import KEPT_MAX, Fresh


async def test_what_was_posted_here_is_found_as_it_is_stored(database: Database) -> None:
    fresh = Fresh(bus=database.bus)
    thread = (await database.write(scene.opened)).id
    for number in range(3):
        await database.write(scene.said, conversation=thread, id=f"message-{number}")
    found, missing = fresh.find([(thread, 2), (thread, 1)])
    assert missing == set()
    stored = await database.read(messages_by_seq, refs=[(thread, 1), (thread, 2)])
    assert [(one.seq, one.text, one.at) for one in found] == [
        (one.seq, one.text, one.at) for one in stored
    ]
    # Who carries it to the desks and who carries it to the customer both get it.
    assert fresh.find([(thread, 1)])[0] == found[:1]


async def test_what_another_process_posted_must_be_read(database: Database) -> None:
    fresh = Fresh(bus=LocalBus())
    thread = (await database.write(scene.opened)).id
    await database.write(scene.said, conversation=thread, id="message-1")
    assert fresh.find([(thread, 1)]) == ([], {(thread, 1)})


async def test_it_is_bounded(database: Database) -> None:
    bus = LocalBus()
    fresh = Fresh(bus=bus)
    thread = (await database.write(scene.opened)).id
    await database.write(scene.said, conversation=thread, id="message-1")
    [message] = await database.read(messages_by_seq, refs=[(thread, 1)])
    for seq in range(1, KEPT_MAX + 2):
        bus.publish(POSTED, msgspec.json.encode(replace(message, seq=seq)))
        if seq % 100 == 0:
            fresh.find([])
    found, missing = fresh.find([(thread, 1), (thread, 2), (thread, KEPT_MAX + 1)])
    assert missing == {(thread, 1)}
    assert [one.seq for one in found] == [2, KEPT_MAX + 1]
