"""Contacts change hands: transfer, return to the line, advice, take-over."""

from __future__ import annotations

from typing import Any

from onqueue.floor import commands
from onqueue.floor.events import ContactTransferred, ContactUntargeted, OfferMade
from onqueue.floor.evolving.moves import PASS_MS
from onqueue.floor.specs import Needs
from onqueue.floor.tests.stage import CHAT, Stage, tags


def pair(**settings: Any) -> Stage:
    """Ana works on `mine`; Ben is free."""
    stage = Stage()
    stage.queue()
    stage.queue("help", priority=1)
    stage.agent("ana")
    stage.arrive("mine")
    stage.accept("mine")
    stage.agent("ben", **settings)
    return stage


def hand(**rest: Any) -> commands.Transfer:
    return commands.Transfer(**{"contact": "mine", "by": "ana", "queue": "sales", **rest})


def test_a_transfer_to_a_queue_keeps_the_age_and_begins_a_new_wait() -> None:
    stage = pair(queues=("help",), capacity=(("chat", 1),))
    stage.arrive("other", queue="help")
    stage.accept("other")
    stage.arrive("waiting", queue="help")
    stage.now += 5_000
    needs = Needs(channel="chat", skills=(("tax", 1),))
    moved = stage.do(hand(queue="help", needs=needs, note="wants an invoice")).events
    assert moved == (
        ContactTransferred(
            at=stage.now,
            contact="mine",
            agent="ana",
            by="ana",
            from_queue="sales",
            queue="help",
            needs=needs,
            target=None,
            target_until_at=None,
            note="wants an invoice",
        ),
    )
    mine = stage.floor.contacts["mine"]
    assert (mine.arrived_at, mine.waiting_since_at) == (1_001_000, stage.now)
    assert mine.key == 1_001_000 - 30_000
    assert (mine.note, mine.agent, mine.answered_at) == ("wants an invoice", None, 1_001_000)


def test_without_needs_the_channel_stays_and_the_skills_go() -> None:
    stage = pair()
    stage.arrive("hard", needs=Needs(channel="chat", skills=(("tax", 1),)))
    command = hand(contact="hard", by="eve", queue="help", steering=True)
    assert stage.made(command) == ["contact.transferred"]
    assert stage.floor.contacts["hard"].needs == CHAT


def test_who_gave_a_contact_away_is_not_asked_at_once() -> None:
    stage = pair(state="off")
    assert stage.made(hand()) == ["contact.transferred"]
    assert stage.wait(PASS_MS) == ["pass.lapsed", "offer.made"]


def test_a_supervisor_moves_what_is_being_offered() -> None:
    stage = Stage()
    stage.queue()
    stage.queue("help")
    stage.agent("ana")
    stage.arrive("ringing")
    command = hand(contact="ringing", by="eve", queue="help", steering=True)
    moved = stage.do(command).events
    assert tags(moved) == ["offer.withdrawn", "contact.transferred"]
    assert isinstance(moved[1], ContactTransferred)
    assert (moved[1].agent, moved[1].by) == ("", "eve")


def test_a_supervisor_may_point_a_waiting_contact_at_somebody_in_a_full_queue() -> None:
    stage = Stage()
    stage.queue(waiting_max=1)
    stage.agent("ana", queues=())
    stage.arrive("first")
    command = hand(contact="first", by="eve", target="ana", steering=True)
    assert stage.made(command) == ["contact.transferred", "offer.made"]


def test_a_transfer_to_a_person_is_offered_to_that_person_alone() -> None:
    stage = pair(queues=())
    stage.agent("cleo")
    moved = stage.do(hand(target="ben")).events
    assert tags(moved) == ["contact.transferred", "offer.made"]
    assert isinstance(moved[1], OfferMade)
    assert (moved[1].agent, moved[1].why.rule) == ("ben", "target")
    assert moved[1].why.candidates_total == 1
    stage.accept("mine")
    mine = stage.floor.contacts["mine"]
    assert (mine.agent, mine.target, mine.target_until_at) == ("ben", None, None)


def test_a_busy_person_is_waited_for_until_the_time_is_up() -> None:
    stage = pair(capacity=(("chat", 1),))
    stage.arrive("other")
    stage.accept("other")
    assert stage.made(hand(target="ben")) == ["contact.transferred"]
    assert stage.wait(59_999) == ["pass.lapsed"]
    over = stage.do(commands.Tick(), after=1).events
    assert over[0] == ContactUntargeted(at=stage.now, contact="mine", reason="time ran out")
    assert stage.offered("mine") == "ana"


