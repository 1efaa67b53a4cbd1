"""Who gets whom: the rule, by example."""

from __future__ import annotations

from onqueue.floor import commands
from onqueue.floor.events import OfferMade
from onqueue.floor.evolving.moves import PASS_MS, PASSES_MAX
from onqueue.floor.model import Candidate, Why
from onqueue.floor.routing.index import EMPTY_LINES_MAX
from onqueue.floor.routing.lines import PASSED_MAX
from onqueue.floor.specs import Needs
from onqueue.floor.step import step
from onqueue.floor.tests.stage import CHAT, VOICE, Stage, tags


def staffed(*agents: str) -> Stage:
    stage = Stage()
    stage.queue()
    for agent in agents:
        stage.agent(agent)
    return stage


def test_the_longest_idle_of_the_least_loaded_is_asked_and_the_offer_says_why() -> None:
    stage = staffed("ana", "ben", "cleo", "dag")
    offer = stage.arrive("first").events[-1]
    assert offer == OfferMade(
        at=1_004_000,
        offer="first-1",
        contact="first",
        agent="ana",
        kind="contact",
        expires_at=1_024_000,
        why=Why(
            rule="least_loaded_longest_idle",
            queue="sales",
            needs=CHAT,
            waited_ms=0,
            priority=0,
            key=1_004_000,
            position=1,
            candidates_total=4,
            candidates=(
                Candidate(agent="ana", load=0, idle_ms=4_000),
                Candidate(agent="ben", load=0, idle_ms=3_000),
                Candidate(agent="cleo", load=0, idle_ms=2_000),
            ),
        ),
    )


def test_each_gets_one_before_anybody_gets_two() -> None:
    stage = staffed("ana", "ben")
    for number in range(6):
        stage.arrive(f"contact-{number}")
    got = [stage.accept(f"contact-{number}") for number in range(6)]
    assert got == ["ana", "ben", "ana", "ben", "ana", "ben"]
    stage.arrive("one-too-many")
    assert stage.offered("one-too-many") is None


def test_priority_is_worth_so_much_waiting() -> None:
    stage = Stage()
    stage.queue()
    stage.arrive("old")
    stage.now += 29_999
    stage.arrive("young", priority=1)
    stage.agent("ana", capacity=(("chat", 1),))
    assert stage.offered("young") == "ana"


def test_waiting_longer_than_a_priority_is_worth_comes_first() -> None:
    stage = Stage()
    stage.queue()
    stage.arrive("old")
    stage.now += 30_001
    stage.arrive("young", priority=1)
    stage.agent("ana", capacity=(("chat", 1),))
    assert stage.offered("old") == "ana"


def test_equal_keys_go_by_arrival() -> None:
    stage = Stage()
    stage.queue()
    stage.arrive("b")
    stage.arrive("a")
    stage.agent("ana", capacity=(("chat", 1),))
    assert stage.offered("b") == "ana"


def test_equal_keys_in_different_lines_go_by_arrival_too() -> None:
    stage = Stage()
    stage.queue()
    one_chat = (("chat", 1), ("voice", 1))
    stage.agent("ana", capacity=one_chat, skills=(("tax", 1),), exclusive=("chat", "voice"))
    stage.arrive("held")
    stage.accept("held")
    stage.arrive("plain")
    stage.arrive("skilled", needs=Needs(channel="chat", skills=(("tax", 1),)))
    stage.arrive("call", needs=VOICE)
    stage.do(commands.End(contact="held", by="ana"))
    stage.do(commands.Close(contact="held", agent="ana", code="done"))
    assert stage.offered("plain") == "ana"
    stage.do(commands.Prioritise(contact="call", priority=1, by="eve", reason=""))
    stage.accept("plain")
    stage.do(commands.End(contact="plain", by="ana"))
    stage.do(commands.Close(contact="plain", agent="ana", code="done"))
    assert stage.offered("call") == "ana"


def test_a_queue_that_matters_more_goes_first_and_changing_that_changes_the_order() -> None:
    stage = Stage()
    stage.queue("sales")
    stage.queue("help", priority=1)
    stage.arrive("buyer")
    stage.arrive("helped", queue="help")
    stage.queue("sales", priority=2)
    stage.agent("ana", capacity=(("chat", 1),), queues=("sales", "help"))
    assert stage.offered("buyer") == "ana"
    assert stage.offered("helped") is None


def test_another_rate_of_ageing_reorders_the_line() -> None:
    stage = Stage()
    stage.queue()
    stage.arrive("old")
    stage.now += 10_000
    stage.arrive("young", priority=1)
    stage.do(commands.TuneFloor(ageing_ms=5_000))
    stage.agent("ana", capacity=(("chat", 1),))
    assert stage.offered("old") == "ana"


def test_levels_of_skill_count() -> None:
    stage = Stage()
    stage.queue()
    stage.agent("ana", skills=(("french", 4),))
    stage.agent("ben", skills=(("french", 5), ("tax", 1)))
    stage.arrive("hard", needs=Needs(channel="chat", skills=(("french", 5),)))
    assert stage.offered("hard") == "ben"
    stage.arrive("harder", needs=Needs(channel="chat", skills=(("french", 5), ("tax", 2))))
    assert stage.offered("harder") is None


