"""Rules of routing, by example: rings, choices, orders, weights, gates and hard contacts."""

from __future__ import annotations

from typing import Any

import pytest

from onqueue.floor import commands
from onqueue.floor.events import OfferMade
from onqueue.floor.specs import TELEPHONE, AgentSpec, Needs, QueueSpec, Ring, Weights
from onqueue.floor.tests.stage import CHAT, VOICE, Stage, tags

FRENCH = Needs(channel="chat", skills=(("french", 5),))
FRENCH_TAX = Needs(channel="chat", skills=(("french", 5), ("tax", 3)))
HARD = Needs(channel="chat", hard=True)
MANY = (("chat", 9),)


def opened(*agents: str, **settings: Any) -> Stage:
    stage = Stage()
    stage.queue(**settings)
    for agent in agents:
        stage.agent(agent, capacity=MANY)
    return stage


def serve(stage: Stage, name: str, *, span_ms: int = 1_000, hard: bool = False) -> str:
    """Take, end and close a contact, and tell who did."""
    agent = stage.accept(name)
    stage.do(commands.End(contact=name, by=agent), after=span_ms)
    stage.do(commands.Close(contact=name, agent=agent, code="done", hard=hard))
    return agent


# Skills and rings


def test_where_skills_do_not_count_anybody_is_asked() -> None:
    stage = opened("ana", evaluation="none")
    stage.arrive("first", needs=FRENCH)
    assert stage.offered("first") == "ana"


def test_where_the_best_go_first_levels_decide_before_idleness() -> None:
    stage = opened(evaluation="best")
    stage.agent("ana", skills=(("french", 6),))
    stage.agent("ben", skills=(("french", 9),))
    stage.agent("cleo", skills=(("french", 4),))
    why = stage.arrive("first", needs=FRENCH).events[-1]
    assert isinstance(why, OfferMade)
    assert (why.agent, why.why.rule, why.why.candidates_total) == ("ben", "best_level", 2)


def test_each_ring_asks_for_less_and_raises_the_priority() -> None:
    rings = (
        Ring(after_ms=10_000, lower=(("french", 3),)),
        Ring(after_ms=20_000, drop=("tax",)),
        Ring(after_ms=30_000, drop=("french",), priority=2),
        Ring(after_ms=40_000, queues=("help",)),
        Ring(after_ms=50_000, priority=1),
        Ring(after_ms=60_000, priority=1),
    )
    stage = opened(rings=rings)
    stage.queue("help")
    stage.agent("tax", skills=(("french", 3),))
    stage.do(commands.ChangeState(agent="tax", state="break", by="tax"))
    stage.arrive("first", needs=FRENCH_TAX)
    key = stage.floor.contacts["first"].key
    assert stage.wait(9_999) == []
    assert stage.wait(1) == ["contact.relaxed"]
    stage.do(commands.ChangeState(agent="tax", state="on_queue", by="tax"))
    assert stage.offered("first") is None
    assert stage.wait(10_000) == ["contact.relaxed", "offer.made"]
    assert stage.offered("first") == "tax"
    stage.do(commands.Decline(offer=stage.offer_of("first"), agent="tax"))
    assert stage.wait(10_000) == ["contact.relaxed"]
    assert stage.floor.contacts["first"].key == key - 2 * stage.floor.ageing_ms
    stage.agent("helper", queues=("help",))
    assert stage.offered("first") is None
    assert stage.wait(9_000) == ["contact.relaxed", "offer.made"]
    assert stage.offered("first") == "helper"
    offer = stage.floor.offers[stage.offer_of("first")]
    assert offer.why.ring == 4


def test_a_ring_opens_while_the_contact_is_offered_and_counts_when_it_comes_back() -> None:
    stage = opened(rings=(Ring(after_ms=5_000, drop=("french",)),))
    stage.agent("ana", skills=(("french", 5),))
    stage.agent("ben")
    stage.arrive("first", needs=FRENCH)
    assert stage.offered("first") == "ana"
    assert stage.wait(5_000) == ["contact.relaxed"]
    stage.do(commands.Decline(offer=stage.offer_of("first"), agent="ana"))
    assert stage.offered("first") == "ben"


