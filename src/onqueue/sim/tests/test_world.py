"""What people do in virtual time, told by the events of the floor."""

from __future__ import annotations

from collections import Counter
from typing import Any

import msgspec
import pytest

from onqueue.floor.events import Event
from onqueue.sim.report import Result, all_rows, queue_sums, time_sums
from onqueue.sim.run import begins_at, run
from onqueue.sim.scenario import (
    Agents,
    AgentsLost,
    Arrivals,
    BadScenario,
    Break,
    BreakRules,
    Burst,
    Channel,
    ClockJumps,
    ClockStops,
    DesksDrop,
    Diversion,
    Exponential,
    Fault,
    Fixed,
    Hours,
    Queue,
    Redial,
    Repeats,
    Ring,
    Scenario,
    ShortBreaks,
    Tuning,
)

SECOND = 1_000
Told = list[tuple[str, float]]


def comes(at: str, count: int = 1, *, within_s: float = 0) -> Burst:
    """Let customers come at a time of the first day, who else never come."""
    return Burst(at=at, arrivals="all", count=count, within_s=within_s)


def scenario(*faults: Fault, agents: dict[str, Any] | None = None, **given: Any) -> Scenario:
    arrivals = {
        "queue": "all", "per_hour": 0.0, "talk": Fixed(s=100), **given.pop("arrivals", {})
    }  # fmt: skip
    return Scenario(
        format=1,
        name="trial",
        queues={"all": given.pop("queue", Queue())},
        arrivals={"all": Arrivals(**arrivals)},
        agents={"team": Agents(**{"count": 1, "queues": ("all",), **(agents or {})})},
        faults=faults,
        **given,
    )


def told(plan: Scenario, *kinds: str, seed: int = 1) -> Told:
    """Run, and tell the events of some kinds with their second since midnight."""
    happened: list[Event] = []
    run(plan, seed=seed, sink=happened.extend)
    begins = begins_at(plan)
    return [
        (tag, (event.at - begins) / SECOND)
        for event in happened
        if (tag := str(event.__struct_config__.tag)) in kinds
    ]


def states(plan: Scenario) -> list[tuple[str, float]]:
    happened: list[Event] = []
    run(plan, seed=1, sink=happened.extend)
    changes = [one for one in happened if type(one).__name__ == "AgentStateChanged"]
    return [(getattr(one, "state", ""), (one.at - begins_at(plan)) / 3_600_000) for one in changes]


def counted(result: Result) -> Counter[str]:
    return queue_sums(all_rows(result.queues)) + time_sums(all_rows(result.groups))


def test_talk_and_wrap_up_take_as_long_as_said() -> None:
    plan = scenario(comes("00:10"), arrivals={"wrap_up": Fixed(s=30)}, agents={"speed": 1.5})
    assert told(plan, "offer.accepted", "contact.ended", "contact.closed") == [
        ("offer.accepted", 600.0),
        ("contact.ended", 750.0),
        ("contact.closed", 795.0),
    ]


def test_chats_beside_others_go_slower() -> None:
    plan = scenario(
        comes("00:10"),
        msgspec.structs.replace(comes("00:10"), at="00:11"),
        agents={"capacity": {"chat": 2}},
        channels={"chat": Channel(slow_down=(1.0, 2.0))},
    )
    # The first has 60 s alone, then 40 s at half the speed: 140 s. The second has by then 40 s
    # of its own, and 60 s more alone.
    assert told(plan, "contact.ended") == [("contact.ended", 740.0), ("contact.ended", 800.0)]


def test_who_needs_longer_to_wrap_up_asks_for_more_as_often_as_allowed() -> None:
    queue = Queue(wrap_up_s_max=60, wrap_up_extension_s=20, wrap_up_extensions_max=2)
    plan = scenario(comes("00:10"), queue=queue, arrivals={"wrap_up": Fixed(s=70)})
    kinds = ("contact.ended", "wrap_up.extended", "contact.closed")
    assert told(plan, *kinds) == [
        ("contact.ended", 700.0),
        ("wrap_up.extended", 759.999),
        ("contact.closed", 770.0),
    ]
    plan = scenario(comes("00:10"), queue=queue, arrivals={"wrap_up": Fixed(s=500)})
    assert told(plan, *kinds)[1:] == [
        ("wrap_up.extended", 759.999),
        ("wrap_up.extended", 779.999),
        ("contact.closed", 800.0),
    ]