def test_a_call_is_exclusive_both_ways() -> None:
    stage = Stage()
    stage.queue()
    stage.agent("ana", capacity=(("chat", 2), ("voice", 1)))
    stage.arrive("talk", needs=VOICE)
    stage.arrive("type")
    assert (stage.offered("talk"), stage.offered("type")) == ("ana", None)
    stage.accept("talk")
    stage.do(commands.End(contact="talk", by="ana"))
    stage.do(commands.Close(contact="talk", agent="ana", code="done"))
    assert stage.offered("type") == "ana"
    stage.arrive("second-talk", needs=VOICE)
    assert stage.offered("second-talk") is None


def test_wrap_up_holds_the_slot() -> None:
    stage = Stage()
    stage.queue()
    stage.agent("ana", capacity=(("chat", 1),))
    stage.arrive("first")
    stage.arrive("second")
    stage.accept("first")
    assert stage.made(commands.End(contact="first", by="ana")) == ["contact.ended"]
    closing = commands.Close(contact="first", agent="ana", code="done")
    assert stage.made(closing) == ["contact.closed", "offer.made"]


def test_a_declined_contact_goes_to_the_next_and_keeps_its_place() -> None:
    stage = staffed("ana", "ben")
    stage.arrive("first")
    no = commands.Decline(offer=stage.offer_of("first"), agent="ana", reason="lunch")
    assert stage.made(no) == ["offer.declined", "offer.made"]
    assert stage.offered("first") == "ben"
    assert stage.floor.contacts["first"].waiting_since_at == stage.now
    assert stage.floor.agents["ana"].misses == 0


def test_who_declined_is_asked_again_only_when_the_pass_lapses() -> None:
    stage = staffed("ana")
    stage.arrive("first")
    stage.arrive("second")
    assert stage.made(commands.Decline(offer=stage.offer_of("first"), agent="ana")) == [
        "offer.declined"
    ]
    assert stage.offered("first") is None
    stage.arrive("third")
    assert stage.offered("third") == "ana"
    stage.accept("second")
    stage.accept("third")
    assert stage.wait(PASS_MS - 1) == []
    assert stage.wait(1) == ["pass.lapsed", "offer.made"]
    assert stage.offered("first") == "ana"


def test_a_missed_contact_goes_to_others_first_and_then_back() -> None:
    stage = staffed("ana", "ben")
    stage.do(commands.TuneFloor(misses_max=0))
    stage.arrive("first")
    assert stage.wait(20_000) == ["offer.expired", "offer.made"]
    assert stage.offered("first") == "ben"
    assert stage.wait(20_000) == ["offer.expired", "offer.made"]
    assert stage.offered("first") == "ana"
    assert stage.wait(20_000) == ["offer.expired", "offer.made"]
    assert stage.offered("first") == "ben"


def test_the_explanation_names_the_chosen_one_first_though_others_come_before() -> None:
    stage = staffed("ana", "ben")
    stage.arrive("first")
    stage.do(commands.Decline(offer=stage.offer_of("first"), agent="ana"))
    stage.do(commands.Disconnect(agent="ben"))
    stage.now += 500
    made = stage.do(commands.Connect(agent="ben")).events[-1]
    assert isinstance(made, OfferMade)
    assert [one.agent for one in made.why.candidates] == ["ben", "ana"]
    assert made.why.candidates_total == 2


def test_a_contact_behind_one_that_everybody_passed_on_is_not_held_up() -> None:
    stage = staffed("ana")
    stage.arrive("first")
    stage.do(commands.Decline(offer=stage.offer_of("first"), agent="ana"))
    made = stage.arrive("second").events[-1]
    assert isinstance(made, OfferMade)
    assert (made.contact, made.why.position) == ("second", 2)


def test_a_line_remembers_the_passes_of_so_many_and_a_contact_of_so_many_agents() -> None:
    stage = staffed("ana")
    for number in range(PASSED_MAX + 1):
        stage.arrive(f"contact-{number:02}")
        stage.do(commands.Decline(offer=stage.offer_of(f"contact-{number:02}"), agent="ana"))
    # The last one's pass is forgotten, so it is offered again at once.
    assert stage.offered(f"contact-{PASSED_MAX}") == "ana"
    passed = [one for one in stage.floor.contacts.values() if one.passes]
    assert len(passed) == PASSED_MAX


def test_the_oldest_of_many_passes_on_one_contact_is_forgotten() -> None:
    names = [f"agent-{number}" for number in range(PASSES_MAX + 1)]
    stage = staffed(*names)
    stage.arrive("first")
    for name in names:
        assert stage.offered("first") == name
        stage.do(commands.Decline(offer=stage.offer_of("first"), agent=name))
    assert stage.offered("first") == names[0]


