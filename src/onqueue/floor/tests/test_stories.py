"""What users of other systems reported, tried on this floor."""

from __future__ import annotations

from collections import Counter

import pytest

from onqueue.floor import commands
from onqueue.floor.model import ACTIVE, WAITING
from onqueue.floor.tests.stage import Stage

AGENTS = 20
ROOM = (("chat", 3),)


def test_burst_is_spread_and_gives_nobody_more_offers_than_fit() -> None:
    stage = Stage()
    stage.queue()
    for number in range(AGENTS):
        stage.agent(f"agent-{number:02}", capacity=ROOM)
    for number in range(AGENTS):
        stage.arrive(f"early-{number:02}")
    assert set(Counter(one.agent for one in stage.floor.offers.values()).values()) == {1}
    for number in range(4 * AGENTS):
        stage.arrive(f"late-{number:02}")
    asked = Counter(one.agent for one in stage.floor.offers.values())
    assert len(asked) == AGENTS
    assert set(asked.values()) == {3}
    assert len({one.contact for one in stage.floor.offers.values()}) == 3 * AGENTS


@pytest.mark.parametrize("state", ["empty", "full", "closed"])
def test_chat_handed_to_a_queue_where_nobody_is_free_is_with_exactly_one(state: str) -> None:
    stage = Stage()
    stage.queue()
    stage.queue("help", waiting_max=1)
    stage.agent("ana", capacity=ROOM)
    stage.arrive("mine")
    stage.accept("mine")
    if state == "full":
        stage.arrive("other", queue="help")
    elif state == "closed":
        stage.do(commands.CloseQueue(queue="help", opens_at=None))
    done = stage.do(commands.Transfer(contact="mine", by="ana", queue="help"))
    mine = stage.floor.contacts["mine"]
    if done.refusal is None:
        assert (mine.state, mine.agent, mine.queue) == (WAITING, None, "help")
        assert stage.floor.queues["help"].counts[WAITING] == 1
        # Whoever comes gets it.
        stage.agent("ben", queues=("help",))
        assert stage.offered("mine") == "ben"
    else:
        # Who wanted to give it away still has it, and can end it.
        assert (mine.state, mine.agent, mine.queue) == (ACTIVE, "ana", "sales")
        assert stage.made(commands.End(contact="mine", by="ana"))[0] == "contact.ended"


def test_slot_that_becomes_free_goes_to_who_waits_longest() -> None:
    stage = Stage()
    stage.queue()
    stage.agent("ana", capacity=(("chat", 1),))
    for name in ("first", "second", "third"):
        stage.arrive(name)
        stage.now += 1_000
    for name, following in (("first", "second"), ("second", "third")):
        stage.accept(name)
        stage.do(commands.End(contact=name, by="ana"))
        assert stage.offered(following) is None
        stage.do(commands.Close(contact=name, agent="ana", code="done"))
        assert stage.offered(following) == "ana"


def test_every_step_between_two_people_ends_by_itself_when_nobody_says_a_word() -> None:
    stage = Stage()
    stage.queue()
    stage.agent("ana", capacity=ROOM)
    stage.arrive("offered")
    assert stage.offered("offered") == "ana"
    for _ in range(5):
        stage.wait(60_000)
    # Ana missed two and is set aside, and the customer waits on.
    assert stage.floor.offers == {}
    assert stage.floor.contacts["offered"].state == WAITING
    stage.do(commands.ChangeState(agent="ana", state="on_queue", by="ana"))
    stage.accept("offered")
    stage.do(commands.End(contact="offered", by="customer"))
    stage.wait(3_600_000)
    assert stage.floor.contacts == {}
    assert stage.floor.deadlines.first() is None
