"""What happens to callers and talks when Onqueue or Asterisk is away?"""

import asyncio

from onqueue.channels.voice import causes, commands, events
from onqueue.channels.voice.port import ACCEPTED, Rejected
from onqueue.channels.voice.reconcile import reconcile
from onqueue.channels.voice.tests.stage import do, in_room, of_leg, told
from onqueue.cli.demo.telephones.phone import Phone
from tests.voice.exchange import CARRIER
from tests.voice.stage import AsteriskStage

SPOKEN_MS = 6_000
LOST_MS_MAX = 5_000


async def carrier(stage: AsteriskStage, name: str = "carl") -> Phone:
    """A telephone on the other side of the trunk."""
    phone = await Phone(name=name, ip=CARRIER, exchange=stage.exchange.sip).open()
    stage.phones[f"{name} outside"] = phone
    return phone


async def test_while_onqueue_is_away_callers_hear_a_message(stage: AsteriskStage) -> None:
    await stage.telephony.stop()
    stage.exchange.asterisk.ask("dialplan set global ONQUEUE_SEEN 0")
    call = await (await carrier(stage)).call("centre")
    await stage.until(lambda: call.is_up)
    assert await call.media.hears() == {"play:away"}
    await asyncio.wait_for(call.ended.wait(), 10)
    await stage.reopen()
    assert not [one for one in stage.events if isinstance(one, events.LegOffered)]


async def test_a_call_that_nobody_takes_in_hand_gets_the_message(stage: AsteriskStage) -> None:
    """Onqueue has died a moment ago: the dialplan believes that it is there."""
    await stage.telephony.stop()
    call = await (await carrier(stage)).call("centre")
    await stage.until(lambda: call.is_up)
    assert await call.media.hears() == {"play:away"}
    await asyncio.wait_for(call.ended.wait(), 10)
    await stage.reopen()
    offered = [one.leg for one in stage.events if isinstance(one, events.LegOffered)]
    for leg in offered:
        await told(stage, events.LegEnded, leg=leg)


async def test_an_emergency_number_goes_through_without_onqueue(stage: AsteriskStage) -> None:
    centre = await carrier(stage, "sue")
    await centre.close()
    rescue = await Phone(
        name="ben", ip=CARRIER, exchange=stage.exchange.sip, port=stage.exchange.carrier_port
    ).open()
    stage.phones["rescue"] = rescue
    await stage.telephony.stop()
    call = await stage.phones["ann"].call("112", password="secret-ann")
    await stage.until(lambda: call.is_up)
    assert rescue.calls[0].invite is not None
    assert "sip:112@" in rescue.calls[0].invite.first
    assert await call.media.hears() == {"ben"}
    await call.hang_up()
    await stage.reopen()


async def test_talk_goes_on_while_we_are_away_and_is_found_again(stage: AsteriskStage) -> None:
    await in_room(stage, "ann", "ben")
    await stage.telephony.stop()
    assert await stage.hears("to-ann") == {"ben"}
    await stage.reopen()
    snapshot = await stage.telephony.snapshot()
    assert {(leg.id, leg.room) for leg in snapshot.legs} == {
        ("to-ann", "room"),
        ("to-ben", "room"),
    }
    await do(stage, commands.Hold(leg="to-ann"))
    assert await stage.hears("to-ben") == set()
    await do(stage, commands.Unhold(leg="to-ann"))
    assert await stage.hears("to-ben") == {"ann"}


async def test_who_hung_up_while_we_were_away_is_lost(stage: AsteriskStage) -> None:
    await in_room(stage, "ann", "ben")
    await stage.telephony.stop()
    await stage.hang_up("to-ann")
    await stage.reopen()
    lost: list[str] = []

    async def lose(leg: str) -> None:
        lost.append(leg)

    await reconcile(stage.telephony, legs={"to-ann", "to-ben"}, rooms={"room"}, lost=lose)
    assert lost == ["to-ann"]


