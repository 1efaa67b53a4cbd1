"""A floor is looked at a moment at a time, and what is wrong is a reason to look at all at once."""

from __future__ import annotations

import pytest

from onqueue.floor import commands
from onqueue.floor.model import Floor
from onqueue.floor.specs import AgentSpec, Needs, QueueSpec
from onqueue.floor.step import step
from onqueue.kernel.clock import VirtualClock
from onqueue.live import inspecting
from onqueue.live.inspecting import EVERY_MS, Inspection

MOST_S = 5.0


@pytest.fixture(autouse=True)
def moments_of_a_glance(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inspecting, "MOMENT_S", 0.0)


def arrive(floor: Floor, contact: str, *, now: int) -> None:
    command = commands.Arrive(
        contact=contact, conversation="", customer="", queue="q", needs=Needs(channel="chat")
    )
    assert step(floor, command, now).refusal is None


def floor_at(now: int) -> Floor:
    """Make a floor with one agent, who is being offered the first of three contacts."""
    floor = Floor()
    for command in (
        commands.ConfigureQueue(queue="q", spec=QueueSpec(name="Q")),
        commands.ConfigureAgent(agent="ann", spec=AgentSpec(name="Ann", queues=("q",))),
        commands.Connect(agent="ann"),
        commands.ChangeState(agent="ann", state="on_queue", by="ann"),
    ):
        step(floor, command, now)
    for contact in ("c1", "c2", "c3"):
        arrive(floor, contact, now=now)
    return floor


def test_pause_is_a_hundred_times_as_long_as_the_moment_before(
    clock: VirtualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    seconds = iter([0.0, 0.01, 0.02, 0.02])
    monkeypatch.setattr(inspecting, "monotonic_s", lambda: next(seconds))
    floor, inspection = floor_at(clock.now()), Inspection(clock=clock)
    assert (inspection.due(), inspection.wait_s(MOST_S)) == (False, MOST_S)
    clock.advance(ms=EVERY_MS)
    assert inspection.due()
    assert inspection.look(floor) is None
    assert (inspection.due(), inspection.wait_s(MOST_S)) == (False, 2.0)
    clock.advance(ms=1_999)
    assert not inspection.due()
    clock.advance(ms=1)
    assert (inspection.due(), inspection.wait_s(MOST_S)) == (True, 0.0)
    assert inspection.looked_at == 0


def test_what_comes_and_goes_between_two_moments_is_no_breach(clock: VirtualClock) -> None:
    floor, inspection = floor_at(clock.now()), Inspection(clock=clock)
    moments, found = 0, None
    while found is None:
        found = inspection.look(floor)
        moments += 1
        arrive(floor, f"later-{moments}", now=clock.now())
        gone = next(iter(floor.contacts))
        assert step(floor, commands.Abandon(contact=gone, reason="left"), clock.now()).events
    assert found == []
    # The first of each kind is looked at; a deadline of an offer, the queue, and three recounts.
    assert moments > 6
    assert inspection.looked_at == clock.now()
    assert inspection.wait_s(MOST_S) == MOST_S


def test_one_breach_leads_to_all_of_them_at_once(clock: VirtualClock) -> None:
    floor, inspection = floor_at(clock.now()), Inspection(clock=clock)
    floor.contacts["c1"].due_at = 7
    floor.queues["q"].counts["waiting"] += 3
    found = inspection.look(floor)
    assert found is not None
    assert [breach.code for breach in found] == ["contact.due", "queue.counts"]
    assert inspection.looked_at == clock.now()


def test_another_floor_is_looked_at_from_the_beginning(clock: VirtualClock) -> None:
    floor, inspection = floor_at(clock.now()), Inspection(clock=clock)
    assert inspection.look(floor) is None
    built_anew = floor_at(clock.now())
    built_anew.contacts["c1"].due_at = 7
    found = inspection.look(built_anew)
    assert found is not None
    assert [breach.code for breach in found] == ["contact.due"]
