"""What the floor is asked for, so that it is what the directory says."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from onqueue.directory.queries import FloorAgent, FloorQueue, FloorSettings
from onqueue.directory.rules.hours import Hours, Interval
from onqueue.floor.commands import CloseQueue, Command, ConfigureQueue, OpenQueue, TuneFloor
from onqueue.floor.model import Floor
from onqueue.floor.specs import TELEPHONE, AgentSpec, BreakRules, QueueSpec, Ring
from onqueue.floor.step import step
from onqueue.live.sync import Wanted, difference

NOON = 1_797_854_400_000  # Monday 2026-12-21 12:00 UTC
DAY = 24 * 3_600_000
OPEN = ((Interval(0, 1440),),) * 7


def settings(**given: int) -> FloorSettings:
    usual: dict[str, Any] = {
        "ageing_ms": 30_000,
        "misses_max": 2,
        "presence_grace_ms": 30_000,
        "hard_run_max": 0,
        "hard_rest_ms": 600_000,
        "recovery_budget_ms": 0,
        "breaks": BreakRules(),
    }
    return FloorSettings(**{**usual, **given})


def wanted(
    *, hours: Hours | None = None, emergency: bool = False, spec: QueueSpec | None = None
) -> Wanted:
    queue = FloorQueue(
        id="sales",
        spec=spec or QueueSpec(name="Sales"),
        channel="chat",
        needs=(),
        hours_id=None if hours is None else "hours",
        archived=False,
        emergency=emergency,
    )
    calendars = {} if hours is None else {"hours": hours}
    return Wanted(settings=settings(), queues=[queue], agents=[], calendars=calendars)


def brought(floor: Floor, want: Wanted, now: int) -> list[Command]:
    """Ask for the difference, and check that there is none left."""
    asked = difference(floor, want, now)
    for command in asked:
        step(floor, command, now)
    assert difference(floor, want, now) == []
    return asked


def test_rules_and_settings_reach_the_floor_once() -> None:
    floor = Floor()
    spec = QueueSpec(name="Sales", rings=(Ring(after_ms=1_000, priority=1),))
    want = wanted(spec=spec)
    want.settings = settings(hard_run_max=3)
    asked = brought(floor, want, NOON)
    assert [type(one) for one in asked] == [TuneFloor, ConfigureQueue, OpenQueue]
    assert floor.hard_run_max == 3
    assert floor.queues["sales"].spec == spec


@pytest.mark.parametrize(
    "hours, emergency, cause",
    [
        (Hours("UTC", ((),) * 7), False, "hours"),
        (Hours("UTC", OPEN, {date(2026, 12, 21): ()}), False, "holiday"),
        (None, True, "emergency"),
        (Hours("UTC", ((),) * 7), True, "emergency"),
    ],
)
def test_a_queue_is_closed_for_its_cause_and_opens_again(
    *, hours: Hours | None, emergency: bool, cause: str
) -> None:
    floor = Floor()
    brought(floor, wanted(), NOON)
    [asked] = brought(floor, wanted(hours=hours, emergency=emergency), NOON)
    assert isinstance(asked, CloseQueue)
    assert (asked.cause, floor.queues["sales"].closed_for) == (cause, cause)
    [again] = brought(floor, wanted(), NOON)
    assert isinstance(again, OpenQueue)


def test_a_night_becomes_a_holiday_at_midnight() -> None:
    nights = ((Interval(540, 1020),),) * 7
    hours = Hours("UTC", nights, {date(2026, 12, 22): ()})
    floor = Floor()
    evening = NOON + DAY // 3
    brought(floor, wanted(hours=hours), evening)
    assert floor.queues["sales"].closed_for == "hours"
    [asked] = brought(floor, wanted(hours=hours), evening + DAY // 4)
    assert isinstance(asked, CloseQueue)
    assert asked.cause == "holiday"


def test_who_has_a_telephone_is_told_to_the_floor_and_kept_while_nobody_knows() -> None:
    floor = Floor()
    want = wanted()
    want.agents = {"ann": FloorAgent(id="ann", spec=AgentSpec(name="Ann", cleared=("briefing",)))}
    brought(floor, want, NOON)
    assert cleared(floor) == {"briefing"}
    want.telephones = frozenset({"ann"})
    brought(floor, want, NOON)
    assert cleared(floor) == {"briefing", TELEPHONE}
    want.telephones = None
    assert brought(floor, want, NOON) == []
    want.telephones = frozenset()
    brought(floor, want, NOON)
    assert cleared(floor) == {"briefing"}


def cleared(floor: Floor) -> set[str]:
    return set(floor.agents["ann"].spec.cleared)
