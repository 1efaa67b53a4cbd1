"""What does one call do next?

The floor decides who has it; this makes it so that those people, and nobody else, talk with the
customer. It compares how things are to be with how they are and says what to ask, of the driver or
of the floor; asking twice does no harm. So it need not remember what it was doing when we were
killed.

    the contact                 the customer's leg          the agents' legs
    waits, is offered           parked, with music          none
    is active                   in the room, or on hold     the owner's and the consulted one's
    wraps up, is gone           hung up                     hung up

Between the two there are bounds: a phone that does not answer, dies or cannot be reached sends the
contact back to the head of its line, to somebody else; after `FAILURES_MAX` the call ends. The
first leg of an agent that ends by itself in a talk ends the talk. Whoever cannot wait, because the
queue is closed or full, is told so before we hang up.

It knows no clock, no database and no driver.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from onqueue.channels.voice import causes, commands
from onqueue.channels.voice.call import (
    AGENT,
    ASKED,
    CUSTOMER,
    OVER,
    UP,
    Call,
    Line,
    Seen,
    customer_leg,
    endpoint,
    farewell_play,
    has_talk,
    is_unreached,
    ringing_play,
)
from onqueue.channels.voice.carriers import ASTERISK
from onqueue.channels.voice.reaching import CUSTOMER_RINGS_S, RINGING, Out, why_unreached
from onqueue.floor import commands as floor
from onqueue.floor import model, reasons

if TYPE_CHECKING:
    from collections.abc import Collection

FAILURES_MAX: Final = 3
"""So often a contact goes back to its line because an agent's phone failed."""

Act = commands.Command | floor.Command


def ended(call: Call, line: Line, *, seen: Seen | None, by_us: bool) -> list[Act]:
    """What follows for the floor when an agent's leg ended while they had a part in the call."""
    if by_us or seen is None or line.role != AGENT or line.account not in seen.people:
        return []
    if line.account == seen.owner and not _hung_up(line) and not _has_no_telephone(call, line):
        call.failures += 1
    return _follows(call, line, seen)


def _hung_up(line: Line) -> bool:
    """Whether the agent's phone ended a talk that there was, as people do.

    At a page people hang up by asking the floor; one that ends its line by itself was closed.
    """
    return bool(line.place) and line.cause == causes.NORMAL and not line.is_page


def _has_no_telephone(call: Call, line: Line) -> bool:
    """Whether nothing is registered there: nobody was tried, and the caller goes on waiting."""
    return call.carrier == ASTERISK and line.cause == causes.ABSENT


def _follows(call: Call, line: Line, seen: Seen) -> list[Act]:
    if line.account == seen.consulted:
        return [floor.EndConsult(contact=call.contact, by=line.account)]
    if _hung_up(line):
        return [floor.End(contact=call.contact, by=line.account)]
    customer = call.customer
    if call.failures >= FAILURES_MAX and customer is not None and customer.state != OVER:
        return [commands.Hangup(leg=customer.leg, cause=causes.OUT_OF_ORDER)]
    return [floor.Requeue(contact=call.contact, by="system", reason=reasons.CONNECTION_LOST)]


def settle(call: Call, seen: Seen | None, *, coming: Collection[str] = ()) -> list[Act]:
    """What to ask so that the call becomes what the floor says it is.

    `coming` are those whose telephone is not there and will be within moments.
    """
    customer = call.customer
    if seen is None or seen.state in {model.WRAP_UP, model.SCHEDULED}:
        if call.farewell and customer is not None and customer.state != OVER:
            return _bid_farewell(call, customer)
        return hang_up_all(call)
    if call.callback and call.out is None:
        return hang_up_all(call)  # it is not their turn yet
    if customer is None and call.out is not None and is_unreached(call, seen):
        return [*_call_people(call, seen, coming), *_call_customer(call, call.out, seen)]
    if customer is None or customer.state == OVER:
        return [_tell_gone(call, seen, customer), *hang_up_all(call)]
    _follow_consultation(call, seen)
    acts: list[Act] = [*_drop_strangers(call, seen), *_call_people(call, seen, coming)]
    if customer.state == ASKED:
        return acts if call.out is not None else [*acts, commands.Answer(leg=customer.leg)]
    if seen.unreached:
        acts.append(floor.Reach(contact=call.contact))
    return [*acts, *_place(call, customer, seen)]


def transfer(
    call: Call, line: Line, *, seen: Seen | None, meant: tuple[str, str | None] | None
) -> floor.Transfer | None:
    """What to ask of the floor when a telephone asks for a transfer; None when it may not."""
    if meant is None or not has_talk(call, line, seen) or meant[1] == line.account:
        return None
    queue, target = meant
    return floor.Transfer(contact=call.contact, by=line.account, queue=queue, target=target)


def _bid_farewell(call: Call, customer: Line) -> list[Act]:
    if customer.state == ASKED:
        return [commands.Answer(leg=customer.leg)]
    acts: list[Act] = [*_move(call, customer, "farewell")]
    play = commands.Play(play=farewell_play(call), to=customer.leg, media=call.farewell)
    return [*acts, play] if acts else []


