"""What one call asks next, in every state: without a driver, a floor or a clock."""

from __future__ import annotations

import pytest

from onqueue.channels.voice import causes, events
from onqueue.channels.voice.call import (
    AGENT,
    CUSTOMER,
    FAREWELL_MS_MAX,
    OVER,
    UP,
    Call,
    Line,
    Seen,
    call_anew,
    follow_farewell,
    hear,
    hold,
    is_over,
    not_moved,
)
from onqueue.channels.voice.commands import (
    Answer,
    CloseRoom,
    Dial,
    Hangup,
    Hold,
    Join,
    OpenRoom,
    Park,
    Play,
    Unhold,
)
from onqueue.channels.voice.settling import FAILURES_MAX, ended, settle
from onqueue.floor import commands as floor
from onqueue.floor import model, reasons

WAITING = Seen(state=model.WAITING)
ANN = Seen(state=model.ACTIVE, owner="ann", owner_stint="ann:1")
ASKING = Seen(
    state=model.ACTIVE,
    owner="ann",
    owner_stint="ann:1",
    consulted="bob",
    consult_stint="bob:offer",
)
BOB = Seen(state=model.ACTIVE, owner="bob", owner_stint="bob:2")
WRAPPING = Seen(state=model.WRAP_UP, owner="ann", owner_stint="ann:1")
ROOM = "room-k"


def waiting() -> Call:
    call = Call(contact="k")
    call.lines["c"] = Line(leg="c", role=CUSTOMER, state=UP)
    assert settle(call, WAITING) == [Park(leg="c")]
    return call


def answers(call: Call, leg: str) -> None:
    hear(call, events.LegAnswered(node="n", epoch="e", seq=1, at=0, leg=leg))


def ends(call: Call, leg: str, *, cause: int = causes.NORMAL) -> None:
    hear(call, events.LegEnded(node="n", epoch="e", seq=1, at=0, leg=leg, cause=cause, by="far"))


def talking() -> Call:
    call = waiting()
    assert settle(call, ANN) == [Dial(leg="k-a1", target="agent:ann")]
    answers(call, "k-a1")
    assert settle(call, ANN) == [
        OpenRoom(room=ROOM),
        Join(room=ROOM, leg="k-a1"),
        Join(room=ROOM, leg="c"),
    ]
    return call


def test_a_call_that_comes_in_is_answered_and_then_waits_with_music() -> None:
    call = Call(contact="k")
    call.lines["c"] = Line(leg="c", role=CUSTOMER)
    assert settle(call, WAITING) == [Answer(leg="c")]
    answers(call, "c")
    assert settle(call, WAITING) == [Park(leg="c")]


@pytest.mark.parametrize("seen", [WAITING, ANN])
def test_what_is_as_it_should_be_is_not_asked_again(seen: Seen) -> None:
    call = waiting() if seen is WAITING else talking()
    assert settle(call, seen) == []


def test_the_customer_hears_music_until_the_agent_is_there() -> None:
    call = waiting()
    assert settle(call, ANN) == [Dial(leg="k-a1", target="agent:ann")]
    assert settle(call, ANN) == []
    assert call.lines["c"].place == "parked"


def test_wrap_up_ends_every_leg_and_the_room() -> None:
    call = talking()
    assert settle(call, WRAPPING) == [
        Hangup(leg="c"),
        Hangup(leg="k-a1"),
        CloseRoom(room=ROOM),
    ]
    ends(call, "c")
    ends(call, "k-a1")
    assert is_over(call)
    assert settle(call, None) == []


def test_the_customer_hangs_up_in_a_talk() -> None:
    call = talking()
    ends(call, "c")
    assert settle(call, ANN) == [
        floor.End(contact="k", by="customer"),
        Hangup(leg="k-a1"),
        CloseRoom(room=ROOM),
    ]


def test_the_customer_is_lost_in_a_talk() -> None:
    call = talking()
    ends(call, "c", cause=causes.NO_MEDIA)
    assert settle(call, ANN)[0] == floor.End(contact="k", by="system", reason=reasons.CUSTOMER_GONE)


