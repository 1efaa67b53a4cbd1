"""Short breaks: who may go, what customers would feel, and how it ends."""

from __future__ import annotations

from typing import Any

import pytest

from onqueue.floor import commands, erlang, events, reasons
from onqueue.floor.forecast import effects, rate
from onqueue.floor.model import HOUR_MS
from onqueue.floor.specs import BreakRules
from onqueue.floor.tests.stage import Stage, tags

MINUTE = 60_000


def centre(people: int = 4, **rules: Any) -> Stage:
    """A queue with some people, and rules that only bound what a test is about."""
    stage = Stage()
    stage.queue()
    for name in ("ana", "ben", "cleo", "dag", "eve", "finn")[:people]:
        stage.agent(name, capacity=(("chat", 1),))
    usual = {"day_ms_max": 0, "between_ms_min": 0, "level_min": 0, "away_percent_max": 0}
    tune(stage, **{**usual, **rules})
    return stage


def tune(stage: Stage, **rules: Any) -> None:
    stage.do(commands.TuneFloor(breaks=BreakRules(**rules)))


def ask(stage: Stage, agent: str, minutes: int = 5) -> list[str]:
    return stage.made(commands.AskBreak(agent=agent, span_ms=minutes * MINUTE))


def back(stage: Stage, agent: str) -> list[str]:
    return stage.made(commands.ChangeState(agent=agent, state="on_queue", by=agent))


def wish(stage: Stage, agent: str) -> str:
    found = stage.floor.agents[agent].wish
    assert found is not None
    return found.state


def why(stage: Stage, agent: str) -> str:
    found = stage.floor.agents[agent].wish
    assert found is not None
    return found.reason


def come(stage: Stage, count: int, *, every: int) -> None:
    """Let customers come, be answered and be done with at once."""
    for number in range(count):
        name = f"caller-{stage.now}-{number}"
        stage.arrive(name)
        agent = stage.accept(name)
        stage.do(commands.End(contact=name, by=agent), after=30_000)
        stage.do(commands.Close(contact=name, agent=agent, code="done"))
        stage.now += every - 30_000


def test_who_is_free_goes_at_once_and_comes_back_by_themselves() -> None:
    stage = centre()
    assert ask(stage, "ana") == ["break.asked", "break.granted", "break.begun"]
    assert stage.floor.agents["ana"].state == "break"
    assert stage.wait(5 * MINUTE) == ["break.overrun"]
    assert (wish(stage, "ana"), stage.floor.agents["ana"].state) == ("late", "break")
    stage.now += 40_000
    assert back(stage, "ana") == ["break.ended", "agent.state_changed"]
    ended = stage.events[-2]
    assert isinstance(ended, events.BreakEnded)
    assert ended.late_ms == 40_000
    assert stage.floor.agents["ana"].paused_ms == 5 * MINUTE + 40_000


def test_a_break_begins_after_the_last_contact_and_brings_no_offers_before() -> None:
    stage = centre(people=1)
    stage.arrive("c1")
    stage.accept("c1")
    assert ask(stage, "ana") == ["break.asked", "break.granted"]
    stage.arrive("c2")
    assert stage.offered("c2") is None
    stage.do(commands.End(contact="c1", by="ana"))
    assert wish(stage, "ana") == "granted"
    assert stage.made(commands.Close(contact="c1", agent="ana", code="x")) == ["contact.closed"]
    assert stage.wait(0) == ["break.begun"]
    assert back(stage, "ana")[-1] == "offer.made"
    assert stage.offered("c2") == "ana"


def test_an_offer_is_withdrawn_from_who_goes() -> None:
    stage = centre(people=2)
    stage.arrive("c1")
    assert stage.offered("c1") == "ana"
    assert ask(stage, "ana") == [
        "break.asked",
        "offer.withdrawn",
        "break.granted",
        "break.begun",
        "offer.made",
    ]
    assert stage.offered("c1") == "ben"


@pytest.mark.parametrize(
    "rules, minutes, reason",
    [
        ({"span_ms_max": 0}, 5, reasons.BREAKS_OFF),
        ({"span_ms_max": 10 * MINUTE}, 11, reasons.BREAK_LONG),
        ({"day_ms_max": 10 * MINUTE}, 11, reasons.BREAK_DAY),
    ],
)
def test_what_will_not_pass_is_refused_for_good(
    rules: dict[str, int], minutes: int, reason: str
) -> None:
    stage = centre(**rules)
    assert ask(stage, "ana", minutes) == ["break.asked", "break.refused"]
    assert (wish(stage, "ana"), why(stage, "ana")) == ("refused", reason)
    assert ask(stage, "ana", minutes) == ["break.asked", "break.refused"]


