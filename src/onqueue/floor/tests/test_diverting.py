"""Sent elsewhere instead of waiting: by example."""

from __future__ import annotations

import pytest

from onqueue.floor import commands
from onqueue.floor.specs import Diversion, Needs, QueueSpec
from onqueue.floor.tests.stage import CHAT, Stage

FRENCH = Needs(channel="chat", skills=(("french", 5),))


def diverting(*diversions: Diversion, help_open: bool = True) -> Stage:
    stage = Stage()
    stage.queue("help")
    stage.queue("sales", diversions=diversions)
    if not help_open:
        stage.do(commands.CloseQueue(queue="help"))
    return stage


def where(stage: Stage, name: str) -> str | None:
    contact = stage.floor.contacts.get(name)
    return None if contact is None else contact.queue


def test_after_so_long_a_wait_another_queue_has_it_and_it_keeps_its_age() -> None:
    stage = diverting(Diversion(when="wait", over=20_000, to="queue", target="help"))
    stage.arrive("first")
    arrived_at = stage.now
    assert stage.wait(20_000) == ["contact.diverted"]
    contact = stage.floor.contacts["first"]
    assert (contact.queue, contact.key) == ("help", arrived_at)
    stage.agent("ana", queues=("help",))
    assert stage.offered("first") == "ana"


def test_a_contact_that_is_being_offered_is_sent_elsewhere_too() -> None:
    stage = diverting(Diversion(when="wait", over=10_000, to="queue", target="help"))
    stage.agent("ana")
    stage.arrive("first")
    assert stage.offered("first") == "ana"
    assert stage.wait(10_000) == ["offer.withdrawn", "contact.diverted"]


def test_when_it_can_go_nowhere_it_stays_and_is_tried_again() -> None:
    stage = diverting(
        Diversion(when="wait", over=20_000, to="queue", target="help"), help_open=False
    )
    stage.arrive("first")
    assert stage.wait(20_000) == ["contact.stayed"]
    stage.do(commands.OpenQueue(queue="help"))
    assert stage.wait(60_000) == ["contact.diverted"]


def test_the_first_place_that_can_take_it_counts() -> None:
    stage = diverting(
        Diversion(when="closed", to="queue", target="help"),
        Diversion(when="closed", to="message"),
        help_open=False,
    )
    stage.do(commands.CloseQueue(queue="sales"))
    assert [str(one.__struct_config__.tag) for one in stage.arrive("first").events] == [
        "contact.arrived",
        "contact.diverted",
    ]
    assert where(stage, "first") is None


def test_flow_takes_only_those_whom_it_can_lead() -> None:
    stage = diverting(Diversion(when="wait", over=10_000, to="flow", target="welcome"))
    stage.arrive("chat")
    assert stage.wait(10_000) == ["contact.diverted"]
    stage.arrive("call", needs=Needs(channel="voice"))
    assert stage.wait(10_000) == ["contact.stayed"]
    assert (where(stage, "chat"), where(stage, "call")) == (None, "sales")


@pytest.mark.parametrize(
    "when, cause, diverted",
    [
        ("closed", "hours", True),
        ("closed", "emergency", True),
        ("holiday", "hours", False),
        ("holiday", "holiday", True),
        ("emergency", "emergency", True),
    ],
)
def test_why_a_queue_is_closed_decides(when: str, cause: str, diverted: bool) -> None:  # noqa: FBT001 -- a table
    stage = diverting(Diversion(when=when, to="queue", target="help"))
    stage.do(commands.CloseQueue(queue="sales", cause=cause))
    done = stage.arrive("first")
    assert (where(stage, "first") == "help") is diverted
    assert (done.refusal is None) is diverted


def test_without_the_skill_at_work_nobody_waits_for_it() -> None:
    stage = diverting(Diversion(when="no_agent", to="queue", target="help"))
    stage.agent("ana", skills=(("french", 5),), state="off")
    stage.arrive("first", needs=FRENCH)
    assert where(stage, "first") == "help"
    stage.do(commands.Connect(agent="ana"))
    stage.do(commands.ChangeState(agent="ana", state="break", by="ana"))
    stage.arrive("second", needs=FRENCH)
    assert where(stage, "second") == "sales"