def test_a_busy_person_who_gets_room_takes_it() -> None:
    stage = pair(capacity=(("chat", 1),))
    stage.arrive("other")
    stage.accept("other")
    stage.do(hand(target="ben"))
    stage.do(commands.End(contact="other", by="ben"))
    stage.do(commands.Close(contact="other", agent="ben", code="done"))
    assert stage.offered("mine") == "ben"


def test_a_person_who_says_no_or_nothing_opens_it_to_anybody() -> None:
    stage = pair()
    stage.do(hand(target="ben"))
    no = commands.Decline(offer=stage.offer_of("mine"), agent="ben")
    assert stage.made(no) == ["offer.declined", "contact.untargeted"]
    stage = pair()
    stage.do(hand(target="ben"))
    assert stage.wait(20_000) == ["offer.expired", "contact.untargeted", "offer.made"]


def test_a_person_who_leaves_opens_it_to_anybody() -> None:
    stage = pair()
    stage.do(hand(target="ben"))
    stage.do(commands.Disconnect(agent="ben"))
    assert stage.floor.contacts["mine"].target == "ben"
    assert stage.wait(30_000) == ["pass.lapsed", "contact.untargeted", "agent.lost", "offer.made"]
    assert stage.offered("mine") == "ana"
    stage = pair()
    stage.do(hand(target="ben"))
    off = commands.ChangeState(agent="ben", state="off", by="ben")
    assert stage.made(off) == ["offer.withdrawn", "contact.untargeted", "agent.state_changed"]
    stage = pair()
    stage.do(hand(target="ben"))
    gone = commands.RemoveAgent(agent="ben")
    assert stage.made(gone) == ["offer.withdrawn", "contact.untargeted", "agent.removed"]


def test_who_is_waited_for_may_get_other_skills_meanwhile() -> None:
    stage = pair(capacity=(("chat", 1),))
    stage.arrive("other")
    stage.accept("other")
    stage.do(hand(target="ben"))
    stage.agent("ben", capacity=(("chat", 2),), skills=(("tax", 3),))
    assert stage.offered("mine") == "ben"


def test_a_contact_put_back_goes_to_somebody_else() -> None:
    stage = pair()
    stage.arrive("second")
    stage.accept("second")
    back = commands.Requeue(contact="mine", by="ana", reason="wrong language")
    assert stage.made(back) == ["contact.requeued", "offer.made"]
    assert stage.offered("mine") == "ben"
    command = commands.Requeue(contact="second", by="eve", reason="", steering=True)
    assert stage.made(command)[0] == "contact.requeued"


def test_advice_is_asked_given_and_ended() -> None:
    stage = pair()
    ask = commands.Consult(contact="mine", agent="ana", other_agent="ben", question="Refund?")
    made = stage.do(ask).events
    assert tags(made) == ["consult.started", "offer.made"]
    assert isinstance(made[1], OfferMade)
    assert (made[1].kind, made[1].agent, made[1].why.rule) == ("consult", "ben", "consult")
    join = commands.Accept(offer="mine-2", agent="ben")
    assert stage.made(join) == ["consult.joined"]
    assert stage.made(join) == []
    refusal = stage.refused(commands.Decline(offer="mine-2", agent="ben"))
    assert refusal.code == "offer.taken"
    assert stage.floor.agents["ben"].load == 1
    assert stage.made(commands.EndConsult(contact="mine", by="ben")) == ["consult.ended"]
    assert stage.floor.agents["ben"].load == 0


def test_advice_that_is_declined_missed_or_taken_back_ends_the_question() -> None:
    stage = pair()
    ask = commands.Consult(contact="mine", agent="ana", other_agent="ben")
    stage.do(ask)
    no = commands.Decline(offer="mine-2", agent="ben")
    assert stage.made(no) == ["offer.declined", "consult.ended"]
    stage.do(ask)
    assert stage.wait(20_000) == ["offer.expired", "consult.ended"]
    stage.do(ask)
    back = commands.EndConsult(contact="mine", by="eve", steering=True)
    assert stage.made(back) == ["offer.withdrawn", "consult.ended"]
    stage.do(ask)
    assert stage.wait(20_000) == ["offer.expired", "consult.ended", "agent.set_aside"]