def test_patience_ends_and_customers_try_again() -> None:
    plan = scenario(
        comes("00:10", 2),
        arrivals={
            "talk": Fixed(s=1_000),
            "patience": Fixed(s=30),
            "redial": Redial(share=1.0, after=Fixed(s=70), most=2),
        },
    )
    assert told(plan, "contact.arrived", "contact.abandoned") == [
        ("contact.arrived", 600.0),
        ("contact.arrived", 600.0),
        ("contact.abandoned", 630.0),
        ("contact.arrived", 700.0),
        ("contact.abandoned", 730.0),
        ("contact.arrived", 800.0),
        ("contact.abandoned", 830.0),
    ]
    sums = counted(run(plan, seed=1))
    assert (sums["offered"], sums["abandoned"], sums["abandoned_within"]) == (4, 3, 0)


def test_who_comes_to_a_closed_or_full_queue_is_refused() -> None:
    hours = Hours(starts="09:00", ends="17:00", weekdays=("mon", "tue"))
    plan = scenario(
        comes("08:59"), comes("09:00"), comes("17:00"), comes("10:00", 3),
        queue=Queue(hours=hours, waiting_max=1),
    )  # fmt: skip
    sums = counted(run(plan, seed=1))
    assert (sums["offered"], sums["refused"]) == (3, 3)
    assert told(plan, "queue.closed", "queue.opened") == [
        ("queue.closed", 0.0),
        ("queue.opened", 32_400.0),
        ("queue.closed", 61_200.0),
    ]
    tuesday = msgspec.structs.replace(plan, begins="2026-01-07")
    assert counted(run(tuesday, seed=1))["refused"] == 6


def test_shifts_and_breaks() -> None:
    pause = Break(at="12:00", minutes=30)
    plan = scenario(agents={"starts": "09:00", "ends": "17:00", "breaks": (pause,)}, days=2)
    monday = [("on_queue", 9.0), ("break", 12.0), ("on_queue", 12.5), ("off", 17.0)]
    assert states(plan) == monday + [(state, at + 24) for state, at in monday]
    assert counted(run(plan, seed=1))["available_ms"] == 2 * 7.5 * 3_600_000
    night = scenario(
        agents={"starts": "22:00", "ends": "06:00", "breaks": (Break(at="01:00", minutes=60),)},
        days=2,
    )
    assert states(night) == [
        ("on_queue", 22.0), ("break", 25.0), ("on_queue", 26.0), ("off", 30.0), ("on_queue", 46.0),
    ]  # fmt: skip
    weekend = scenario(agents={"starts": "09:00", "ends": "17:00", "weekdays": ("sat",)}, days=2)
    assert states(weekend) == []


def test_nobody_leaves_with_a_contact_in_hand() -> None:
    plan = scenario(
        comes("08:59"),
        agents={"starts": "08:00", "ends": "09:00"},
        arrivals={"wrap_up": Fixed(s=5)},
    )
    assert states(plan)[1:] == [("back_office", 9.0), ("off", pytest.approx(9 + 45 / 3600))]
    assert told(plan, "contact.requeued", "agent.lost") == []


def test_some_are_absent() -> None:
    plan = scenario(
        agents={"count": 40, "starts": "09:00", "ends": "17:00", "absent": 0.25}, days=5
    )
    came = sum(state == "on_queue" for state, _ in states(plan))
    assert 120 < came < 180


def test_offers_are_looked_at_declined_and_missed() -> None:
    slow = scenario(comes("00:10"), agents={"answer": Fixed(s=7)})
    assert told(slow, "offer.accepted") == [("offer.accepted", 607.0)]
    unwilling = scenario(
        comes("00:10"), agents={"declines": 1.0, "answer": Fixed(s=2)},
        arrivals={"patience": Fixed(s=35)},
    )  # fmt: skip
    assert told(unwilling, "offer.made", "offer.declined", "contact.abandoned") == [
        ("offer.made", 600.0),
        ("offer.declined", 602.0),
        ("offer.made", 632.0),
        ("offer.declined", 634.0),
        ("contact.abandoned", 635.0),
    ]
    away = scenario(
        comes("00:10"), agents={"misses": 1.0, "back": Fixed(s=60)},
        arrivals={"patience": Fixed(s=110)}, floor=Tuning(misses_max=1),
    )  # fmt: skip
    assert told(away, "offer.made", "agent.set_aside", "agent.state_changed")[1:] == [
        ("offer.made", 600.0),
        ("agent.set_aside", 620.0),
        ("agent.state_changed", 680.0),
        ("offer.made", 680.0),
        ("agent.set_aside", 700.0),
        ("agent.state_changed", 760.0),
    ]


