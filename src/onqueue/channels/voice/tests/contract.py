"""What every telephony driver does, written against the port alone.

A driver's tests subclass `TelephonyContract` and give it a `stage`: the driver, with phones whose
sound can be told apart. Who hears whom is asserted by sound, not by states: where the driver
carries real sound, each phone's name is a tone and `hears` measures.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from onqueue.channels.voice import causes, commands, events
from onqueue.channels.voice.drivers import simulated
from onqueue.channels.voice.port import GONE, Rejected
from onqueue.channels.voice.reconcile import compare, reconcile
from onqueue.channels.voice.tests.stage import answered, do, in_room, of_leg, told

if TYPE_CHECKING:
    from onqueue.channels.voice.port import Outcome
    from onqueue.channels.voice.tests.stage import Stage

MUSIC = {"music:default"}
NOTHING: set[str] = set()
DURATION_OFF_MS = 250
"""How far a recording's length may be from what passed, where sound is real."""


class TelephonyContract:
    """The suite; see the module."""

    # --- dialling -----------------------------------------------------------------------------

    async def test_a_phone_rings_and_answers(self, stage: Stage) -> None:
        await answered(stage, "ann")
        assert of_leg(stage, "to-ann") == ["LegRinging", "LegAnswered"]
        assert await stage.hears("to-ann") == NOTHING

    async def test_a_busy_phone_ends_the_leg_as_busy(self, stage: Stage) -> None:
        await self._ends_with(stage, busy=True, cause=causes.BUSY)

    async def test_a_phone_that_refuses_ends_the_leg_as_refused(self, stage: Stage) -> None:
        await self._ends_with(stage, busy=False, cause=causes.REFUSED)

    async def _ends_with(self, stage: Stage, *, busy: bool, cause: int) -> None:
        stage.phone("ann", simulated.BUSY if busy else simulated.REFUSES)
        await do(stage, commands.Dial(leg="leg", target="ann"))
        ended = await told(stage, events.LegEnded, leg="leg")
        assert (ended.cause, ended.by) == (cause, "far")

    async def test_nobody_takes_it_within_the_time(self, stage: Stage) -> None:
        stage.phone("ann", simulated.RINGS_OUT)
        await do(stage, commands.Dial(leg="leg", target="ann", timeout_s=3))
        ended = await told(stage, events.LegEnded, leg="leg")
        assert ended.cause == causes.NO_ANSWER
        assert of_leg(stage, "leg") == ["LegRinging", "LegEnded"]

    async def test_a_phone_that_cannot_be_reached_ends_the_leg(self, stage: Stage) -> None:
        await do(stage, commands.Dial(leg="leg", target="nobody"))
        ended = await told(stage, events.LegEnded, leg="leg")
        assert ended.cause in {causes.ABSENT, causes.NO_ANSWER, causes.UNALLOCATED}

    async def test_a_call_that_nobody_wants_any_more_stops_ringing(self, stage: Stage) -> None:
        stage.phone("ann", simulated.RINGS_OUT)
        await do(stage, commands.Dial(leg="leg", target="ann"))
        await told(stage, events.LegRinging, leg="leg")
        await do(stage, commands.Hangup(leg="leg"))
        ended = await told(stage, events.LegEnded, leg="leg")
        assert ended.by == "us"

    async def test_a_call_comes_in_and_is_answered(self, stage: Stage) -> None:
        leg = await stage.call_in("carl")
        await do(stage, commands.Ring(leg=leg), commands.Answer(leg=leg))
        await told(stage, events.LegAnswered, leg=leg)
        assert of_leg(stage, leg) == ["LegOffered", "LegAnswered"]

    async def test_a_call_comes_in_and_is_rejected(self, stage: Stage) -> None:
        leg = await stage.call_in("carl")
        await do(stage, commands.Reject(leg=leg, cause=causes.BUSY))
        ended = await told(stage, events.LegEnded, leg=leg)
        assert (ended.cause, ended.by) == (causes.BUSY, "us")

    async def test_a_caller_gives_up_before_the_answer(self, stage: Stage) -> None:
        leg = await stage.call_in("carl")
        await stage.hang_up(leg)
        ended = await told(stage, events.LegEnded, leg=leg)
        assert (ended.cause, ended.by) == (causes.INTERWORKING, "far")

    async def test_a_phone_hangs_up(self, stage: Stage) -> None:
        await in_room(stage, "ann", "ben")
        await stage.hang_up("to-ann")
        ended = await told(stage, events.LegEnded, leg="to-ann")
        assert (ended.cause, ended.by) == (causes.NORMAL, "far")
        await told(stage, events.RoomLeft, leg="to-ann", room="room")
        assert await stage.hears("to-ben") == NOTHING

    # --- rooms --------------------------------------------------------------------------------

    async def test_two_in_a_room_hear_each_other(self, stage: Stage) -> None:
        await in_room(stage, "ann", "ben")
        assert await stage.hears("to-ann") == {"ben"}
        assert await stage.hears("to-ben") == {"ann"}

    async def test_three_in_a_room_hear_the_others_and_not_themselves(self, stage: Stage) -> None:
        await in_room(stage, "ann", "ben", "cid")
        assert await stage.hears("to-ann") == {"ben", "cid"}
        assert await stage.hears("to-cid") == {"ann", "ben"}

    async def test_who_leaves_hears_nothing_and_is_not_heard(self, stage: Stage) -> None:
        await in_room(stage, "ann", "ben", "cid")
        await do(stage, commands.Leave(room="room", leg="to-ben"))
        assert await stage.hears("to-ben") == NOTHING
        assert await stage.hears("to-ann") == {"cid"}

    async def test_who_joins_another_room_leaves_the_first(self, stage: Stage) -> None:
        await in_room(stage, "ann", "ben")
        await in_room(stage, "cid", room="other")
        await do(stage, commands.Join(room="other", leg="to-ann"))
        assert await stage.hears("to-ann") == {"cid"}
        assert await stage.hears("to-ben") == NOTHING

    async def test_a_closed_room_leaves_its_legs_alone(self, stage: Stage) -> None:
        await in_room(stage, "ann", "ben")
        await do(stage, commands.CloseRoom(room="room"))
        assert await stage.hears("to-ann") == NOTHING
        assert {leg.id for leg in (await stage.telephony.snapshot()).legs} == {"to-ann", "to-ben"}

    async def test_a_leg_that_rings_cannot_join(self, stage: Stage) -> None:
        leg = await stage.call_in("carl")
        await do(stage, commands.OpenRoom(room="room"))
        refused = await stage.telephony.do(commands.Join(room="room", leg=leg))
        assert refused == Rejected(reason="leg.not_answered")

    # --- waiting, holding, muting -------------------------------------------------------------

    async def test_who_is_parked_hears_music_until_joining(self, stage: Stage) -> None:
        leg = await stage.call_in("carl")
        await do(stage, commands.Answer(leg=leg), commands.Park(leg=leg))
        assert await stage.hears(leg) == MUSIC
        await in_room(stage, "ann")
        await do(stage, commands.Join(room="room", leg=leg))
        assert await stage.hears(leg) == {"ann"}
        assert await stage.hears("to-ann") == {"carl"}

    async def test_who_is_parked_in_silence_hears_nothing(self, stage: Stage) -> None:
        leg = await stage.call_in("carl")
        await do(stage, commands.Answer(leg=leg), commands.Park(leg=leg, music=None))
        assert await stage.hears(leg) == NOTHING

    async def test_unparked_is_silent(self, stage: Stage) -> None:
        leg = await stage.call_in("carl")
        await do(stage, commands.Answer(leg=leg), commands.Park(leg=leg), commands.Unpark(leg=leg))
        assert await stage.hears(leg) == NOTHING

    async def test_hold_and_back(self, stage: Stage) -> None:
        await in_room(stage, "ann", "ben")
        await do(stage, commands.Hold(leg="to-ann"))
        assert await stage.hears("to-ann") == MUSIC
        assert await stage.hears("to-ben") == NOTHING
        await do(stage, commands.Unhold(leg="to-ann"))
        assert await stage.hears("to-ann") == {"ben"}
        assert await stage.hears("to-ben") == {"ann"}

    async def test_muted_in_is_not_heard_and_hears(self, stage: Stage) -> None:
        await in_room(stage, "ann", "ben")
        await do(stage, commands.Mute(leg="to-ann"))
        assert await stage.hears("to-ben") == NOTHING
        assert await stage.hears("to-ann") == {"ben"}
        await do(stage, commands.Unmute(leg="to-ann"))
        assert await stage.hears("to-ben") == {"ann"}

    async def test_muted_out_hears_nothing_and_is_heard(self, stage: Stage) -> None:
        await in_room(stage, "ann", "ben")
        await do(stage, commands.Mute(leg="to-ann", direction="out"))
        assert await stage.hears("to-ann") == NOTHING
        assert await stage.hears("to-ben") == {"ann"}

    async def test_a_phone_that_holds_is_told(self, stage: Stage) -> None:
        if not stage.telephony.capabilities.numbers:
            return
        await in_room(stage, "ann", "ben")
        await stage.hold("to-ann", on=True)
        await told(stage, events.LegHeld, leg="to-ann")
        await stage.hold("to-ann", on=False)
        await told(stage, events.LegUnheld, leg="to-ann")

    # --- playing and keys ---------------------------------------------------------------------

    async def test_a_piece_plays_to_one_leg_and_completes(self, stage: Stage) -> None:
        if not stage.telephony.capabilities.play:
            return
        await in_room(stage, "ann", "ben")
        await do(stage, commands.Play(play="p", to="to-ann", media=("greeting",)))
        assert "play:greeting" in await stage.hears("to-ann")
        assert await stage.hears("to-ben") == {"ann"}
        assert (await told(stage, events.PlayFinished, play="p")).how == "completed"

    async def test_a_piece_in_a_room_is_heard_by_all_and_can_be_stopped(self, stage: Stage) -> None:
        if not stage.telephony.capabilities.play:
            return
        await in_room(stage, "ann", "ben")
        await do(stage, commands.Play(play="p", to="room", media=("news", "news", "news")))
        assert await stage.hears("to-ann") == {"ben", "play:news"}
        assert await stage.hears("to-ben") == {"ann", "play:news"}
        await do(stage, commands.StopPlay(play="p"))
        assert (await told(stage, events.PlayFinished, play="p")).how == "stopped"
        assert await stage.hears("to-ann") == {"ben"}

    async def test_keys_are_told_in_order(self, stage: Stage) -> None:
        if not stage.telephony.capabilities.dtmf:
            return
        leg = await stage.call_in("carl")
        await do(stage, commands.Answer(leg=leg))
        await stage.press(leg, "12#")
        await told(stage, events.LegDtmf, leg=leg, digit="#")
        digits = [one.digit for one in stage.events if isinstance(one, events.LegDtmf)]
        assert digits == ["1", "2", "#"]

    # --- recording ----------------------------------------------------------------------------

    async def test_a_pause_is_cut_out_of_a_recording(self, stage: Stage) -> None:
        if not stage.telephony.capabilities.record:
            return
        await in_room(stage, "ann", "ben")
        await do(stage, commands.StartRecord(record="r", of="room", form="per_leg"))
        started = await told(stage, events.RecordStarted, record="r")
        await stage.pass_ms(2_000)
        await do(stage, commands.PauseRecord(record="r"))
        await told(stage, events.RecordPaused, record="r")
        await stage.pass_ms(3_000)
        await do(stage, commands.ResumeRecord(record="r"))
        await told(stage, events.RecordResumed, record="r")
        await stage.pass_ms(1_000)
        await do(stage, commands.StopRecord(record="r"))
        finished = await told(stage, events.RecordFinished, record="r")
        _lasted(finished, at_least_ms=3_000, at_most_ms=finished.at - started.at - 3_000)
        assert len(finished.sha256) == 64
        assert finished.uri

    async def test_a_mask_keeps_the_time(self, stage: Stage) -> None:
        if not stage.telephony.capabilities.record:
            return
        await in_room(stage, "ann", "ben")
        await do(stage, commands.StartRecord(record="r", of="room"))
        started = await told(stage, events.RecordStarted, record="r")
        await do(stage, commands.MaskRecord(record="r"))
        await stage.pass_ms(2_000)
        await do(stage, commands.UnmaskRecord(record="r"), commands.StopRecord(record="r"))
        finished = await told(stage, events.RecordFinished, record="r")
        _lasted(finished, at_least_ms=2_000, at_most_ms=finished.at - started.at)

    async def test_a_recording_ends_with_its_room(self, stage: Stage) -> None:
        if not stage.telephony.capabilities.record:
            return
        await in_room(stage, "ann", "ben")
        await do(stage, commands.StartRecord(record="r", of="room"))
        await told(stage, events.RecordStarted, record="r")
        await do(stage, commands.CloseRoom(room="room"))
        await told(stage, events.RecordFinished, record="r")

    async def test_a_discarded_recording_is_no_recording(self, stage: Stage) -> None:
        if not stage.telephony.capabilities.record:
            return
        await in_room(stage, "ann", "ben")
        await do(stage, commands.StartRecord(record="r", of="room"))
        await told(stage, events.RecordStarted, record="r")
        await do(stage, commands.DiscardRecord(record="r"))
        failed = await told(stage, events.RecordFailed, record="r")
        assert failed.reason == "record.discarded"
        assert await stage.telephony.do(commands.StopRecord(record="r")) == GONE

    # --- supervision --------------------------------------------------------------------------

    async def test_who_listens_hears_both_and_is_heard_by_nobody(self, stage: Stage) -> None:
        await self._tapped(stage, "listen")
        assert await stage.hears("to-sue") == {"ann", "carl"}
        assert await stage.hears("to-ann") == {"carl"}
        assert await stage.hears("to-carl") == {"ann"}

    async def test_who_whispers_is_heard_by_the_agent_alone(self, stage: Stage) -> None:
        await self._tapped(stage, "whisper")
        assert await stage.hears("to-ann") == {"carl", "sue"}
        assert await stage.hears("to-carl") == {"ann"}
        assert await stage.hears("to-sue") == {"ann", "carl"}

    async def test_who_barges_in_is_heard_by_both(self, stage: Stage) -> None:
        await self._tapped(stage, "barge")
        assert await stage.hears("to-ann") == {"carl", "sue"}
        assert await stage.hears("to-carl") == {"ann", "sue"}
        assert await stage.hears("to-sue") == {"ann", "carl"}

    async def test_a_listener_can_begin_to_speak_and_cease(self, stage: Stage) -> None:
        await self._tapped(stage, "listen")
        await do(stage, commands.SetTap(tap="tap", mode="barge"))
        assert await stage.hears("to-carl") == {"ann", "sue"}
        await do(stage, commands.SetTap(tap="tap", mode="whisper"))
        assert await stage.hears("to-carl") == {"ann"}
        assert await stage.hears("to-ann") == {"carl", "sue"}
        await do(stage, commands.StopTap(tap="tap"))
        await told(stage, events.TapEnded, tap="tap")
        assert await stage.hears("to-sue") == NOTHING
        assert await stage.hears("to-ann") == {"carl"}

    async def test_a_tap_ends_with_the_leg_it_was_on(self, stage: Stage) -> None:
        await self._tapped(stage, "listen")
        await stage.hang_up("to-ann")
        await told(stage, events.TapEnded, tap="tap")
        assert await stage.hears("to-sue") == NOTHING

    async def test_who_listens_is_not_in_a_room(self, stage: Stage) -> None:
        await self._tapped(stage, "listen")
        refused = await stage.telephony.do(commands.Join(room="room", leg="to-sue"))
        assert refused == Rejected(reason="leg.listens")

    async def _tapped(self, stage: Stage, mode: commands.TapMode) -> None:
        await in_room(stage, "ann", "carl")
        await answered(stage, "sue")
        await do(
            stage,
            commands.StartTap(tap="tap", target="to-ann", listener="to-sue", mode=mode),
        )
        await told(stage, events.TapStarted, tap="tap", target="to-ann", listener="to-sue")

    # --- transfers by the phone ---------------------------------------------------------------

    async def test_a_phone_asks_for_a_transfer_and_is_told_how_it_goes(self, stage: Stage) -> None:
        if not stage.telephony.capabilities.transfers:
            return
        await in_room(stage, "ann", "carl")
        await stage.ask_transfer("to-ann", "ben")
        asked = await told(stage, events.LegTransferRequested, leg="to-ann")
        assert (asked.kind, asked.target) == ("blind", "ben")
        assert await stage.hears("to-carl") == {"ann"}
        await do(stage, commands.ReplyTransfer(leg="to-ann", state="done"))

    # --- what is promised of all of it --------------------------------------------------------

    async def test_a_leg_ends_once(self, stage: Stage) -> None:
        await in_room(stage, "ann", "ben")
        await do(stage, commands.Hangup(leg="to-ann"))
        await stage.hang_up("to-ann")
        assert await stage.telephony.do(commands.Hangup(leg="to-ann")) == GONE
        await told(stage, events.LegEnded, leg="to-ann")
        await stage.pass_ms(1_000)
        assert of_leg(stage, "to-ann").count("LegEnded") == 1
        assert of_leg(stage, "to-ann")[-1] == "LegEnded"

    async def test_repeating_changes_nothing(self, stage: Stage) -> None:
        await in_room(stage, "ann", "ben")
        before = len(stage.events)
        await do(
            stage,
            commands.Dial(leg="to-ann", target="ann"),
            commands.OpenRoom(room="room"),
            commands.Join(room="room", leg="to-ann"),
            commands.Hold(leg="to-ann"),
            commands.Hold(leg="to-ann"),
            commands.Unhold(leg="to-ann"),
            commands.Unhold(leg="to-ann"),
            commands.Mute(leg="to-ben"),
            commands.Mute(leg="to-ben"),
            commands.Unmute(leg="to-ben"),
        )
        await stage.pass_ms(500)
        assert stage.events[before:] == []
        assert await stage.hears("to-ann") == {"ben"}

    async def test_what_ended_is_gone_and_not_used_again(self, stage: Stage) -> None:
        await in_room(stage, "ann")
        await do(stage, commands.Hangup(leg="to-ann"), commands.CloseRoom(room="room"))
        await told(stage, events.LegEnded, leg="to-ann")
        gone: list[commands.Command] = [
            commands.Dial(leg="to-ann", target="ann"),
            commands.Answer(leg="to-ann"),
            commands.Join(room="room", leg="to-ann"),
            commands.Park(leg="to-ann"),
            commands.Hold(leg="to-ann"),
            commands.Mute(leg="to-ann"),
            commands.OpenRoom(room="room"),
            commands.CloseRoom(room="room"),
            commands.StopTap(tap="never"),
        ]
        outcomes: list[Outcome] = [await stage.telephony.do(command) for command in gone]
        assert outcomes == [GONE] * len(gone)

    async def test_events_are_numbered_in_order(self, stage: Stage) -> None:
        await in_room(stage, "ann", "ben")
        await do(stage, commands.Hangup(leg="to-ann"), commands.Hangup(leg="to-ben"))
        await told(stage, events.LegEnded, leg="to-ben")
        numbers = [event.seq for event in stage.events]
        assert numbers == sorted(set(numbers))
        assert [event.at for event in stage.events] == sorted(event.at for event in stage.events)
        assert len({(event.node, event.epoch) for event in stage.events}) == 1

    async def test_after_our_restart_the_books_are_compared(self, stage: Stage) -> None:
        await in_room(stage, "ann", "ben")
        stranger = await stage.call_in("carl")
        lost: list[str] = []

        async def end(leg: str) -> None:
            lost.append(leg)

        found = await reconcile(
            stage.telephony, legs={"to-ann", "to-ben", "missing"}, rooms={"room"}, lost=end
        )
        assert found.there == ("to-ann", "to-ben")
        assert (lost, found.unknown, found.empty) == (["missing"], (stranger,), ())
        await told(stage, events.LegEnded, leg=stranger)
        assert await stage.hears("to-ann") == {"ben"}

    async def test_when_the_node_dies_every_leg_ends_once_as_lost(self, stage: Stage) -> None:
        await in_room(stage, "ann", "ben")
        epoch = stage.events[-1].epoch
        await stage.crash()
        up = await told(stage, events.NodeUp)
        assert up.epoch != epoch
        for leg in ("to-ann", "to-ben"):
            assert (await told(stage, events.LegEnded, leg=leg)).cause == causes.LOST
            assert of_leg(stage, leg).count("LegEnded") == 1
        await told(stage, events.NodeResynced)
        snapshot = await stage.telephony.snapshot()
        assert compare(snapshot, legs=(), rooms=()).unknown == ()


def _lasted(finished: events.RecordFinished, *, at_least_ms: int, at_most_ms: int) -> None:
    """Sound is real, and so may be what a machine with much to do adds to what we waited for."""
    assert at_least_ms - DURATION_OFF_MS <= finished.duration_ms <= at_most_ms + DURATION_OFF_MS
