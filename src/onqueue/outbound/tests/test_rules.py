"""What calls may cost, by rules alone."""

from __future__ import annotations

import pytest

from onqueue.outbound.errors import AgentSpent, CentreSpent
from onqueue.outbound.rules import MINUTE_MS, Policy, Spending, check_spending, minutes_left

NOW = 1_767_225_600_000
POLICY = Policy(agent_hour_cents=100, centre_day_cents=150)


def call(*, price: int, reached: bool = False, minutes: float | None = None) -> Spending:
    """A call that rings, or goes on, or is over after some minutes."""
    began = NOW - 10 * MINUTE_MS
    ended = None if minutes is None else began + round(minutes * MINUTE_MS)
    return Spending(
        price=price, placed_at=began, reached_at=began if reached else None, ended_at=ended
    )


@pytest.mark.parametrize(
    "one, cents",
    [
        (call(price=10), 10),
        (call(price=10, minutes=1), 0),
        (call(price=10, reached=True, minutes=0.1), 10),
        (call(price=10, reached=True, minutes=2.5), 30),
        (call(price=10, reached=True), 100),
    ],
)
def test_a_call_costs_its_begun_minutes_and_the_first_one_while_it_rings(
    one: Spending, cents: int
) -> None:
    assert one.cents(NOW) == cents


def test_many_who_call_at_once_do_not_spend_more_than_is_left() -> None:
    ringing = [call(price=60), call(price=60)]
    check_spending(POLICY, price=60, hour=[], day=ringing[:1], now=NOW)
    with pytest.raises(CentreSpent):
        check_spending(POLICY, price=60, hour=[], day=ringing, now=NOW)
    with pytest.raises(AgentSpent):
        check_spending(POLICY, price=60, hour=ringing[:1], day=ringing[:1], now=NOW)


@pytest.mark.parametrize(
    "price, minutes",
    [(0, 60), (1, 60), (20, 3), (40, 1)],
)
def test_a_call_lasts_no_longer_than_it_can_be_paid_for(price: int, minutes: int) -> None:
    hour = [call(price=10, reached=True, minutes=3.5)]
    day = [*hour, call(price=10, reached=True, minutes=1)]
    assert minutes_left(POLICY, price=price, hour=hour, day=day, now=NOW) == minutes


def test_what_the_centre_has_left_counts_as_well() -> None:
    day = [call(price=10, reached=True, minutes=9)]
    assert minutes_left(POLICY, price=20, hour=[], day=day, now=NOW) == 3