def test_rings_begin_anew_after_a_transfer_and_go_on_after_a_return_to_the_line() -> None:
    stage = opened("ana", rings=(Ring(after_ms=5_000, priority=1),))
    stage.do(commands.ChangeState(agent="ana", state="break", by="ana"))
    stage.arrive("first")
    stage.wait(5_000)
    stage.do(commands.ChangeState(agent="ana", state="on_queue", by="ana"))
    stage.accept("first")
    stage.do(commands.Requeue(contact="first", by="ana", reason="later"))
    assert stage.floor.contacts["first"].ring == 1
    stage.wait(60_000)
    stage.accept("first")
    stage.do(commands.Transfer(contact="first", by="ana", queue="sales"))
    assert stage.floor.contacts["first"].ring == 0


def test_other_rings_count_at_once_for_those_who_wait() -> None:
    stage = opened("ana")
    stage.arrive("first", needs=FRENCH)
    stage.queue(rings=(Ring(after_ms=5_000, drop=("french",)),))
    assert stage.wait(5_000) == ["contact.relaxed", "offer.made"]
    stage.do(commands.Decline(offer=stage.offer_of("first"), agent="ana"))
    stage.queue()
    assert stage.floor.contacts["first"].ring == 0
    assert stage.wait(30_000) == ["pass.lapsed"]
    assert stage.offered("first") is None


@pytest.mark.parametrize(
    "rings",
    [
        (Ring(after_ms=5_000), Ring(after_ms=5_000)),
        (Ring(after_ms=-1),),
        tuple(Ring(after_ms=after_ms) for after_ms in range(13)),
    ],
)
def test_rings_out_of_order_are_refused(rings: tuple[Ring, ...]) -> None:
    stage = Stage()
    spec = QueueSpec(name="Sales", rings=rings)
    refusal = stage.refused(commands.ConfigureQueue(queue="sales", spec=spec))
    assert refusal.code == "queue.rings_out_of_order"


# Choices


def test_the_longest_idle_is_asked_whatever_the_load() -> None:
    stage = opened("ana", "ben", choice="longest_idle")
    for number in range(3):
        stage.arrive(f"contact-{number}")
        stage.accept(f"contact-{number}")
    assert list(stage.floor.agents["ana"].contacts) == ["contact-0", "contact-2"]


def test_the_least_occupied_is_asked() -> None:
    stage = opened("ana", "ben", choice="least_occupied")
    stage.arrive("long")
    assert serve(stage, "long", span_ms=300_000) == "ana"
    stage.arrive("short")
    assert serve(stage, "short", span_ms=1_000) == "ben"
    stage.arrive("next")
    assert stage.offered("next") == "ben"
    assert stage.floor.agents["ana"].occupancy > stage.floor.agents["ben"].occupancy


def test_fair_share_evens_out_who_took_how_many() -> None:
    stage = opened("ana", "ben", choice="fair_share")
    for number in range(2):
        stage.arrive(f"contact-{number}")
    assert stage.offered("contact-0") == "ana"
    stage.do(commands.Decline(offer=stage.offer_of("contact-0"), agent="ana"))
    for name in ("contact-0", "contact-1"):
        assert serve(stage, name) == "ben"
    stage.wait(60_000)
    stage.arrive("next")
    assert stage.offered("next") == "ana"


def test_a_score_weighs_level_against_load() -> None:
    stage = opened(choice="score", weights=Weights(level=2, load=3))
    stage.agent("ana", capacity=MANY, skills=(("french", 5),))
    stage.agent("ben", capacity=MANY, skills=(("french", 8),))
    for number in range(4):
        stage.arrive(f"contact-{number}", needs=FRENCH)
        stage.accept(f"contact-{number}")
    assert [len(stage.floor.agents[name].contacts) for name in ("ana", "ben")] == [1, 3]


# Order


def test_promises_decide_across_queues() -> None:
    stage = opened(order="promise", promise_ms=60_000)
    stage.queue("vips", order="promise", promise_ms=10_000)
    stage.arrive("sales")
    stage.now += 30_000
    stage.arrive("vip", queue="vips")
    stage.arrive("promised", promise_at=stage.now + 5_000)
    stage.agent("ana", queues=("sales", "vips"), capacity=(("chat", 1),))
    assert [serve(stage, name) for name in ("promised", "vip", "sales")] == ["ana"] * 3


