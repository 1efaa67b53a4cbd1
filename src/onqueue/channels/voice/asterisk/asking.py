"""How is each command of the port asked of Asterisk?

A command is first done there, and then the switch notes and tells it. Where Asterisk's news could
be quicker than its answer, the switch comes first, so that the news finds what it is about.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from onqueue.channels.voice import causes, commands
from onqueue.channels.voice.asterisk.dialplan import ECHO, ECHO_S, EMERGENCY
from onqueue.channels.voice.asterisk.link import AwayError
from onqueue.channels.voice.asterisk.plan import is_name, is_number, may_dial
from onqueue.channels.voice.asterisk.wires import NotTakenError, need, place
from onqueue.channels.voice.carriers import ANSWER_BY_ITSELF, BROWSER
from onqueue.channels.voice.model import OFFERED, UP
from onqueue.channels.voice.port import ACCEPTED, GONE, Outcome, Rejected

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from onqueue.channels.voice.asterisk.node import Node
    from onqueue.channels.voice.commands import Command

AGENT: Final = "agent:"
"""A phone is known to Asterisk by its name alone."""
LEG: Final = "X-Onqueue-Leg"
"""Tells a browser for which leg it is called."""
REPLIES: Final = {
    "accepted": "channel_progress",
    "progress": "channel_progress",
    "done": "channel_answered",
    "failed": "channel_unavailable",
}


class Asking:
    """What is asked of one node."""

    def __init__(self, node: Node) -> None:
        self.node = node

    async def do(self, command: Command) -> Outcome:
        """Do a command; those for one leg wait for each other."""
        handle = _HANDLERS.get(type(command))
        if handle is None:
            return Rejected(reason="driver.cannot")
        if not self.node.ready:
            return self._while_away(command)
        wire = self.node.wires.get(getattr(command, "leg", ""))
        try:
            if wire is None:
                return await handle(self, command)
            async with wire.lock:
                return await handle(self, command)
        except AwayError:
            return Rejected(reason="node.away")
        except NotTakenError as error:
            return GONE if error.missing else Rejected(reason="node.refused")

    def _while_away(self, command: Command) -> Outcome:
        """Remember who is to be hung up; refuse the rest."""
        if isinstance(command, commands.Hangup | commands.Reject):
            if command.leg not in self.node.switch.legs:
                return GONE
            self.node.unwant(command.leg)
            return self.node.switch.do(command)
        return Rejected(reason="node.away")

    # --- legs ---------------------------------------------------------------------------------

    async def dial(self, command: commands.Dial) -> Outcome:
        node = self.node
        endpoint = self._endpoint(command.target)
        if isinstance(endpoint, Rejected):
            return endpoint
        known = command.leg in node.switch.legs
        outcome = node.switch.do(command)
        if outcome != ACCEPTED or known:
            return outcome
        async with node.wire(command.leg).lock:
            await self._originate(command, endpoint)
        return ACCEPTED

    async def _originate(self, command: commands.Dial, endpoint: str) -> None:
        node = self.node
        into: dict[str, str | int | None] = {"app": node.plan.application, "appArgs": "dialled"}
        if command.amd:
            into = {"context": "amd", "extension": "s", "priority": 1}
        # The phone may ask for a transfer, and we decide; left alone, Asterisk would do it.
        variables = {"PJSIP_TRANSFER_HANDLING()": "ari-only"}
        if command.longest_s:
            variables["TIMEOUT(absolute)"] = str(command.longest_s)
        headers = dict(command.headers)
        if command.target.startswith(BROWSER):
            headers[LEG] = command.leg
        variables |= {f"PJSIP_HEADER(add,{name})": text for name, text in headers.items()}
        try:
            answer = await node.link.ask(
                "POST",
                "channels",
                lane=command.leg,
                body={"variables": variables},
                endpoint=endpoint,
                channelId=command.leg,
                timeout=command.timeout_s,
                callerId=command.caller_id or None,
                originator=command.codecs_of if command.codecs_of in node.switch.legs else None,
                **into,
            )
        except AwayError:
            return  # whether it was dialled, comparing will find
        if not answer.ok:
            node.switch.lose(command.leg, cause=causes.ABSENT, by="system")
        elif command.amd:
            source = f"channel:{command.leg}"
            await node.link.ask(
                "POST",
                "applications",
                node.plan.application,
                "subscription",
                lane=command.leg,
                eventSource=source,
            )

    async def echo(self, target: str) -> bool:
        """Call a phone for a test; the dialplan has it in hand, and it is none of our calls."""
        endpoint = self._endpoint(target)
        if isinstance(endpoint, Rejected):
            return False
        headers = {**ANSWER_BY_ITSELF, LEG: ECHO}
        answer = await self.node.link.ask(
            "POST",
            "channels",
            body={"variables": {f"PJSIP_HEADER(add,{one})": text for one, text in headers.items()}},
            endpoint=endpoint,
            context=ECHO,
            extension="s",
            priority=1,
            timeout=ECHO_S,
        )
        return answer.ok

    async def call_for_help(self, target: str, *, number: str) -> bool:
        """Call a phone, and let the dialplan dial an emergency number for it: none of our calls."""
        endpoint = self._endpoint(target)
        if isinstance(endpoint, Rejected) or number not in self.node.plan.emergency:
            return False
        headers = {**ANSWER_BY_ITSELF, LEG: EMERGENCY}
        answer = await self.node.link.ask(
            "POST",
            "channels",
            body={"variables": {f"PJSIP_HEADER(add,{one})": text for one, text in headers.items()}},
            endpoint=endpoint,
            context=EMERGENCY,
            extension=number,
            priority=1,
            timeout=ECHO_S,
        )
        return answer.ok

    def _endpoint(self, target: str) -> str | Rejected:
        plan = self.node.plan
        if is_number(target):
            if not plan.trunks:
                return Rejected(reason="dial.no_trunk")
            if not may_dial(plan, target):
                return Rejected(reason="dial.not_permitted")
            return f"PJSIP/{target}@{plan.trunks[0].name}"
        name = target.removeprefix(AGENT).removeprefix(BROWSER)
        return f"PJSIP/{name}" if is_name(name) else Rejected(reason="dial.malformed")

    async def ring(self, command: commands.Ring) -> Outcome:
        outcome = self.node.switch.do(command)
        if outcome == ACCEPTED:
            await self._post(command.leg, "ring")
        return outcome

    async def answer(self, command: commands.Answer) -> Outcome:
        leg = self.node.switch.legs.get(command.leg)
        if leg is not None and leg.offered and leg.state == OFFERED:
            await self._post(leg.id, "answer")
        return self.node.switch.do(command)

    async def hang_up(self, command: commands.Hangup | commands.Reject) -> Outcome:
        """Who hangs up has hung up, whatever comes of telling Asterisk: it is told until it did."""
        node = self.node
        outcome = node.switch.do(command)
        if outcome == ACCEPTED:
            leg, code = command.leg, command.cause or causes.NORMAL
            node.unwant(leg)
            try:
                answer = await node.link.ask("DELETE", "channels", leg, lane=leg, reason_code=code)
            except AwayError:
                return outcome
            if answer.ok or answer.missing:
                node.unwanted.pop(leg, None)
        return outcome

    # --- places -------------------------------------------------------------------------------

    async def open_room(self, command: commands.OpenRoom) -> Outcome:
        node = self.node
        known = command.room in node.switch.rooms
        outcome = node.switch.do(command)
        if outcome == ACCEPTED and not known:
            try:
                made = {"type": "mixing", "bridgeId": command.room}
                need(await node.link.ask("POST", "bridges", **made))
            except (AwayError, NotTakenError):
                node.switch.do(commands.CloseRoom(room=command.room))
                raise
        return outcome

    async def close_room(self, command: commands.CloseRoom) -> Outcome:
        node = self.node
        room = node.switch.rooms.get(command.room)
        if room is None:
            return GONE
        for record in node.recordings.of(command.room):
            await node.recordings.stop(record)
        legs = list(room)
        await node.link.ask("DELETE", "bridges", command.room)
        for leg in legs:
            wire = node.wires.get(leg)
            if wire is not None:
                async with wire.lock:
                    wire.bridge = None
                    await place(node.link, wire, bridge=None, music=None)
        return node.switch.do(command)

    async def join(self, command: commands.Join) -> Outcome:
        node = self.node
        leg = node.switch.legs.get(command.leg)
        if self._is_up(command.leg) and command.room in node.switch.rooms:
            if node.taps.listens(command.leg):
                return Rejected(reason="leg.listens")
            if leg is not None and leg.room != command.room:
                await self._place(command.leg, bridge=command.room, music=None)
        return node.switch.do(command)

    async def leave(self, command: commands.Leave) -> Outcome:
        leg = self.node.switch.legs.get(command.leg)
        if leg is not None and leg.room == command.room:
            await self._place(leg.id, bridge=None, music=None)
        return self.node.switch.do(command)

    async def park(self, command: commands.Park) -> Outcome:
        if self._is_up(command.leg) and not self.node.taps.listens(command.leg):
            await self._place(command.leg, bridge=None, music=command.music)
        return self.node.switch.do(command)

    async def unpark(self, command: commands.Unpark) -> Outcome:
        leg = self.node.switch.legs.get(command.leg)
        if leg is not None and leg.parked and not self.node.taps.listens(leg.id):
            await self._place(leg.id, bridge=None, music=None)
        return self.node.switch.do(command)

    async def hold(self, command: commands.Hold) -> Outcome:
        leg = self.node.switch.legs.get(command.leg)
        if leg is not None and leg.room is not None:
            await self._place(leg.id, bridge=None, music=command.music)
            await self.node.recordings.hide(leg.room, leg.id, on=True)
        return self.node.switch.do(command)

    async def unhold(self, command: commands.Unhold) -> Outcome:
        leg = self.node.switch.legs.get(command.leg)
        if leg is not None and leg.held and leg.room is not None:
            await self._place(leg.id, bridge=leg.room, music=None)
            await self.node.recordings.hide(leg.room, leg.id, on=False)
        return self.node.switch.do(command)

    async def mute(self, command: commands.Mute) -> Outcome:
        await self._set_mute(command.leg, command.direction, on=True)
        return self.node.switch.do(command)

    async def unmute(self, command: commands.Unmute) -> Outcome:
        await self._set_mute(command.leg, command.direction, on=False)
        return self.node.switch.do(command)

    async def _set_mute(self, name: str, direction: str, *, on: bool) -> None:
        """Asterisk counts how often a leg was muted, so only what changes is asked."""
        leg = self.node.switch.legs.get(name)
        if leg is None:
            return
        for one, now in (("in", leg.mute_in), ("out", leg.mute_out)):
            if direction in {one, "both"} and now != on:
                answer = await self.node.link.ask(
                    "POST" if on else "DELETE", "channels", name, "mute", lane=name, direction=one
                )
                need(answer)

    async def _post(self, leg: str, what: str) -> None:
        need(await self.node.link.ask("POST", "channels", leg, what, lane=leg))

    def _is_up(self, leg: str) -> bool:
        found = self.node.switch.legs.get(leg)
        return found is not None and found.state == UP

    async def _place(self, leg: str, *, bridge: str | None, music: str | None) -> None:
        await place(self.node.link, self.node.wire(leg), bridge=bridge, music=music)

    # --- sound --------------------------------------------------------------------------------

    async def play(self, command: commands.Play) -> Outcome:
        node = self.node
        known = command.play in node.switch.sounds
        outcome = node.switch.do(command)
        if outcome != ACCEPTED or known:
            return outcome
        try:
            await self._play(command)
        except (AwayError, NotTakenError):
            node.switch.end_sound(command.play, how="failed")
        return ACCEPTED

    async def _play(self, command: commands.Play) -> None:
        """Asterisk takes a leg out of its room to play to it, so there it is whispered instead."""
        node, to = self.node, command.to
        kind = "channels" if to in node.switch.legs else "bridges"
        wire = node.wires.get(to)
        if wire is not None and wire.bridge is not None:
            to = await node.snoops.start(to, spy="none", whisper="out")
            node.snoops.plays[command.play] = to
        media = ",".join(one if ":" in one else f"sound:{one}" for one in command.media)
        asked = node.link.ask("POST", kind, to, "play", command.play, lane=command.to, media=media)
        need(await asked)

    async def stop_play(self, command: commands.StopPlay) -> Outcome:
        outcome = self.node.switch.do(command)
        if outcome == ACCEPTED:
            await self.node.link.ask("DELETE", "playbacks", command.play)
        return outcome

    async def send_dtmf(self, command: commands.SendDtmf) -> Outcome:
        outcome = self.node.switch.do(command)
        if outcome == ACCEPTED:
            answer = await self.node.link.ask(
                "POST", "channels", command.leg, "dtmf", lane=command.leg, dtmf=command.digits
            )
            need(answer)
        return outcome

    async def start_record(self, command: commands.StartRecord) -> Outcome:
        return await self.node.recordings.start(self.node.switch, command)

    async def pause_record(self, command: commands.PauseRecord) -> Outcome:
        return await self.node.recordings.pause(command.record, on=True)

    async def resume_record(self, command: commands.ResumeRecord) -> Outcome:
        return await self.node.recordings.pause(command.record, on=False)

    async def mask_record(self, command: commands.MaskRecord) -> Outcome:
        return await self.node.recordings.mask(command.record, on=True)

    async def unmask_record(self, command: commands.UnmaskRecord) -> Outcome:
        return await self.node.recordings.mask(command.record, on=False)

    async def stop_record(self, command: commands.StopRecord) -> Outcome:
        return await self.node.recordings.stop(command.record)

    async def discard_record(self, command: commands.DiscardRecord) -> Outcome:
        return await self.node.recordings.discard(command.record)

    async def start_tap(self, command: commands.StartTap) -> Outcome:
        return await self.node.taps.start(self.node.switch, command)

    async def set_tap(self, command: commands.SetTap) -> Outcome:
        return await self.node.taps.set_mode(self.node.switch, command)

    async def stop_tap(self, command: commands.StopTap) -> Outcome:
        return self.node.switch.do(command)

    async def reply_transfer(self, command: commands.ReplyTransfer) -> Outcome:
        outcome = self.node.switch.do(command)
        if outcome == ACCEPTED:
            states = REPLIES[command.state]
            await self.node.link.ask(
                "POST",
                "channels",
                command.leg,
                "transfer_progress",
                lane=command.leg,
                states=states,
            )
        return outcome


_HANDLERS: Final[dict[type[Command], Callable[[Asking, Any], Awaitable[Outcome]]]] = {
    commands.Dial: Asking.dial,
    commands.Ring: Asking.ring,
    commands.Answer: Asking.answer,
    commands.Reject: Asking.hang_up,
    commands.Hangup: Asking.hang_up,
    commands.OpenRoom: Asking.open_room,
    commands.CloseRoom: Asking.close_room,
    commands.Join: Asking.join,
    commands.Leave: Asking.leave,
    commands.Park: Asking.park,
    commands.Unpark: Asking.unpark,
    commands.Hold: Asking.hold,
    commands.Unhold: Asking.unhold,
    commands.Mute: Asking.mute,
    commands.Unmute: Asking.unmute,
    commands.Play: Asking.play,
    commands.StopPlay: Asking.stop_play,
    commands.SendDtmf: Asking.send_dtmf,
    commands.StartRecord: Asking.start_record,
    commands.PauseRecord: Asking.pause_record,
    commands.ResumeRecord: Asking.resume_record,
    commands.MaskRecord: Asking.mask_record,
    commands.UnmaskRecord: Asking.unmask_record,
    commands.StopRecord: Asking.stop_record,
    commands.DiscardRecord: Asking.discard_record,
    commands.StartTap: Asking.start_tap,
    commands.SetTap: Asking.set_tap,
    commands.StopTap: Asking.stop_tap,
    commands.ReplyTransfer: Asking.reply_transfer,
}