def test_the_minutes_of_a_day_and_the_time_between_two_count() -> None:
    stage = centre(day_ms_max=12 * MINUTE, between_ms_min=20 * MINUTE)
    ask(stage, "ana")
    stage.now += 3 * MINUTE
    back(stage, "ana")
    ask(stage, "ana")
    assert (wish(stage, "ana"), why(stage, "ana")) == ("in_line", reasons.BREAK_SOON)
    stage.made(commands.DropBreak(agent="ana"))
    stage.now += 20 * MINUTE
    # Of the first, only what was used counts: 3 + 9 are 12.
    ask(stage, "ana", 10)
    assert why(stage, "ana") == reasons.BREAK_DAY
    assert ask(stage, "ana", 9)[-1] == "break.begun"


def test_a_night_begins_a_new_day() -> None:
    stage = centre(day_ms_max=5 * MINUTE)
    ask(stage, "ana")
    stage.wait(5 * MINUTE)
    stage.do(commands.ChangeState(agent="ana", state="off", by="ana"))
    stage.do(commands.ChangeState(agent="ana", state="on_queue", by="ana"), after=MINUTE)
    ask(stage, "ana")
    assert why(stage, "ana") == reasons.BREAK_DAY
    stage.do(commands.ChangeState(agent="ana", state="off", by="ana"))
    stage.do(commands.ChangeState(agent="ana", state="on_queue", by="ana"), after=4 * HOUR_MS)
    assert ask(stage, "ana")[-1] == "break.begun"


@pytest.mark.parametrize(
    "rules, people, most",
    [
        ({"away_max": 2}, 6, 2),
        ({"away_percent_max": 50}, 6, 3),
        ({"away_percent_max": 25}, 6, 1),
        ({"away_percent_max": 10}, 6, 1),
        ({"away_percent_max": 50, "away_max": 1}, 6, 1),
    ],
)
def test_no_more_are_away_than_may_be(rules: dict[str, int], people: int, most: int) -> None:
    stage = centre(people, **rules)
    names = list(stage.floor.agents)
    for name in names[:most]:
        assert ask(stage, name)[-1] == "break.begun"
    ask(stage, names[most])
    assert (wish(stage, names[most]), why(stage, names[most])) == ("in_line", reasons.BREAK_FULL)


def test_a_wish_in_line_is_granted_when_a_place_is_free_first_come_first_served() -> None:
    stage = centre(away_max=1)
    ask(stage, "ana")
    ask(stage, "ben")
    stage.now += 10_000
    ask(stage, "cleo")
    back(stage, "ana")
    # Dag asks when there is room, but ben asked first.
    assert ask(stage, "dag") == ["break.asked", "break.granted", "break.begun", "break.refused"]
    assert [wish(stage, one) for one in ("ben", "cleo", "dag")] == ["begun", "in_line", "in_line"]
    back(stage, "ben")
    assert stage.wait(29_999) == []
    assert stage.wait(1) == ["break.granted", "break.begun", "break.deferred"]
    assert [wish(stage, one) for one in ("cleo", "dag")] == ["begun", "in_line"]


def test_a_wish_lapses() -> None:
    stage = centre(away_max=1, line_ms=45_000)
    ask(stage, "ana")
    ask(stage, "ben")
    assert stage.wait(30_000) == ["break.deferred"]
    assert stage.wait(15_000) == ["break.lapsed"]
    assert wish(stage, "ben") == "lapsed"
    assert "ben" not in stage.floor.wishing


def test_without_a_line_a_refusal_is_final() -> None:
    stage = centre(away_max=1, line_ms=0)
    ask(stage, "ana")
    ask(stage, "ben")
    assert wish(stage, "ben") == "refused"


def test_the_service_level_decides_and_its_figures_are_told() -> None:
    stage = centre(people=3, level_min=80)
    come(stage, 20, every=80_000)
    for floor in (stage.floor, stage.shadow):
        floor.queues["sales"].handle_ms = 150_000
    ask(stage, "ana")
    refused = stage.events[-1]
    assert isinstance(refused, events.BreakRefused)
    assert (refused.reason, refused.queue) == (reasons.BREAK_LEVEL, "sales")
    (effect,) = refused.effects
    assert (effect.agents_before, effect.agents_after) == (3, 2)
    queue = stage.floor.queues["sales"]
    for agents, level, wait_ms in (
        (3, effect.level_before, effect.wait_before_ms),
        (2, effect.level_after, effect.wait_after_ms),
    ):
        exact = erlang.leaving(
            load=rate(queue, stage.now) * queue.handle_ms,
            agents=agents,
            patience=queue.patience_ms / queue.handle_ms,
            t=20_000 / queue.handle_ms,
        )
        assert level == round(1_000 * exact.served_within)
        assert wait_ms == round(exact.mean_wait * queue.handle_ms)
    assert effect.level_before > effect.level_after
    assert effect.level_after < 800


