"""What of the books do we believe, and once a carrier can be asked (again), what of it is true?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from onqueue.channels.voice.books import OpenLeg
from onqueue.channels.voice.call import ASKED, CUSTOMER, OVER, UP, Line
from onqueue.channels.voice.reconcile import reconcile

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Collection, Sequence

    from onqueue.channels.voice.call import Call
    from onqueue.channels.voice.carriers import Carrier

AWAY_MS_MAX: Final = 8_000
"""How long a carrier may be away before its calls have ended as lost."""


def as_leg(call: Call, line: Line, *, endpoint: str, attachment: str = "") -> OpenLeg:
    """Return what is written of a leg when it begins."""
    return OpenLeg(
        id=line.leg,
        contact=call.contact,
        role=line.role,
        account=line.account,
        stint=line.stint,
        endpoint=endpoint,
        attachment=attachment,
        answered=False,
        carrier=call.carrier,
    )


def believed(leg: OpenLeg, carrier: Carrier) -> Line:
    """Return a leg of the books as we believe in it, until its carrier says otherwise."""
    up = leg.answered or carrier.expect is not None
    return Line(
        leg=leg.id,
        role=leg.role,
        account=leg.account,
        stint=leg.stint,
        state=UP if up else ASKED,
        target=leg.endpoint,
    )


async def agree(
    carrier: Carrier,
    *,
    calls: Sequence[Call],
    offered: Collection[str],
    answered: Callable[[str], Awaitable[None]],
    lose: Callable[[str], Awaitable[None]],
) -> None:
    """Let a carrier carry what the books say, and the books say what it carries.

    `offered` are legs whose news has come and was not read yet: they are nobody's, and stay.
    `answered` is told the legs that talk, unknown to us; `lose` those that have gone.
    """
    lines = {
        line.leg: (call, line)
        for call in calls
        for line in call.lines.values()
        if line.state != OVER
    }
    lost: list[str] = []

    async def note(leg: str) -> None:
        lost.append(leg)

    await reconcile(
        carrier.telephony,
        legs=[*lines, *offered],
        rooms=[call.room for call in calls],
        lost=note,
    )
    for now in (await carrier.telephony.snapshot()).legs:
        if now.id not in lines:
            continue
        call, line = lines[now.id]
        if now.state == UP and line.state == ASKED:
            line.state = UP
            await answered(now.id)
        if now.room == call.room:
            call.open = True
            line.place = line.place or "room"
    carrier.agreed, carrier.missing_since = True, None
    # The customer first: whether they have gone decides what becomes of the call.
    gone = [lines[leg][1] for leg in lost if leg in lines]
    for line in sorted(gone, key=lambda one: one.role != CUSTOMER):
        await lose(line.leg)


async def give_up_if_away(
    carrier: Carrier,
    *,
    calls: Sequence[Call],
    now: int,
    lose: Callable[[str], Awaitable[None]],
) -> None:
    """Lose the lines of a carrier that has been away for too long."""
    if carrier.missing_since is None or now - carrier.missing_since < AWAY_MS_MAX:
        return
    carrier.missing_since = None
    for call in calls:
        for line in list(call.lines.values()):
            if line.state != OVER:
                await lose(line.leg)
