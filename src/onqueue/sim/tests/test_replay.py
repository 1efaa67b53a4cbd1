from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import msgspec
import pytest

from onqueue.floor import commands, events
from onqueue.floor.events import Event
from onqueue.floor.model import OFF, ON_QUEUE, Floor
from onqueue.floor.specs import AgentSpec, BreakRules, Diversion, Needs, QueueSpec
from onqueue.floor.step import step
from onqueue.floor.timers import next_deadline
from onqueue.sim.examples import text
from onqueue.sim.past import Day, day_of
from onqueue.sim.relive import Change, NotFollowed, changed, lived, relive
from onqueue.sim.replay import Replay
from onqueue.sim.report import all_rows, queue_sums, time_sums
from onqueue.sim.run import begins_at, run
from onqueue.sim.scenario import DAY_MS, read_scenario
from onqueue.sim.words import agreement_line

LATE_MS = 3
"""How late the driver notices a deadline."""
CHAT = Needs(channel="chat")


def a_day(name: str, *, days: int, day: int) -> tuple[Day, list[Event]]:
    """Simulate an example, and return one day of it, and what happened then."""
    scenario = msgspec.structs.replace(read_scenario(text(name)), days=days)
    happened: list[Event] = []
    run(scenario, seed=5, sink=happened.extend)
    from_at = begins_at(scenario) + day * DAY_MS
    to_at = from_at + DAY_MS
    past = day_of(enumerate(happened, 1), from_at=from_at, to_at=to_at)
    return past, [event for event in happened if from_at <= event.at < to_at]


def again(day: Day) -> list[Event]:
    happened: list[Event] = []
    world = Replay(day, seed=1, sink=happened.extend)
    world.advance(day.to_at)
    world.finish()
    return happened


@pytest.mark.parametrize(
    "name,days,day",
    [
        ("small-shop", 1, 0),
        ("small-shop", 2, 1),
        ("bad-day", 2, 0),
        ("bad-day", 2, 1),
        ("rules-of-routing", 1, 0),
    ],
)
def test_a_day_goes_as_it_went(name: str, days: int, day: int) -> None:
    past, happened = a_day(name, days=days, day=day)
    assert len(happened) > 1_000
    assert again(past) == happened


class Desk:
    """A floor that is driven by hand, a second at a time."""

    def __init__(self) -> None:
        self.floor = Floor()
        self.now = 1_000_000
        self.happened: list[Event] = []

    def do(self, command: commands.Command, *, after_s: float = 1) -> None:
        self.now += round(after_s * 1000)
        while (due := next_deadline(self.floor)) is not None and due + LATE_MS < self.now:
            self.happened += step(self.floor, commands.Tick(), due + LATE_MS).events
        done = step(self.floor, command, self.now)
        assert done.refusal is None, done.refusal
        self.happened += done.events

    def agent(self, name: str) -> None:
        spec = AgentSpec(name=name, queues=("sales", "care"), capacity=(("chat", 2),))
        self.do(commands.ConfigureAgent(agent=name, spec=spec))
        self.do(commands.Connect(agent=name))
        self.do(commands.ChangeState(agent=name, state=ON_QUEUE, by=name))

    def arrive(self, name: str, queue: str = "sales", *, accept: bool = True) -> None:
        self.do(
            commands.Arrive(
                contact=name, conversation=f"talk-{name}", queue=queue, needs=CHAT, customer="x"
            )
        )
        if accept:
            self.accept(name)

    def accept(self, name: str) -> None:
        offer = self.floor.offers[self.floor.contacts[name].offer or ""]
        self.do(commands.Accept(offer=offer.id, agent=offer.agent), after_s=3)

    def owner(self, name: str) -> str:
        return self.floor.contacts[name].agent or ""

    def finish(self, name: str, *, code: str = "done") -> None:
        owner = self.owner(name)
        self.do(commands.End(contact=name, by="customer", reason="left"), after_s=50)
        self.do(commands.ExtendWrapUp(contact=name, agent=owner), after_s=5)
        self.do(commands.Close(contact=name, agent=owner, code=code), after_s=70)

    def day(self, *, from_at: int) -> tuple[Day, list[Event]]:
        to_at = self.now + 1
        past = day_of(enumerate(self.happened, 1), from_at=from_at, to_at=to_at)
        return past, [event for event in self.happened if event.at >= from_at]


def eventful() -> Desk:
    """A centre in which all kinds of things happened before midday, and go on after it."""
    desk = Desk()
    desk.do(commands.TuneFloor(misses_max=1))
    for queue in ("sales", "care"):
        desk.do(commands.ConfigureQueue(queue=queue, spec=QueueSpec(name=queue, waiting_max=9)))
    for name in ("ada", "ben", "cleo"):
        desk.agent(name)
    return desk


