"""An agent calls a customer: theirs at once, and in no line before somebody has answered."""

from __future__ import annotations

import msgspec
import pytest

from onqueue.floor import commands
from onqueue.floor.invariants import check
from onqueue.floor.model import ACTIVE, WAITING, WRAP_UP
from onqueue.floor.specs import TELEPHONE
from onqueue.floor.tests.stage import VOICE, Stage

BY_TELEPHONE = msgspec.structs.replace(VOICE, gates=(TELEPHONE,))
CAPACITY = (("chat", 2), ("voice", 1))


def staged() -> Stage:
    stage = Stage()
    stage.queue()
    stage.agent("ana", capacity=CAPACITY)
    return stage


def call(name: str = "call", **settings: str) -> commands.CallOut:
    asked = {"contact": name, "agent": "ana", "queue": "sales", **settings}
    return commands.CallOut(conversation=f"talk-{name}", customer="jo", needs=VOICE, **asked)


def test_a_call_is_its_agents_at_once() -> None:
    stage = staged()
    assert stage.made(call()) == ["contact.placed"]
    contact = stage.floor.contacts["call"]
    assert (contact.state, contact.agent, contact.outbound) == (ACTIVE, "ana", True)
    assert stage.floor.agents["ana"].used == {"voice": 1}
    assert stage.made(call()) == [], "asked again it is the same call"


def test_a_call_keeps_other_contacts_away() -> None:
    stage = staged()
    stage.do(call())
    stage.arrive("chat")
    assert stage.offered("chat") is None
    stage.do(commands.End(contact="call", by="ana"))
    assert stage.made(commands.Close(contact="call", agent="ana", code="done")) == [
        "contact.closed",
        "offer.made",
    ]


def test_a_call_counts_as_nobodys_wait() -> None:
    stage = staged()
    queue = stage.floor.queues["sales"]
    before = (queue.in_time, queue.handle_ms, queue.patience_ms, list(queue.came))
    stage.do(call())
    stage.do(commands.Reach(contact="call"), after=5_000)
    stage.do(commands.End(contact="call", by="customer"), after=900_000)
    stage.do(commands.Close(contact="call", agent="ana", code="done"))
    assert (queue.in_time, queue.handle_ms, queue.patience_ms, list(queue.came)) == before


def test_reached_is_told_once() -> None:
    stage = staged()
    stage.do(call())
    assert stage.made(commands.Reach(contact="call")) == ["contact.reached"]
    assert stage.made(commands.Reach(contact="call")) == []
    stage.arrive("other")
    assert stage.refused(commands.Reach(contact="nobody")).code == "contact.unknown"


def test_who_was_not_reached_is_handed_to_nobody() -> None:
    stage = staged()
    stage.agent("ben", capacity=CAPACITY)
    stage.do(call())
    for command in (
        commands.Transfer(contact="call", by="ana", queue="sales"),
        commands.Requeue(contact="call", by="ana", reason=""),
        commands.Consult(contact="call", agent="ana", other_agent="ben"),
        commands.TakeOver(contact="call", agent="ben", reason=""),
    ):
        assert stage.refused(command).code == "contact.not_reached"


def test_a_failed_telephone_ends_a_call_that_nobody_answered() -> None:
    stage = staged()
    stage.do(call())
    back = commands.Requeue(contact="call", by="system", reason="connection lost")
    assert stage.made(back) == ["contact.ended"]
    assert stage.floor.contacts["call"].state == WRAP_UP


def test_who_was_reached_waits_at_the_head_when_the_telephone_fails() -> None:
    stage = staged()
    stage.do(call())
    stage.do(commands.Reach(contact="call"))
    stage.do(commands.Requeue(contact="call", by="system", reason="connection lost"))
    assert stage.floor.contacts["call"].state == WAITING


def test_an_agent_who_is_gone_leaves_no_call_behind() -> None:
    stage = staged()
    stage.do(call())
    stage.do(commands.Disconnect(agent="ana"))
    assert stage.wait(60_000) == ["contact.ended", "contact.closed", "agent.lost"]
    assert stage.floor.contacts == {}
    assert check(stage.floor) == []


@pytest.mark.parametrize(
    "prepare, asked, code",
    [
        (None, {"queue": "nowhere"}, "queue.unknown"),
        (None, {"agent": "nobody"}, "agent.unknown"),
        (None, {"queue": "help"}, "call_out.other_queue"),
        (
            commands.ChangeState(agent="ana", state="break", by="ana"),
            {},
            "call_out.away",
        ),
        (commands.Disconnect(agent="ana"), {}, "agent.disconnected"),
        (call("first"), {}, "call_out.full"),
    ],
)
def test_who_may_not_call(
    prepare: commands.Command | None, asked: dict[str, str], code: str
) -> None:
    stage = staged()
    stage.queue("help")
    if prepare is not None:
        stage.do(prepare)
    assert stage.refused(call(**asked)).code == code


def test_a_telephone_is_needed_for_a_call_by_telephone() -> None:
    stage = staged()
    asked = msgspec.structs.replace(call(), needs=BY_TELEPHONE)
    assert stage.refused(asked).code == "call_out.no_telephone"
    stage.agent("ben", capacity=CAPACITY, cleared=(TELEPHONE,))
    assert stage.made(msgspec.structs.replace(asked, agent="ben")) == ["contact.placed"]
