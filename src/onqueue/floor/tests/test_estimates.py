"""What waiting customers and boards are told."""

from __future__ import annotations

import pytest

from onqueue.floor import commands
from onqueue.floor.estimates import (
    oldest_at,
    position,
    staff,
    wait_estimate_ms,
    wait_for_place,
    wait_range_ms,
)
from onqueue.floor.model import HANDLE_MS_FIRST
from onqueue.floor.specs import Needs
from onqueue.floor.tests.stage import VOICE, Stage


def test_position_counts_all_lines_of_the_queue_and_channel() -> None:
    stage = Stage()
    stage.queue()
    stage.queue("help")
    hard = Needs(channel="chat", skills=(("tax", 3),))
    stage.arrive("first")
    stage.arrive("hard", needs=hard)
    stage.arrive("call", needs=VOICE)
    stage.arrive("elsewhere", queue="help")
    stage.arrive("third")
    stage.arrive("important", priority=1)
    places = {name: position(stage.floor, name) for name in stage.floor.contacts}
    assert places == {
        "first": 2,
        "hard": 3,
        "call": 1,
        "elsewhere": 1,
        "third": 4,
        "important": 1,
    }
    assert position(stage.floor, "unknown") is None


def test_who_is_being_offered_is_next_and_who_is_answered_has_no_position() -> None:
    stage = Stage()
    stage.queue()
    stage.agent("ana", capacity=(("chat", 1),))
    stage.arrive("first")
    stage.arrive("second")
    assert (position(stage.floor, "first"), position(stage.floor, "second")) == (1, 1)
    stage.accept("first")
    assert position(stage.floor, "first") is None
    assert wait_estimate_ms(stage.floor, "first") is None


def test_who_waits_for_one_person_stands_before_nobody() -> None:
    stage = Stage()
    stage.queue()
    stage.agent("ana", capacity=(("chat", 1),))
    stage.arrive("held")
    stage.accept("held")
    stage.arrive("moved")
    stage.arrive("other")
    stage.do(
        commands.Transfer(contact="moved", by="eve", queue="sales", target="ana", steering=True)
    )
    assert position(stage.floor, "other") == 1


def test_before_anybody_was_answered_the_wait_follows_from_handle_time_and_slots() -> None:
    stage = Stage()
    stage.queue()
    stage.arrive("first")
    assert wait_estimate_ms(stage.floor, "first") is None
    for agent in ("ana", "ben"):
        stage.agent(agent, capacity=(("chat", 2),))
    stage.do(commands.Abandon(contact="first"))
    for number in range(6):
        stage.arrive(f"contact-{number}")
    spans = [1 / (4 / HANDLE_MS_FIRST + ahead / 580_000) for ahead in range(2)]
    told = wait_range_ms(stage.floor, "contact-5")
    assert told is not None
    assert told.mean_ms == pytest.approx(sum(spans), rel=0.03)
    assert told.low_ms < told.mean_ms < told.high_ms
    assert wait_estimate_ms(stage.floor, "contact-5") == told.mean_ms
    assert wait_estimate_ms(stage.floor, "unknown") is None


def test_the_wait_follows_the_pace_at_which_agents_came_free() -> None:
    stage = Stage()
    stage.queue()
    stage.agent("ana", capacity=(("chat", 1),))
    for number in range(44):
        stage.arrive(f"contact-{number}")
    for number in range(40):
        name = f"contact-{number}"
        stage.accept(name)
        stage.do(commands.End(contact=name, by="ana"), after=9_000)
        stage.do(commands.Close(contact=name, agent="ana", code="x"), after=1_000)
    assert stage.floor.queues["sales"].service_gap_ms == pytest.approx(10_000, rel=0.2)
    told = wait_range_ms(stage.floor, "contact-43")
    assert told is not None
    assert told.mean_ms == pytest.approx(30_000, rel=0.2)
    far = wait_for_place(stage.floor, "sales", "chat", 5_000)
    near = wait_for_place(stage.floor, "sales", "chat", 64)
    assert far is not None
    assert near is not None
    assert near.mean_ms < far.mean_ms < 5_000 * 10_000


def test_who_comes_while_agents_are_free_says_nothing_about_the_pace() -> None:
    stage = Stage()
    stage.queue()
    for agent in ("ana", "ben", "cleo"):
        stage.agent(agent, capacity=(("chat", 1),))
    for number in range(3):
        stage.arrive(f"contact-{number}")
        stage.now += 500
    for number in range(3):
        stage.accept(f"contact-{number}")
        stage.now += 500
    assert stage.floor.queues["sales"].service_gap_ms == 0


def test_those_who_gave_up_shorten_the_wait_of_those_behind() -> None:
    stage = Stage()
    stage.queue()
    before = stage.floor.queues["sales"].patience_ms
    for number in range(40):
        stage.arrive(f"contact-{number}")
        stage.do(commands.Abandon(contact=f"contact-{number}"), after=30_000)
    assert 30_000 < stage.floor.queues["sales"].patience_ms < before // 2


def test_the_oldest_wait_counts_while_being_offered() -> None:
    stage = Stage()
    stage.queue()
    assert oldest_at(stage.floor, "sales") is None
    stage.arrive("first")
    stage.now += 1_000
    stage.arrive("urgent", priority=9)
    assert oldest_at(stage.floor, "sales") == 1_000_000
    stage.agent("ana", capacity=(("chat", 2),))
    assert oldest_at(stage.floor, "sales") == 1_000_000
    stage.accept("first")
    assert oldest_at(stage.floor, "sales") == 1_001_000
    stage.accept("urgent")
    assert oldest_at(stage.floor, "sales") is None


def test_staff_in_numbers() -> None:
    stage = Stage()
    stage.queue()
    stage.agent("ana", capacity=(("chat", 1),))
    stage.agent("ben", capacity=(("chat", 2), ("voice", 1)))
    stage.agent("carl", state="break")
    stage.arrive("first")
    numbers = staff(stage.floor, "sales")
    assert (numbers.on, numbers.free, numbers.slots) == (2, 1, {"chat": 3, "voice": 1})
    stage.agent("ben", capacity=(("chat", 5),))
    assert (numbers.on, numbers.free, numbers.slots["chat"]) == (2, 1, 6)
    nobody = staff(stage.floor, "none")
    assert (nobody.on, nobody.free, nobody.slots) == (0, 0, {})
