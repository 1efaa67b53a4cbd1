"""How does the floor say no? Every code, with the sentence that a person reads.

A refusal is a value, not an exception: it is an expected answer, and changes nothing.
Sentences say what is the case and what to do next. Codes are never reused.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, final

if TYPE_CHECKING:
    from collections.abc import Mapping

SENTENCES: Final[dict[str, str]] = {
    "agent.unknown": (
        "There is no agent {agent} on the floor. An administrator can add them under Agents."
    ),
    "agent.disconnected": "{name} has no desk connected. Open the desk first, then try again.",
    "agent.holds_contacts": "Finish or hand over your {count} contacts first, then sign off.",
    "agent.absent": "{name} is not on queue. Ask somebody else, or give it to the queue {queue}.",
    "agent.full": (
        "{name} has no room for one more {channel} contact. Finish one first, or ask somebody else."
    ),
    "agent.off": "You are signed off. Go on queue or into another state first, then take it over.",
    "agent.no_channel": (
        "{name} does not take {channel} contacts. Choose somebody else, or the queue {queue}."
    ),
    "agent.not_cleared": (
        "{name} may not answer what comes to {queue} yet: a briefing or a certificate is"
        " missing. Choose somebody else, or the queue."
    ),
    "agent.no_telephone": (
        "{name} has no telephone now: neither a browser that was checked nor a desk phone."
        " Choose somebody else, or the queue {queue}."
    ),
    "agent.self": "This is already yours. Choose somebody else.",
    "break.not_on_queue": "A short break is asked for on queue. Go on queue first.",
    "break.asked": "You have asked for a short break already. Wait for it, or take it back first.",
    "break.too_short": "A short break lasts a minute at least. Ask for more.",
    "break.none": "{name} has no wish for a short break now. Nothing needs to be done.",
    "state.unknown": "There is no state {state}. Choose one from the list.",
    "state.automatic": "Nobody can be put into the state {state} by hand. Choose another one.",
    "queue.unknown": "There is no queue {queue}. Choose one from the list.",
    "queue.in_use": "{name} still has {count} contacts. Finish or transfer them, then remove it.",
    "queue.full": "{name} is full: {count} are waiting already. Try again later.",
    "queue.closed": "{name} is closed now. Leave a message, or come back when it opens.",
    "queue.unknown_rule": (
        "{name} has a rule that this version does not know. Choose rules from the lists."
    ),
    "queue.rings_out_of_order": (
        "The rings of {name} must be at most 12, each opening later than the one before."
        " Put them in order."
    ),
    "queue.diversion_circle": (
        "Contacts would go round in a circle: {path}. Send them somewhere else at one of these."
    ),
    "contact.unknown": "This contact is finished or was never here. Nothing needs to be done.",
    "contact.waiting": "Nobody has taken this contact yet. It must be accepted first.",
    "contact.scheduled": "This contact is planned for later. It can be worked on when it is due.",
    "contact.ended": "The conversation is over. Finish the wrap-up instead.",
    "contact.active": "The conversation is still going on. End it first, then close it.",
    "contact.not_waiting": "This contact is not waiting any more, so its place cannot change.",
    "contact.not_yours": "{name} has this contact. Ask them, or take it over first.",
    "contact.other_channel": "This stays a {channel} contact. Leave the channel as it is.",
    "contact.not_reached": (
        "Nobody has answered this call yet. Wait until somebody does, or end the call."
    ),
    "call_out.away": "You are signed off or on a break. Go into another state first, then call.",
    "call_out.no_telephone": (
        "You have no telephone now: neither a browser that was checked nor a desk phone."
        " Check your telephone first, then call."
    ),
    "call_out.full": (
        "You have other contacts or an offer, and a call needs you alone. Finish them, then call."
    ),
    "call_out.other_queue": "You are not in the queue {name}. Choose one of your own to call for.",
    "offer.gone": "{winner} has this contact now. Wait for the next offer.",
    "offer.over": (
        "This offer is over: its time ran out, or the customer left. Wait for the next one."
    ),
    "offer.taken": "You have taken this contact. Put it back in the queue or transfer it instead.",
    "wrap_up.code_missing": "Choose a wrap-up code first, then close the contact.",
    "wrap_up.no_extension": "You have had all {count} extensions. Close the contact now.",
    "consult.running": "{name} was already asked. End that consultation first.",
    "consult.not_joined": "{name} has not joined yet. Wait, or transfer the contact instead.",
    "consult.none": "Nobody was asked about this contact. Ask somebody first.",
}


@final
@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a command was not carried out."""

    code: str
    sentence: str
    data: Mapping[str, str | int]


def refuse(code: str, **data: str | int) -> Refusal:
    """Refuse with the sentence of a code, filled in."""
    return Refusal(code=code, sentence=SENTENCES[code].format_map(data), data=data)
