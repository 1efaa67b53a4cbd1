"""What does one call do next?

A call is a contact of the channel "voice" with its legs. The floor decides who has it; this makes
it so that those people, and nobody else, talk with the customer. It compares how things are to be
with how they are and says what to ask, of the driver or of the floor; asking twice does no harm.
So it need not remember what it was doing when we were killed.

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

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from onqueue.channels.voice import causes, commands, events
from onqueue.channels.voice.carriers import ASTERISK, BROWSER
from onqueue.channels.voice.reaching import CUSTOMER_RINGS_S, RINGING, Out, why_unreached
from onqueue.floor import commands as floor
from onqueue.floor import model, reasons

if TYPE_CHECKING:
    from collections.abc import Collection

    from onqueue.floor.model import Contact

CHANNEL: Final = "voice"
FAILURES_MAX: Final = 3
"""So often a contact goes back to its line because an agent's phone failed."""

FAREWELL_MS_MAX: Final = 20_000
"""How long it may take to tell somebody that they cannot wait."""

ASKED: Final = "asked"
UP: Final = "up"
OVER: Final = "over"

CUSTOMER: Final = "customer"
AGENT: Final = "agent"
LISTENER: Final = "listener"

Act = commands.Command | floor.Command


@dataclass(slots=True)
class Line:
    """One leg of a call, and whose."""

    leg: str
    role: str
    account: str = ""
    """Whose, if not the customer's."""
    stint: str = ""
    """For which of the account's parts in the call it was dialled."""
    state: str = ASKED
    place: str = ""
    """Where it was put last: room, parked or held."""
    cause: int | None = None
    hung_up: bool = False
    """We asked for its end; the driver will tell it."""
    target: str = ""
    """What was dialled."""
    rings: bool = False
    refusal: str = ""
    """Why the driver would not even dial."""

    @property
    def is_page(self) -> bool:
        """Whether it leads to a page that is a telephone at Asterisk."""
        return self.target.startswith(BROWSER)


@dataclass(frozen=True, slots=True)
class Seen:
    """The contact as the floor has it now."""

    state: str
    owner: str = ""
    owner_stint: str = ""
    consulted: str = ""
    consult_stint: str = ""
    unreached: bool = False
    """The customer is being called, as far as the floor knows."""

    @property
    def people(self) -> dict[str, str]:
        """Who is to talk, and for which of their parts."""
        if self.state != model.ACTIVE:
            return {}
        people = {self.owner: self.owner_stint}
        if self.consulted:
            people[self.consulted] = self.consult_stint
        return people


@dataclass(frozen=True, slots=True)
class Words:
    """Something to be told once, and the name of its play."""

    play: str
    media: tuple[str, ...]


@dataclass(slots=True)
class Call:
    """One call: its legs, and what was asked of it."""

    contact: str
    carrier: str = ""
    """The driver by which all its legs go."""
    caller: str = ""
    """The number that called, to be shown on the agents' telephones."""
    lines: dict[str, Line] = field(default_factory=dict)
    held: bool = False
    """The customer waits with music while an agent does something else."""
    consulting: str = ""
    failures: int = 0
    dialled: int = 0
    open: bool = False
    """The room is there."""
    coming_until: int = 0
    """Until then the contact may not be on the floor yet."""
    taps: dict[str, str] = field(default_factory=dict)
    """For each account that listens: the mode."""
    diverted: bool = False
    """They may have been sent to a flow that they are not in yet."""
    message: bool = False
    """The caller left a message: its contact is on the floor, and nobody is to be on the line."""
    words: Words | None = None
    """What the customer is told next while they wait."""
    telling: str = ""
    """The play by which they are being told; meanwhile there is no music."""
    farewell: tuple[str, ...] = ()
    """What the customer is told before we hang up."""
    farewell_until: int = 0
    """When it is over at the latest; 0 before it was begun."""
    out: Out | None = None
    """Whom an agent calls; None where somebody called in."""

    @property
    def room(self) -> str:
        """The room that everybody meets in."""
        return f"room-{self.contact}"

    @property
    def customer(self) -> Line | None:
        """The customer's leg, also when it is over."""
        return next((one for one in self.lines.values() if one.role == CUSTOMER), None)

    def live(self, account: str) -> Line | None:
        """The leg on which somebody is reached or being called."""
        return next(
            (one for one in self.lines.values() if one.account == account and one.state != OVER),
            None,
        )


