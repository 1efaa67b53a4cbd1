"""What is one Asterisk to us? Its link, the state that we believe in, and what hangs on it.

The state is the same switch on which all drivers of our own stand. Here Asterisk carries the
sound: a command is first done there, and then the switch notes and tells it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import msgspec

from onqueue.channels.voice import causes, events
from onqueue.channels.voice.asterisk.link import AwayError, Link
from onqueue.channels.voice.asterisk.recordings import Recordings
from onqueue.channels.voice.asterisk.snoops import Snoops
from onqueue.channels.voice.asterisk.taps import Taps
from onqueue.channels.voice.asterisk.wires import NotTakenError, Wire
from onqueue.channels.voice.switch import Switch
from onqueue.kernel.tasks import Tasks

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine
    from pathlib import Path

    from onqueue.channels.voice.asterisk.plan import Plan
    from onqueue.channels.voice.events import Event
    from onqueue.channels.voice.model import Recording
    from onqueue.channels.voice.port import Snapshot
    from onqueue.kernel.clock import Clock

UNWANTED_MAX: Final = 10_000


class Node:
    """One Asterisk, up or away."""

    def __init__(
        self,
        *,
        plan: Plan,
        secret: str,
        recordings: Path,
        clock: Clock,
        hear: Callable[[dict[str, Any]], None],
        change: Callable[[bool], None],
    ) -> None:
        self.plan, self.clock = plan, clock
        self.tasks = Tasks()
        self.ready = False
        """It is up, and what it carries has been compared with what we believe."""
        self.wires: dict[str, Wire] = {}
        self.unwanted: dict[str, None] = {}
        """Legs that we have told the end of, and that Asterisk may still have."""
        self.listener: Callable[[Event], None] = lambda _event: None
        self._told_at = 0
        self.link = Link(
            port=plan.events_port, user=plan.node, secret=secret, hear=hear, change=change
        )
        self.switch = Switch(
            node=plan.node, epoch="", now=self.now, tell=self._tell, store=_nothing_to_store
        )
        self.snoops = Snoops(link=self.link, application=plan.application)
        self.taps = Taps(link=self.link, snoops=self.snoops, wires=self.wires)
        self.recordings = Recordings(
            link=self.link,
            snoops=self.snoops,
            folder=recordings,
            now=self.now,
            say=self.switch.say,
            go=self.go,
        )

    def now(self) -> int:
        """Return the time, which never goes back in what we tell."""
        self._told_at = max(self._told_at, self.clock.now())
        return self._told_at

    def wire(self, leg: str) -> Wire:
        """Return where Asterisk has a leg."""
        return self.wires.setdefault(leg, Wire(leg))

    def snapshot(self) -> Snapshot:
        """Return all that is here."""
        return msgspec.structs.replace(self.switch.snapshot(), records=self.recordings.names())

    def lose_all(self) -> None:
        """Nobody knows any more what became of the legs: each has ended as lost."""
        self.recordings.forget()
        self.taps.forget()
        for leg in list(self.switch.legs):
            self.unwant(leg)
            self.switch.lose(leg, cause=causes.LOST, by="system")
        for room in list(self.switch.rooms):
            del self.switch.rooms[room]

    def unwant(self, leg: str) -> None:
        """Hang up a leg as soon as Asterisk can be asked."""
        self.unwanted[leg] = None
        while len(self.unwanted) > UNWANTED_MAX:
            del self.unwanted[next(iter(self.unwanted))]

    def go(self, work: Coroutine[Any, Any, object], *, name: str) -> None:
        """Do something beside; that the node or the leg goes away meanwhile is no fault."""
        self.tasks.start(_forgiving(work), name=f"asterisk: {name}")

    def _tell(self, event: Event) -> None:
        match event:
            case events.TapEnded():
                self.go(self.taps.end(event.tap), name="tap")
            case events.PlayFinished():
                self.go(self.snoops.end_play(event.play), name="play")
            case events.RoomJoined():
                self.go(self.recordings.joined(event.room, event.leg), name="record")
            case events.RoomLeft():
                self.go(self.recordings.left(event.room, event.leg), name="record")
            case events.LegEnded():
                self.wires.pop(event.leg, None)
                for record in self.recordings.of(event.leg):
                    self.go(self.recordings.stop(record), name="record")
            case _:
                pass
        self.listener(event)


async def _forgiving(work: Coroutine[Any, Any, object]) -> None:
    try:
        await work
    except (AwayError, NotTakenError):
        return


def _nothing_to_store(record: Recording) -> tuple[str, str]:
    """Recordings are kept beside the switch, because Asterisk writes them."""
    raise AssertionError(record)
