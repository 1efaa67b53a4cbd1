"""Who may call, and what may be dialled? And what is in a recording?"""

from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from onqueue.channels.voice import commands, events
from onqueue.channels.voice.port import Rejected
from onqueue.channels.voice.tests.stage import answered, do, in_room, of_leg, told
from onqueue.cli.demo.telephones.phone import Phone
from onqueue.cli.demo.telephones.sound import channels_of, heard_in
from tests.voice.exchange import CARRIER
from tests.voice.stage import AsteriskStage


async def test_nobody_in_particular_cannot_call(stage: AsteriskStage) -> None:
    stranger = await Phone(name="carl", ip="127.0.0.3", exchange=stage.exchange.sip).open()
    stage.phones["stranger"] = stranger
    call = await stranger.call("centre")
    await stage.until(call.ended.is_set)
    assert call.code == 401
    assert stage.events == []


async def test_a_phone_with_a_wrong_password_is_not_registered(stage: AsteriskStage) -> None:
    ann = await Phone(name="ann", ip="127.0.0.1", exchange=stage.exchange.sip).open()
    stage.phones["another ann"] = ann
    with pytest.raises(AssertionError, match="401"):
        await ann.register("guessed")


async def test_a_dismissed_phone_cannot_be_dialled(stage: AsteriskStage) -> None:
    await stage.telephony.phones.dismiss("ann")
    await do(stage, commands.Dial(leg="leg", target="ann"))
    await told(stage, events.LegEnded, leg="leg")


@pytest.mark.parametrize(
    "target, reason",
    [
        ("+88161234567", "dial.not_permitted"),
        ("09001234567", "dial.not_permitted"),
        ("ann@elsewhere.example", "dial.malformed"),
        ("ann/sip:thief@192.0.2.1", "dial.malformed"),
    ],
)
async def test_what_may_not_be_dialled(stage: AsteriskStage, target: str, reason: str) -> None:
    refused = await stage.telephony.do(commands.Dial(leg="leg", target=target))
    assert refused == Rejected(reason=reason)
    assert stage.events == []


async def test_a_number_that_may_be_dialled_goes_out_by_the_trunk(stage: AsteriskStage) -> None:
    outside = await Phone(
        name="carl", ip=CARRIER, exchange=stage.exchange.sip, port=stage.exchange.carrier_port
    ).open()
    stage.phones["to-leg"] = stage.phones["leg"] = outside
    await do(stage, commands.Dial(leg="leg", target="+49301234", caller_id="+49309999"))
    await told(stage, events.LegAnswered, leg="leg")
    invite = outside.calls[0].invite
    assert invite is not None
    assert "sip:+49301234@" in invite.first
    assert "+49309999" in invite.get("from")


async def test_each_leg_has_a_channel_of_its_own(stage: AsteriskStage) -> None:
    await in_room(stage, "ann", "ben")
    await do(stage, commands.StartRecord(record="r", of="room", form="per_leg"))
    await told(stage, events.RecordStarted, record="r")
    await stage.pass_ms(1_500)
    await do(stage, commands.StopRecord(record="r"))
    finished = await told(stage, events.RecordFinished, record="r")
    path = Path(unquote(urlsplit(finished.uri).path))
    heard = [heard_in(channel[2_000:6_000]) for channel in channels_of(path)]
    # They joined at the same time: which of them came first is not known.
    assert sorted(sorted(names) for names in heard) == [["ann"], ["ben"]]


async def test_what_is_said_under_the_mask_or_on_hold_is_not_recorded(
    stage: AsteriskStage,
) -> None:
    await in_room(stage, "ann", "ben")
    await do(stage, commands.Hold(leg="to-ben"))
    await do(stage, commands.StartRecord(record="r", of="room"))
    await told(stage, events.RecordStarted, record="r")
    await do(stage, commands.MaskRecord(record="r"))
    await stage.pass_ms(1_500)
    await do(stage, commands.StopRecord(record="r"))
    finished = await told(stage, events.RecordFinished, record="r")
    (channel,) = channels_of(Path(unquote(urlsplit(finished.uri).path)))
    assert heard_in(channel[2_000:6_000]) == set()


async def test_a_leg_sounds(stage: AsteriskStage) -> None:
    await answered(stage, "ann")
    await stage.hears("to-ann")
    stats = await stage.telephony.stats("to-ann")
    assert stats is not None
    assert 0 <= stats.lost < 1
    assert await stage.telephony.stats("nobody") is None


async def test_an_agent_is_called_with_headers_and_a_caller_id(stage: AsteriskStage) -> None:
    dial = commands.Dial(
        leg="to-ann", target="agent:ann", caller_id="+49301", headers={"X-Contact": "c1"}
    )
    await do(stage, dial)
    await told(stage, events.LegAnswered, leg="to-ann")
    invite = stage.call_of("to-ann").invite
    assert invite is not None
    assert invite.get("x-contact") == "c1"
    assert "+49301" in invite.get("from")


async def test_who_answers_is_found_out(stage: AsteriskStage) -> None:
    """One tone without a pause is what no person says."""
    await do(stage, commands.Dial(leg="to-ann", target="ann", amd=True))
    detected = await told(stage, events.LegDetected, leg="to-ann")
    assert detected.who == "machine"
    # Such a leg is ours to hear of only once we have asked for it: it may have rung by then.
    assert of_leg(stage, "to-ann")[-2:] == ["LegAnswered", "LegDetected"]
    await stage.hang_up("to-ann")
    await told(stage, events.LegEnded, leg="to-ann")


async def test_a_refer_is_answered(stage: AsteriskStage) -> None:
    await in_room(stage, "ann", "carl")
    await stage.ask_transfer("to-ann", "ben")
    await told(stage, events.LegTransferRequested, leg="to-ann")
    await do(stage, commands.ReplyTransfer(leg="to-ann", state="done"))
    ann = stage.call_of("to-ann")
    await stage.until(lambda: any("200" in said for said in ann.transfer))
    assert await stage.hears("to-carl") == {"ann"}
