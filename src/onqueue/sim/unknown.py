"""What is taken where a day that is lived again comes to what it never came to?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from onqueue.floor import events
from onqueue.sim.draws import mixed

if TYPE_CHECKING:
    from onqueue.sim.past import Day, Leg

TALK_MS: Final = 300_000
WRAP_MS: Final = 0
ANSWER_MS: Final = 3_000
"""What is used when the whole day has nothing to draw from."""


class Unknown:
    """What the day has to draw from."""

    def __init__(self, day: Day) -> None:
        """Gather it."""
        legs = [leg for past in day.pasts.values() for leg in past.legs]
        self.talks = sorted(leg.talk_ms for leg in legs if leg.talk_ms >= 0)
        self.wraps = sorted(
            leg.closing[0] - leg.ended[0]
            for leg in legs
            if leg.closed is not None and leg.ended[0] > 0
        )
        self.answers = sorted(
            asked.answered[0] - asked.made_at
            for leg in legs
            for asked in leg.asked
            if isinstance(asked.answer, events.OfferAccepted)
        )
        self.patience_ms = _patience_ms(day)

    def talk(self, number: float, leg: int, real: Leg | None) -> int:
        """Return what the contact really had, or else what another had."""
        if real is not None and real.talk_ms >= 0:
            return real.talk_ms
        return _pick(self.talks, mixed(number, 8 * leg + 1), TALK_MS)

    def wrap_up(self, number: float, leg: int) -> int:
        """Return what another had."""
        return _pick(self.wraps, mixed(number, 8 * leg + 2), WRAP_MS)

    def answer_of(self, real: Leg | None) -> int:
        """Return how long the contact's offer lay there, or else a usual time."""
        for asked in () if real is None else real.asked:
            if isinstance(asked.answer, events.OfferAccepted):
                return asked.answered[0] - asked.made_at
        return _pick(self.answers, 0.5, ANSWER_MS)


def _pick(lengths: Sequence[int], number: float, otherwise: int) -> int:
    return lengths[int(number * len(lengths))] if lengths else otherwise


def _patience_ms(day: Day) -> float | None:
    """Estimate mean patience: all waiting over the number who left; answers cut patience off."""
    waited_ms = left = 0
    for past in day.pasts.values():
        for leg in past.legs:
            until_at = leg.taken_at
            if leg is past.legs[-1] and past.gone[0] >= 0:
                until_at, left = past.gone[0], left + 1
            if until_at >= 0:
                waited_ms += max(0, until_at - leg.since_at)
    return waited_ms / left if left else None
