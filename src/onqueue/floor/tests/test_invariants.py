"""Every breach can be seen: a floor is broken by hand, and the check says what is wrong."""

from __future__ import annotations

from collections.abc import Callable
from operator import itemgetter

import pytest

from onqueue.floor import commands
from onqueue.floor.invariants import check, glances
from onqueue.floor.model import WAITING, Consultation, Floor
from onqueue.floor.routing.lines import NOBODY, Home, Line
from onqueue.floor.routing.wants import want
from onqueue.floor.specs import AgentSpec, QueueSpec, Ring
from onqueue.floor.step import step
from onqueue.floor.tests.stage import CHAT, VOICE, Stage


def stage() -> Stage:
    """`mine` is with Ana, with Ben's advice; `done` is being finished; others wait or come."""
    made = Stage()
    made.queue()
    made.queue("help")
    made.agent("ana", capacity=(("chat", 2),))
    made.agent("ben", capacity=(("chat", 2),))
    for contact in ("mine", "his", "done"):
        made.arrive(contact)
        made.accept(contact)
    made.do(commands.End(contact="done", by="ana"))
    made.do(commands.Consult(contact="mine", agent="ana", other_agent="ben"))
    made.do(commands.Accept(offer="mine-4", agent="ben"))
    made.agent("cleo", capacity=(("chat", 1),))
    made.arrive("ringing")
    made.arrive("waiting")
    made.arrive("waiting-too")
    made.do(
        commands.Schedule(
            contact="later",
            conversation="",
            customer="",
            queue="help",
            needs=CHAT,
            due_at=9_000_000,
        )
    )
    made.agent("dag", queues=("help",), capacity=(("chat", 1),))
    made.do(commands.Disconnect(agent="dag"))
    return made


def set_on(table: str, subject: str, field: str, value: object) -> Callable[[Floor], None]:
    return lambda floor: setattr(getattr(floor, table)[subject], field, value)


def line_of(floor: Floor, contact_id: str) -> Line:
    contact = floor.contacts[contact_id]
    spec = floor.queues[contact.queue].spec
    wants = want(contact.queue, spec, contact.needs, contact.ring)
    return floor.index.lines_of(contact.queue)[wants, contact.target]


def in_another_line(floor: Floor) -> None:
    waiting, too = floor.contacts["waiting"], floor.contacts["waiting-too"]
    waiting.queue = too.queue = "help"
    spec = floor.queues["help"].spec
    floor.index.enter(waiting, spec)
    floor.index.enter(too, spec)
    line_of(floor, "waiting-too").leave(too)
    line_of(floor, "waiting-too").leave(waiting)


def out_of_order(floor: Floor) -> None:
    floor.contacts["waiting"].key += 100_000


def no_head(floor: Floor) -> None:
    floor.index.tops[line_of(floor, "waiting").number] = NOBODY


def forgot_a_pass(floor: Floor) -> None:
    floor.contacts["waiting"].passes["zoe"] = 0


def left_the_pool(floor: Floor) -> None:
    line_of(floor, "waiting").pool.move(floor.agents["dag"], -1, 0)


def strayed_into_the_pool(floor: Floor) -> None:
    eve = AgentSpec(name="Eve", queues=("help",), capacity=(("chat", 1),))
    now = floor.now
    step(floor, commands.ConfigureAgent(agent="eve", spec=eve), now)
    step(floor, commands.Connect(agent="eve"), now)
    step(floor, commands.ChangeState(agent="eve", state="on_queue", by="eve"), now)
    assert check(floor) == []
    line_of(floor, "waiting").pool.move(floor.agents["eve"], -1, 0)


def unknown_to_guests(floor: Floor) -> None:
    line_of(floor, "waiting").want = want(
        "sales",
        QueueSpec(name="Sales", rings=(Ring(after_ms=1, queues=("help",)),)),
        CHAT,
        1,
    )
    home = floor.index.homes["sales"]
    home.lines = {(line.want, line.target): line for line in home.lines.values()}


def kept_place_of_one_who_is_gone(floor: Floor) -> None:
    floor.index.places["gone"] = line_of(floor, "waiting")


def unknown_to_their_queue(floor: Floor) -> None:
    del floor.index.members["sales"]["cleo"]


def in_a_queue_not_theirs(floor: Floor) -> None:
    floor.index.members["sales"]["dag"] = floor.index.seats["dag"]


def serves_too_much(floor: Floor) -> None:
    line = line_of(floor, "waiting")
    bay = floor.index.seats["dag"].bays["chat"]
    bay.lines.append(line)
    bay.numbers.append(line.number)
    bay.read_tops = None


def reads_another_line(floor: Floor) -> None:
    bay = floor.index.seats["ana"].bays["chat"]
    bay.read_tops = itemgetter(*[0 for _ in bay.lines], 0)


def many_empty_lines(floor: Floor) -> None:
    floor.index.tops.extend([NOBODY] * 20)
    for number in range(len(floor.index.tops) - 20, len(floor.index.tops)):
        wants = want("none", QueueSpec(name="None"), CHAT, 0)
        home = floor.index.homes.setdefault("none", Home())
        tops = floor.index.tops
        line = Line(queue="none", want=wants, target=None, tops=tops, number=number, home=home)
        home.lines[wants, str(number)] = line


def one_leaves_the_line(floor: Floor) -> None:
    floor.index.leave(floor.contacts["waiting"])


def answered_unseen(floor: Floor) -> None:
    floor.index.answer(floor.contacts["waiting"])


def a_free_agent(floor: Floor) -> None:
    cleo = floor.agents["cleo"]
    cleo.spec = type(cleo.spec)(name="Cleo", queues=("sales",), capacity=(("chat", 2),))
    floor.index.seat(cleo)
    floor.index.touch(cleo)