def hang_up_all(call: Call) -> list[Act]:
    """End what is left of a call."""
    acts: list[Act] = [
        commands.Hangup(leg=one.leg)
        for one in call.lines.values()
        if one.state != OVER and not one.hung_up
    ]
    if call.open:
        call.open = False
        acts.append(commands.CloseRoom(room=call.room))
    return acts


def _call_customer(call: Call, out: Out, seen: Seen) -> list[Act]:
    """Call the customer once the agent is on the line, who hears it ring."""
    here = _agents_here(call, seen)
    if not here:
        return []
    leg = customer_leg(call.contact)
    if call.callback:
        call.dialled += 1
        leg = f"{leg}{call.dialled}"
    call.lines[leg] = Line(leg=leg, role=CUSTOMER)
    call.telling = ringing_play(call.contact)
    return [
        *_meet(call, here),
        commands.Play(play=call.telling, to=here[0].leg, media=RINGING),
        commands.Dial(
            leg=leg,
            target=out.number,
            caller_id=out.shows,
            timeout_s=CUSTOMER_RINGS_S,
            longest_s=out.longest_s,
        ),
    ]


def _tell_gone(call: Call, seen: Seen, customer: Line | None) -> Act:
    if call.out is not None and is_unreached(call, seen):
        return floor.End(contact=call.contact, by="system", reason=why_unreached(customer))
    cause = None if customer is None else customer.cause
    left = cause in {causes.NORMAL, causes.INTERWORKING}
    reason = reasons.CUSTOMER_LEFT if left else reasons.CUSTOMER_GONE
    if cause == causes.LOST and call.carrier == ASTERISK:
        reason = reasons.LINE_LOST
    if seen.state == model.ACTIVE:
        by = "customer" if left else "system"
        return floor.End(contact=call.contact, by=by, reason="" if left else reason)
    return floor.Abandon(contact=call.contact, reason=reason, cancel=True)


def _follow_consultation(call: Call, seen: Seen) -> None:
    """Agents first talk alone: the customer waits while a colleague is asked."""
    if seen.consulted != call.consulting:
        call.held = bool(seen.consulted)
        call.consulting = seen.consulted
    if seen.state != model.ACTIVE:
        call.held = False


def _drop_strangers(call: Call, seen: Seen) -> list[Act]:
    """Whoever has no part in the call any more does not hear it either."""
    return [
        commands.Hangup(leg=one.leg)
        for one in call.lines.values()
        if one.role == AGENT
        and one.state != OVER
        and not one.hung_up
        and one.account not in seen.people
    ]


def _call_people(call: Call, seen: Seen, coming: Collection[str]) -> list[Act]:
    acts: list[Act] = []
    for account, stint in seen.people.items():
        line = call.live(account)
        was = next((one for one in call.lines.values() if one.stint == stint), None)
        if line is not None:
            line.stint = line.stint if line.hung_up else stint
        elif was is not None:
            # The floor was told, and has not heard it: it is told again.
            acts += _follows(call, was, seen)
        elif account not in coming:
            call.dialled += 1
            leg = f"{call.contact}-a{call.dialled}"
            call.lines[leg] = Line(leg=leg, role=AGENT, account=account, stint=stint)
            acts.append(commands.Dial(leg=leg, target=endpoint(account)))
    return acts


def _place(call: Call, customer: Line, seen: Seen) -> list[Act]:
    """Put everybody who is there where they belong."""
    here = _agents_here(call, seen)
    if not here:
        return _wait(call, customer)
    acts: list[Act] = []
    if call.telling:
        acts.append(commands.StopPlay(play=call.telling))
    call.telling, call.words = "", None
    return [*acts, *_meet(call, here), *_move(call, customer, "held" if call.held else "room")]


def _agents_here(call: Call, seen: Seen) -> list[Line]:
    return [
        one
        for one in call.lines.values()
        if one.role == AGENT and one.state == UP and one.account in seen.people
    ]


def _meet(call: Call, here: list[Line]) -> list[Act]:
    acts: list[Act] = []
    if not call.open:
        call.open = True
        acts.append(commands.OpenRoom(room=call.room))
    for line in here:
        acts += _move(call, line, "room")
    return acts


def _wait(call: Call, customer: Line) -> list[Act]:
    """Let the customer hear music, or what there is to tell."""
    if call.telling:
        return []
    words, call.words = call.words, None
    if words is None:
        return _move(call, customer, "parked")
    call.telling = words.play
    play = commands.Play(play=words.play, to=customer.leg, media=words.media)
    return [*_move(call, customer, "told"), play]


def _move(call: Call, line: Line, place: str) -> list[Act]:
    before, line.place = line.place, place
    if before == place:
        return []
    if place == "parked":
        return [commands.Park(leg=line.leg)]
    if place in {"farewell", "told"}:
        return [commands.Park(leg=line.leg, music=None)]
    acts: list[Act] = []
    if before not in {"room", "held"}:
        acts.append(commands.Join(room=call.room, leg=line.leg))
    if place == "held":
        acts.append(commands.Hold(leg=line.leg))
    elif before == "held":
        acts.append(commands.Unhold(leg=line.leg))
    return acts
