"""What is one call? A contact of the channel "voice" with its legs.

What becomes of it is worked out in `settling`, from this and from the contact on the floor.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from onqueue.channels.voice import commands, events
from onqueue.channels.voice.carriers import BROWSER
from onqueue.floor import model

if TYPE_CHECKING:
    from onqueue.channels.voice.reaching import Out
    from onqueue.floor.model import Contact

CHANNEL: Final = "voice"
FAREWELL_MS_MAX: Final = 20_000
"""How long it may take to tell somebody that they cannot wait."""

ASKED: Final = "asked"
UP: Final = "up"
OVER: Final = "over"

CUSTOMER: Final = "customer"
AGENT: Final = "agent"
LISTENER: Final = "listener"


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
    rated: bool = False
    """The customer was asked how it was."""
    out: Out | None = None
    """Whom an agent calls; None where somebody called in."""
    callback: str = ""
    """At which number the customer is called when it is their turn; empty where they wait."""
    name: str = ""
    """By what it is told from other calls for as long as it lasts; its contact may change."""

    def __post_init__(self) -> None:
        """A call begins with its contact, or with what came before that."""
        self.name = self.name or self.contact

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


def ringing_play(contact: str) -> str:
    """The name of what an agent hears while the customer's telephone rings."""
    return f"rings-{contact}"


def is_unreached(call: Call, seen: Seen) -> bool:
    """Whether the customer is called, and has not answered."""
    awaited = call.callback and call.out is not None and call.out.reached_at is None
    return seen.unreached or bool(awaited)


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


def call_anew(line: Line) -> None:
    """Another telephone of the same person takes the place of this one in their part."""
    line.stint, line.hung_up = "", True


def has_talk(call: Call, line: Line, seen: Seen | None) -> bool:
    """Whether a leg is its owner's, who talks with the customer."""
    owns = seen is not None and seen.state == model.ACTIVE and seen.owner == line.account
    return owns and line.role == AGENT and bool(line.place) and not call.consulting


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


def told(call: Call, play: str) -> bool:
    """What the customer was told is over: the music goes on. Returns whether it was that."""
    if not play or call.telling != play:
        return False
    call.telling = ""
    return True