def test_short_breaks_go_as_they_went() -> None:
    desk = eventful()
    rules = BreakRules(between_ms_min=0, away_max=1, line_ms=120_000)
    desk.do(commands.TuneFloor(misses_max=1, breaks=rules))
    begins = desk.now + 1
    desk.do(commands.AskBreak(agent="ada", span_ms=60_000), after_s=1)
    desk.do(commands.AskBreak(agent="ben", span_ms=60_000), after_s=1)
    desk.do(commands.AskBreak(agent="cleo", span_ms=60_000), after_s=1)
    desk.do(commands.Tick(), after_s=30)
    desk.do(commands.DropBreak(agent="cleo"))
    desk.do(commands.GrantBreak(agent="ben", by="boss", reason="go"), after_s=2)
    desk.do(commands.Tick(), after_s=31)
    desk.do(commands.ChangeState(agent="ada", state="on_queue", by="ada"), after_s=5)
    desk.do(commands.AskBreak(agent="ada", span_ms=60_000), after_s=1)
    desk.do(commands.RefuseBreak(agent="ada", by="boss", reason="no"), after_s=1)
    desk.do(commands.Tick(), after_s=40)
    desk.do(commands.ChangeState(agent="ben", state="on_queue", by="ben"), after_s=5)
    past, happened = desk.day(from_at=begins)
    kinds = {str(event.__struct_config__.tag) for event in happened}
    assert {"break.granted", "break.refused", "break.deferred", "break.dropped"} <= kinds
    assert {"break.begun", "break.overrun", "break.ended"} <= kinds
    assert again(past) == happened


def test_transfers_takeovers_and_plans_go_as_they_went() -> None:
    desk = eventful()
    desk.arrive("early")
    desk.arrive("waits", accept=False)
    begins = desk.now + 1
    desk.accept("waits")
    desk.do(
        commands.Transfer(
            contact="early", by=desk.owner("early"), queue="care", target="cleo", note="please"
        ),
        after_s=20,
    )
    desk.accept("early")
    desk.do(commands.Requeue(contact="waits", by=desk.owner("waits"), reason="not mine"))
    desk.accept("waits")
    taker = next(name for name in ("ada", "ben", "cleo") if name != desk.owner("waits"))
    desk.do(commands.TakeOver(contact="waits", agent=taker, reason="mine"), after_s=9)
    desk.do(
        commands.Schedule(
            contact="later", conversation="t", queue="care", needs=CHAT, customer="c",
            due_at=desk.now + 150_000,
        )
    )  # fmt: skip
    desk.finish("waits")
    desk.do(commands.Tick(), after_s=30)
    desk.accept("later")
    desk.finish("later")
    desk.arrive("declined", accept=False)
    offer = desk.floor.offers[desk.floor.contacts["declined"].offer or ""]
    desk.do(commands.Decline(offer=offer.id, agent=offer.agent, reason="busy"), after_s=2)
    desk.do(commands.Prioritise(contact="declined", priority=2, by="boss", reason="vip"))
    desk.do(commands.Tick(), after_s=30)
    desk.do(commands.Abandon(contact="declined", reason="gone"), after_s=1)
    holder = desk.owner("early")
    desk.do(commands.Disconnect(agent=holder))
    desk.do(commands.Tick(), after_s=31)
    desk.do(
        commands.Schedule(
            contact="never", conversation="t", queue="care", needs=CHAT, customer="c",
            due_at=desk.now + 3_600_000,
        )
    )  # fmt: skip
    desk.do(commands.Abandon(contact="never"))
    desk.accept("early")
    desk.finish("early")
    past, happened = desk.day(from_at=begins)
    kinds = {type(event) for event in happened}
    assert {events.ContactTransferred, events.ContactRequeued, events.ContactTakenOver} <= kinds
    assert {events.ContactDue, events.OfferDeclined, events.AgentLost} <= kinds
    assert again(past) == happened


def test_what_stood_on_the_floor_at_midnight_goes_on() -> None:
    desk = eventful()
    desk.arrive("talking")
    desk.arrive("finishing")
    owner = desk.owner("finishing")
    desk.do(commands.End(contact="finishing", by=owner), after_s=40)
    desk.arrive("offered", accept=False)
    begins = desk.now + 1
    desk.accept("offered")
    desk.do(commands.Close(contact="finishing", agent=owner, code="sold"))
    desk.do(commands.End(contact="talking", by="customer"), after_s=10)
    desk.do(commands.Tick(), after_s=60)
    past, happened = desk.day(from_at=begins)
    assert [type(event).__name__ for event in happened] == [
        "OfferAccepted", "ContactClosed", "ContactEnded", "ContactClosed",
    ]  # fmt: skip
    assert again(past) == happened


def test_agents_who_stay_away_change_the_day() -> None:
    past, happened = a_day("small-shop", days=1, day=0)
    was, same = relive(past, name="day", seed=1)
    assert same.taken == same.taken_then == same.same > 300
    assert agreement_line(same).endswith("100.0% went to the same agent.")
    change = Change(without=frozenset({"late-1", "late-2"}))
    less, agreement = relive(past, name="day", seed=1, change=change)
    busy = {event.agent for event in happened if isinstance(event, events.OfferAccepted)}
    assert {"late-1", "late-2"} <= busy
    assert agreement.same < agreement.taken_then
    assert list(was.queues) == ["orders", "repairs"]
    sums, fewer = (queue_sums(all_rows(one.queues)) for one in (was, less))
    assert fewer["offered"] == sums["offered"]
    assert fewer["abandoned"] > sums["abandoned"]
    assert taken_by(again(changed(past, change))).keys().isdisjoint({"late-1", "late-2"})


