"""After the talk: what a caller is asked, and what their key is worth."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import structlog

from onqueue.channels.voice import commands
from onqueue.channels.voice.call import CUSTOMER, OVER, UP
from onqueue.channels.voice.speech.phrases import phrase
from onqueue.conversations import queries as conversations
from onqueue.conversations import service as threads
from onqueue.floor import model
from onqueue.kernel.errors import OnqueueError

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from onqueue.channels.voice.call import Call
    from onqueue.channels.voice.settling import Act
    from onqueue.floor.model import Contact
    from onqueue.flows.queries import Standing

log = structlog.get_logger(__name__)

SCORES: Final = frozenset("12345")
TALKED: Final = frozenset({"room", "held"})
"""Where a customer was who has talked with somebody."""


def can_be_asked(call: Call, there: Contact | None) -> bool:
    """Tell whether the agent has left a talk and the customer is on the line yet."""
    customer = call.customer
    if call.rated or there is None or there.state != model.WRAP_UP or customer is None:
        return False
    return customer.state == UP and customer.place in TALKED


def part(call: Call) -> list[Act]:
    """Let everybody go but the customer, who comes out of the room."""
    acts: list[Act] = [
        commands.Hangup(leg=one.leg)
        for one in call.lines.values()
        if one.role != CUSTOMER and one.state != OVER and not one.hung_up
    ]
    customer = call.customer
    if customer is not None:
        if customer.place == "held":
            acts.append(commands.Unhold(leg=customer.leg))
        customer.place = ""
    if call.open:
        acts.append(commands.CloseRoom(room=call.room))
    call.open, call.rated = False, True
    return acts


def take_rating(session: Session, *, contact: str, key: str, now: int) -> bool:
    """Keep what a caller pressed; tell whether it was a rating."""
    row = conversations.contact(session, id=contact)
    thread = None if row is None else conversations.conversation(session, id=row.conversation)
    if key not in SCORES or thread is None:
        return False
    try:
        threads.rate_contact(
            session, contact=contact, visitor=thread.visitor, score=int(key), comment="", now=now
        )
    except OnqueueError as refused:
        log.info("calls.not_rated", contact=contact, code=refused.code)
        return False
    return True


def thanks_for(standing: Standing) -> Standing:
    """Return the last words of a call."""
    said = phrase("rated", language=standing.language)
    return replace(standing, said=(said,) if said else (), waits_for="")
