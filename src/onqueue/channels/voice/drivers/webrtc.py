"""Calls from browser to browser: this carries who is connected with whom, never the sound.

Each leg is a line to one browser. What it has to do for the leg is a plan (`plans`), which is sent
whenever it changes; what two browsers tell each other to get connected is passed on as it is,
between the two ends of one connection and nobody else, and never looked into.

A browser whose socket is gone may still be talking: it has a while to come back, then its leg has
ended. So it is after our own restart: legs that the books know are expected back.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, Protocol

import msgspec
import structlog

from onqueue.channels.voice import causes, commands, events
from onqueue.channels.voice.model import OFFERED, UP, Leg
from onqueue.channels.voice.plans import Plan, plan
from onqueue.channels.voice.port import ACCEPTED, Capabilities, Rejected, Stats
from onqueue.channels.voice.switch import Switch

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from onqueue.channels.voice.commands import Command
    from onqueue.channels.voice.events import Event
    from onqueue.channels.voice.model import Recording
    from onqueue.channels.voice.port import Outcome, Snapshot

log = structlog.get_logger(__name__)

AWAY_MS_MAX: Final = 20_000
"""How long a browser may be gone before its leg has ended."""
APART_MS_MAX: Final = 20_000
"""How long two browsers may fail to reach each other before a leg is given up."""
SIGNAL_BYTES_MAX: Final = 12_000
SIGNALS_MAX: Final = 200
SIGNALS_MS: Final = 10_000
"""A browser may pass on so many signals in that time; a connection takes about ten."""
SECOND_MS: Final = 1_000
CANNOT: Final = (
    commands.Play,
    commands.SendDtmf,
    commands.StartRecord,
    commands.OpenStream,
    commands.ReplyTransfer,
)


class Phone(Protocol):
    """A browser's socket."""

    def tell(self, **frame: Any) -> None:
        """Send a frame."""
        ...


@dataclass(frozen=True, slots=True)
class Expected:
    """A leg that the books know, and whose browser may still be talking."""

    leg: str
    endpoint: str
    offered: bool
    attachment: str


@dataclass(slots=True, eq=False)
class Line:
    """The browser's side of a leg."""

    endpoint: str
    attachment: str = ""
    phone: Phone | None = None
    gone_at: int | None = None
    rings_until: int | None = None
    apart_at: int | None = None
    expected: bool = False
    sent: Plan | None = None
    stats: Stats | None = None
    signals: list[int] = field(default_factory=list)


