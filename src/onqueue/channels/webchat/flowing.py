"""What does a chat do while a flow speaks?

Transaction functions. A chat that begins with a flow has a conversation and no contact: that is
written down in the step that sends the customer to a queue, together with what was said, and
comes to the floor like any other (`arrivals.py`). Killed in between, it is found again there.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from onqueue.channels.voice.call import CHANNEL as VOICE
from onqueue.channels.webchat import opening, status
from onqueue.channels.webchat.errors import ChatUnderWay
from onqueue.conversations import queries as conversations
from onqueue.conversations import service as threads
from onqueue.conversations.rules.progress import DIVERTED, OVER_STATES
from onqueue.customers import queries as customers_known
from onqueue.directory import queries as directory
from onqueue.directory.rules import forms
from onqueue.flows import queries as flows
from onqueue.flows import service as running
from onqueue.flows.rules import acts
from onqueue.flows.rules.walk import Reach
from onqueue.outbound import queries as outbound

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy.orm import Session

    from onqueue.channels.webchat.opening import Begun
    from onqueue.channels.webchat.status import Status
    from onqueue.conversations.schemas import ContactRow, Conversation, Posted
    from onqueue.directory.schemas.shown import ChatWidget


AGAIN_MAX: Final = 5
"""How many flows a conversation goes through within `AGAIN_MS`, then a message is asked for."""
AGAIN_MS: Final = 60 * 60_000


@dataclass(frozen=True, slots=True)
class Stepped:
    """A conversation after a step of its flow, and the contact that came of it, if one did."""

    conversation: Conversation
    begun: Begun | None
    leaving: bool = False
    """Whether the contact is a message for the next opening."""
    posted: Posted | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """What a widget says when a chat or a call is to begin, and who says it."""

    widget: ChatWidget
    visitor: str
    customer: str
    contact: str
    answers: Mapping[str, str]
    text: str | None
    language: str
    person: str | None
    channel: str


def begin(session: Session, *, start: Start, leaving: bool, now: int) -> Stepped:
    """Begin with the widget's flow if it has one, or else in its queue. The same id, once.

    Calls, messages for later and links to one agent go past any flow.
    """
    earlier = flows.run_by_id(session, id=start.contact)
    if earlier is not None and not leaving:
        return _repeated(session, conversation=earlier.conversation)
    thread = conversations.conversation_of_visitor(session, visitor=start.visitor)
    if thread is not None and flows.open_run(session, conversation=thread.id) is not None:
        raise ChatUnderWay
    past = leaving or start.channel != opening.CHANNEL
    past = past or (start.person is not None and start.widget.direct_enabled)
    flow = None if past else flows.flow_for(session, widget=start.widget.id)
    if flow is not None and conversations.contact(session, id=start.contact) is None:
        return _begin_flow(session, start=start, flow=flow, now=now)
    begun = opening.begin(
        session,
        widget=start.widget,
        visitor=start.visitor,
        customer=start.customer,
        contact=start.contact,
        answers=start.answers,
        text=start.text,
        language=start.language,
        person=start.person,
        channel=start.channel,
        now=now,
    )
    return Stepped(begun.conversation, begun)


def _begin_flow(session: Session, *, start: Start, flow: str, now: int) -> Stepped:
    told = forms.check_answers(start.widget.form, start.answers)
    known = customers_known.customer(session, id=start.customer) is not None
    opening.note_customer(
        session, customer=start.customer, told=told, language=start.language, now=now
    )
    thread = opening.open_thread(
        session,
        visitor=start.visitor,
        contact=start.contact,
        widget=start.widget,
        customer=start.customer,
        name=told.get("name", ""),
        language=start.language,
        now=now,
    )
    if start.text is not None and start.text.strip():
        opening.say_first(
            session,
            conversation=thread.id,
            contact=start.contact,
            visitor=start.visitor,
            name=told.get("name", ""),
            text=start.text,
            language=start.language,
            now=now,
        )
    moved = running.begin_run(
        session,
        id=start.contact,
        flow=flow,
        conversation=thread.id,
        customer=start.customer,
        known=known,
        language=start.language,
        form=told,
        reach=_reach(session, conversation=thread.id),
        now=now,
    )
    return stepped(session, moved, channel=opening.CHANNEL, now=now)


def answer(
    session: Session,
    *,
    conversation: str,
    id: str,  # noqa: A002  # its name
    visitor: str,
    text: str,
    language: str,
    files: Sequence[str],
    number: int | None,
    now: int,
) -> Stepped | None:
    """Take what a customer writes while a flow goes on; None when none does.

    A message that was there already moves nothing, and neither does an answer to a question
    that was answered in another tab.
    """
    run = running.held_run(session, conversation=conversation)
    if run is None:
        return None
    posted = threads.post_customer_message(
        session,
        conversation=conversation,
        id=id,
        visitor=visitor,
        author_name="",
        text=text,
        language=language,
        files=files,
        now=now,
    )
    moved = None
    if not posted.repeated:
        reach = _reach(session, conversation=conversation)
        moved = running.answer_run(
            session, row=run, answer=text, number=number, reach=reach, now=now
        )
    if moved is None:
        thread = conversations.conversation(session, id=conversation)
        assert thread is not None, "its run is there"
        return Stepped(thread, None, posted=posted)
    made = stepped(session, moved, channel=opening.CHANNEL, now=now)
    return Stepped(made.conversation, made.begun, made.leaving, posted)


def divert(session: Session, *, contact: ContactRow, flow: str, seq: int, now: int) -> bool:
    """Let a flow lead a customer on who was sent there instead of waiting; say whether it does.

    `seq` is the place in the journal of the fact that says so: what is told again begins nothing.
    Nobody is sent round for ever: after a few flows in one conversation there is no other.
    """
    id_ = f"{contact.id[-40:]}-{seq}"
    if flows.run_by_id(session, id=id_) is not None:
        return True
    known = directory.flows(session).get(flow)
    thread = conversations.conversation(session, id=contact.conversation)
    # Who calls by telephone has no page on which a chat's flow could be answered.
    if known is None or not known.ready or thread is None or not thread.visitor:
        return False
    since = now - AGAIN_MS
    if flows.runs_begun(session, conversation=contact.conversation, since=since) >= AGAIN_MAX:
        return False
    moved = running.begin_run(
        session,
        id=id_,
        flow=flow,
        conversation=contact.conversation,
        customer=contact.customer,
        known=customers_known.customer(session, id=contact.customer) is not None,
        language=contact.language,
        form=contact.form,
        reach=_reach(session, conversation=contact.conversation),
        now=now,
    )
    stepped(session, moved, channel=opening.CHANNEL, now=now)
    return True


def standing(session: Session, *, conversation: str, rating: bool, answered: bool) -> Status:
    """Return where a chat stands whose contact is not on the floor; see `status.of_row`."""
    row = conversations.last_contact(session, conversation=conversation)
    if row is not None and row.state not in OVER_STATES:
        return status.of_row(row, rating=rating, answered=answered)
    asks = flows.asked_now(session, conversation=conversation)
    led = row is None or (
        row.state == DIVERTED
        and flows.led_since(session, conversation=conversation, since=row.ended_at or 0)
    )
    if asks is not None or led:
        return status.of_flow(asks)
    return status.of_row(row, rating=rating, answered=answered)


def leave(session: Session, *, conversation: str, now: int) -> bool:
    """Let the customer go while a flow goes on; say whether one did."""
    run = running.held_run(session, conversation=conversation)
    if run is None:
        return False
    running.leave_run(session, row=run, outcome=acts.ABANDONED, now=now)
    threads.post_system(
        session,
        conversation=conversation,
        id=f"left-{run.id[-48:]}",
        code="chat.ended_by_customer",
        params={},
        now=now,
    )
    return True


def _repeated(session: Session, *, conversation: str) -> Stepped:
    """Return where a chat stands that is begun once more; `arrivals` sees to its contact."""
    thread = conversations.conversation(session, id=conversation)
    assert thread is not None, "its run is there"
    return Stepped(thread, None)


def stepped(session: Session, moved: running.Moved, *, channel: str, now: int) -> Stepped:
    """Write down the contact that a step wants, if it wants one."""
    thread = conversations.conversation(session, id=moved.conversation)
    assert thread is not None, "the step was made in it"
    wanted = moved.wanted
    if wanted is None:
        return Stepped(thread, None)
    told = dict(moved.values)
    # The number that a caller shows was looked up when the call came; it is nobody's claim anew.
    said = {key: one for key, one in told.items() if (key, one) != ("phone", thread.caller)}
    opening.note_customer(
        session, customer=moved.customer, told=said, language=moved.language, now=now
    )
    widget = directory.widget(session, id=thread.place)
    topic = wanted.topic or ("" if widget is None else forms.topic_of(widget.form, told))
    row = threads.register_contact(
        session,
        id=moved.run,
        conversation=thread.id,
        customer=moved.customer,
        channel=VOICE if isinstance(wanted, acts.Route) and wanted.callback else channel,
        queue=wanted.queue,
        topic=topic,
        language=moved.language,
        form=told,
        now=now,
    )
    begun = opening.Begun(
        conversation=thread,
        contact=row,
        skills=opening.needs_of(session, contact=row),
        person=opening.person_for(session, contact=row, queue=wanted.queue, now=now),
        priority=wanted.priority,
    )
    return Stepped(thread, begun, leaving=isinstance(wanted, acts.Leave))


def _reach(session: Session, *, conversation: str) -> Reach:
    dial = outbound.promises(session, conversation=conversation)
    return Reach(dial=dial)