# Room


def test_contacts_weigh_what_their_channel_says() -> None:
    stage = opened()
    stage.agent(
        "ana",
        capacity=(("chat", 5), ("mail", 9)),
        units_max=6,
        units=(("chat", 2),),
        reserved=(("chat", 2),),
    )
    for number in range(5):
        stage.arrive(f"mail-{number}", needs=Needs(channel="mail"))
    taken = [number for number in range(5) if stage.offered(f"mail-{number}") == "ana"]
    assert taken == [0, 1, 2, 3]
    stage.arrive("chat")
    assert stage.offered("chat") == "ana"
    stage.arrive("one-too-many")
    assert stage.offered("one-too-many") is None


def test_a_call_interrupts_mails_but_not_chats() -> None:
    stage = opened()
    capacity = (("chat", 2), ("mail", 3), ("voice", 1))
    stage.agent("ana", capacity=capacity, interrupts=(("voice", "mail"),))
    stage.arrive("mail", needs=Needs(channel="mail"))
    stage.accept("mail")
    stage.arrive("call", needs=VOICE)
    assert stage.accept("call") == "ana"
    stage.arrive("second-mail", needs=Needs(channel="mail"))
    assert stage.offered("second-mail") is None
    stage.do(commands.End(contact="call", by="ana"))
    stage.do(commands.Close(contact="call", agent="ana", code="done"))
    assert stage.offered("second-mail") == "ana"
    stage.accept("second-mail")
    stage.arrive("chat")
    stage.accept("chat")
    stage.arrive("second-call", needs=VOICE)
    assert stage.offered("second-call") is None


def test_some_stay_free_for_others() -> None:
    stage = opened(kept_free=1)
    stage.queue("calls")
    stage.agent("ana", queues=("sales", "calls"))
    stage.arrive("first")
    assert stage.offered("first") is None
    stage.agent("ben", queues=("sales", "calls"))
    assert stage.offered("first") == "ana"


# One person


def test_a_contact_waits_a_while_for_who_had_it_last() -> None:
    stage = opened("ana", "ben", sticky_ms=15_000)
    offer = stage.arrive("first", target="ben", target_rule="sticky").events[-1]
    assert isinstance(offer, OfferMade)
    assert (offer.agent, offer.why.rule) == ("ben", "sticky")
    stage.agent("cleo", capacity=(("chat", 1),))
    stage.arrive("busy", target="cleo", target_rule="direct")
    stage.accept("busy")
    stage.arrive("second", target="cleo", target_rule="sticky")
    assert stage.offered("second") is None
    assert stage.wait(15_000)[-2:] == ["contact.untargeted", "offer.made"]
    assert stage.offered("second") == "ana"


@pytest.mark.parametrize("rule", ["sticky", "book"])
def test_without_a_limit_nobody_waits_for_one_person(rule: str) -> None:
    stage = opened("ana", "ben")
    stage.arrive("first", target="ben", target_rule=rule)
    assert stage.offered("first") == "ana"


def test_who_cannot_be_asked_is_not_waited_for() -> None:
    stage = opened("ana")
    stage.agent("away", state="off")
    for name in ("away", "nobody"):
        stage.arrive(f"for-{name}", target=name)
        assert stage.offered(f"for-{name}") == "ana"


# Gates


def test_a_closed_gate_keeps_contacts_away() -> None:
    stage = opened("ana", gates=("briefing-7",))
    stage.arrive("first")
    stage.arrive("for-ana", target="ana")
    assert (stage.offered("first"), stage.offered("for-ana")) == (None, None)
    stage.agent("ben", cleared=("briefing-7",))
    assert stage.offered("first") == "ben"
    assert stage.accept("first") == "ben"
    refusal = stage.refused(
        commands.Transfer(contact="first", by="ben", queue="sales", target="ana")
    )
    assert refusal.code == "agent.not_cleared"


# Hard contacts