def test_a_crowd_is_counted_by_agent() -> None:
    stage = diverting(Diversion(when="waiting_per_agent", over=2, to="queue", target="help"))
    stage.agent("ana", capacity=(("chat", 1),))
    for number in range(4):
        stage.arrive(f"contact-{number}")
    found = [where(stage, f"contact-{number}") for number in range(4)]
    assert found == ["sales", "sales", "help", "help"]


def test_a_long_estimate_sends_elsewhere() -> None:
    stage = diverting(Diversion(when="estimate", over=600_000, to="callback"))
    stage.agent("ana", capacity=(("chat", 1),))
    for number in range(4):
        stage.arrive(f"contact-{number}")
    keeping = [one.keeps_place for one in stage.floor.contacts.values()]
    assert keeping == [False, False, True, True]


def test_a_low_service_level_sends_elsewhere() -> None:
    stage = diverting(Diversion(when="service_level", over=80, to="queue", target="help"))
    for number in range(6):
        stage.arrive(f"lost-{number}")
        assert where(stage, f"lost-{number}") == "sales"
        stage.do(commands.Abandon(contact=f"lost-{number}"), after=60_000)
    stage.arrive("last")
    stage.do(commands.Abandon(contact="last"))
    stage.arrive("next")
    assert where(stage, "next") == "help"


def test_a_person_stands_in() -> None:
    stage = diverting(Diversion(when="no_agent", to="person", target="boss"))
    stage.agent("boss", queues=())
    stage.arrive("first")
    assert stage.offered("first") == "boss"
    assert stage.floor.offers[stage.offer_of("first")].why.rule == "diverted"


def test_nothing_comes_back_to_where_it_was_sent_away() -> None:
    stage = diverting(Diversion(when="wait", over=10_000, to="queue", target="help"))
    stage.queue(
        "vips", diversions=(Diversion(when="wait", over=1_000, to="queue", target="sales"),)
    )
    stage.arrive("first")
    stage.wait(10_000)
    assert where(stage, "first") == "help"
    back = (Diversion(when="wait", over=5_000, to="queue", target="vips"),)
    circle = QueueSpec(name="Help", diversions=back)
    refusal = stage.refused(commands.ConfigureQueue(queue="help", spec=circle))
    assert refusal.code == "queue.diversion_circle"
    assert refusal.data["path"] == "Help → Vips → Sales → Help"


def test_a_queue_cannot_send_to_itself() -> None:
    stage = Stage()
    own = (Diversion(when="wait", over=5_000, to="queue", target="sales"),)
    spec = QueueSpec(name="Sales", diversions=own)
    refusal = stage.refused(commands.ConfigureQueue(queue="sales", spec=spec))
    assert refusal.code == "queue.diversion_circle"


# Callbacks that keep their place


def test_who_keeps_a_place_may_leave_and_is_served_in_turn() -> None:
    stage = Stage()
    stage.queue()
    for name in ("first", "second"):
        stage.arrive(name)
    assert stage.made(commands.KeepPlace(contact="first")) == ["contact.keeps_place"]
    assert stage.made(commands.KeepPlace(contact="first")) == []
    assert stage.made(commands.Abandon(contact="first")) == []
    stage.agent("ana", capacity=(("chat", 1),))
    assert stage.offered("first") == "ana"
    gone = stage.made(commands.Abandon(contact="first", cancel=True))
    assert gone == ["offer.withdrawn", "contact.abandoned", "offer.made"]
    stage.accept("second")
    assert stage.refused(commands.KeepPlace(contact="second")).code == "contact.not_waiting"


def test_a_message_left_for_later_is_not_sent_away_for_a_message() -> None:
    stage = diverting(
        Diversion(when="wait", over=5_000, to="message"),
        Diversion(when="wait", over=9_000, to="queue", target="help"),
    )
    stage.do(
        commands.Schedule(
            contact="left",
            conversation="talk",
            customer="ada",
            queue="sales",
            needs=CHAT,
            due_at=stage.now,
        )
    )
    assert stage.wait(0) == ["contact.due"]
    assert stage.wait(5_000) == ["contact.stayed"]
    assert stage.wait(4_000) == ["contact.diverted"]
    assert where(stage, "left") == "help"


def test_other_diversions_count_at_once_for_those_who_wait() -> None:
    stage = diverting()
    stage.arrive("first", needs=CHAT)
    stage.queue(
        "sales", diversions=(Diversion(when="wait", over=7_000, to="queue", target="help"),)
    )
    assert stage.wait(7_000) == ["contact.diverted"]
