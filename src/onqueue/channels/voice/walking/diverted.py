"""How does a caller go on in a flow whom a rule sends there instead of waiting?

The contact is over for the floor. What the flow routes is a contact of its own, as in a chat; so
the caller's leg becomes that one's in the transaction that begins the flow, and the next life of
the server finds the caller in it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from onqueue.channels.voice import books, commands
from onqueue.channels.voice.walking import steps
from onqueue.channels.webchat.flowing import AGAIN_MAX, AGAIN_MS
from onqueue.conversations import queries as conversations
from onqueue.directory import queries as directory
from onqueue.floor.events import ContactDiverted
from onqueue.floor.specs import TO_FLOW
from onqueue.flows import queries as flows
from onqueue.journal import store
from onqueue.live import codec

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from onqueue.channels.voice.call import Call, Line
    from onqueue.channels.voice.settling import Act


@dataclass(frozen=True, slots=True)
class Led:
    """A caller who goes on in a flow: as which contact, and what they hear first."""

    contact: str
    step: steps.Step


def leave_line(call: Call, customer: Line) -> list[Act]:
    """Take the caller out of the line: what they hear is over, and so is the room."""
    acts: list[Act] = []
    if call.telling:
        acts.append(commands.StopPlay(play=call.telling))
    if customer.place == "parked":
        acts.append(commands.Unpark(leg=customer.leg))
    if call.open:
        acts.append(commands.CloseRoom(room=call.room))
    call.telling, call.words, call.open, customer.place = "", None, False, ""
    return acts


def is_diverted(event: object) -> bool:
    """Tell whether somebody is sent to a flow instead of waiting."""
    return isinstance(event, ContactDiverted) and event.to == TO_FLOW


def lead_on(session: Session, *, contact: str, now: int) -> Led | None:
    """Begin the flow that a contact was sent to last; None where there is none to be led by.

    The journal is asked, so that it does not matter whether it was seen. A flow that a telephone
    cannot go through leads nobody, and nobody is sent round for ever.
    """
    told = [one for one in store.of_subject(session, subject=contact) if one.stream == codec.STREAM]
    event = codec.to_event(told[-1]) if told else None
    row = conversations.contact(session, id=contact)
    if not isinstance(event, ContactDiverted) or event.to != TO_FLOW or row is None:
        return None
    thread = conversations.conversation(session, id=row.conversation)
    if thread is None or directory.number_by_id(session, id=thread.place) is None:
        return None
    if not _can_lead(session, flow=event.flow):
        return None
    begun = flows.runs_begun(session, conversation=thread.id, since=now - AGAIN_MS)
    if begun >= AGAIN_MAX:
        return None
    led = f"{contact[-40:]}-{told[-1].seq}"
    step = steps.begin(
        session,
        contact=led,
        flow=event.flow,
        thread=thread,
        customer=row.customer,
        form=row.form,
        language=row.language,
        now=now,
    )
    books.give_legs(session, contact=contact, to=led)
    return Led(contact=led, step=step)


def _can_lead(session: Session, *, flow: str) -> bool:
    known = directory.flows(session).get(flow)
    deaf = any(use.flow == flow and use.deaf_node for use in directory.flow_uses(session))
    return known is not None and known.ready and not deaf