def test_a_lost_agent_gives_contacts_back_and_comes_again() -> None:
    plan = scenario(
        comes("00:09"),
        AgentsLost(at="00:10", share=1.0, lasts=Fixed(s=300)),
        arrivals={"talk": Fixed(s=600)},
    )
    kinds = ("agent.disconnected", "agent.lost", "contact.requeued", "agent.connected")
    assert told(plan, *kinds, "offer.accepted", "contact.ended") == [
        ("agent.connected", 0.0),
        ("offer.accepted", 540.0),
        ("agent.disconnected", 600.0),
        ("contact.requeued", 630.0),
        ("agent.lost", 630.0),
        ("agent.connected", 900.0),
        ("offer.accepted", 900.0),
        ("contact.ended", 1500.0),
    ]
    sums = counted(run(plan, seed=1))
    assert (sums["offered"], sums["answered"], sums["handled"]) == (2, 2, 2)
    brief = scenario(
        comes("00:09"),
        AgentsLost(at="00:10", share=1.0, lasts=Fixed(s=20)),
        arrivals={"talk": Fixed(s=600)},
    )
    assert told(brief, "agent.lost", "contact.ended") == [("contact.ended", 1140.0)]


def test_desks_drop_as_often_as_said() -> None:
    plan = scenario(DesksDrop(per_hour=2.0, lasts=Fixed(s=5)), agents={"count": 20})
    drops = len(told(plan, "agent.disconnected"))
    assert abs(drops - 20 * 24 * 2) < 4 * (20 * 24 * 2) ** 0.5
    assert told(plan, "agent.lost") == []


def test_a_clock_that_stands_holds_up_deadlines() -> None:
    plan = scenario(
        comes("00:10"),
        ClockStops(at="00:10", lasts_s=300),
        agents={"misses": 1.0},
        floor=Tuning(misses_max=1),
    )
    happened = told(plan, "offer.made", "offer.expired")
    assert happened[:2] == [("offer.made", 600.0), ("offer.expired", 900.0)]
    ahead = scenario(
        comes("00:10"), ClockJumps(at="00:11", by_s=3600), arrivals={"patience": Fixed(s=90)},
        agents={"answer": Fixed(s=60), "count": 1}, queue=Queue(offer_s=600),
    )  # fmt: skip
    # The offer is made at 600; at 660 the floor's clock says 4260, and the offer has run out.
    assert told(ahead, "offer.expired") == [("offer.expired", 4260.0)]


def test_what_is_asked_twice_happens_once() -> None:
    once = scenario(comes("00:10", 50, within_s=3000), agents={"count": 3})
    twice = scenario(comes("00:10", 50, within_s=3000), Repeats(share=1.0), agents={"count": 3})
    kinds = ("contact.arrived", "offer.accepted", "contact.ended", "contact.closed")
    assert told(once, *kinds) == told(twice, *kinds)


def test_told_waits_are_checked() -> None:
    plan = scenario(comes("00:10", 3), arrivals={"talk": Fixed(s=300)})
    waits = run(plan, seed=1).told
    assert waits is not None
    assert (waits.told, waits.silent, waits.checked) == (2, 0, 2)
    assert waits.held + waits.sooner + waits.later == 2
    nobody = scenario(
        comes("00:10"), agents={"starts": "10:00", "ends": "11:00"},
        arrivals={"patience": Fixed(s=5)},
    )  # fmt: skip
    assert (alone := run(nobody, seed=1).told) is not None
    assert (alone.told, alone.silent, alone.checked) == (0, 1, 0)
    assert run(msgspec.structs.replace(plan, told_waits=False), seed=1).told is None


