"""What does Onqueue want of whatever carries calls?

A driver knows legs, rooms and media. It does not know queues, agents or customers: who is
called, who is put together and what happens when nobody answers is decided above it.

- Commands (`commands`) are asked one by one and answered at once: `Accepted`, `Rejected` with a
  reason, or `Gone` when what they name is no more. Who cleans up takes `Gone` for success. The
  answer says that the driver will do it; that it is done is an event. A command may be repeated.
- Events (`events`) go to the listener in order, in the driver's event loop. A listener returns at
  once and never raises.
- Exactly one `LegEnded` for each leg that was ever offered or accepted for dialling.
- Whatever is left when a leg or room ends (taps, plays, recordings, places in rooms) the driver
  ends with it, and tells.

`tests/contract.py` says the same as tests that every driver passes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import msgspec

if TYPE_CHECKING:
    from collections.abc import Callable

    from onqueue.channels.voice.commands import Command
    from onqueue.channels.voice.events import Event


class Accepted(msgspec.Struct, frozen=True):
    """It is being done, or was done before."""


class Rejected(msgspec.Struct, frozen=True):
    """It cannot be done; `reason` is a code such as `leg.not_answered`."""

    reason: str


class Gone(msgspec.Struct, frozen=True):
    """What the command names has ended, or never was."""


Outcome = Accepted | Rejected | Gone

ACCEPTED = Accepted()
GONE = Gone()


class Capabilities(msgspec.Struct, frozen=True, kw_only=True):
    """What a driver can do; the rest it rejects with `driver.cannot`."""

    driver: str
    numbers: bool
    """Telephone numbers can be dialled, and call in."""
    record: bool
    tap: bool
    play: bool
    dtmf: bool
    amd: bool
    streams: bool
    transfers: bool
    """Phones can ask for transfers by themselves."""


class LegNow(msgspec.Struct, frozen=True, kw_only=True):
    """One leg as the driver has it."""

    id: str
    state: str
    """offered, dialling, ringing or up."""
    room: str | None
    held: bool


class Snapshot(msgspec.Struct, frozen=True, kw_only=True):
    """All that a driver carries, to be compared with what we believe after a restart."""

    node: str
    epoch: str
    legs: tuple[LegNow, ...]
    rooms: tuple[str, ...]
    records: tuple[str, ...]
    taps: tuple[str, ...]


class Stats(msgspec.Struct, frozen=True, kw_only=True):
    """How a leg sounds now."""

    lost: float
    jitter_ms: float
    round_trip_ms: float


class Telephony(Protocol):
    """One way to carry calls."""

    @property
    def capabilities(self) -> Capabilities:
        """What it can do."""
        ...

    def listen(self, hear: Callable[[Event], None]) -> None:
        """Tell events to `hear` from now on; there is one listener."""
        ...

    async def do(self, command: Command) -> Outcome:
        """Take a command."""
        ...

    async def snapshot(self) -> Snapshot:
        """Say what is carried now."""
        ...

    async def stats(self, leg: str) -> Stats | None:
        """Say how a leg sounds; None when that is not known."""
        ...
