"""When the disk is full nothing is acknowledged, and all goes on by itself once there is room."""

from __future__ import annotations

import os
import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event, text

from onqueue.conversations import queries as conversations
from tests.server.scene import Centre, Shopper
from tests.server.test_chat_from_end_to_end import taken

pytestmark = pytest.mark.skipif(
    os.environ.get("ONQUEUE_TEST_DATABASE") == "postgres",
    reason="PostgreSQL's disk is not ours to fill",
)
LONG = "x" * 3_900


@contextmanager
def no_room() -> Iterator[None]:
    """Let no connection that is opened from now on make the database larger."""

    def limit(connection: Any, record: Any) -> None:
        connection.execute("PRAGMA max_page_count=1").close()

    event.listen(Engine, "connect", limit)
    try:
        yield
    finally:
        event.remove(Engine, "connect", limit)


async def limit(centre: Centre, pages: int) -> None:
    pragma = text(f"PRAGMA max_page_count={pages}")
    await centre.program.db.write(lambda session: session.execute(pragma).close())


async def say_until_refused(shopper: Shopper) -> str:
    for number in range(100):
        id_ = f"message-{number:04}"
        await shopper.say(t="say", id=id_, text=LONG)
        if shopper.frames[-1]["t"] == "error":
            return id_
        shopper.session._chats.pace._sent.clear()
    raise AssertionError("there was room for everything")


def size_of_log(folder: Path) -> int:
    (log,) = folder.glob("*-wal")
    return log.stat().st_size


async def stored_once(centre: Centre, shopper: Shopper) -> None:
    """What was acknowledged is there, each once, in order."""
    acknowledged = {one["id"]: one["seq"] for one in shopper.told("ack") if one["seq"]}
    thread = shopper.session.conversation
    assert acknowledged
    assert thread is not None
    for id_, seq in acknowledged.items():
        found = await centre.program.db.read(
            conversations.public_seq_of, conversation=thread, message=id_
        )
        assert found == seq
    assert len(set(acknowledged.values())) == len(acknowledged)


async def test_full_disk_refuses_and_goes_on_when_there_is_room(centre: Centre) -> None:
    shopper, _ = await taken(centre)
    with no_room():
        await limit(centre, 1)
        refused = await say_until_refused(shopper)
        assert shopper.frames[-1]["code"] == "database.full"
        assert shopper.frames[-1]["retry_after_s"] > 0
        problems = (await centre.program.health.ready()).problems
        assert (
            problems["disk"] == "The disk is full and nothing was stored; make room, and try again."
        )
        assert (await centre.program.health.live()).ok
    await limit(centre, 1_000_000)
    centre.program.chats.pace._sent.clear()
    await shopper.say(t="say", id=refused, text=LONG)
    assert shopper.told("ack")[-1]["id"] == refused
    await stored_once(centre, shopper)
    assert centre.program.tasks.crashed == {}


async def test_disk_that_fails_refuses_and_goes_on_when_it_works(
    centre: Centre, tmp_path: Path
) -> None:
    shopper, _ = await taken(centre)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size_of_log(tmp_path), hard))
    try:
        refused = await say_until_refused(shopper)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert shopper.frames[-1]["code"] == "database.disk_failing"
    centre.program.chats.pace._sent.clear()
    await shopper.say(t="say", id=refused, text=LONG)
    assert shopper.told("ack")[-1]["id"] == refused
    await stored_once(centre, shopper)
    assert centre.program.tasks.crashed == {}
