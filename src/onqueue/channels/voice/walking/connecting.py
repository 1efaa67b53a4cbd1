"""A caller of a flow is connected with a number outside: who is dialled, and what became of it?

    the line outside    what is done
    none                the caller comes into a room and hears it ring; the number is dialled
    up                  it comes into the room: they talk
    over                they have talked: the flow is over; they have not: it goes on elsewhere

Nobody of ours is in it, so there is no contact. What it costs is the centre's, under the same rules
and limits as all calls out.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import structlog

from onqueue.channels.voice import commands
from onqueue.channels.voice.call import OVER, UP, Line, ringing_play
from onqueue.channels.voice.calling_back import MINUTE_S, number_of_ours
from onqueue.channels.voice.reaching import CUSTOMER_RINGS_S, RINGING, Out, why_unreached
from onqueue.flows.rules.transfer import FAILED, FORBIDDEN, TALKED
from onqueue.kernel.errors import OnqueueError
from onqueue.outbound import service as permits
from onqueue.outbound.errors import CentreSpent

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from onqueue.channels.voice.call import Call
    from onqueue.channels.voice.doing import Doing
    from onqueue.channels.voice.settling import Act
    from onqueue.flows.queries import Standing
    from onqueue.kernel.clock import Clock
    from onqueue.kernel.db import Database

log = structlog.get_logger(__name__)

OUTSIDE: Final = "outside"
"""The role of a line to a number outside."""


def booked_as(contact: str, number: int) -> str:
    """Under which name a call is in the books that a flow made at its `number`th question."""
    return f"{contact}-out{number}"


def flow_of(booked: str) -> str:
    """Whose flow a call of the books is of; itself where it is none of a flow."""
    return booked.rpartition("-out")[0] or booked


def write_down(session: Session, *, contact: str, standing: Standing, now: int) -> Out | None:
    """Write down that a caller is connected; None where we have no number to show."""
    ours = number_of_ours(session, conversation=standing.conversation, queue="")
    if ours is None:
        return None
    permit = permits.permit_promised(session, account="", number=standing.dials, ours=ours, now=now)
    booked = booked_as(contact, standing.number)
    permits.place(session, permit=permit, contact=booked, account="", customer="", now=now)
    return Out(number=permit.number, shows=permit.shows, longest_s=permit.minutes_max * MINUTE_S)


@dataclass(slots=True)
class Connecting:
    """Connects callers with numbers outside."""

    db: Database
    clock: Clock
    doing: Doing

    async def go_on(self, call: Call, standing: Standing, customer: Line) -> str:
        """Do what comes next; returns what became of it, once that is known."""
        line = outside(call)
        if line is None:
            return await self._dial(call, standing, customer)
        if line.state == UP and line.place != "room":
            await self._join(call, standing, line)
        if line.state == OVER:
            return await self.end(call, standing)
        return ""

    async def end(self, call: Call, standing: Standing) -> str:
        """Take the caller out of it, whoever ended it; returns what became of it."""
        line = outside(call)
        if line is None:
            return FAILED
        talked = line.place == "room" or (line.state == UP)
        outcome = TALKED if talked else why_unreached(line)
        await self.db.write(
            permits.note_ended,
            contact=booked_as(call.contact, standing.number),
            outcome=outcome,
            now=self.clock.now(),
        )
        line.role = f"{OUTSIDE}-over"
        await self.doing.carry_out(call, _taken_apart(call))
        if call.customer is not None:
            call.customer.place = ""
        return TALKED if talked else FAILED

    async def _dial(self, call: Call, standing: Standing, customer: Line) -> str:
        now = self.clock.now()
        try:
            out = await self.db.write(write_down, contact=call.contact, standing=standing, now=now)
        except OnqueueError as refused:
            log.warning("calls.not_connected", contact=call.contact, code=refused.code)
            if isinstance(refused, CentreSpent):
                await self.db.write(permits.note_spent, code=refused.code, account="", now=now)
            return FORBIDDEN
        if out is None:
            return FORBIDDEN
        leg = f"{call.contact}-o{standing.number}"
        call.lines[leg] = Line(leg=leg, role=OUTSIDE)
        call.open, call.telling, customer.place = True, ringing_play(call.contact), "room"
        dial = commands.Dial(
            leg=leg,
            target=out.number,
            caller_id=out.shows,
            timeout_s=CUSTOMER_RINGS_S,
            longest_s=out.longest_s,
        )
        await self.doing.carry_out(
            call,
            [
                commands.OpenRoom(room=call.room),
                commands.Join(room=call.room, leg=customer.leg),
                commands.Play(play=call.telling, to=customer.leg, media=RINGING),
                dial,
            ],
        )
        return ""

    async def _join(self, call: Call, standing: Standing, line: Line) -> None:
        line.place = "room"
        booked = booked_as(call.contact, standing.number)
        await self.db.write(permits.note_reached, contact=booked, now=self.clock.now())
        ringing = commands.StopPlay(play=ringing_play(call.contact))
        call.telling = ""
        await self.doing.carry_out(call, [ringing, commands.Join(room=call.room, leg=line.leg)])


def outside(call: Call) -> Line | None:
    """Return the line to a number outside, also when it is over."""
    return next((one for one in call.lines.values() if one.role == OUTSIDE), None)


def _taken_apart(call: Call) -> list[Act]:
    acts: list[Act] = []
    if call.telling:
        acts.append(commands.StopPlay(play=call.telling))
    acts += [
        commands.Hangup(leg=one.leg)
        for one in call.lines.values()
        if one.role.startswith(OUTSIDE) and one.state != OVER and not one.hung_up
    ]
    if call.open:
        acts.append(commands.CloseRoom(room=call.room))
    call.open, call.telling = False, ""
    return acts
