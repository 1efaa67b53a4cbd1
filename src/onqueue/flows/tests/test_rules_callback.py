"""Whether somebody is called back: offered, confirmed, another number, given up."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import pytest

from onqueue.flows.rules import acts, engine
from onqueue.flows.rules.acts import Ask, Option, Passed, Route, Tell, read_state
from onqueue.flows.rules.callback import waits_as
from onqueue.flows.rules.graph import Graph, read, written
from onqueue.flows.rules.walk import Facts, Reach
from onqueue.flows.tests.graphs import flow, node

YES_NO = (Option(value="yes", label="Yes"), Option(value="no", label="No"))
RIGHT = (YES_NO[0], Option(value="other", label="Another number"))
BERLIN = "+493076543210"


def dial(written: str) -> str:
    return written if written.startswith("+49") else ""


def drawn(**given: Any) -> Graph:
    ways = {"no": "wait", "unknown": "bye"}
    return flow(
        node("callback", "offer", text="Call you back?", queue="care", next=ways, **given),
        node("queue", "wait", queue="care"),
        node("end", "bye", text="Bye."),
    )


def gone(graph: Graph, *said: str, language: str = "en", phone: str = "") -> Any:
    facts, values = Facts(reach=Reach(dial=dial)), {"phone": phone} if phone else {}
    step = engine.begin(graph, language=language, facts=facts, values=values)
    for one in said:
        step = engine.advance(graph, read_state(asdict(step.state)), answer=one, facts=facts)
    return step


def test_it_is_offered_with_two_buttons() -> None:
    assert gone(drawn()).acts == (Ask(text="Call you back?", options=YES_NO),)


def test_number_that_calls_is_confirmed_and_keeps_the_place() -> None:
    asked = gone(drawn(), "Yes", phone=BERLIN)
    assert asked.acts == (
        Ask(text="We will call you at +49 30 76543210. Is that right?", options=RIGHT),
    )
    kept = gone(drawn(), "Yes", "1", phone=BERLIN)
    assert kept.acts == (
        Tell(text="You keep your place. We will call you at +49 30 76543210 when it is your turn."),
        Route(callback=BERLIN, queue="care", skills=(), priority=0, topic=""),
    )
    assert (kept.state.outcome, kept.state.number) == (acts.CALLBACK, BERLIN)
    assert kept.passed == (Passed(node="offer", exit=""),)


def test_own_words_are_said_with_the_number_in_them() -> None:
    graph = drawn(confirm={"en": "{number}, yes?"}, thanks={"en": "{number} it is."})
    assert gone(graph, "1", phone=BERLIN).acts[0].text == "+49 30 76543210, yes?"
    assert gone(graph, "1", "1", phone=BERLIN).acts[0].text == "+49 30 76543210 it is."


@pytest.mark.parametrize("phone", ["", "+33123456789"])
def test_without_a_number_that_may_be_called_it_is_asked_for(phone: str) -> None:
    step = gone(drawn(), "Ja", language="de", phone=phone)
    assert step.acts == (
        Ask(text="Unter welcher Nummer dürfen wir Sie anrufen? Bitte mit Vorwahl."),
    )
    assert (waits_as("callback", step.state.phase), waits_as("menu", "")) == ("collect", "menu")


def test_another_number_is_confirmed_as_well() -> None:
    step = gone(drawn(), "1", "2", "+49301", phone=BERLIN)
    assert (step.state.phase, step.state.number) == ("confirm", "+49301")
    assert gone(drawn(), "1", "2", "+49301", "yes", phone=BERLIN).acts[1].callback == "+49301"


def test_who_says_no_goes_on() -> None:
    step = gone(drawn(), "No")
    assert step.passed[0] == Passed(node="offer", exit="no")
    assert step.state.outcome == acts.QUEUED


def test_who_says_nothing_goes_on_as_if_they_said_no() -> None:
    assert gone(drawn(), "", "").acts[0].text == "Call you back?"
    assert gone(drawn(), "", "", "").passed[0] == Passed(node="offer", exit="no")


def test_numbers_that_may_not_be_called_are_given_up() -> None:
    asked = gone(drawn(), "1", "+331")
    assert asked.acts == (
        Ask(text="We cannot call this number. Give another one, with its area code."),
    )
    given_up = gone(drawn(), "1", "+331", "+331", "hm")
    assert given_up.passed[0] == Passed(node="offer", exit="unknown")
    assert given_up.state.phase == ""


def test_who_does_not_confirm_is_asked_again_and_given_up() -> None:
    assert gone(drawn(), "1", "", phone=BERLIN).acts[0].options == RIGHT
    given_up = gone(drawn(), "1", "", "", "", phone=BERLIN)
    assert given_up.passed[0] == Passed(node="offer", exit="unknown")


def test_without_a_word_on_who_may_be_called_nobody_is() -> None:
    graph = drawn()
    step = engine.begin(graph, language="en", facts=Facts(), values={"phone": BERLIN})
    step = engine.advance(graph, step.state, answer="1", facts=Facts())
    assert step.state.phase == "number"


def test_it_is_kept_and_read_as_it_was() -> None:
    graph = drawn(confirm={"en": "Right?"})
    assert read(written(graph)) == graph