def test_hard_contacts_go_round() -> None:
    stage = opened("ana", "ben", "cleo")
    for number in range(3):
        stage.arrive(f"easy-{number}")
        serve(stage, f"easy-{number}")
    stage.arrive("hard", needs=HARD)
    assert serve(stage, "hard") == "ana"
    stage.arrive("easy-3")
    assert stage.offered("easy-3") == "ben"
    stage.do(commands.Decline(offer=stage.offer_of("easy-3"), agent="ben"))
    serve(stage, "easy-3")
    stage.arrive("hard-too", needs=HARD)
    assert stage.offered("hard-too") != "ana"


def test_after_so_many_hard_contacts_in_a_row_others_are_asked_for_a_while() -> None:
    stage = opened("ana")
    stage.do(commands.TuneFloor(hard_run_max=2, hard_rest_ms=120_000))
    for number in range(2):
        stage.arrive(f"hard-{number}", needs=HARD)
        serve(stage, f"hard-{number}")
    stage.arrive("third", needs=HARD)
    assert stage.offered("third") is None
    assert stage.wait(118_000) == []
    assert stage.wait(1_000) == ["agent.rested", "offer.made"]


def test_an_ordinary_contact_ends_the_run() -> None:
    stage = opened("ana")
    stage.do(commands.TuneFloor(hard_run_max=1))
    stage.arrive("hard", needs=HARD)
    serve(stage, "hard")
    stage.arrive("easy")
    serve(stage, "easy")
    stage.arrive("hard-too", needs=HARD)
    assert stage.offered("hard-too") == "ana"


def test_a_hard_contact_is_followed_by_recovery_within_the_budget() -> None:
    stage = opened("ana", recovery_ms=40_000)
    stage.do(commands.TuneFloor(recovery_budget_ms=60_000))
    for number in range(3):
        stage.arrive(f"contact-{number}")
    stage.accept("contact-0")
    stage.do(commands.End(contact="contact-0", by="ana"))
    closing = commands.Close(contact="contact-0", agent="ana", code="done", hard=True)
    assert stage.made(closing)[0] == "contact.closed"
    assert stage.floor.agents["ana"].recover_until_at == stage.now + 40_000
    assert [stage.offered(f"contact-{number}") for number in (1, 2)] == [None, None]
    early = stage.made(commands.EndRecovery(agent="ana"), after=10_000)
    assert early == ["agent.recovered", "offer.made", "offer.made"]
    assert stage.floor.agents["ana"].recovered_ms == 10_000
    assert stage.made(commands.EndRecovery(agent="ana")) == []
    serve(stage, "contact-1", span_ms=0, hard=True)
    assert stage.floor.agents["ana"].recovered_ms == 50_000
    assert stage.wait(40_000) == ["agent.recovered", "offer.made"]
    serve(stage, "contact-2", span_ms=0, hard=True)
    assert stage.floor.agents["ana"].recovered_ms == 60_000
    assert stage.wait(10_000) == ["agent.recovered"]


def test_recovery_ends_with_a_break() -> None:
    stage = opened("ana", hard=True, recovery_ms=40_000)
    stage.arrive("first")
    serve(stage, "first")
    stage.do(commands.ChangeState(agent="ana", state="break", by="ana"))
    assert stage.floor.agents["ana"].recover_until_at is None
    assert stage.wait(60_000) == []


def test_unknown_rules_are_refused() -> None:
    stage = Stage()
    spec = QueueSpec(name="Sales", choice="loudest")
    refusal = stage.refused(commands.ConfigureQueue(queue="sales", spec=spec))
    assert refusal.code == "queue.unknown_rule"
    assert tags(stage.events) == []
    assert AgentSpec(name="Ana").units_max == 0
    assert CHAT.hard is False


def test_who_calls_by_telephone_waits_for_an_agent_who_has_one() -> None:
    stage = opened("ana")
    stage.arrive("called", needs=Needs(channel="chat", gates=(TELEPHONE,)))
    assert stage.offered("called") is None
    stage.agent("ben", cleared=(TELEPHONE,))
    assert stage.accept("called") == "ben"
    stage.do(commands.Transfer(contact="called", by="ben", queue="sales"))
    assert stage.floor.contacts["called"].needs.gates == (TELEPHONE,)
    assert stage.offered("called") is None
    stage.agent("cid", cleared=(TELEPHONE,))
    assert stage.offered("called") == "cid"
