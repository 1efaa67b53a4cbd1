"""What is written down when a caller goes through a flow? Transaction functions, one for a step.

As in a chat, the caller has a conversation and no contact until a step sends them to a queue; the
contact is written in that step and comes to the floor like any other. What was said and pressed
are messages. The id of the run is that of the contact, so the legs of the call are its legs.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from onqueue.channels.voice.call import CHANNEL
from onqueue.channels.voice.walking.walk import TRANSFER
from onqueue.channels.webchat import flowing
from onqueue.conversations import queries as conversations
from onqueue.conversations import service as threads
from onqueue.directory import queries as directory
from onqueue.flows import queries as flows
from onqueue.flows import service as running
from onqueue.flows.rules import acts
from onqueue.flows.rules.walk import Reach
from onqueue.outbound import queries as outbound

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy.orm import Session

    from onqueue.channels.webchat.opening import Begun
    from onqueue.conversations.schemas import Conversation
    from onqueue.conversations.service.blobs import Blob
    from onqueue.flows.queries import Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """Where a caller stands after a step, and the contact that came of it, if one did."""

    standing: Standing
    begun: Begun | None
    leaving: bool
    """Whether the contact is a message that waits for the next opening."""


def begin(
    session: Session,
    *,
    contact: str,
    flow: str,
    thread: Conversation,
    customer: str,
    form: Mapping[str, str],
    language: str,
    now: int,
) -> Step:
    """Let a caller begin a flow."""
    moved = running.begin_run(
        session,
        id=contact,
        flow=flow,
        conversation=thread.id,
        customer=customer,
        known=False,
        language=language,
        form=form,
        reach=_reach(session, conversation=thread.id),
        now=now,
    )
    return _step(session, moved, now=now)


def answer(session: Session, *, contact: str, said: str, number: int, now: int) -> Step | None:
    """Take a caller's answer; None when the flow is over, or asks something else by now."""
    run = flows.run_by_id(session, id=contact)
    row = None if run is None else running.held_run(session, conversation=run.conversation)
    if row is None or row.id != contact:
        return None
    stood = flows.standing(session, id=contact)
    assert stood is not None, "it was just found"
    if number != stood.number:
        return None
    if said and stood.waits_for != TRANSFER:
        threads.post_customer_message(
            session,
            conversation=row.conversation,
            id=f"key-{contact[-48:]}-{number}",
            visitor="",
            author_name="",
            text=_shown(said, stood),
            language=stood.language,
            now=now,
        )
    reach = _reach(session, conversation=row.conversation)
    moved = running.answer_run(session, row=row, answer=said, number=number, reach=reach, now=now)
    return None if moved is None else _step(session, moved, now=now)


def leave_message(
    session: Session, *, contact: str, number: int, blob: Blob | None, now: int
) -> Step | None:
    """Keep what a caller said; without sound there is only that they called."""
    run = flows.run_by_id(session, id=contact)
    row = None if run is None else running.held_run(session, conversation=run.conversation)
    if row is None or row.id != contact:
        return None
    if blob is not None:
        file = threads.add_file(
            session,
            conversation=row.conversation,
            blob=blob,
            side="customer",
            uploader="",
            now=now,
        )
        threads.post_customer_message(
            session,
            conversation=row.conversation,
            id=f"voice-{contact[-48:]}",
            visitor="",
            author_name="",
            text="",
            files=(file.id,),
            now=now,
        )
    reach = _reach(session, conversation=row.conversation)
    moved = running.answer_run(session, row=row, answer="", number=number, reach=reach, now=now)
    return None if moved is None else _step(session, moved, now=now)


def leave(session: Session, *, contact: str, now: int) -> None:
    """Let the caller be gone; doing it twice is no mistake."""
    run = flows.run_by_id(session, id=contact)
    row = None if run is None else running.held_run(session, conversation=run.conversation)
    if row is not None:
        running.leave_run(session, row=row, outcome=acts.ABANDONED, now=now)


def give_up(session: Session, *, contact: str, now: int) -> Step | None:
    """Let a flow that cannot go on end where it says, or in the queue of the number."""
    run = flows.run_by_id(session, id=contact)
    row = None if run is None else running.held_run(session, conversation=run.conversation)
    if run is None or row is None:
        return None
    thread = conversations.conversation(session, id=run.conversation)
    number = None if thread is None else directory.number_by_id(session, id=thread.place)
    assert number is not None, "a number is archived, and never deleted"
    moved = running.give_up_run(session, row=row, queue=number.queue_id, now=now)
    return _step(session, moved, now=now)


def _step(session: Session, moved: running.Moved, *, now: int) -> Step:
    made = flowing.stepped(session, moved, channel=CHANNEL, now=now)
    standing = flows.standing(session, id=moved.run)
    assert standing is not None, "the step was made in it"
    return Step(standing=standing, begun=made.begun, leaving=made.leaving)


def _shown(said: str, stood: Standing) -> str:
    """Return what agents read of a key: what it stands for, where it stands for something."""
    place = int(said) if said.isdecimal() and len(said) == 1 else 0
    known = 0 < place <= len(stood.options)
    return f"{said} · {stood.options[place - 1]}" if known else said


def _reach(session: Session, *, conversation: str) -> Reach:
    dial = outbound.promises(session, conversation=conversation)
    return Reach(dial=dial, telephone=True)
