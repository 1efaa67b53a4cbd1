"""What a driver's tests give to the contract: the driver, phones around it, and an ear."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, TypeVar

from onqueue.channels.voice import commands, events
from onqueue.channels.voice.port import ACCEPTED

if TYPE_CHECKING:
    from collections.abc import Callable

    from onqueue.channels.voice.drivers.simulated import Behaviour
    from onqueue.channels.voice.events import Event
    from onqueue.channels.voice.port import Telephony

E = TypeVar("E", bound=events.Event)


class Stage(Protocol):
    """A driver, and phones around it."""

    events: list[Event]

    @property
    def telephony(self) -> Telephony:
        """The driver."""
        ...

    def phone(self, name: str, does: Behaviour | None = None) -> None:
        """Make a phone that can be dialled by its name; left to itself it answers soon."""
        ...

    async def call_in(self, name: str) -> str:
        """Let a phone call the centre; returns the leg once it was offered."""
        ...

    async def hang_up(self, leg: str) -> None:
        """Let the far end hang up."""
        ...

    async def press(self, leg: str, digits: str) -> None:
        """Let the far end press keys."""
        ...

    async def hold(self, leg: str, *, on: bool) -> None:
        """Let the phone hold the line itself."""
        ...

    async def ask_transfer(self, leg: str, target: str) -> None:
        """Let the phone ask for a transfer."""
        ...

    async def crash(self) -> None:
        """Kill the node and let it come up again."""
        ...

    async def pass_ms(self, ms: int) -> None:
        """Let time pass."""
        ...

    async def until(self, seen: Callable[[], bool]) -> None:
        """Let time pass until something is so; fails after a minute of the driver's time."""
        ...

    async def hears(self, leg: str) -> set[str]:
        """Listen at the far end of a leg."""
        ...


async def told(stage: Stage, kind: type[E], **fields: object) -> E:
    """Wait for an event of a kind with these fields, and return it."""

    def found() -> list[E]:
        return [
            event
            for event in stage.events
            if isinstance(event, kind)
            and all(getattr(event, name) == value for name, value in fields.items())
        ]

    await stage.until(lambda: bool(found()))
    return found()[0]


def of_leg(stage: Stage, leg: str) -> list[str]:
    """The names of a leg's events in order."""
    return [type(one).__name__ for one in stage.events if getattr(one, "leg", None) == leg]


async def do(stage: Stage, *asked: commands.Command) -> None:
    """Ask, and see that each is accepted."""
    for command in asked:
        assert await stage.telephony.do(command) == ACCEPTED, command


async def answered(stage: Stage, *legs: str) -> None:
    """Let phones named like the legs be called, and wait until they talk."""
    for leg in legs:
        stage.phone(leg)
        await do(stage, commands.Dial(leg=f"to-{leg}", target=leg))
        await told(stage, events.LegAnswered, leg=f"to-{leg}")


async def in_room(stage: Stage, *names: str, room: str = "room") -> None:
    """Let phones talk in one room."""
    await answered(stage, *names)
    await do(stage, commands.OpenRoom(room=room))
    await do(stage, *(commands.Join(room=room, leg=f"to-{name}") for name in names))