def test_the_wait_in_line_decides() -> None:
    stage = centre(people=2, wait_ms_max=MINUTE)
    for number in range(6):
        stage.arrive(f"c{number}")
    for number in range(2):
        stage.accept(f"c{number}")
    ask(stage, "ana")
    assert why(stage, "ana") == reasons.BREAK_WAIT


def test_a_supervisor_answers_in_person() -> None:
    stage = centre(away_max=1)
    ask(stage, "ana")
    ask(stage, "ben")
    grant = commands.GrantBreak(agent="ben", by="eva", reason="go, it is quiet")
    assert stage.made(grant) == ["break.granted", "break.begun"]
    assert stage.refused(grant).code == "break.none"
    ask(stage, "cleo")
    refuse = commands.RefuseBreak(agent="cleo", by="eva", reason="after the rush")
    assert stage.made(refuse) == ["break.refused"]
    found = stage.floor.agents["cleo"].wish
    assert found is not None
    assert (found.state, found.by, found.reason) == ("refused", "eva", "after the rush")


def test_asking_has_its_bounds() -> None:
    stage = centre()
    assert stage.refused(commands.AskBreak(agent="nobody", span_ms=MINUTE)).code == "agent.unknown"
    short = stage.refused(commands.AskBreak(agent="ana", span_ms=MINUTE - 1))
    assert short.code == "break.too_short"
    ask(stage, "ana")
    again = stage.refused(commands.AskBreak(agent="ana", span_ms=MINUTE))
    assert again.code == "break.not_on_queue"
    stage.arrive("c1")
    stage.accept("c1")
    ask(stage, "ben")
    assert stage.refused(commands.AskBreak(agent="ben", span_ms=MINUTE)).code == "break.asked"


@pytest.mark.parametrize("leave", ["state", "gone", "removed", "dropped"])
def test_leaving_the_queue_ends_a_wish(leave: str) -> None:
    stage = centre(people=2)
    stage.arrive("c1")
    stage.accept("c1")
    ask(stage, "ana")
    if leave == "state":
        stage.do(commands.ChangeState(agent="ana", state="meeting", by="ana"))
    elif leave == "gone":
        stage.do(commands.Disconnect(agent="ana"))
        stage.wait(HOUR_MS)
    elif leave == "removed":
        stage.do(commands.RemoveAgent(agent="ana"))
    else:
        stage.do(commands.DropBreak(agent="ana"))
    assert tags(stage.events).count("break.dropped") == 1
    assert stage.do(commands.DropBreak(agent="ben")).events == ()


def test_who_goes_by_what_others_already_take_along() -> None:
    """Two queues share everybody: each feels the other's load, as one group would."""
    stage = Stage()
    stage.queue("sales")
    stage.queue("help")
    for name in ("ana", "ben", "cleo"):
        stage.agent(name, queues=("sales", "help"), capacity=(("chat", 1),))
    for number in range(12):
        for queue in ("sales", "help"):
            name = f"{queue}-{number}"
            stage.arrive(name, queue=queue)
            agent = stage.accept(name)
            stage.do(commands.End(contact=name, by=agent))
            stage.do(commands.Close(contact=name, agent=agent, code="done"))
        stage.now += 60_000
    sales, help_ = effects(stage.floor, stage.floor.agents["ana"], stage.now)
    assert {sales.queue, help_.queue} == {"sales", "help"}
    both = sum(rate(one, stage.now) * one.handle_ms for one in stage.floor.queues.values())
    comers = sum(rate(one, stage.now) for one in stage.floor.queues.values())
    one = stage.floor.queues[sales.queue]
    exact = erlang.leaving(
        load=both, agents=3, patience=one.patience_ms / (both / comers), t=20_000 * comers / both
    )
    assert sales.level_before == round(1_000 * exact.served_within)


def test_arrivals_of_the_last_half_hour_are_the_rate() -> None:
    stage = centre(people=1)
    queue = stage.floor.queues["sales"]
    assert rate(queue, stage.now) == 0
    come(stage, 30, every=MINUTE)
    assert rate(queue, stage.now) * HOUR_MS == pytest.approx(60, abs=4)
    assert rate(queue, stage.now + HOUR_MS) == 0
    assert rate(queue, stage.now + 15 * MINUTE) < rate(queue, stage.now) / 1.5


def test_nobody_there_is_no_service_and_no_wait_to_tell() -> None:
    stage = centre(people=1)
    come(stage, 3, every=MINUTE)
    (effect,) = effects(stage.floor, stage.floor.agents["ana"], stage.now)
    assert (effect.agents_after, effect.level_after, effect.wait_after_ms) == (0, 0, None)
