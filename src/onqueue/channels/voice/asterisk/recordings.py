"""How is a leg or room recorded, and what is left in the end?

Asterisk writes each piece into a file of its own. A room that is recorded mixed is one piece; a
room that is recorded per leg has one for each stay of a leg in it, written by a snoop that hears
only what the leg says. When the recording stops, the pieces become one file with a channel for
each leg, in time with each other.

A recording is stopped, never deleted, unless it is to be thrown away: deleting discards.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

from onqueue.channels.voice import events
from onqueue.channels.voice.asterisk.files import Segment, join_up
from onqueue.channels.voice.asterisk.link import AwayError
from onqueue.channels.voice.asterisk.plan import is_name
from onqueue.channels.voice.asterisk.wires import NotTakenError, need
from onqueue.channels.voice.model import UP
from onqueue.channels.voice.port import ACCEPTED, GONE, Rejected

if TYPE_CHECKING:
    from collections.abc import Callable

    from onqueue.channels.voice.asterisk.link import Answer, Link
    from onqueue.channels.voice.asterisk.snoops import Snoops
    from onqueue.channels.voice.commands import StartRecord
    from onqueue.channels.voice.port import Outcome
    from onqueue.channels.voice.switch import Switch

START_S_MAX: Final = 5
STOP_S_MAX: Final = 5
ENDED_MAX: Final = 10_000


@dataclass(slots=True, eq=False)
class _Piece:
    """One file that Asterisk writes."""

    name: str
    channel: str
    """Whose channel of the final file it belongs to."""
    offset_ms: int
    snoop: str | None = None
    leg: str | None = None
    started: asyncio.Event = field(default_factory=asyncio.Event)
    ended: asyncio.Event = field(default_factory=asyncio.Event)


@dataclass(slots=True, eq=False)
class _Record:
    """One recording that runs."""

    id: str
    of: str
    per_leg: bool
    began_at: int = 0
    cut_ms: int = 0
    paused_at: int | None = None
    masked: bool = False
    pieces: list[_Piece] = field(default_factory=list)


class Recordings:
    """All recordings of one node that run."""

    def __init__(
        self,
        *,
        link: Link,
        snoops: Snoops,
        folder: Path,
        now: Callable[[], int],
        say: Callable[..., None],
        go: Callable[..., None],
    ) -> None:
        """`go` does something beside: files become one while calls go on."""
        self._link, self._snoops, self._folder = link, snoops, folder
        self._go = go
        self._now, self._say = now, say
        self._there: dict[str, _Record] = {}
        self._pieces: dict[str, _Piece] = {}
        self._ended: dict[str, None] = {}

    def names(self) -> tuple[str, ...]:
        """Return what is recorded now."""
        return tuple(self._there)

    def of(self, leg_or_room: str) -> list[str]:
        """Return the recordings of a leg or room."""
        return [record.id for record in self._there.values() if record.of == leg_or_room]

    async def start(self, switch: Switch, command: StartRecord) -> Outcome:
        """Begin to record; told when Asterisk writes."""
        if command.record in self._there:
            return ACCEPTED
        room, leg = switch.rooms.get(command.of), switch.legs.get(command.of)
        if command.record in self._ended or (room is None and leg is None):
            return GONE
        if not is_name(command.record):
            return Rejected(reason="record.malformed")
        if leg is not None and leg.state != UP:
            return Rejected(reason="leg.not_answered")
        record = _Record(id=command.record, of=command.of, per_leg=command.form == "per_leg")
        record.masked = command.masked
        record.began_at = self._now()
        self._there[record.id] = record
        try:
            await self._begin(record, list(room) if room is not None else None)
        except (AwayError, NotTakenError, TimeoutError):
            await self._fail(record, "record.not_started")
            return ACCEPTED
        self._say(events.RecordStarted, record=record.id)
        return ACCEPTED

    async def _begin(self, record: _Record, legs: list[str] | None) -> None:
        if legs is not None and not record.per_leg:
            await self._write(record, _Piece(_name(record, 0, "room"), "room", 0), of=record.of)
        elif legs is not None:
            for leg in legs:
                await self._write_leg(record, leg)
        elif record.per_leg:
            for spy in ("in", "out"):
                await self._write_snoop(record, record.of, spy=spy, channel=spy)
        else:
            await self._write_snoop(record, record.of, spy="both", channel="both")

    async def _write_leg(self, record: _Record, leg: str) -> None:
        await self._write_snoop(record, leg, spy="in", channel=leg)

    async def _write_snoop(self, record: _Record, leg: str, *, spy: str, channel: str) -> None:
        """A channel in a bridge cannot be recorded itself, so one that hears it is."""
        snoop = await self._snoops.start(leg, spy=spy)
        offset_ms = self._written_ms(record) if record.pieces else 0
        name = _name(record, offset_ms, channel)
        piece = _Piece(name, channel, offset_ms, snoop=snoop, leg=leg)
        await self._write(record, piece, of=snoop)

    async def _write(self, record: _Record, piece: _Piece, *, of: str) -> None:
        self._pieces[piece.name] = piece
        record.pieces.append(piece)
        kind = "bridges" if piece.snoop is None else "channels"
        need(
            await self._link.ask(
                "POST", kind, of, "record", name=piece.name, format="wav", ifExists="overwrite"
            )
        )
        async with asyncio.timeout(START_S_MAX):
            await piece.started.wait()
        if record.masked:
            await self._each([piece], "POST", "mute")
        if record.paused_at is not None:
            await self._each([piece], "POST", "pause")

    # --- while it runs ------------------------------------------------------------------------

    async def pause(self, name: str, *, on: bool) -> Outcome:
        """Cut time out of all pieces, or go on."""
        record = self._there.get(name)
        if record is None:
            return GONE
        if on == (record.paused_at is not None):
            return ACCEPTED
        await self._each(self._running(record), "POST" if on else "DELETE", "pause")
        if record.paused_at is None:
            record.paused_at = self._now()
        else:
            record.cut_ms += self._now() - record.paused_at
            record.paused_at = None
        self._say(events.RecordPaused if on else events.RecordResumed, record=name)
        return ACCEPTED

    async def mask(self, name: str, *, on: bool) -> Outcome:
        """Write silence for a while, or what is said again."""
        record = self._there.get(name)
        if record is None:
            return GONE
        if record.masked != on:
            await self._each(self._running(record), "POST" if on else "DELETE", "mute")
            record.masked = on
        return ACCEPTED

    async def joined(self, room: str, leg: str) -> None:
        """Somebody came into a room that is recorded leg by leg."""
        for record in self._per_leg(room):
            if all(piece.leg != leg for piece in self._running(record)):
                await self._write_leg(record, leg)

    async def left(self, room: str, leg: str) -> None:
        """Somebody went out of such a room: what they say elsewhere does not belong to it."""
        for record in self._per_leg(room):
            await self._end([piece for piece in self._running(record) if piece.leg == leg])

    async def hide(self, room: str, leg: str, *, on: bool) -> None:
        """A leg is on hold: the room does not hear it, and nor does the recording."""
        for record in self._per_leg(room):
            pieces = [piece for piece in self._running(record) if piece.leg == leg]
            if not record.masked:
                await self._each(pieces, "POST" if on else "DELETE", "mute")

    # --- the end ------------------------------------------------------------------------------

    async def stop(self, name: str) -> Outcome:
        """Finish a recording, and tell where it is."""
        record = self._take(name)
        if record is None:
            return await self._stop_left(name)
        await self._end(self._running(record))
        self._drop(record)
        self._go(self._finish(record, why_not="record.missing"), name="finish record")
        return ACCEPTED

    async def _stop_left(self, name: str) -> Outcome:
        """Finish a recording of an earlier life of ours: its files say what they are."""
        pieces = await asyncio.to_thread(self._left, name) if is_name(name) else []
        if name in self._ended or not pieces:
            return GONE
        self._ended[name] = None
        for piece in pieces:
            await self._link.ask("POST", "recordings", "live", piece.name, "stop")
        record = _Record(id=name, of="", per_leg=len({one.channel for one in pieces}) > 1)
        record.pieces = pieces
        self._go(self._finish(record, why_not="record.missing"), name="finish record")
        return ACCEPTED

    def _left(self, name: str) -> list[_Piece]:
        found = []
        for path in sorted(self._folder.glob(f"{name}~*.wav")):
            _, _, offset_ms, channel = path.stem.split("~", 3)
            found.append(_Piece(path.stem, channel, int(offset_ms)))
        return found

    async def _finish(self, record: _Record, *, why_not: str) -> None:
        """Make one file of the pieces, and tell."""
        segments = [
            Segment(self._folder / f"{piece.name}.wav", piece.channel, piece.offset_ms)
            for piece in record.pieces
        ]
        target = self._folder / f"{record.id}.wav"
        made = await asyncio.to_thread(join_up, segments, target)
        if made is None:
            self._say(events.RecordFailed, record=record.id, reason=why_not)
        else:
            self._say(
                events.RecordFinished,
                record=record.id,
                duration_ms=made.duration_ms,
                uri=target.as_uri(),
                sha256=made.sha256,
                channels=made.channels if record.per_leg else (),
            )

    async def discard(self, name: str) -> Outcome:
        """Finish a recording and throw it away."""
        record = self._take(name)
        if record is None:
            return GONE
        await self._fail(record, "record.discarded")
        return ACCEPTED

    def forget(self) -> None:
        """The node has died: what it wrote by then is what there is."""
        for record in list(self._there.values()):
            self._take(record.id)
            self._drop(record)
            self._go(self._finish(record, why_not="node.lost"), name="finish record")

    def heard(self, event: dict[str, str], kind: str) -> None:
        """Asterisk tells of a file."""
        piece = self._pieces.get(event["name"])
        if piece is None:
            return
        if kind == "RecordingStarted":
            piece.started.set()
        else:
            piece.started.set()
            piece.ended.set()

    async def _fail(self, record: _Record, reason: str) -> None:
        self._take(record.id)
        for piece in self._running(record):
            await self._link.ask("DELETE", "recordings", "live", piece.name)
            if piece.snoop is not None:
                await self._snoops.end(piece.snoop)
        for piece in record.pieces:
            (self._folder / f"{piece.name}.wav").unlink(missing_ok=True)
        self._drop(record)
        self._say(events.RecordFailed, record=record.id, reason=reason)

    async def _end(self, pieces: list[_Piece]) -> None:
        """Stop files, and wait until they are closed; one whose channel is gone closed itself."""
        for piece in pieces:
            await self._link.ask("POST", "recordings", "live", piece.name, "stop")
        for piece in pieces:
            try:
                async with asyncio.timeout(STOP_S_MAX):
                    await piece.ended.wait()
            except TimeoutError:
                piece.ended.set()
            if piece.snoop is not None:
                await self._snoops.end(piece.snoop)

    async def _each(self, pieces: list[_Piece], method: str, what: str) -> list[Answer]:
        return [
            await self._link.ask(method, "recordings", "live", piece.name, what) for piece in pieces
        ]

    def _take(self, name: str) -> _Record | None:
        record = self._there.pop(name, None)
        if record is not None:
            self._ended[name] = None
            while len(self._ended) > ENDED_MAX:
                del self._ended[next(iter(self._ended))]
        return record

    def _drop(self, record: _Record) -> None:
        for piece in record.pieces:
            self._pieces.pop(piece.name, None)

    def _per_leg(self, room: str) -> list[_Record]:
        return [one for one in self._there.values() if one.of == room and one.per_leg]

    def _running(self, record: _Record) -> list[_Piece]:
        return [piece for piece in record.pieces if not piece.ended.is_set()]

    def _written_ms(self, record: _Record) -> int:
        until = self._now() if record.paused_at is None else record.paused_at
        return until - record.began_at - record.cut_ms


def _name(record: _Record, offset_ms: int, channel: str) -> str:
    """Name a file so that whoever comes after us knows where its sound belongs."""
    return f"{record.id}~{len(record.pieces)}~{offset_ms}~{channel}"
