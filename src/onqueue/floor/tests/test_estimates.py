"""What waiting customers and boards are told."""

from __future__ import annotations

from onqueue.floor import commands
from onqueue.floor.estimates import oldest_at, position, staff, wait_estimate_ms
from onqueue.floor.model import HANDLE_MS_FIRST, Needs
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


def test_the_wait_is_position_times_handle_time_by_slots() -> None:
    stage = Stage()
    stage.queue()
    stage.arrive("first")
    assert wait_estimate_ms(stage.floor, "first") is None
    for agent in ("ana", "ben"):
        stage.agent(agent, capacity=(("chat", 2),))
    stage.do(commands.Abandon(contact="first"))
    for number in range(6):
        stage.arrive(f"contact-{number}")
    assert wait_estimate_ms(stage.floor, "contact-5") == 2 * HANDLE_MS_FIRST // 4
    assert wait_estimate_ms(stage.floor, "unknown") is None


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
