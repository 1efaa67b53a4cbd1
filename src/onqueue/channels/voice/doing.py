"""How is what a call asks for carried out: by the floor, or by the carrier that it goes by?

What was not done is left as it was, so that it is asked again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import structlog

from onqueue.channels.voice import books, commands
from onqueue.channels.voice.agreeing import as_leg
from onqueue.channels.voice.call import OVER, not_moved, see, told
from onqueue.channels.voice.desk_phones import meant_by
from onqueue.channels.voice.port import ACCEPTED, GONE, Rejected
from onqueue.channels.voice.settling import transfer
from onqueue.floor import commands as floor
from onqueue.kernel.errors import OnqueueError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping, Sequence

    from onqueue.channels.voice import events
    from onqueue.channels.voice.call import Call, Line
    from onqueue.channels.voice.carriers import Carrier
    from onqueue.channels.voice.settling import Act
    from onqueue.floor.model import Contact
    from onqueue.kernel.clock import Clock
    from onqueue.kernel.db import Database
    from onqueue.live.asking import Asking

log = structlog.get_logger(__name__)


class Doing:
    """Does what calls ask for."""

    def __init__(
        self,
        *,
        db: Database,
        clock: Clock,
        asking: Asking,
        carriers: Mapping[str, Carrier],
        begun: dict[str, str],
        lose: Callable[[str], Awaitable[None]],
    ) -> None:
        """Each leg that is dialled goes into `begun`, with its contact; `lose` hears of those
        that are gone already.
        """
        self._db = db
        self._clock = clock
        self._asking = asking
        self._carriers = carriers
        self._begun = begun
        self._lose = lose

    async def carry_out(self, call: Call, acts: Sequence[Act]) -> None:
        """Do one thing after the other."""
        for act in acts:
            if isinstance(act, floor.Command):
                await self.ask(act)
            else:
                await self._do(call, act)

    async def ask(self, act: floor.Command) -> bool:
        """Ask the floor; False when it said no."""
        try:
            await self._asking.ask(act)
        except OnqueueError as error:
            # Somebody was quicker, or it is asked again by the sweep.
            log.info("calls.floor_refused", command=type(act).__name__, code=error.code)
            return False
        return True

    async def transfer(
        self,
        call: Call | None,
        there: Contact | None,
        *,
        event: events.LegTransferRequested,
        carrier: Carrier,
    ) -> None:
        """Do what an agent's telephone asks for, if it is one of ours; or refuse it."""
        act = None
        if call is not None and there is not None and event.kind == "blind":
            queue, line = there.queue, call.lines[event.leg]
            meant = await self._db.read(meant_by, dialled=event.target, queue=queue)
            act = transfer(call, line, seen=see(there), meant=meant)
        done = act is not None and await self.ask(act)
        reply = commands.ReplyTransfer(leg=event.leg, state="done" if done else "failed")
        await carrier.telephony.do(reply)

    async def _do(self, call: Call, act: commands.Command) -> None:
        leg = getattr(act, "leg", "")
        line = call.lines.get(leg)
        carrier = self._carriers[call.carrier]
        if isinstance(act, commands.Dial):
            assert line is not None, "a leg is in the call before it is dialled"
            if line.account:
                act = _to_phone(act, call=call, carrier=carrier)
            line.target = act.target
            await self._write_down(call, line, target=act.target)
        outcome = await carrier.telephony.do(act)
        if outcome == ACCEPTED:
            if isinstance(act, commands.Hangup) and line is not None:
                line.hung_up = True
            return
        log.info("calls.not_done", command=type(act).__name__, leg=leg, outcome=str(outcome))
        if isinstance(act, commands.OpenRoom):
            call.open = False
        elif isinstance(act, commands.Play):
            told(call, act.play)
        elif line is not None and line.state != OVER:
            if outcome == GONE or isinstance(act, commands.Dial):
                line.refusal = outcome.reason if isinstance(outcome, Rejected) else ""
                await self._lose(leg)
            else:
                not_moved(line, act)

    async def _write_down(self, call: Call, line: Line, *, target: str) -> None:
        self._begun[line.leg] = call.contact
        leg = as_leg(call, line, endpoint=target)
        await self._db.write(books.begin_leg, leg=leg, now=self._clock.now())


def _to_phone(act: commands.Dial, *, call: Call, carrier: Carrier) -> commands.Dial:
    return msgspec.structs.replace(
        act,
        target=carrier.phone_of(act.target),
        timeout_s=carrier.answers_s,
        caller_id=call.caller,
        headers=dict(carrier.headers),
    )