def stuck_question(floor: Floor) -> None:
    floor.contacts["his"].consult = Consultation(agent="ana", question="")


def own_advice(floor: Floor) -> None:
    floor.contacts["his"].consult = Consultation(agent="ben", question="")


def unaware_adviser(floor: Floor) -> None:
    floor.contacts["his"].consult = Consultation(agent="ana", question="", joined=True)


def both_ways(floor: Floor) -> None:
    consult = floor.contacts["mine"].consult
    assert consult is not None
    consult.offer = "mine-4"


def same_place(floor: Floor) -> None:
    floor.agents["ana"].idle_seq = floor.agents["ben"].idle_seq


def late(floor: Floor) -> None:
    floor.now += 120_000


def on_board(field: str) -> Callable[[Floor], None]:
    def change(floor: Floor) -> None:
        staff = floor.index.staff["sales"]
        if field == "slots":
            staff.slots["chat"] += 1
        else:
            setattr(staff, field, 9)

    return change


CASES: list[tuple[str, Callable[[Floor], None]]] = [
    ("contact.reached", set_on("contacts", "waiting", "reached_at", 1)),
    ("contact.unreached", set_on("contacts", "waiting", "outbound", True)),
    ("contact.queue", set_on("contacts", "mine", "queue", "none")),
    ("contact.owner", set_on("contacts", "mine", "agent", None)),
    ("contact.offer", set_on("contacts", "waiting", "offer", "x-1")),
    ("contact.due", set_on("contacts", "later", "due_at", None)),
    ("contact.wrap_up", set_on("contacts", "done", "wrap_up_until_at", None)),
    ("contact.target", set_on("contacts", "mine", "target", "ben")),
    ("contact.consult", set_on("contacts", "mine", "state", "wrap_up")),
    ("contact.passes", set_on("contacts", "mine", "passes", {"ben": 0})),
    ("offer.orphan", set_on("contacts", "ringing", "offer", None)),
    ("offer.orphan", lambda floor: floor.agents["cleo"].offers.clear()),
    ("offer.orphan", set_on("offers", "ringing-5", "kind", "consult")),
    ("offer.unready", set_on("agents", "cleo", "state", "break")),
    ("offer.gone", lambda floor: floor.offers.clear()),
    ("offer.gone", set_on("contacts", "ringing", "offer", "x-1")),
    ("owner.second", set_on("contacts", "his", "agent", "ana")),
    ("owner.unaware", lambda floor: floor.agents["ana"].contacts.clear()),
    ("consult.ghost", set_on("contacts", "mine", "consult", None)),
    ("consult.self", own_advice),
    ("consult.unaware", unaware_adviser),
    ("consult.twice", both_ways),
    ("consult.stuck", stuck_question),
    ("agent.slots", set_on("agents", "ana", "load", 7)),
    ("agent.capacity", set_on("agents", "ana", "strained", True)),
    ("agent.off", set_on("agents", "ana", "state", "off")),
    ("agent.order", same_place),
    ("agent.grace", set_on("agents", "dag", "grace_until_at", None)),
    ("queue.counts", lambda floor: floor.queues["sales"].counts.update(active=9)),
    ("deadline.wrong", lambda floor: floor.deadlines.drop("wrap_up", "done")),
    ("deadline.wrong", lambda floor: floor.deadlines.put("wrap_up", "mine", 9_000_000)),
    ("deadline.wrong", lambda floor: floor.deadlines.put("offer", "x-1", 9_000_000)),
    ("deadline.wrong", lambda floor: floor.deadlines.put("rest", "ana", 9_000_000)),
    ("deadline.late", late),
    ("line.contacts", one_leaves_the_line),
    ("line.contacts", set_on("contacts", "waiting-too", "seq", 99)),
    ("line.places", kept_place_of_one_who_is_gone),
    ("line.wrong", in_another_line),
    ("line.unknown", unknown_to_guests),
    ("line.order", out_of_order),
    ("line.head", no_head),
    ("line.passed", forgot_a_pass),
    ("line.served", serves_too_much),
    ("line.served", reads_another_line),
    ("line.empty", many_empty_lines),
    ("pool.agents", left_the_pool),
    ("pool.agents", strayed_into_the_pool),
    ("pool.size", left_the_pool),
    ("queue.members", unknown_to_their_queue),
    ("queue.members", in_a_queue_not_theirs),
    ("queue.unanswered", answered_unseen),
    ("queue.staff", on_board("on")),
    ("queue.staff", on_board("free")),
    ("queue.slots", on_board("slots")),
    ("work.left", a_free_agent),
]


@pytest.mark.parametrize("code,break_it", CASES)
def test_breach(code: str, break_it: Callable[[Floor], None]) -> None:
    floor = stage().floor
    assert check(floor) == []
    break_it(floor)
    assert code in {breach.code for breach in check(floor)}


def test_between_the_events_of_a_step_somebody_may_still_wait() -> None:
    floor = stage().floor
    a_free_agent(floor)
    assert "work.left" not in {breach.code for breach in check(floor, settled=False)}


def test_somebody_who_takes_no_calls_may_be_waited_for_by_a_call() -> None:
    made = Stage()
    made.queue()
    made.agent("ana", capacity=(("chat", 1),))
    made.arrive("call", needs=VOICE, target="ana")
    assert made.floor.contacts["call"].state == WAITING
    assert check(made.floor) == []


def test_what_comes_and_goes_between_two_glances_is_no_breach() -> None:
    made = stage()
    for number, breaches in enumerate(glances(made.floor)):
        assert breaches == []
        made.arrive(f"more-{number}")
        gone = next(one for one in made.floor.contacts.values() if one.state == WAITING)
        made.do(commands.Abandon(contact=gone.id, reason="left"))
