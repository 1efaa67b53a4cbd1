"""Calls without sound, in virtual time: for simulations, demonstrations and most tests.

Phones do as they are told beforehand: they answer after a while, are busy, hang up. What each
leg hears is written down whenever it changes, as sets of names.
"""

from __future__ import annotations

import array
import hashlib
import heapq
import io
import wave
from dataclasses import dataclass
from itertools import count, pairwise
from typing import TYPE_CHECKING, Final

import msgspec

from onqueue.channels.voice import causes, commands, events
from onqueue.channels.voice.hearing import hears
from onqueue.channels.voice.model import OFFERED, UP, Leg
from onqueue.channels.voice.port import ACCEPTED, Capabilities, Stats
from onqueue.channels.voice.switch import Switch

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from onqueue.channels.voice.commands import Command
    from onqueue.channels.voice.events import Event
    from onqueue.channels.voice.model import Recording
    from onqueue.channels.voice.port import Outcome, Snapshot

PIECE_MS: Final = 1_000
"""How long a piece plays."""
SECOND_MS: Final = 1_000


@dataclass(frozen=True, slots=True)
class Behaviour:
    """What a phone does when it is called."""

    rings_after_ms: int = 10
    answers_after_ms: int | None = 50
    """None: nobody takes it."""
    refuses_with: int | None = None
    """A cause, instead of ringing."""
    hangs_up_after_ms: int | None = None
    """Counted from the answer."""


ANSWERS: Final = Behaviour()
RINGS_OUT: Final = Behaviour(answers_after_ms=None)
BUSY: Final = Behaviour(refuses_with=causes.BUSY)
REFUSES: Final = Behaviour(refuses_with=causes.REFUSED)
UNREACHABLE: Final = Behaviour(refuses_with=causes.ABSENT)


RATE: Final = 8_000
LOUD: Final = 4_000


def _sound_of(record: Recording) -> bytes:
    """Return a recording as a file: silence where it was masked, a square tone elsewhere."""
    channels = max(1, len(record.legs))
    frame = [LOUD * (1 + channel) for channel in range(channels)]
    wave_ms = [sign * one for sign in (1, -1) for _ in range(4) for one in frame]
    spoken, silent = array.array("h", wave_ms).tobytes(), bytes(16 * channels)
    edges = [0, *record.masks, record.written_ms]
    sound = b"".join(
        (silent if place % 2 else spoken) * (until - since)
        for place, (since, until) in enumerate(pairwise(edges))
    )
    with io.BytesIO() as kept:
        with wave.open(kept, "wb") as file:
            file.setnchannels(channels)
            file.setsampwidth(2)
            file.setframerate(RATE)
            file.writeframes(sound)
        return kept.getvalue()


def is_endless(media: tuple[str, ...]) -> bool:
    """Tell whether something plays until it is stopped, as tones of the network do."""
    return any(one.startswith("tone:") for one in media)