@pytest.mark.parametrize(
    "cause, reason",
    [(causes.NORMAL, reasons.CUSTOMER_LEFT), (causes.LOST, reasons.CUSTOMER_GONE)],
)
def test_who_leaves_while_waiting_is_abandoned(cause: int, reason: str) -> None:
    call = waiting()
    ends(call, "c", cause=cause)
    assert settle(call, WAITING) == [floor.Abandon(contact="k", reason=reason, cancel=True)]


def test_an_exchange_that_failed_is_named_as_the_reason() -> None:
    call = talking()
    call.carrier = "asterisk"
    ends(call, "c", cause=causes.LOST)
    assert settle(call, ANN)[0] == floor.End(contact="k", by="system", reason=reasons.LINE_LOST)


@pytest.mark.parametrize("carrier, counted", [("asterisk", 0), ("webrtc", 1)])
def test_a_telephone_that_is_not_there_does_not_cost_the_caller_a_try(
    carrier: str, counted: int
) -> None:
    call = waiting()
    call.carrier = carrier
    settle(call, ANN)
    ends(call, "k-a1", cause=causes.ABSENT)
    assert ended(call, call.lines["k-a1"], seen=ANN, by_us=False) == [
        floor.Requeue(contact="k", by="system", reason=reasons.CONNECTION_LOST)
    ]
    assert call.failures == counted


def test_who_cannot_wait_is_told_so_before_we_hang_up() -> None:
    call = Call(contact="k", lines={"c": Line(leg="c", role=CUSTOMER)})
    follow_farewell(call, waits=False, words=("closed",), now=0)
    assert settle(call, None) == [Answer(leg="c")]
    answers(call, "c")
    assert settle(call, None) == [
        Park(leg="c", music=None),
        Play(play="bye-k", to="c", media=("closed",)),
    ]
    assert settle(call, None) == []
    follow_farewell(call, waits=False, words=("closed",), now=FAREWELL_MS_MAX)
    assert settle(call, None) == [Hangup(leg="c")]


def test_who_has_talked_is_told_nothing_at_the_end() -> None:
    call = talking()
    follow_farewell(call, waits=False, words=("closed",), now=0)
    assert settle(call, None)[0] == Hangup(leg="c")


def test_what_was_not_done_is_asked_again() -> None:
    call = talking()
    hold(call, on=True)
    for act in (Hold(leg="c"), Hold(leg="c")):
        assert settle(call, ANN) == [act]
        not_moved(call.lines["c"], act)
    settle(call, ANN)
    hold(call, on=False)
    for back in (Unhold(leg="c"), Unhold(leg="c")):
        assert settle(call, ANN) == [back]
        not_moved(call.lines["c"], back)
    for join in (Join(room=ROOM, leg="k-a1"), Join(room=ROOM, leg="k-a1")):
        not_moved(call.lines["k-a1"], join)
        assert settle(call, ANN)[0] == join


def test_an_agent_whose_phone_hangs_up_ends_the_talk() -> None:
    call = talking()
    ends(call, "k-a1")
    assert ended(call, call.lines["k-a1"], seen=ANN, by_us=False) == [
        floor.End(contact="k", by="ann")
    ]


def test_a_phone_that_fails_gives_the_contact_back_until_the_floor_heard_it() -> None:
    call = waiting()
    settle(call, ANN)
    ends(call, "k-a1", cause=causes.ABSENT)
    back: list[object] = [floor.Requeue(contact="k", by="system", reason=reasons.CONNECTION_LOST)]
    assert ended(call, call.lines["k-a1"], seen=ANN, by_us=False) == back
    assert settle(call, ANN) == back
    assert call.failures == 1
    assert settle(call, WAITING) == []


def test_after_some_failures_the_customer_is_let_go() -> None:
    call = talking()
    call.failures = FAILURES_MAX - 1
    ends(call, "k-a1", cause=causes.NO_MEDIA)
    assert ended(call, call.lines["k-a1"], seen=ANN, by_us=False) == [
        Hangup(leg="c", cause=causes.OUT_OF_ORDER)
    ]