def customer_leg(contact: str) -> str:
    """The name of a customer's leg, where the driver does not give one."""
    return f"{contact}-c"


def see(contact: Contact | None) -> Seen | None:
    """Look at a contact on the floor; None when it is not there any more."""
    if contact is None:
        return None
    consult = contact.consult
    joined = consult is not None and consult.joined
    return Seen(
        state=contact.state,
        owner=contact.agent or "",
        owner_stint=f"{contact.agent}:{contact.taken_at}",
        consulted=consult.agent if consult is not None and joined else "",
        consult_stint=f"{consult.agent}:{consult.accepted}" if consult is not None else "",
        unreached=model.is_unreached(contact),
    )


def hear(call: Call, event: events.Event) -> None:
    """Take in what happened to a leg."""
    line = call.lines.get(getattr(event, "leg", ""))
    if line is None:
        return
    if isinstance(event, events.LegAnswered):
        line.state = UP
    elif isinstance(event, events.LegRinging):
        line.rings = True
    elif isinstance(event, events.LegEnded):
        line.cause = event.cause
        line.state = OVER


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
    if customer is None and call.out is not None and seen.unreached:
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


def call_anew(line: Line) -> None:
    """Another telephone of the same person takes the place of this one in their part."""
    line.stint, line.hung_up = "", True


def has_talk(call: Call, line: Line, seen: Seen | None) -> bool:
    """Whether a leg is its owner's, who talks with the customer."""
    owns = seen is not None and seen.state == model.ACTIVE and seen.owner == line.account
    return owns and line.role == AGENT and bool(line.place) and not call.consulting


def transfer(
    call: Call, line: Line, *, seen: Seen | None, meant: tuple[str, str | None] | None
) -> floor.Transfer | None:
    """What to ask of the floor when a telephone asks for a transfer; None when it may not."""
    if meant is None or not has_talk(call, line, seen) or meant[1] == line.account:
        return None
    queue, target = meant
    return floor.Transfer(contact=call.contact, by=line.account, queue=queue, target=target)


def hold(call: Call, *, on: bool) -> None:
    """Let the customer wait with music, or bring them back."""
    call.held = on


def never_talked(call: Call) -> bool:
    """Whether the customer is there and never had anybody on the line."""
    customer = call.customer
    return (
        customer is not None
        and customer.state != OVER
        and not any(one.role == AGENT and one.place for one in call.lines.values())
    )


def follow_farewell(call: Call, *, waits: bool, words: tuple[str, ...], now: int) -> None:
    """Who waited and is sent away is told so, if there are words; and not for ever."""
    if waits:
        call.farewell, call.farewell_until = (), 0
    elif not call.farewell_until and words and never_talked(call):
        call.farewell = call.farewell or words
        call.farewell_until = now + FAREWELL_MS_MAX
    elif now >= call.farewell_until:
        call.farewell = ()


def farewell_play(call: Call) -> str:
    """The name of what a customer is told before we hang up."""
    return f"bye-{call.contact}"


def is_over(call: Call) -> bool:
    """Whether nothing is left of the call."""
    return all(line.state == OVER for line in call.lines.values())


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
    call.lines[leg] = Line(leg=leg, role=CUSTOMER)
    call.telling = f"rings-{call.contact}"
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
    if call.out is not None and seen.unreached:
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


def endpoint(account: str) -> str:
    """Under which name somebody's phone is dialled."""
    return f"agent:{account}"


def not_moved(line: Line, act: commands.Command) -> None:
    """What was asked for a leg was not done: it is where it was, and is asked again."""
    if isinstance(act, commands.Unhold):
        line.place = "held"
    elif isinstance(act, commands.Hold):
        line.place = "room"
    elif isinstance(act, commands.Join | commands.Park):
        line.place = ""


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


def told(call: Call, play: str) -> bool:
    """What the customer was told is over: the music goes on. Returns whether it was that."""
    if not play or call.telling != play:
        return False
    call.telling = ""
    return True


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
