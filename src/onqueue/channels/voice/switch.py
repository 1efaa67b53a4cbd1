"""Which legs are there, in which rooms, and who hears whom?

The state that every driver of our own stands on: it takes commands, refuses what cannot be,
does nothing twice, and tells events. It moves no sound. A driver beside it brings the far ends
to it (`offer`, `ring`, `take`, `lose`) and carries the sound as `hears` says.

It knows no clock and draws nothing; `now` comes from the driver.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from onqueue.channels.voice import commands, events
from onqueue.channels.voice.model import DIALLING, OFFERED, RINGING, UP, Leg, Recording, Sound, Tap
from onqueue.channels.voice.port import (
    ACCEPTED,
    GONE,
    LegNow,
    Outcome,
    Rejected,
    Snapshot,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from onqueue.channels.voice.commands import Command
    from onqueue.channels.voice.events import Event

ENDED_MAX: Final = 10_000
"""Ids that ended and are remembered, so that what comes late finds them gone."""


@dataclass(slots=True)
class Switch:
    """Legs, rooms, taps, and what plays and is recorded."""

    node: str
    epoch: str
    now: Callable[[], int]
    tell: Callable[[Event], None]
    store: Callable[[Recording], tuple[str, str]]
    """Closes a recording's file and returns where it is and its hash."""
    legs: dict[str, Leg] = field(default_factory=dict)
    rooms: dict[str, dict[str, Leg]] = field(default_factory=dict)
    taps: dict[str, Tap] = field(default_factory=dict)
    sounds: dict[str, Sound] = field(default_factory=dict)
    records: dict[str, Recording] = field(default_factory=dict)
    _ended: dict[str, None] = field(default_factory=dict)
    _seq: int = 0

    # --- what the far ends do -----------------------------------------------------------------

    def offer(self, leg: Leg, *, did: str, headers: dict[str, str] | None = None) -> None:
        """Somebody calls in."""
        assert leg.id not in self.legs, leg.id
        self.legs[leg.id] = leg
        self.say(events.LegOffered, leg=leg.id, caller=leg.far, did=did, headers=headers or {})

    def ring(self, leg: str) -> None:
        """The far end of a dialled leg rings."""
        found = self.legs.get(leg)
        if found is not None and found.state == DIALLING:
            found.state = RINGING
            self.say(events.LegRinging, leg=leg)

    def take(self, leg: str) -> None:
        """The far end of a dialled leg answers."""
        found = self.legs.get(leg)
        if found is not None and found.state in {DIALLING, RINGING}:
            found.state = UP
            self.say(events.LegAnswered, leg=leg)

    def lose(self, leg: str, *, cause: int, by: str = "far", sip: int | None = None) -> None:
        """A leg is gone. Whatever hung on it ends with it; the leg's end is told last."""
        found = self.legs.get(leg)
        if found is None:
            return
        for tap in [tap for tap in self.taps.values() if leg in {tap.target, tap.listener}]:
            self._end_tap(tap)
        self._end_media(leg)
        self._leave(found)
        del self.legs[leg]
        self._forget(leg)
        self.say(events.LegEnded, leg=leg, cause=cause, by=by, sip_code=sip)

    def press(self, leg: str, digit: str) -> None:
        """The far end pressed a key."""
        if leg in self.legs:
            self.say(events.LegDtmf, leg=leg, digit=digit)

    def hold_far(self, leg: str, *, on: bool) -> None:
        """The phone itself puts us on hold, or takes us back."""
        found = self.legs.get(leg)
        if found is not None and found.far_held != on:
            found.far_held = on
            self.say(events.LegHeld if on else events.LegUnheld, leg=leg)

    def end_sound(self, play: str, *, how: str) -> None:
        """What played is over."""
        if self.sounds.pop(play, None) is not None:
            self._forget(play)
            self.say(events.PlayFinished, play=play, how=how)

    # --- what is asked ------------------------------------------------------------------------

    def do(self, command: Command) -> Outcome:
        """Take a command."""
        handle: Callable[[Switch, Any], Outcome] | None = _HANDLERS.get(type(command))
        return Rejected(reason="driver.cannot") if handle is None else handle(self, command)

    def dial(self, command: commands.Dial) -> Outcome:
        if command.leg in self.legs:
            return ACCEPTED
        if command.leg in self._ended:
            return GONE
        self.legs[command.leg] = Leg(
            id=command.leg, far=command.target, state=DIALLING, offered=False
        )
        return ACCEPTED

    def signal_ringing(self, command: commands.Ring) -> Outcome:
        leg = self.legs.get(command.leg)
        if leg is None:
            return GONE
        return ACCEPTED if leg.offered else Rejected(reason="leg.not_offered")

    def answer(self, command: commands.Answer) -> Outcome:
        leg = self.legs.get(command.leg)
        if leg is None:
            return GONE
        if not leg.offered:
            return Rejected(reason="leg.not_offered")
        if leg.state != UP:
            leg.state = UP
            self.say(events.LegAnswered, leg=leg.id)
        return ACCEPTED

    def reject(self, command: commands.Reject) -> Outcome:
        leg = self.legs.get(command.leg)
        if leg is None:
            return GONE
        if leg.state != OFFERED:
            return Rejected(reason="leg.not_offered")
        self.lose(leg.id, cause=command.cause, by="us")
        return ACCEPTED

    def hang_up(self, command: commands.Hangup) -> Outcome:
        if command.leg not in self.legs:
            return GONE
        self.lose(command.leg, cause=command.cause, by="us")
        return ACCEPTED

    def open_room(self, command: commands.OpenRoom) -> Outcome:
        if command.room in self._ended:
            return GONE
        self.rooms.setdefault(command.room, {})
        return ACCEPTED

    def close_room(self, command: commands.CloseRoom) -> Outcome:
        room = self.rooms.get(command.room)
        if room is None:
            return GONE
        self._end_media(command.room)
        for leg in list(room.values()):
            self._leave(leg)
        del self.rooms[command.room]
        self._forget(command.room)
        return ACCEPTED

    def join(self, command: commands.Join) -> Outcome:
        leg, room = self.legs.get(command.leg), self.rooms.get(command.room)
        if leg is None or room is None:
            return GONE
        if leg.state != UP:
            return Rejected(reason="leg.not_answered")
        if self._taps_as_listener(leg.id):
            return Rejected(reason="leg.listens")
        if leg.room != command.room:
            self._leave(leg)
            leg.parked = leg.held = False
            leg.music = None
            leg.room = command.room
            room[leg.id] = leg
            self.say(events.RoomJoined, room=command.room, leg=leg.id)
        return ACCEPTED

    def leave(self, command: commands.Leave) -> Outcome:
        leg = self.legs.get(command.leg)
        if leg is None or command.room not in self.rooms:
            return GONE
        if leg.room == command.room:
            self._leave(leg)
        return ACCEPTED

    def park(self, command: commands.Park) -> Outcome:
        leg = self.legs.get(command.leg)
        if leg is None:
            return GONE
        if leg.state != UP:
            return Rejected(reason="leg.not_answered")
        self._leave(leg)
        leg.parked, leg.held, leg.music = True, False, command.music
        return ACCEPTED

    def unpark(self, command: commands.Unpark) -> Outcome:
        leg = self.legs.get(command.leg)
        if leg is None:
            return GONE
        if leg.parked:
            leg.parked, leg.music = False, None
        return ACCEPTED

    def hold(self, command: commands.Hold) -> Outcome:
        leg = self.legs.get(command.leg)
        if leg is None:
            return GONE
        if leg.room is None:
            return Rejected(reason="leg.not_in_room")
        leg.held, leg.music = True, command.music
        return ACCEPTED

    def unhold(self, command: commands.Unhold) -> Outcome:
        leg = self.legs.get(command.leg)
        if leg is None:
            return GONE
        if leg.held:
            leg.held, leg.music = False, None
        return ACCEPTED

    def mute(self, command: commands.Mute) -> Outcome:
        return self._set_mute(command.leg, command.direction, on=True)

    def unmute(self, command: commands.Unmute) -> Outcome:
        return self._set_mute(command.leg, command.direction, on=False)

    def _set_mute(self, leg: str, direction: str, *, on: bool) -> Outcome:
        found = self.legs.get(leg)
        if found is None:
            return GONE
        if direction in {"in", "both"}:
            found.mute_in = on
        if direction in {"out", "both"}:
            found.mute_out = on
        return ACCEPTED

    def play(self, command: commands.Play) -> Outcome:
        if command.play in self.sounds:
            return ACCEPTED
        if command.play in self._ended or not self._is_here(command.to):
            return GONE
        leg = self.legs.get(command.to)
        if leg is not None and leg.state != UP:
            return Rejected(reason="leg.not_answered")
        self.sounds[command.play] = Sound(id=command.play, to=command.to, media=command.media)
        self.say(events.PlayStarted, play=command.play)
        return ACCEPTED

    def stop_play(self, command: commands.StopPlay) -> Outcome:
        if command.play not in self.sounds:
            return GONE
        self.end_sound(command.play, how="stopped")
        return ACCEPTED

    def send_dtmf(self, command: commands.SendDtmf) -> Outcome:
        leg = self.legs.get(command.leg)
        if leg is None:
            return GONE
        return ACCEPTED if leg.state == UP else Rejected(reason="leg.not_answered")

    def start_record(self, command: commands.StartRecord) -> Outcome:
        if command.record in self.records:
            return ACCEPTED
        if command.record in self._ended or not self._is_here(command.of):
            return GONE
        leg = self.legs.get(command.of)
        if leg is not None and leg.state != UP:
            return Rejected(reason="leg.not_answered")
        record = Recording(
            id=command.record, of=command.of, form=command.form, running_since=self.now()
        )
        if command.form == "per_leg":
            record.legs = tuple(self.rooms.get(command.of, (command.of,)))
        self.records[record.id] = record
        if command.masked:
            self._set_mask(record.id, on=True)
        self.say(events.RecordStarted, record=command.record)
        return ACCEPTED

    def pause_record(self, command: commands.PauseRecord) -> Outcome:
        record = self.records.get(command.record)
        if record is None:
            return GONE
        if record.running_since is not None:
            record.written_ms = record.duration_ms(self.now())
            record.running_since = None
            self.say(events.RecordPaused, record=record.id)
        return ACCEPTED

    def resume_record(self, command: commands.ResumeRecord) -> Outcome:
        record = self.records.get(command.record)
        if record is None:
            return GONE
        if record.running_since is None:
            record.running_since = self.now()
            self.say(events.RecordResumed, record=record.id)
        return ACCEPTED

    def mask_record(self, command: commands.MaskRecord) -> Outcome:
        return self._set_mask(command.record, on=True)

    def unmask_record(self, command: commands.UnmaskRecord) -> Outcome:
        return self._set_mask(command.record, on=False)

    def _set_mask(self, record: str, *, on: bool) -> Outcome:
        found = self.records.get(record)
        if found is None:
            return GONE
        if found.masked != on:
            found.masks.append(found.duration_ms(self.now()))
        found.masked = on
        return ACCEPTED

    def stop_record(self, command: commands.StopRecord) -> Outcome:
        if command.record not in self.records:
            return GONE
        self._end_record(self.records[command.record])
        return ACCEPTED

    def discard_record(self, command: commands.DiscardRecord) -> Outcome:
        record = self.records.pop(command.record, None)
        if record is None:
            return GONE
        self._forget(record.id)
        self.say(events.RecordFailed, record=record.id, reason="record.discarded")
        return ACCEPTED

    def start_tap(self, command: commands.StartTap) -> Outcome:
        if command.tap in self.taps:
            return ACCEPTED
        target, listener = self.legs.get(command.target), self.legs.get(command.listener)
        if command.tap in self._ended or target is None or listener is None:
            return GONE
        if target.state != UP or listener.state != UP:
            return Rejected(reason="leg.not_answered")
        if listener.room is not None or self._taps_as_listener(listener.id):
            return Rejected(reason="leg.busy")
        if target.id == listener.id or self._taps_as_listener(target.id):
            return Rejected(reason="leg.listens")
        listener.parked, listener.music = False, None
        tap = Tap(id=command.tap, target=target.id, listener=listener.id, mode=command.mode)
        self.taps[tap.id] = tap
        self.say(
            events.TapStarted,
            tap=tap.id,
            target=tap.target,
            listener=tap.listener,
            mode=tap.mode,
        )
        return ACCEPTED

    def set_tap(self, command: commands.SetTap) -> Outcome:
        tap = self.taps.get(command.tap)
        if tap is None:
            return GONE
        tap.mode = command.mode
        return ACCEPTED

    def stop_tap(self, command: commands.StopTap) -> Outcome:
        tap = self.taps.get(command.tap)
        if tap is None:
            return GONE
        self._end_tap(tap)
        return ACCEPTED

    def reply_transfer(self, command: commands.ReplyTransfer) -> Outcome:
        return ACCEPTED if command.leg in self.legs else GONE

    # --- what is so ---------------------------------------------------------------------------

    def snapshot(self) -> Snapshot:
        """All that is here."""
        return Snapshot(
            node=self.node,
            epoch=self.epoch,
            legs=tuple(
                LegNow(id=leg.id, state=leg.state, room=leg.room, held=leg.held)
                for leg in self.legs.values()
            ),
            rooms=tuple(self.rooms),
            records=tuple(self.records),
            taps=tuple(self.taps),
        )

    def say(self, event: type[Event], /, **fields: Any) -> None:
        """Tell an event from this node, in its order."""
        self._seq += 1
        self.tell(event(node=self.node, epoch=self.epoch, seq=self._seq, at=self.now(), **fields))

    def _is_here(self, leg_or_room: str) -> bool:
        return leg_or_room in self.legs or leg_or_room in self.rooms

    def _taps_as_listener(self, leg: str) -> bool:
        return any(tap.listener == leg for tap in self.taps.values())

    def _leave(self, leg: Leg) -> None:
        if leg.room is None:
            return
        room, leg.room = leg.room, None
        leg.held, leg.music = False, None
        del self.rooms[room][leg.id]
        self.say(events.RoomLeft, room=room, leg=leg.id)

    def _end_tap(self, tap: Tap) -> None:
        del self.taps[tap.id]
        self._forget(tap.id)
        self.say(events.TapEnded, tap=tap.id)

    def _end_media(self, of: str) -> None:
        for sound in [sound for sound in self.sounds.values() if sound.to == of]:
            self.end_sound(sound.id, how="stopped")
        for record in [record for record in self.records.values() if record.of == of]:
            self._end_record(record)

    def _end_record(self, record: Recording) -> None:
        record.written_ms = record.duration_ms(self.now())
        record.running_since = None
        del self.records[record.id]
        self._forget(record.id)
        uri, digest = self.store(record)
        self.say(
            events.RecordFinished,
            record=record.id,
            duration_ms=record.written_ms,
            uri=uri,
            sha256=digest,
            channels=record.legs,
        )

    def _forget(self, id_: str) -> None:
        self._ended[id_] = None
        while len(self._ended) > ENDED_MAX:
            del self._ended[next(iter(self._ended))]


