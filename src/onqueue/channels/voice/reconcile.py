"""After a restart, ours or a node's: what of our books is still true?

What the driver carries is compared with what we believe, by our own ids. A leg that nobody knows
is hung up, a leg that is missing has ended without anybody seeing it. One at a time: nodes have
died of being tidied up all at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from onqueue.channels.voice import causes
from onqueue.channels.voice.commands import CloseRoom, Hangup
from onqueue.channels.voice.port import Rejected

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Collection

    from onqueue.channels.voice.port import Snapshot, Telephony


@dataclass(frozen=True, slots=True)
class Compared:
    """The books against what is carried, each in order."""

    there: tuple[str, ...]
    """Legs that we know, and that are there."""
    lost: tuple[str, ...]
    """Legs that we know, and that are gone."""
    unknown: tuple[str, ...]
    """Legs that are there, and nobody knows."""
    empty: tuple[str, ...]
    """Rooms without one of our legs."""


def compare(snapshot: Snapshot, *, legs: Collection[str], rooms: Collection[str]) -> Compared:
    """Compare what is carried with the legs and rooms that we believe in."""
    carried = {leg.id for leg in snapshot.legs}
    return Compared(
        there=tuple(sorted(carried.intersection(legs))),
        lost=tuple(sorted(set(legs) - carried)),
        unknown=tuple(sorted(carried.difference(legs))),
        empty=tuple(sorted(set(snapshot.rooms).difference(rooms))),
    )


async def reconcile(
    telephony: Telephony,
    *,
    legs: Collection[str],
    rooms: Collection[str],
    lost: Callable[[str], Awaitable[None]],
) -> Compared:
    """Make the driver carry what we believe, and believe what it carries.

    `lost` is told each leg that ended unseen, once. A leg that cannot be hung up is reported by
    raising: nobody may talk on a line that nobody knows of.
    """
    found = compare(await telephony.snapshot(), legs=legs, rooms=rooms)
    for leg in found.unknown:
        outcome = await telephony.do(Hangup(leg=leg, cause=causes.NORMAL))
        if isinstance(outcome, Rejected):
            raise RuntimeError(  # noqa: TRY004 - no type is wrong
                f"leg {leg} could not be hung up: {outcome.reason}"
            )
    for room in found.empty:
        await telephony.do(CloseRoom(room=room))
    for leg in found.lost:
        await lost(leg)
    return found