class WebRtc:
    """The driver for browsers."""

    def __init__(
        self,
        *,
        now: Callable[[], int],
        epoch: str,
        ice: Callable[[str], list[dict[str, Any]]],
        node: str = "webrtc",
    ) -> None:
        self._now = now
        self._ice = ice
        self._hear: Callable[[Event], None] = lambda _event: None
        self._lines: dict[str, Line] = {}
        self._phones: dict[str, tuple[str, Phone]] = {}
        self._resync_at: int | None = None
        self._switch = Switch(node=node, epoch=epoch, now=now, tell=self._tell, store=_no_recording)

    @property
    def capabilities(self) -> Capabilities:
        """Browsers only: no numbers, and what is said does not pass through here."""
        return Capabilities(
            driver="webrtc",
            numbers=False,
            record=False,
            tap=True,
            play=False,
            dtmf=False,
            amd=False,
            streams=False,
            transfers=False,
        )

    # --- the port -----------------------------------------------------------------------------

    def listen(self, hear: Callable[[Event], None]) -> None:
        """Tell events to `hear` from now on."""
        self._hear = hear

    async def do(self, command: Command) -> Outcome:
        """Take a command."""
        if isinstance(command, CANNOT):
            return Rejected(reason="driver.cannot")
        new = isinstance(command, commands.Dial) and command.leg not in self._switch.legs
        outcome = self._switch.do(command)
        if isinstance(command, commands.Dial) and new and outcome == ACCEPTED:
            self._ring(command)
        self._push()
        return outcome

    async def snapshot(self) -> Snapshot:
        """Say what is carried now."""
        return self._switch.snapshot()

    async def stats(self, leg: str) -> Stats | None:
        """Say how the browser of a leg finds it sounds."""
        line = self._lines.get(leg)
        return None if line is None else line.stats

    def start(self, expected: Iterable[Expected] = ()) -> None:
        """Begin; legs that the books know have a while to come back."""
        now = self._now()
        self._switch.say(events.NodeUp)
        for one in expected:
            self._switch.legs[one.leg] = Leg(
                id=one.leg, far=one.endpoint, state=UP, offered=one.offered
            )
            self._lines[one.leg] = Line(
                endpoint=one.endpoint, attachment=one.attachment, gone_at=now, expected=True
            )
        self._resync_at = now + AWAY_MS_MAX

    # --- browsers -----------------------------------------------------------------------------

    def attach(self, endpoint: str, *, attachment: str, phone: Phone) -> Phone | None:
        """Let a browser speak for an endpoint; returns the socket that did before, if another.

        `attachment` is drawn by the browser and stays the same while its sound does: when only
        the socket was replaced, the connections to other browsers stand.
        """
        before = self._phones.get(endpoint)
        self._phones[endpoint] = (attachment, phone)
        for line in self._of(endpoint):
            line.attachment, line.phone, line.gone_at = attachment, phone, None
            line.expected, line.sent = False, None
        self._push()
        return before[1] if before is not None and before[1] is not phone else None

    def detach(self, endpoint: str, *, phone: Phone) -> None:
        """A browser's socket is gone; unless another one speaks by now, its legs wait for it."""
        found = self._phones.get(endpoint)
        if found is None or found[1] is not phone:
            return
        del self._phones[endpoint]
        for line in self._of(endpoint):
            line.phone, line.gone_at = None, self._now()

    def is_attached(self, endpoint: str) -> bool:
        """Whether a browser speaks for an endpoint."""
        return endpoint in self._phones

    def call_in(self, leg: str, *, endpoint: str, did: str) -> None:
        """A browser calls; it is attached already."""
        attachment, phone = self._phones[endpoint]
        self._lines[leg] = Line(endpoint=endpoint, attachment=attachment, phone=phone)
        self._switch.offer(Leg(id=leg, far=endpoint, state=OFFERED, offered=True), did=did)
        self._push()

    def take(self, leg: str, *, phone: Phone) -> None:
        """The browser that was called answers."""
        line = self._line(leg, phone)
        if line is not None:
            line.rings_until = None
            self._switch.take(leg)
            self._push()

    def hang_up(self, leg: str, *, phone: Phone, cause: int = causes.NORMAL) -> None:
        """The browser ends its leg, or refuses it while it rings."""
        if self._line(leg, phone) is not None:
            self._lose(leg, cause=cause, by="far")

    def signal(self, leg: str, *, phone: Phone, link: str, data: msgspec.Raw) -> bool:
        """Pass something on along a connection; False when it was too much or not theirs."""
        line = self._line(leg, phone)
        if line is None or line.sent is None:
            return False
        peer = next((one for one in line.sent.peers if one.link == link), None)
        now = self._now()
        line.signals = [at for at in line.signals if now - at < SIGNALS_MS]
        if peer is None or len(line.signals) >= SIGNALS_MAX:
            return False
        if len(bytes(data)) > SIGNAL_BYTES_MAX:
            return False
        line.signals.append(now)
        other = self._lines.get(peer.leg)
        if other is not None and other.phone is not None:
            other.phone.tell(t="signal", leg=peer.leg, link=link, data=data)
        return True

    def report(self, leg: str, *, phone: Phone, apart: bool, stats: Stats | None) -> None:
        """The browser says whether it reaches whom it should, and how it sounds."""
        line = self._line(leg, phone)
        if line is None:
            return
        if not apart:
            line.apart_at = None
        elif line.apart_at is None:
            line.apart_at = self._now()
        if stats is not None:
            line.stats = stats
            self._switch.say(
                events.LegQuality,
                leg=leg,
                lost=stats.lost,
                jitter_ms=stats.jitter_ms,
                round_trip_ms=stats.round_trip_ms,
            )

    def look(self) -> None:
        """Let happen what is due: ringing, absence and failure to connect have bounds."""
        now = self._now()
        for leg, line in list(self._lines.items()):
            if leg not in self._lines:
                continue
            if line.rings_until is not None and now >= line.rings_until:
                self._lose(leg, cause=causes.NO_ANSWER, by="system")
            elif line.gone_at is not None and now - line.gone_at >= AWAY_MS_MAX:
                cause = causes.LOST if line.expected else causes.NO_MEDIA
                self._lose(leg, cause=cause, by="system")
            elif line.apart_at is not None and now - line.apart_at >= APART_MS_MAX:
                self._give_up(leg)
        if self._resync_at is not None and now >= self._resync_at:
            self._resync_at = None
            self._switch.say(events.NodeResynced)

    # --- inside -------------------------------------------------------------------------------

    def _ring(self, dial: commands.Dial) -> None:
        found = self._phones.get(dial.target)
        busy = any(True for _ in self._of(dial.target))
        if found is None or busy:
            self._lines[dial.leg] = Line(endpoint=dial.target)
            cause = causes.BUSY if found is not None else causes.ABSENT
            self._lose(dial.leg, cause=cause, by="far")
            return
        self._lines[dial.leg] = Line(
            endpoint=dial.target,
            attachment=found[0],
            phone=found[1],
            rings_until=self._now() + dial.timeout_s * SECOND_MS,
        )
        self._switch.ring(dial.leg)

    def _give_up(self, leg: str) -> None:
        """Two cannot reach each other: whoever was called goes, who called may try another."""
        found = self._switch.legs[leg]
        mates = self._switch.rooms.get(found.room or "", {}).values()
        called = next((one.id for one in mates if not one.offered), leg)
        for one in mates:
            self._lines[one.id].apart_at = None
        self._lose(called, cause=causes.NO_MEDIA, by="system")

    def _tell(self, event: Event) -> None:
        if isinstance(event, events.LegEnded):
            line = self._lines.pop(event.leg, None)
            if line is not None and line.phone is not None:
                line.phone.tell(t="phone", leg=event.leg, plan=None, cause=event.cause)
        self._hear(event)

    def _lose(self, leg: str, *, cause: int, by: str) -> None:
        self._switch.lose(leg, cause=cause, by=by)
        self._push()

    def _line(self, leg: str, phone: Phone) -> Line | None:
        """A leg's line, if this is the browser that has it."""
        line = self._lines.get(leg)
        return line if line is not None and line.phone is phone else None

    def _of(self, endpoint: str) -> list[Line]:
        return [line for line in self._lines.values() if line.endpoint == endpoint]

    def _push(self) -> None:
        """Send each browser its plan where it is another than before."""
        for leg, line in self._lines.items():
            if line.phone is None:
                continue
            new = plan(self._switch, self._switch.legs[leg], attachment=self._attachment)
            if new != line.sent:
                first, line.sent = line.sent is None, new
                more = {"ice": self._ice(leg)} if first else {}
                line.phone.tell(t="phone", leg=leg, plan=new, **more)

    def _attachment(self, leg: str) -> str:
        return self._lines[leg].attachment


def _no_recording(_record: Recording) -> tuple[str, str]:
    raise AssertionError("nothing is recorded here")