async def test_a_cut_wire_ends_no_call(stage: AsteriskStage) -> None:
    await in_room(stage, "ann", "ben")
    with stage.exchange.stopped():
        stage.telephony.cut()
        await told(stage, events.NodeDown)
        refused = await stage.telephony.do(commands.Leave(room="room", leg="to-ann"))
        assert refused == Rejected(reason="node.away")
    await told(stage, events.NodeResynced)
    assert await stage.hears("to-ann") == {"ben"}
    await do(stage, commands.Leave(room="room", leg="to-ann"))
    assert await stage.hears("to-ben") == set()
    assert of_leg(stage, "to-ann").count("LegEnded") == 0


async def test_who_hangs_up_while_the_wire_is_cut_is_told(stage: AsteriskStage) -> None:
    await in_room(stage, "ann", "ben")
    stage.telephony.cut()
    await stage.hang_up("to-ann")
    ended = await told(stage, events.LegEnded, leg="to-ann")
    assert ended.cause in {causes.NORMAL, causes.LOST}
    await told(stage, events.NodeResynced)
    assert of_leg(stage, "to-ann").count("LegEnded") == 1


async def test_whom_we_hang_up_while_the_wire_is_cut_is_hung_up(stage: AsteriskStage) -> None:
    await in_room(stage, "ann", "ben")
    with stage.exchange.stopped():
        stage.telephony.cut()
        await told(stage, events.NodeDown)
        assert await stage.telephony.do(commands.Hangup(leg="to-ann")) == ACCEPTED
    ann = stage.call_of("to-ann")
    await stage.until(ann.ended.is_set)
    assert of_leg(stage, "to-ann").count("LegEnded") == 1
    assert not stage.call_of("to-ben").ended.is_set()


async def test_a_dead_asterisk_has_lost_its_calls(stage: AsteriskStage) -> None:
    await in_room(stage, "ann", "ben")
    await asyncio.to_thread(stage.exchange.asterisk.kill)
    await told(stage, events.NodeDown)
    for leg in ("to-ann", "to-ben"):
        ended = await told(stage, events.LegEnded, leg=leg)
        assert (ended.cause, ended.by) == (causes.LOST, "system")
    assert (await stage.telephony.snapshot()).legs == ()


async def test_a_dead_asterisk_leaves_what_it_recorded_but_for_the_last_seconds(
    stage: AsteriskStage,
) -> None:
    await in_room(stage, "ann", "ben")
    await do(stage, commands.StartRecord(record="r", of="room", form="per_leg"))
    await told(stage, events.RecordStarted, record="r")
    await stage.pass_ms(SPOKEN_MS)
    await asyncio.to_thread(stage.exchange.asterisk.kill)
    finished = await told(stage, events.RecordFinished, record="r")
    assert finished.duration_ms > SPOKEN_MS - LOST_MS_MAX
    assert set(finished.channels) == {"to-ann", "to-ben"}


async def test_what_an_earlier_life_of_ours_recorded_is_finished_from_its_files(
    stage: AsteriskStage,
) -> None:
    await in_room(stage, "ann", "ben")
    await do(stage, commands.StartRecord(record="r", of="room", form="per_leg"))
    await told(stage, events.RecordStarted, record="r")
    await stage.pass_ms(SPOKEN_MS)
    stage.telephony._node.recordings._there.clear()
    await do(stage, commands.StopRecord(record="r"))
    finished = await told(stage, events.RecordFinished, record="r")
    assert finished.duration_ms > SPOKEN_MS - LOST_MS_MAX
    assert set(finished.channels) == {"to-ann", "to-ben"}


async def test_a_hung_asterisk_is_noticed(stage: AsteriskStage) -> None:
    """Its sockets stay open, and nothing comes over them: only the beat can tell."""
    await in_room(stage, "ann")
    with stage.exchange.stopped():
        await told(stage, events.NodeDown)
    await told(stage, events.NodeResynced)
    assert of_leg(stage, "to-ann").count("LegEnded") <= 1