def test_what_we_ended_ourselves_says_nothing_of_the_agent() -> None:
    call = talking()
    ends(call, "k-a1")
    assert ended(call, call.lines["k-a1"], seen=ANN, by_us=True) == []
    assert ended(call, call.lines["k-a1"], seen=WAITING, by_us=False) == []


def test_a_return_to_the_line_parks_the_customer_and_lets_the_agent_go() -> None:
    call = talking()
    assert settle(call, WAITING) == [Hangup(leg="k-a1"), Park(leg="c")]


def test_hold_and_back() -> None:
    call = talking()
    hold(call, on=True)
    assert settle(call, ANN) == [Hold(leg="c")]
    hold(call, on=False)
    assert settle(call, ANN) == [Unhold(leg="c")]


def test_in_a_consultation_the_agents_talk_alone_and_can_take_the_customer_in() -> None:
    call = talking()
    assert settle(call, ASKING) == [
        Dial(leg="k-a2", target="agent:bob"),
        Hold(leg="c"),
    ]
    answers(call, "k-a2")
    assert settle(call, ASKING) == [Join(room=ROOM, leg="k-a2")]
    hold(call, on=False)
    assert settle(call, ASKING) == [Unhold(leg="c")]


def test_a_completed_consultation_leaves_the_colleague_with_the_customer() -> None:
    call = talking()
    settle(call, ASKING)
    answers(call, "k-a2")
    settle(call, ASKING)
    assert settle(call, BOB) == [Hangup(leg="k-a1"), Unhold(leg="c")]
    assert call.lines["k-a2"].state == UP


def test_a_consulted_phone_that_ends_ends_the_consultation_alone() -> None:
    call = talking()
    settle(call, ASKING)
    ends(call, "k-a2", cause=causes.ABSENT)
    assert ended(call, call.lines["k-a2"], seen=ASKING, by_us=False) == [
        floor.EndConsult(contact="k", by="bob")
    ]
    assert settle(call, ANN) == [Unhold(leg="c")]


def test_the_same_agent_who_takes_it_again_is_called_again() -> None:
    call = talking()
    settle(call, WAITING)
    ends(call, "k-a1")
    again = Seen(state=model.ACTIVE, owner="ann", owner_stint="ann:2")
    assert settle(call, again) == [Dial(leg="k-a2", target="agent:ann")]


def test_legs_end_once_and_nothing_is_asked_of_them_after() -> None:
    call = talking()
    ends(call, "k-a1")
    assert call.lines["k-a1"].state == OVER
    assert [one for one in settle(call, WRAPPING) if getattr(one, "leg", "") == "k-a1"] == []
    assert call.lines["k-a1"].role == AGENT


def at_a_page() -> Call:
    call = talking()
    call.lines["k-a1"].target = "browser:ann.page"
    return call


def test_a_page_that_is_closed_gives_the_customer_back_and_does_not_hang_up_on_them() -> None:
    call = at_a_page()
    ends(call, "k-a1")
    assert ended(call, call.lines["k-a1"], seen=ANN, by_us=False) == [
        floor.Requeue(contact="k", by="system", reason=reasons.CONNECTION_LOST)
    ]


def test_another_page_of_the_same_agent_is_called_as_soon_as_it_is_there() -> None:
    call = at_a_page()
    line = call.lines["k-a1"]
    line.hung_up = True
    call_anew(line)
    assert settle(call, ANN, coming={"ann"}) == []
    ends(call, "k-a1")
    assert ended(call, line, seen=ANN, by_us=True) == []
    assert settle(call, ANN, coming={"ann"}) == [Park(leg="c")]
    assert settle(call, ANN) == [Dial(leg="k-a2", target="agent:ann")]
    answers(call, "k-a2")
    assert settle(call, ANN) == [Join(room=ROOM, leg="k-a2"), Join(room=ROOM, leg="c")]