_HANDLERS: Final[dict[type[Command], Callable[[Switch, Any], Outcome]]] = {
    commands.Dial: Switch.dial,
    commands.Ring: Switch.signal_ringing,
    commands.Answer: Switch.answer,
    commands.Reject: Switch.reject,
    commands.Hangup: Switch.hang_up,
    commands.OpenRoom: Switch.open_room,
    commands.CloseRoom: Switch.close_room,
    commands.Join: Switch.join,
    commands.Leave: Switch.leave,
    commands.Park: Switch.park,
    commands.Unpark: Switch.unpark,
    commands.Hold: Switch.hold,
    commands.Unhold: Switch.unhold,
    commands.Mute: Switch.mute,
    commands.Unmute: Switch.unmute,
    commands.Play: Switch.play,
    commands.StopPlay: Switch.stop_play,
    commands.SendDtmf: Switch.send_dtmf,
    commands.StartRecord: Switch.start_record,
    commands.PauseRecord: Switch.pause_record,
    commands.ResumeRecord: Switch.resume_record,
    commands.MaskRecord: Switch.mask_record,
    commands.UnmaskRecord: Switch.unmask_record,
    commands.StopRecord: Switch.stop_record,
    commands.DiscardRecord: Switch.discard_record,
    commands.StartTap: Switch.start_tap,
    commands.SetTap: Switch.set_tap,
    commands.StopTap: Switch.stop_tap,
    commands.ReplyTransfer: Switch.reply_transfer,
}
