"""What users of other systems reported, tried on the whole program."""

from __future__ import annotations

from onqueue.channels.webchat.watch import ACTIVE_ABSENCE_MS, AbsenceWatch
from tests.server.scene import Centre
from tests.server.test_chat_from_end_to_end import taken


async def test_customer_who_vanishes_without_a_word_keeps_nobody_busy(centre: Centre) -> None:
    shopper, seat = await taken(centre)
    centre.program.chats.leave(shopper.session)
    watch = AbsenceWatch(
        db=centre.program.db,
        chats=centre.program.chats,
        attendance=centre.program.house.attendance,
        asking=centre.program.house.asking,
        clock=centre.program.clock,
    )
    await watch.look()
    await centre.later(ACTIVE_ABSENCE_MS)
    await watch.look()
    await centre.settle()
    await seat.look()
    assert seat.only("contact")["state"] == "wrap_up"
    await centre.later(3_600_000)
    assert centre.program.house.replica.floor.contacts == {}
