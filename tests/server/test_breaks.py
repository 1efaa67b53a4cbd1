"""Short breaks through the whole program: rules published, a wish answered, shown and explained."""

from __future__ import annotations

from typing import Any

from onqueue.conversations.queries.explaining import explained
from onqueue.directory import service
from onqueue.floor import commands
from onqueue.identity.service.by import By
from onqueue.kernel.authz import SYSTEM
from tests.server.scene import Centre, Seat

MINUTE = 60_000


async def publish(centre: Centre, **rules: Any) -> None:
    """Publish the rules of the whole floor, and let the floor learn them."""
    by = By(actor=SYSTEM, now=centre.program.clock.now(), network="")
    write = centre.program.db.write
    asked: dict[str, Any] = {"by": by, "subject": "floor"}
    drafted = await write(service.put_draft, **asked, revision=0, rules=rules, note="")
    assert drafted.draft is not None
    await write(service.publish_draft, **asked, revision=drafted.draft.revision, note="test")
    await centre.program.house._sync.once()


async def ready(centre: Centre, who: str) -> Seat:
    seat = await centre.sit(who)
    me = seat.actor.account
    await centre.program.house.asking.ask(commands.ChangeState(agent=me, state="on_queue", by=me))
    return seat


async def test_rules_are_published_and_a_wish_is_answered_by_them(centre: Centre) -> None:
    await publish(centre, break_longest_s=600, break_level_percent=0)
    seat = await ready(centre, "ann")
    ask, me = centre.program.house.asking.ask, seat.actor.account
    await ask(commands.AskBreak(agent=me, span_ms=11 * MINUTE))
    await seat.look()
    seen = seat.entities["agent"][me]["wish"]
    assert (seen["state"], seen["reason"]) == ("refused", "longer than a short break may be")
    assert [one["agents_after"] for one in seen["effects"]] == [0] * len(seen["effects"])
    await ask(commands.AskBreak(agent=me, span_ms=5 * MINUTE))
    await seat.look()
    seen = seat.entities["agent"][me]
    assert (seen["state"], seen["wish"]["state"]) == ("break", "begun")
    told = await centre.program.db.read(explained, contact=me, language="en")
    assert [line.kind for line in told] == [
        "break.asked",
        "break.refused",
        "break.asked",
        "break.granted",
        "break.begun",
    ]
    assert "may not go" in told[1].text
    assert told[1].text.endswith(": a short break may not be that long.")