def test_an_agent_whose_offer_was_withdrawn_is_still_the_longest_idle() -> None:
    stage = staffed("ana", "ben")
    stage.arrive("first")
    stage.now += 5_000
    stage.do(commands.Abandon(contact="first"))
    assert stage.floor.agents["ana"].idle_since_at == 1_000_000
    stage.arrive("second")
    assert stage.offered("second") == "ana"


def test_several_offers_withdrawn_at_once_leave_the_order_as_it_is() -> None:
    stage = Stage()
    stage.queue()
    stage.queue("help")
    for agent in ("ana", "ben", "cleo"):
        stage.agent(agent, queues=("sales", "help"))
    for number in range(3):
        stage.arrive(f"contact-{number}")
    for number in (2, 0, 1):
        stage.do(commands.Abandon(contact=f"contact-{number}"))
    stage.arrive("next")
    assert stage.offered("next") == "ben"


def test_lowering_the_capacity_below_what_is_held_only_stops_offers() -> None:
    stage = staffed("ana")
    for number in range(3):
        stage.arrive(f"contact-{number}")
        stage.accept(f"contact-{number}")
    stage.agent("ana", capacity=(("chat", 2),))
    assert stage.floor.agents["ana"].strained is True
    stage.arrive("waiting")
    for number in range(2):
        assert stage.offered("waiting") is None
        stage.do(commands.End(contact=f"contact-{number}", by="ana"))
        stage.do(commands.Close(contact=f"contact-{number}", agent="ana", code="done"))
        assert stage.floor.agents["ana"].strained is False
    assert stage.offered("waiting") == "ana"


def test_a_channel_that_becomes_exclusive_stops_offers_until_one_is_left() -> None:
    stage = staffed("ana")
    for number in range(2):
        stage.arrive(f"contact-{number}")
        stage.accept(f"contact-{number}")
    stage.agent("ana", exclusive=("chat",))
    assert stage.floor.agents["ana"].strained is True
    stage.do(commands.End(contact="contact-0", by="ana"))
    stage.do(commands.Close(contact="contact-0", agent="ana", code="done"))
    assert stage.floor.agents["ana"].strained is False


def test_an_agent_with_new_skills_is_given_what_waits_for_them() -> None:
    stage = staffed("ana")
    stage.arrive("hard", needs=Needs(channel="chat", skills=(("french", 5),)))
    assert stage.offered("hard") is None
    stage.agent("ana", skills=(("french", 9),))
    assert stage.offered("hard") == "ana"


def test_a_big_tick_serves_the_oldest_first_and_spreads_the_work() -> None:
    stage = Stage()
    stage.queue("sales", wrap_up_ms=10_000)
    names = [f"agent-{number}" for number in range(7)]
    for name in names:
        stage.agent(name, capacity=(("chat", 1),))
    for number in range(14):
        stage.arrive(f"contact-{number:02}")
    for number in range(7):
        stage.accept(f"contact-{number:02}")
        stage.do(commands.End(contact=f"contact-{number:02}", by="system"))
    made = stage.wait(10_000)
    assert made == ["contact.closed"] * 7 + ["offer.made"] * 7
    assert [stage.offered(f"contact-{number:02}") for number in range(7, 14)] == names


def test_few_empty_lines_are_kept() -> None:
    stage = staffed("ana")
    for number in range(EMPTY_LINES_MAX + 3):
        name = f"visitor-{number}"
        stage.arrive(name, needs=Needs(channel="chat", skills=((f"skill-{number}", 1),)))
        stage.do(commands.Abandon(contact=name))
    lines = stage.floor.index.lines_of("sales")
    assert [needs.skills[0][0] for needs, _target in lines] == [
        f"skill-{number}" for number in range(3, EMPTY_LINES_MAX + 3)
    ]


def test_many_wait_in_order_whatever_the_order_of_their_coming() -> None:
    stage = Stage()
    stage.queue()
    expected = []
    for number in range(1_200):
        priority = number * 7 % 5
        stage.now += 1
        command = commands.Arrive(
            contact=f"contact-{number}",
            conversation="",
            customer="",
            queue="sales",
            needs=CHAT,
            priority=priority,
        )
        expected.append((stage.now - priority * 30_000, number + 1, f"contact-{number}"))
        _do_unchecked(stage, command)
    expected.sort()
    (line,) = stage.floor.index.lines_of("sales").values()
    assert [contact.id for contact in line] == [name for _, _, name in expected]
    for place, (key, seq, _name) in enumerate(expected):
        assert line.rank((key, seq)) == place
    for _, _, name in expected[::3]:
        _do_unchecked(stage, commands.Abandon(contact=name))
    left = [name for place, (_, _, name) in enumerate(expected) if place % 3]
    assert [contact.id for contact in line] == left
    for name in left:
        _do_unchecked(stage, commands.Abandon(contact=name))
    assert line.size == 0
    assert line.head is None


def _do_unchecked(stage: Stage, command: commands.Command) -> list[str]:
    """Do without the checks of the stage, which look at everything each time."""
    return tags(step(stage.floor, command, stage.now).events)
