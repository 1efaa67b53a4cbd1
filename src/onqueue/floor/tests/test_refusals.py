"""How the floor says no: each code once, with what makes it so. Nothing changes by it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from onqueue.floor import commands
from onqueue.floor.refusals import SENTENCES, Refusal
from onqueue.floor.specs import Diversion, QueueSpec, Ring
from onqueue.floor.tests.break_refusals import OF_BREAKS
from onqueue.floor.tests.stage import CHAT, VOICE, Stage
from onqueue.floor.tests.telephone_refusals import OF_TELEPHONES


def busy() -> Stage:
    """Ana works on `mine` and wraps `done` up; Ben is free; `ringing` is before him."""
    stage = Stage()
    stage.queue(waiting_max=2, wrap_up_extensions_max=1)
    stage.queue("help")
    stage.agent("ana")
    for contact in ("mine", "done"):
        stage.arrive(contact)
        stage.accept(contact)
    stage.do(commands.End(contact="done", by="ana"))
    stage.agent("ben", capacity=(("chat", 1),))
    stage.arrive("ringing")
    stage.agent("carl", state="off")
    schedule = commands.Schedule(
        contact="later",
        conversation="",
        customer="",
        queue="help",
        needs=CHAT,
        due_at=stage.now + 3_600_000,
    )
    stage.do(schedule)
    return stage


def arrival(queue: str) -> commands.Arrive:
    return commands.Arrive(contact="new", conversation="", customer="", queue=queue, needs=CHAT)


def close_until(opens_at: int | None) -> Callable[[Stage], object]:
    return lambda stage: stage.do(commands.CloseQueue(queue="sales", opens_at=opens_at))


def fill(stage: Stage) -> None:
    stage.arrive("one-more")


def ask_ben(stage: Stage) -> None:
    stage.do(commands.Decline(offer="ringing-3", agent="ben"))
    stage.do(commands.Consult(contact="mine", agent="ana", other_agent="ben"))


def extend(stage: Stage) -> None:
    stage.do(commands.ExtendWrapUp(contact="done", agent="ana"))


def leave(name: str) -> Callable[[Stage], object]:
    return lambda stage: stage.do(commands.Disconnect(agent=name))


def nothing(_stage: Stage) -> None:
    """Leave the stage as it is."""


CASES: list[tuple[str, Callable[[Stage], object], commands.Command, dict[str, str | int]]] = [
    ("agent.unknown", nothing, commands.Connect(agent="zoe"), {"agent": "zoe"}),
    ("agent.unknown", nothing, commands.Disconnect(agent="zoe"), {"agent": "zoe"}),
    (
        "agent.unknown",
        nothing,
        commands.ChangeState(agent="zoe", state="off", by="zoe"),
        {"agent": "zoe"},
    ),
    (
        "agent.unknown",
        nothing,
        commands.TakeOver(contact="mine", agent="zoe", reason=""),
        {"agent": "zoe"},
    ),
    (
        "agent.unknown",
        nothing,
        commands.Transfer(contact="mine", by="ana", queue="help", target="zoe"),
        {"agent": "zoe"},
    ),
    (
        "agent.disconnected",
        nothing,
        commands.ChangeState(agent="carl", state="on_queue", by="carl"),
        {"agent": "carl", "name": "Carl"},
    ),
    (
        "agent.disconnected",
        leave("ben"),
        commands.TakeOver(contact="mine", agent="ben", reason=""),
        {"agent": "ben", "name": "Ben"},
    ),
    (
        "agent.holds_contacts",
        nothing,
        commands.ChangeState(agent="ana", state="off", by="ana"),
        {"agent": "ana", "count": 2},
    ),
    (
        "agent.absent",
        nothing,
        commands.Transfer(contact="mine", by="ana", queue="help", target="carl"),
        {"agent": "carl", "name": "Carl", "queue": "Help"},
    ),
    (
        "agent.absent",
        leave("ben"),
        commands.Consult(contact="mine", agent="ana", other_agent="ben"),
        {"agent": "ben", "name": "Ben", "queue": "Sales"},
    ),
    (
        "agent.full",
        nothing,
        commands.Consult(contact="mine", agent="ana", other_agent="ben"),
        {"agent": "ben", "name": "Ben", "channel": "chat"},
    ),
    (
        "agent.full",
        nothing,
        commands.TakeOver(contact="mine", agent="ben", reason=""),
        {"agent": "ben", "name": "Ben", "channel": "chat"},
    ),
    (
        "agent.off",
        nothing,
        commands.TakeOver(contact="mine", agent="carl", reason=""),
        {"agent": "carl"},
    ),
    (
        "agent.no_channel",
        lambda stage: stage.agent("dora", capacity=(("voice", 1),)),
        commands.Transfer(contact="mine", by="ana", queue="help", target="dora"),
        {"agent": "dora", "name": "Dora", "channel": "chat", "queue": "Help"},
    ),
    (
        "agent.not_cleared",
        lambda stage: stage.queue("help", gates=("briefing",)),
        commands.Transfer(contact="mine", by="ana", queue="help", target="ben"),
        {"agent": "ben", "name": "Ben", "queue": "Help"},
    ),
    (
        "agent.self",
        nothing,
        commands.Consult(contact="mine", agent="ana", other_agent="ana"),
        {"agent": "ana"},
    ),
    (
        "state.unknown",
        nothing,
        commands.ChangeState(agent="ana", state="asleep", by="ana"),
        {"state": "asleep"},
    ),
    (
        "state.automatic",
        nothing,
        commands.ChangeState(agent="ana", state="set_aside", by="eve"),
        {"state": "set_aside"},
    ),
    ("queue.unknown", nothing, arrival("none"), {"queue": "none"}),
    ("queue.unknown", nothing, commands.OpenQueue(queue="none"), {"queue": "none"}),
    ("queue.unknown", nothing, commands.CloseQueue(queue="none"), {"queue": "none"}),
    (
        "queue.unknown",
        nothing,
        commands.Schedule(
            contact="new", conversation="", customer="", queue="none", needs=CHAT, due_at=0
        ),
        {"queue": "none"},
    ),
    (
        "queue.unknown",
        nothing,
        commands.Transfer(contact="mine", by="ana", queue="none"),
        {"queue": "none"},
    ),
    (
        "queue.unknown_rule",
        nothing,
        commands.ConfigureQueue(queue="sales", spec=QueueSpec(name="Sales", order="loudest")),
        {"queue": "sales", "name": "Sales"},
    ),
    (
        "queue.rings_out_of_order",
        nothing,
        commands.ConfigureQueue(
            queue="sales",
            spec=QueueSpec(name="Sales", rings=(Ring(after_ms=2), Ring(after_ms=1))),
        ),
        {"queue": "sales", "name": "Sales"},
    ),
    (
        "queue.diversion_circle",
        nothing,
        commands.ConfigureQueue(
            queue="sales",
            spec=QueueSpec(
                name="Sales", diversions=(Diversion(when="closed", to="queue", target="sales"),)
            ),
        ),
        {"queue": "sales", "name": "Sales", "path": "Sales → Sales"},
    ),
    (
        "queue.in_use",
        nothing,
        commands.RemoveQueue(queue="sales"),
        {"queue": "sales", "name": "Sales", "count": 3},
    ),
    ("queue.full", fill, arrival("sales"), {"queue": "sales", "name": "Sales", "count": 2}),
    (
        "queue.full",
        fill,
        commands.Transfer(contact="mine", by="ana", queue="sales"),
        {"queue": "sales", "name": "Sales", "count": 2},
    ),
    (
        "queue.full",
        lambda stage: stage.queue("help", waiting_max=1),
        commands.Schedule(
            contact="new", conversation="", customer="", queue="help", needs=CHAT, due_at=0
        ),
        {"queue": "help", "name": "Help", "count": 1},
    ),
    ("queue.closed", close_until(None), arrival("sales"), {"queue": "sales", "name": "Sales"}),
    (
        "queue.closed",
        close_until(9_000_000),
        arrival("sales"),
        {"queue": "sales", "name": "Sales", "opens_at": 9_000_000},
    ),
    (
        "contact.unknown",
        nothing,
        commands.Prioritise(contact="none", priority=1, by="eve", reason=""),
        {"contact": "none"},
    ),
    (
        "contact.unknown",
        nothing,
        commands.Transfer(contact="none", by="ana", queue="help"),
        {"contact": "none"},
    ),
    (
        "contact.unknown",
        nothing,
        commands.Requeue(contact="none", by="ana", reason=""),
        {"contact": "none"},
    ),
    (
        "contact.unknown",
        nothing,
        commands.Consult(contact="none", agent="ana", other_agent="ben"),
        {"contact": "none"},
    ),
    (
        "contact.unknown",
        nothing,
        commands.EndConsult(contact="none", by="ana"),
        {"contact": "none"},
    ),
    (
        "contact.unknown",
        nothing,
        commands.CompleteConsult(contact="none", agent="ana"),
        {"contact": "none"},
    ),
    (
        "contact.unknown",
        nothing,
        commands.TakeOver(contact="none", agent="ana", reason=""),
        {"contact": "none"},
    ),
    (
        "contact.unknown",
        nothing,
        commands.ExtendWrapUp(contact="none", agent="ana"),
        {"contact": "none"},
    ),
    ("contact.waiting", nothing, commands.End(contact="ringing", by="ben"), {"contact": "ringing"}),
    (
        "contact.waiting",
        nothing,
        commands.Transfer(contact="ringing", by="ben", queue="help"),
        {"contact": "ringing"},
    ),
    (
        "contact.waiting",
        nothing,
        commands.TakeOver(contact="ringing", agent="ana", reason=""),
        {"contact": "ringing"},
    ),
    (
        "contact.waiting",
        nothing,
        commands.Close(contact="ringing", agent="ben", code="done"),
        {"contact": "ringing"},
    ),
    ("contact.scheduled", nothing, commands.End(contact="later", by="ana"), {"contact": "later"}),
    (
        "contact.scheduled",
        nothing,
        commands.Transfer(contact="later", by="ana", queue="help"),
        {"contact": "later"},
    ),
    (
        "contact.scheduled",
        nothing,
        commands.Requeue(contact="later", by="ana", reason=""),
        {"contact": "later"},
    ),
    (
        "contact.scheduled",
        nothing,
        commands.Close(contact="later", agent="ana", code="done"),
        {"contact": "later"},
    ),
    (
        "contact.ended",
        nothing,
        commands.Requeue(contact="done", by="ana", reason=""),
        {"contact": "done"},
    ),
    (
        "contact.ended",
        nothing,
        commands.Transfer(contact="done", by="ana", queue="help"),
        {"contact": "done"},
    ),
    (
        "contact.active",
        nothing,
        commands.Close(contact="mine", agent="ana", code="done"),
        {"contact": "mine"},
    ),
    (
        "contact.active",
        nothing,
        commands.ExtendWrapUp(contact="mine", agent="ana"),
        {"contact": "mine"},
    ),
    (
        "contact.not_waiting",
        nothing,
        commands.Prioritise(contact="mine", priority=1, by="eve", reason=""),
        {"contact": "mine"},
    ),
    (
        "contact.not_yours",
        nothing,
        commands.End(contact="mine", by="ben"),
        {"contact": "mine", "name": "Ana"},
    ),
    (
        "contact.not_yours",
        nothing,
        commands.Close(contact="done", agent="ben", code="sold"),
        {"contact": "done", "name": "Ana"},
    ),
    (
        "contact.not_yours",
        nothing,
        commands.Close(contact="mine", agent="ben", code="sold"),
        {"contact": "mine", "name": "Ana"},
    ),
    (
        "contact.not_yours",
        nothing,
        commands.Transfer(contact="mine", by="ben", queue="help"),
        {"contact": "mine", "name": "Ana"},
    ),
    (
        "contact.not_yours",
        nothing,
        commands.Requeue(contact="mine", by="ben", reason=""),
        {"contact": "mine", "name": "Ana"},
    ),
    (
        "contact.not_yours",
        nothing,
        commands.Consult(contact="mine", agent="ben", other_agent="ana"),
        {"contact": "mine", "name": "Ana"},
    ),
    (
        "contact.not_yours",
        nothing,
        commands.CompleteConsult(contact="mine", agent="ben"),
        {"contact": "mine", "name": "Ana"},
    ),
    (
        "contact.not_yours",
        ask_ben,
        commands.EndConsult(contact="mine", by="carl"),
        {"contact": "mine", "name": "Ana"},
    ),
    (
        "contact.other_channel",
        nothing,
        commands.Transfer(contact="mine", by="ana", queue="help", needs=VOICE),
        {"contact": "mine", "channel": "chat"},
    ),
    (
        "offer.gone",
        nothing,
        commands.Accept(offer="ringing-3", agent="ana"),
        {"offer": "ringing-3", "winner": "Ben"},
    ),
    (
        "offer.gone",
        nothing,
        commands.Decline(offer="ringing-3", agent="ana"),
        {"offer": "ringing-3", "winner": "Ben"},
    ),
    (
        "offer.gone",
        nothing,
        commands.Accept(offer="mine-1", agent="ben"),
        {"offer": "mine-1", "winner": "Ana"},
    ),
    (
        "offer.over",
        lambda stage: stage.do(commands.Abandon(contact="ringing")),
        commands.Accept(offer="ringing-3", agent="ben"),
        {"offer": "ringing-3"},
    ),
    (
        "offer.over",
        lambda stage: stage.do(commands.Decline(offer="ringing-3", agent="ben")),
        commands.Accept(offer="ringing-3", agent="ben"),
        {"offer": "ringing-3"},
    ),
    (
        "offer.taken",
        nothing,
        commands.Decline(offer="mine-1", agent="ana"),
        {"offer": "mine-1", "contact": "mine"},
    ),
    (
        "wrap_up.code_missing",
        nothing,
        commands.Close(contact="done", agent="ana", code=""),
        {"contact": "done"},
    ),
    (
        "wrap_up.no_extension",
        extend,
        commands.ExtendWrapUp(contact="done", agent="ana"),
        {"contact": "done", "count": 1},
    ),
    (
        "consult.running",
        ask_ben,
        commands.Consult(contact="mine", agent="ana", other_agent="carl"),
        {"contact": "mine", "name": "Ben"},
    ),
    (
        "consult.not_joined",
        ask_ben,
        commands.CompleteConsult(contact="mine", agent="ana"),
        {"contact": "mine", "name": "Ben"},
    ),
    (
        "consult.none",
        nothing,
        commands.CompleteConsult(contact="mine", agent="ana"),
        {"contact": "mine"},
    ),
    *OF_BREAKS,
    *OF_TELEPHONES,
]


@pytest.mark.parametrize("code,before,command,data", CASES)
def test_refusal(
    code: str,
    before: Callable[[Stage], object],
    command: commands.Command,
    data: dict[str, str | int],
) -> None:
    stage = busy()
    before(stage)
    expected = Refusal(code=code, sentence=SENTENCES[code].format_map(data), data=data)
    assert stage.refused(command) == expected


def test_every_code_has_a_case() -> None:
    assert {code for code, _, _, _ in CASES} == set(SENTENCES)