def taken_by(happened: Sequence[Event]) -> Counter[str]:
    return Counter(one.agent for one in happened if isinstance(one, events.OfferAccepted))


def test_a_seed_draws_what_the_day_does_not_know() -> None:
    past, _ = a_day("bad-day", days=1, day=0)
    change = Change(without=frozenset({"mixed-1"}), ageing_s=5)
    one, _ = relive(past, name="day", seed=1, change=change)
    same, _ = relive(past, name="day", seed=1, change=change)
    other, _ = relive(past, name="day", seed=2, change=change)
    assert one == same
    assert one.queues != other.queues


def test_who_is_off_all_day_is_no_trouble() -> None:
    desk = eventful()
    begins = desk.now + 1
    desk.do(commands.ChangeState(agent="cleo", state=OFF, by="cleo"))
    desk.do(commands.Disconnect(agent="cleo"))
    desk.do(commands.RemoveAgent(agent="cleo"))
    past, happened = desk.day(from_at=begins)
    assert again(past) == happened


def rules_of(past: Day) -> dict[str, QueueSpec]:
    return {queue.id: queue.spec for queue in floor_after(past).queues.values()}


def floor_after(past: Day) -> Floor:
    return lived(past, seed=1).floor


def test_the_rules_of_that_day_change_nothing() -> None:
    past, happened = a_day("rules-of-routing", days=1, day=0)
    change = Change(queues=rules_of(past))
    world = lived(past, seed=1, change=change)
    assert world.agreement.taken == world.agreement.same > 300
    waits = sorted(wait for found in world.waits.values() for wait in found)
    came: dict[str, int] = {}
    taken = []
    for event in happened:
        if isinstance(event, events.ContactArrived | events.ContactDiverted):
            came.setdefault(event.contact, event.at)
            if isinstance(event, events.ContactDiverted) and event.to == "queue":
                came[event.contact] = event.at
        if isinstance(event, events.OfferAccepted):
            taken.append(event.at - came[event.contact])
    assert waits == sorted(taken)


def test_other_rules_change_the_day() -> None:
    past, _ = a_day("small-shop", days=1, day=0)
    specs = rules_of(past)
    away = Diversion(when="wait", to="message", over=1_000)
    name = next(iter(specs))
    strict = {**specs, name: msgspec.structs.replace(specs[name], diversions=(away,))}
    same = lived(past, seed=1, change=Change(queues=specs))
    other = lived(past, seed=1, change=Change(queues=strict))
    moved = {
        queue: queue_sums(rows)["moved"] - queue_sums(same.tally.queues[queue])["moved"]
        for queue, rows in other.tally.queues.items()
    }
    assert moved.pop(name) > 10
    assert set(moved.values()) == {0}


def test_rules_that_the_floor_refuses_are_not_followed_in_silence() -> None:
    past, _ = a_day("small-shop", days=1, day=0)
    specs = rules_of(past)
    name = next(iter(specs))
    round_trip = Diversion(when="wait", to="queue", over=1, target=name)
    circle = {name: msgspec.structs.replace(specs[name], diversions=(round_trip,))}
    with pytest.raises(NotFollowed):
        lived(past, seed=1, change=Change(queues=circle))


def test_a_queue_of_today_was_not_there_that_day() -> None:
    past, _ = a_day("small-shop", days=1, day=0)
    specs = {**rules_of(past), "new": QueueSpec(name="New")}
    world = lived(past, seed=1, change=Change(queues=specs))
    assert queue_sums(world.tally.queues["new"])["offered"] == 0


def test_a_gate_that_was_opened_since_is_open() -> None:
    past, _ = a_day("small-shop", days=1, day=0)
    specs = {
        queue: msgspec.structs.replace(spec, gates=("briefing",))
        for queue, spec in rules_of(past).items()
    }
    agents = floor_after(past).agents
    closed = lived(past, seed=1, change=Change(queues=specs))
    assert closed.agreement.taken == 0
    cleared = dict.fromkeys(agents, ("briefing",))
    opened = lived(past, seed=1, change=Change(queues=specs, cleared=cleared))
    assert opened.agreement.taken == opened.agreement.same > 300


def test_agents_are_counted_in_their_groups() -> None:
    past, _ = a_day("small-shop", days=1, day=0)
    agents = sorted(floor_after(past).agents)
    world = lived(past, seed=1, groups={agents[0]: "first"})
    all_in_one = lived(past, seed=1)
    split = time_sums(all_rows(world.tally.groups))
    assert split == time_sums(all_rows(all_in_one.tally.groups))
    assert time_sums(world.tally.groups["first"])["busy_ms"] > 0