def test_contacts_go_elsewhere_by_the_rules_of_their_queue() -> None:
    def plan(**given: Any) -> Scenario:
        rules = Diversion(when="wait", over=30, **given)
        base = scenario(
            comes("00:10", 2), queue=Queue(diversions=(rules,)),
            arrivals={"talk": Fixed(s=300), "patience": Fixed(s=100)},
        )  # fmt: skip
        agents = {**base.agents, "others": Agents(count=1, queues=("other",))}
        queues = {**base.queues, "other": Queue()}
        return msgspec.structs.replace(base, queues=queues, agents=agents)

    elsewhere = plan(to="queue", target="other")
    assert told(elsewhere, "offer.accepted") == [("offer.accepted", 600), ("offer.accepted", 630)]
    rows = {name: queue_sums(table) for name, table in run(elsewhere, seed=1).queues.items()}
    assert (rows["all"]["offered"], rows["all"]["moved"], rows["other"]["answered"]) == (1, 1, 1)
    assert rows["other"]["wait_ms"] == 0
    away = counted(run(plan(to="message"), seed=1))
    assert (away["offered"], away["answered"], away["moved"]) == (1, 1, 1)
    asked = plan(to="person", target="team-1")
    sums = counted(run(asked, seed=1))
    assert (sums["offered"], sums["moved"], sums["abandoned"]) == (2, 0, 1)
    called_back = plan(to="callback")
    assert told(called_back, "contact.abandoned", "offer.accepted")[1:] == [("offer.accepted", 900)]


def test_rules_that_the_floor_refuses_are_told_with_its_reason() -> None:
    late = Ring(after_s=20)
    plan = scenario(queue=Queue(rings=(late, Ring(after_s=10))))
    with pytest.raises(BadScenario, match=r"^queues\.all: .*rings"):
        run(plan, seed=1)


def test_as_many_come_as_expected() -> None:
    plan = scenario(
        arrivals={
            "per_hour": None,
            "counts": (100.0, 0.0, 50.0),
            "counts_min": 30,
            "starts": "08:00",
            "weekdays": {"mon": 2.0, "tue": 0.0},
            "talk": Exponential(mean_s=10),
        },
        agents={"count": 50},
        days=10,
    )
    result = run(plan, seed=1)
    by_slot = [row[0] for row in result.queues["all"]]
    # Two Mondays count twice, two Tuesdays not at all: ten days' worth of 10 weekdays.
    expected = 10 * 100 / 2
    assert by_slot[:32] == [0] * 32
    assert by_slot[34:36] == [0, 0]
    for slot, share in ((32, 1.0), (33, 1.0), (36, 0.5), (37, 0.5)):
        assert abs(by_slot[slot] - share * expected) < 4 * expected**0.5
    assert by_slot[38:] == [0] * 58


def test_days_differ_in_how_busy_they_are() -> None:
    day = {"per_hour": 100.0, "talk": Fixed(s=1), "day_sd": 0.3}
    plan = scenario(arrivals=day, agents={"count": 5}, day_sd=0.3)
    calm = scenario(arrivals={**day, "day_sd": 0.0}, agents={"count": 5})

    def spread(one: Scenario) -> float:
        totals = [run(one, seed=seed).contacts for seed in range(12)]
        mean = sum(totals) / len(totals)
        return sum((total - mean) ** 2 for total in totals) / (len(totals) - 1) / mean**2

    # Poisson alone: 1 / 2400. With two factors of 0.3: 0.09 + 0.09 and a little more.
    assert spread(calm) < 0.002
    assert 0.05 < spread(plan) < 0.6


def test_people_ask_for_short_breaks_and_come_back_late() -> None:
    plan = scenario(
        comes("00:29", 1),
        agents={
            "count": 2,
            "short_breaks": ShortBreaks(every=Fixed(s=1_800), minutes=5, late=Fixed(s=60)),
        },
        floor=Tuning(breaks=BreakRules(between_min=0, day_min=12, away_max=1, line_min=10)),
        arrivals={"talk": Fixed(s=100)},
    )
    heard = told(plan, "break.granted", "break.refused", "break.begun", "break.ended")
    # The first one free goes; the other waits in line until they are back, and one is still
    # busy at first.
    assert [kind for kind, _ in heard[:5]] == [
        "break.granted",
        "break.refused",
        "break.begun",
        "break.ended",
        "break.granted",
    ]
    begun = [at for kind, at in heard if kind == "break.begun"]
    ended = [at for kind, at in heard if kind == "break.ended"]
    assert [end - start for start, end in zip(begun, ended, strict=True)] == [360] * len(begun)
    # Six minutes each, so that a third one would be more than twelve: two for each of two people.
    assert len(begun) == 4