def test_a_question_to_an_agent_who_leaves_ends() -> None:
    stage = pair()
    ask = commands.Consult(contact="mine", agent="ana", other_agent="ben")
    stage.do(ask)
    pause = commands.ChangeState(agent="ben", state="break", by="ben")
    assert stage.made(pause) == ["offer.withdrawn", "consult.ended", "agent.state_changed"]


def test_a_consulted_agent_who_is_lost_leaves_the_conversation() -> None:
    stage = pair()
    stage.do(commands.Consult(contact="mine", agent="ana", other_agent="ben"))
    stage.do(commands.Accept(offer="mine-2", agent="ben"))
    stage.do(commands.Disconnect(agent="ben"))
    assert stage.wait(30_000) == ["consult.ended", "agent.lost"]


def test_whatever_ends_the_owners_part_ends_the_consultation() -> None:
    for command in (
        hand(queue="help"),
        commands.Requeue(contact="mine", by="ana", reason=""),
        commands.End(contact="mine", by="ana"),
        commands.ChangeState(agent="ana", state="off", by="eve"),
        commands.TakeOver(contact="mine", agent="ben", reason="it is mine"),
    ):
        stage = pair(capacity=(("chat", 1),))
        stage.do(commands.Consult(contact="mine", agent="ana", other_agent="ben"))
        stage.do(commands.Accept(offer="mine-2", agent="ben"))
        assert stage.made(command)[0] == "consult.ended"
        assert stage.floor.agents["ben"].consults == {}


def test_the_consulted_agent_becomes_the_owner_with_the_slot_they_have() -> None:
    stage = pair(capacity=(("chat", 1),))
    stage.do(commands.Consult(contact="mine", agent="ana", other_agent="ben"))
    stage.do(commands.Accept(offer="mine-2", agent="ben"))
    done = commands.CompleteConsult(contact="mine", agent="ana")
    assert stage.made(done) == ["consult.completed"]
    assert stage.floor.contacts["mine"].agent == "ben"
    assert (stage.floor.agents["ana"].load, stage.floor.agents["ben"].load) == (0, 1)


def test_a_take_over_needs_a_slot_and_works_from_any_state_but_off() -> None:
    stage = pair(state="meeting")
    take = commands.TakeOver(contact="mine", agent="ben", reason="complaint")
    assert stage.made(take) == ["contact.taken_over"]
    assert (stage.floor.agents["ana"].load, stage.floor.agents["ben"].load) == (0, 1)
    refusal = stage.refused(commands.End(contact="mine", by="ana"))
    assert (refusal.code, refusal.data["name"]) == ("contact.not_yours", "Ben")


def test_a_consulted_agent_whose_capacity_was_lowered_cannot_take_over() -> None:
    stage = pair()
    stage.do(commands.Consult(contact="mine", agent="ana", other_agent="ben"))
    stage.agent("ben", capacity=(("voice", 1),))
    take = commands.TakeOver(contact="mine", agent="ben", reason="")
    assert stage.refused(take).code == "agent.full"


def test_who_is_off_signs_on_with_the_take_over() -> None:
    stage = pair(state="off")
    stage.do(commands.Connect(agent="ben"))
    take = commands.TakeOver(contact="mine", agent="ben", reason="complaint", state="back_office")
    assert stage.made(take) == ["agent.state_changed", "contact.taken_over"]
    ben = stage.floor.agents["ben"]
    assert (ben.state, ben.forced_by, list(ben.contacts)) == ("back_office", "", ["mine"])


def test_a_take_over_that_is_refused_signs_nobody_on() -> None:
    stage = pair(state="off", capacity=(("chat", 0),))
    stage.do(commands.Connect(agent="ben"))
    for state, code in (("back_office", "agent.full"), ("off", "agent.off"), ("", "agent.off"),
                        ("set_aside", "state.automatic"), ("asleep", "state.unknown")):  # fmt: skip
        take = commands.TakeOver(contact="mine", agent="ben", reason="complaint", state=state)
        assert stage.refused(take).code == code
    assert (stage.floor.agents["ben"].state, stage.floor.contacts["mine"].agent) == ("off", "ana")


def test_a_state_said_with_a_take_over_is_for_those_who_are_off() -> None:
    stage = pair(state="meeting")
    take = commands.TakeOver(contact="mine", agent="ben", reason="complaint", state="on_queue")
    assert stage.made(take) == ["contact.taken_over"]
    assert stage.floor.agents["ben"].state == "meeting"