class Simulated:
    """A node with scripted phones; time passes by `advance`."""

    def __init__(
        self, *, node: str = "simulated", start_at: int = 0, folder: Path | None = None
    ) -> None:
        """With a folder, recordings are files there: each leg has a tone of its own loudness."""
        self.now_at = start_at
        self._folder = folder
        self.heard: dict[str, list[tuple[int, frozenset[str]]]] = {}
        """For each leg, from when on it heard what."""
        self.pressed: list[tuple[str, str]] = []
        """Keys that were sent to phones."""
        self._node = node
        self._phones: dict[str, Behaviour] = {}
        self._due: list[tuple[int, int, Callable[[], None]]] = []
        self._order = count()
        self._epochs = count(1)
        self._calls = count(1)
        self._hear: Callable[[Event], None] = lambda _event: None
        self._switch = self._new_switch()

    @property
    def capabilities(self) -> Capabilities:
        """Everything but sound that a program could work with."""
        return Capabilities(
            driver="simulated",
            numbers=True,
            record=True,
            tap=True,
            play=True,
            dtmf=True,
            amd=True,
            streams=False,
            transfers=True,
        )

    def listen(self, hear: Callable[[Event], None]) -> None:
        """Tell events to `hear` from now on."""
        self._hear = hear

    async def do(self, command: Command) -> Outcome:
        """Take a command."""
        outcome = self._do(command)
        self._note()
        return outcome

    async def snapshot(self) -> Snapshot:
        """Say what is carried now."""
        return self._switch.snapshot()

    async def stats(self, leg: str) -> Stats | None:
        """Every leg sounds well."""
        known = leg in self._switch.legs
        return Stats(lost=0.0, jitter_ms=1.0, round_trip_ms=10.0) if known else None

    # --- the far ends -------------------------------------------------------------------------

    def phone(self, name: str, behaviour: Behaviour = ANSWERS) -> None:
        """Say how a phone behaves from now on; one that was not named cannot be reached."""
        self._phones[name] = behaviour

    def call_in(self, *, caller: str, did: str = "centre") -> str:
        """Let somebody call; returns the leg."""
        leg = f"{self._node}-{self._switch.epoch}-{next(self._calls)}"
        self._switch.offer(Leg(id=leg, far=caller, state=OFFERED, offered=True), did=did)
        return leg

    def hang_up(self, leg: str) -> None:
        """Let the far end hang up; before the answer it gives up."""
        self._switch.lose(leg, cause=self._cause_of_end(leg))
        self._note()

    def press(self, leg: str, digits: str) -> None:
        """Let the far end press keys."""
        for digit in digits:
            self._switch.press(leg, digit)

    def hold(self, leg: str, *, on: bool) -> None:
        """Let the phone hold the line, or take it back."""
        self._switch.hold_far(leg, on=on)
        self._note()

    def ask_transfer(self, leg: str, target: str) -> None:
        """Let the phone ask for a blind transfer."""
        self._switch.say(events.LegTransferRequested, leg=leg, kind="blind", target=target)

    def crash(self) -> None:
        """The node dies with all that it carries, and comes up again empty."""
        self._switch.say(events.NodeDown)
        for leg in list(self._switch.legs):
            self._switch.lose(leg, cause=causes.LOST, by="system")
        self._due.clear()
        self._note()
        self._switch = self._new_switch()
        self._switch.say(events.NodeUp)
        self._switch.say(events.NodeResynced)

    # --- time ---------------------------------------------------------------------------------

    def advance(self, *, ms: int) -> None:
        """Let time pass, and what is due happen in order."""
        until = self.now_at + ms
        while self._due and self._due[0][0] <= until:
            self.now_at, _, happen = heapq.heappop(self._due)
            happen()
            self._note()
        self.now_at = until

    def hears(self, leg: str) -> frozenset[str]:
        """What the far end of a leg hears now."""
        return hears(self._switch, leg)

    # --- inside -------------------------------------------------------------------------------

    def _new_switch(self) -> Switch:
        return Switch(
            node=self._node,
            epoch=str(next(self._epochs)),
            now=lambda: self.now_at,
            tell=self._tell,
            store=self._store,
        )

    def _tell(self, event: Event) -> None:
        self._hear(event)

    def _do(self, command: Command) -> Outcome:
        new = not isinstance(command, commands.Dial) or command.leg not in self._switch.legs
        play = not isinstance(command, commands.Play) or command.play not in self._switch.sounds
        outcome = self._switch.do(command)
        if outcome != ACCEPTED:
            return outcome
        if isinstance(command, commands.Dial) and new:
            self._ring_out(command)
        elif isinstance(command, commands.Play) and play and not is_endless(command.media):
            length_ms = PIECE_MS * len(command.media)
            ends = command.play
            self._after(length_ms, lambda: self._switch.end_sound(ends, how="completed"))
        elif isinstance(command, commands.SendDtmf):
            self.pressed.append((command.leg, command.digits))
        return outcome

    def _ring_out(self, dial: commands.Dial) -> None:
        leg, does = dial.leg, self._phones.get(dial.target, UNREACHABLE)
        refusal = does.refuses_with
        if refusal is not None:
            self._after(does.rings_after_ms, lambda: self._switch.lose(leg, cause=refusal))
            return
        self._after(does.rings_after_ms, lambda: self._switch.ring(leg))
        self._after(dial.timeout_s * SECOND_MS, lambda: self._give_up(leg))
        if does.answers_after_ms is not None:
            self._after(does.answers_after_ms, lambda: self._answer(dial, does))

    def _answer(self, dial: commands.Dial, does: Behaviour) -> None:
        if dial.leg not in self._switch.legs:
            return
        self._switch.take(dial.leg)
        if dial.amd:
            self._switch.say(events.LegDetected, leg=dial.leg, who="human")
        if does.hangs_up_after_ms is not None:
            self._after(
                does.hangs_up_after_ms,
                lambda: self._switch.lose(dial.leg, cause=causes.NORMAL),
            )

    def _give_up(self, leg: str) -> None:
        found = self._switch.legs.get(leg)
        if found is not None and found.state != UP:
            self._switch.lose(leg, cause=causes.NO_ANSWER, by="system")

    def _cause_of_end(self, leg: str) -> int:
        found = self._switch.legs.get(leg)
        talked = found is not None and found.state == UP
        return causes.NORMAL if talked else causes.INTERWORKING

    def _after(self, ms: int, happen: Callable[[], None]) -> None:
        heapq.heappush(self._due, (self.now_at + ms, next(self._order), happen))

    def _note(self) -> None:
        for leg in {*self._switch.legs, *self.heard}:
            now = hears(self._switch, leg)
            log = self.heard.setdefault(leg, [])
            if not log or log[-1][1] != now:
                log.append((self.now_at, now))

    def _store(self, record: Recording) -> tuple[str, str]:
        if self._folder is not None:
            path = self._folder / f"{record.id}.wav"
            path.write_bytes(written := _sound_of(record))
            return path.as_uri(), hashlib.sha256(written).hexdigest()
        written = msgspec.json.encode(
            {"of": record.of, "form": record.form, "ms": record.written_ms}
        )
        return f"simulated:{record.id}", hashlib.sha256(written).hexdigest()
