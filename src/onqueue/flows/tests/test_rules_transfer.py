"""Whether a caller is connected outside, and what follows from what became of it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from onqueue.flows.rules import acts, engine
from onqueue.flows.rules.acts import Connect, Passed, Tell
from onqueue.flows.rules.checks import Known, problems
from onqueue.flows.rules.graph import Graph, read, written
from onqueue.flows.rules.walk import Facts, Reach
from onqueue.flows.tests.graphs import flow, node

NOTARY = "+493011112222"
BY_PHONE = Facts(reach=Reach(dial=lambda written: written, telephone=True))


def drawn(number: str = NOTARY) -> Graph:
    ways = {"refused": "no", "unknown": "bye"}
    return flow(
        node("transfer", "notary", text="One moment.", number=number, next=ways),
        node("end", "no", text="No."),
        node("end", "bye", text="Bye."),
    )


def begun(facts: Facts = BY_PHONE) -> Any:
    return engine.begin(drawn(), language="en", facts=facts, values={})


def test_caller_is_told_and_connected() -> None:
    step = begun()
    assert step.acts == (Tell(text="One moment."), Connect(number=NOTARY))
    assert (step.state.asked, step.state.outcome) == (1, None)


@pytest.mark.parametrize(
    "facts",
    [Facts(), Facts(reach=Reach(telephone=True)), Facts(reach=Reach(dial=lambda one: one))],
    ids=["nothing is known", "may not be called", "a chat"],
)
def test_who_cannot_be_connected_goes_on(facts: Facts) -> None:
    assert begun(facts).passed[0] == Passed(node="notary", exit="refused")


@pytest.mark.parametrize(
    "became, way", [("failed", "unknown"), ("forbidden", "refused"), ("agent", "unknown")]
)
def test_flow_goes_on_by_what_became_of_it(became: str, way: str) -> None:
    step = engine.advance(drawn(), begun().state, answer=became, facts=BY_PHONE)
    assert step.passed[0] == Passed(node="notary", exit=way)


def test_flow_is_over_when_they_have_talked() -> None:
    step = engine.advance(drawn(), begun().state, answer="talked", facts=BY_PHONE)
    assert (step.state.outcome, step.passed) == (
        acts.TRANSFERRED,
        (Passed(node="notary", exit=""),),
    )


@pytest.mark.parametrize("number", ["", "030 1234567", "112", "somebody"])
def test_number_without_its_country_is_a_problem(number: str) -> None:
    known = Known(queues=(), skills=(), languages=("en",))
    found = [(one.field, one.reason) for one in problems(drawn(number), known=known)]
    reason = "write the number with + and its country, as +49 30 1234567"
    assert found == [("number", reason)]
    assert problems(drawn(), known=known) == ()


def test_question_after_the_talk_is_worded_in_the_first_language() -> None:
    known = Known(queues=(), skills=(), languages=("en",))
    asked = replace(drawn(), rating={"de": "Wie war es?"})
    assert [(one.node, one.field) for one in problems(asked, known=known)] == [("", "rating")]
    assert problems(replace(asked, rating={"de": " "}), known=known) == ()
    assert read(written(replace(asked, rating={"en": "How?"}))).rating == {"en": "How?"}
