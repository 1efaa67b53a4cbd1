"""Who makes calls be what the floor says? One loop, for all calls.

It hears of the floor from the replica and of legs from the driver, and takes one thing after the
other: look at the contact, work out what to ask (`call`), ask it. What could not be done is found
again by the sweep, a few seconds later: nothing hangs on a single message.

After a start the legs in the books are compared with what the driver carries; only then do calls
go on.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, Final

import structlog

from onqueue.channels.voice import books, causes, commands, events, facts
from onqueue.channels.voice.books import OpenLeg
from onqueue.channels.voice.call import (
    AGENT,
    CHANNEL,
    CUSTOMER,
    LISTENER,
    OVER,
    UP,
    Act,
    Call,
    Line,
    ended,
    endpoint,
    hear,
    hold,
    is_over,
    see,
    settle,
)
from onqueue.channels.voice.port import ACCEPTED, GONE
from onqueue.channels.voice.reconcile import reconcile
from onqueue.floor import commands as floor
from onqueue.kernel.errors import OnqueueError
from onqueue.kernel.tasks import first_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from onqueue.channels.voice.events import Event
    from onqueue.channels.voice.port import Telephony
    from onqueue.kernel.clock import Clock
    from onqueue.kernel.db import Database
    from onqueue.live.asking import Asking
    from onqueue.live.replica import Batch, Replica

log = structlog.get_logger(__name__)

SWEEP_S: Final = 5.0
COMING_MS: Final = 30_000
"""As long as a call may be there before its contact is on the floor."""
INBOX_MAX: Final = 20_000
"""What may wait for the loop; beyond, the sweep finds it."""


class Calls:
    """All calls of this centre."""

    def __init__(
        self,
        *,
        db: Database,
        clock: Clock,
        replica: Replica,
        asking: Asking,
        telephony: Telephony,
        expect: Callable[[Sequence[OpenLeg]], None],
        show: Callable[[dict[str, Any], frozenset[str]], None],
    ) -> None:
        self._db = db
        self._clock = clock
        self._replica = replica
        self._asking = asking
        self._telephony = telephony
        self._expect = expect
        self._show = show
        self._calls: dict[str, Call] = {}
        self._legs: dict[str, str] = {}
        self._shown: dict[str, tuple[dict[str, Any], frozenset[str]]] = {}
        self._inbox: asyncio.Queue[str | Event] = asyncio.Queue(maxsize=INBOX_MAX)
        self.ready = False
        replica.watch(self._changed, recover=self._recover)
        telephony.listen(self._put)

    def __len__(self) -> int:
        """How many calls there are."""
        return len(self._calls)

    async def run(self) -> None:
        """Compare the books with what is there, then take what comes, until cancelled."""
        await self.start()
        try:
            await first_of(self._work(), self._sweep())
        finally:
            self.ready = False

    async def start(self) -> None:
        """Take up the calls that were under way when we stopped."""
        legs = await self._db.read(books.open_legs)
        for leg in legs:
            call = self._calls.setdefault(leg.contact, Call(contact=leg.contact))
            call.lines[leg.id] = Line(
                leg=leg.id, role=leg.role, account=leg.account, stint=leg.stint, state=UP
            )
            self._legs[leg.id] = leg.contact
        for contact, call in self._calls.items():
            call.coming_until = self._clock.now() + COMING_MS
            begun = await self._db.read(books.legs_of, contact=contact)
            call.dialled = len(begun)
        self._expect([leg for leg in legs if leg.answered or leg.role == CUSTOMER])
        known = list(self._legs)
        await reconcile(self._telephony, legs=known, rooms=(), lost=self._lose)
        self.ready = True
        self.look_at_all()

    def look_at_all(self) -> None:
        """Look at every call and every contact that should be one."""
        on_floor = [
            one.id for one in self._replica.floor.contacts.values() if one.needs.channel == CHANNEL
        ]
        for contact in dict.fromkeys([*on_floor, *self._calls]):
            self._put(contact)

    async def caught_up(self) -> None:
        """Wait until everything that has come so far was taken."""
        await self._inbox.join()

    # --- what people ask ----------------------------------------------------------------------

    async def begin(self, *, contact: str, leg: str, endpoint: str, attachment: str) -> None:
        """Write down a customer's leg before it is there."""
        await self._db.write(
            books.begin_leg,
            leg=OpenLeg(
                id=leg,
                contact=contact,
                role=CUSTOMER,
                account="",
                stint="",
                endpoint=endpoint,
                attachment=attachment,
                answered=False,
            ),
            now=self._clock.now(),
        )
        call = self._calls.setdefault(contact, Call(contact=contact))
        call.coming_until = self._clock.now() + COMING_MS
        call.lines.setdefault(leg, Line(leg=leg, role=CUSTOMER))
        self._legs[leg] = contact

    async def drop(self, leg: str) -> None:
        """End a leg whose contact never came to the floor."""
        call = self._calls.get(self._legs.get(leg, ""))
        if call is not None:
            call.coming_until = 0
            self._put(call.contact)

    async def hold(self, *, contact: str, on: bool, by: str) -> bool:
        """Let the customer wait with music, or bring them back; False without such a call."""
        call = self._calls.get(contact)
        if call is None:
            return False
        if call.held != on:
            hold(call, on=on)
            fact = facts.CustomerHeld if on else facts.CustomerUnheld
            await self._db.write(
                books.note, happened=fact(at=self._clock.now(), contact=contact, by=by)
            )
        self._put(contact)
        return True

    async def tap(self, *, contact: str, account: str, mode: commands.TapMode) -> str | None:
        """Let somebody listen, whisper or barge in; returns why not, or None."""
        call = self._calls.get(contact)
        target = None if call is None else self._target(call)
        if call is None or target is None or target.state != UP:
            return "call.not_talking"
        if call.live(account) is None:
            call.dialled += 1
            leg = f"{contact}-s{call.dialled}"
            call.lines[leg] = Line(leg=leg, role=LISTENER, account=account)
            self._legs[leg] = contact
            await self._carry_out(call, [commands.Dial(leg=leg, target=endpoint(account))])
        call.taps[account] = mode
        await self._note_tap(contact, account, mode)
        self._put(contact)
        return None

    async def untap(self, *, contact: str, account: str) -> None:
        """Let somebody go who listened; they need not have."""
        call = self._calls.get(contact)
        if call is not None and call.taps.pop(account, None) is not None:
            line = call.live(account)
            if line is not None and line.role == LISTENER:
                await self._carry_out(call, [commands.Hangup(leg=line.leg)])
            await self._note_tap(contact, account, "")
            self._put(contact)

    async def _note_tap(self, contact: str, account: str, mode: str) -> None:
        happened = facts.TapChanged(
            at=self._clock.now(), contact=contact, account=account, mode=mode
        )
        await self._db.write(books.note, happened=happened)

    def shown_to(self, account: str) -> list[dict[str, Any]]:
        """The calls that somebody has a part in, as a desk shows them."""
        return [shown for shown, people in self._shown.values() if account in people]

    # --- the loop -----------------------------------------------------------------------------

    def _put(self, item: str | Event) -> None:
        try:
            self._inbox.put_nowait(item)
        except asyncio.QueueFull:
            log.exception("calls.inbox_full")

    async def _changed(self, batch: Batch) -> None:
        for one in batch:
            contact = getattr(one.event, "contact", None)
            if contact is None:
                continue
            there = self._replica.floor.contacts.get(contact)
            ours = there is not None and there.needs.channel == CHANNEL
            if ours or contact in self._calls:
                self._put(contact)

    async def _recover(self) -> None:
        self.look_at_all()

    async def _work(self) -> None:
        while True:
            item = await self._inbox.get()
            try:
                await self._take(item)
            except OnqueueError as error:
                log.warning("calls.delayed", code=error.code)
            except Exception:
                log.exception("calls.failed")
            finally:
                self._inbox.task_done()

    async def _sweep(self) -> None:
        while True:
            await asyncio.sleep(SWEEP_S)
            self.look_at_all()

    async def _take(self, item: str | Event) -> None:
        if isinstance(item, str):
            await self._settle(item)
            return
        leg = getattr(item, "leg", "")
        contact = self._legs.get(leg)
        if contact is None:
            return
        await self._hear(self._calls[contact], item)
        if not isinstance(item, events.LegQuality):
            await self._settle(contact)

    async def _hear(self, call: Call, event: Event) -> None:
        line = call.lines[getattr(event, "leg", "")]
        before = line.state
        hear(call, event)
        if isinstance(event, events.LegAnswered):
            await self._db.write(books.answer_leg, leg=line.leg, now=event.at)
        elif isinstance(event, events.LegEnded) and before != OVER:
            await self._db.write(
                books.end_leg, leg=line.leg, cause=event.cause, by=event.by, now=event.at
            )
            call.taps.pop(line.account, None)
            seen = see(self._replica.floor.contacts.get(call.contact))
            acts = ended(call, line, seen=seen, by_us=event.by == "us")
            await self._carry_out(call, acts)

    async def _lose(self, leg: str) -> None:
        """A leg that we believed in is not there: it ended while nobody looked."""
        call = self._calls[self._legs[leg]]
        line = call.lines[leg]
        line.state, line.cause = OVER, causes.LOST
        now = self._clock.now()
        await self._db.write(books.end_leg, leg=leg, cause=causes.LOST, by="system", now=now)
        seen = see(self._replica.floor.contacts.get(call.contact))
        await self._carry_out(call, ended(call, line, seen=seen, by_us=False))

    async def _settle(self, contact: str) -> None:
        if not self.ready:
            return
        there = self._replica.floor.contacts.get(contact)
        call = self._calls.get(contact)
        if call is None:
            if there is None:
                return
            call = self._calls[contact] = Call(contact=contact)
        if there is not None:
            call.coming_until = 0
        elif self._clock.now() < call.coming_until:
            return
        seen = see(there)
        held = call.held
        acts = settle(call, seen)
        if held != call.held:
            fact = facts.CustomerHeld if call.held else facts.CustomerUnheld
            happened = fact(at=self._clock.now(), contact=contact, by="")
            await self._db.write(books.note, happened=happened)
        await self._carry_out(call, [*acts, *self._tap_acts(call)])
        self._tell(call)
        if there is None and is_over(call):
            self._forget(call)

    def _target(self, call: Call) -> Line | None:
        """Through whom one listens: the owner's leg, or that of whoever is there."""
        return next(
            (one for one in call.lines.values() if one.role == AGENT and one.state == UP), None
        )

    def _tap_acts(self, call: Call) -> list[Act]:
        """Whoever listens hears through the agent who is there now."""
        target = self._target(call)
        acts: list[Act] = []
        for account, mode in call.taps.items():
            line = call.live(account)
            if line is None or line.role != LISTENER or line.state != UP or target is None:
                continue
            wanted = f"{target.leg}:{mode}"
            if line.place == wanted:
                continue
            tap = f"tap-{line.leg}-{target.leg}"
            same = line.place.startswith(f"{target.leg}:")
            if same:
                acts.append(commands.SetTap(tap=tap, mode=mode))  # type: ignore[arg-type]  # a TapMode by `tap`
            else:
                acts.append(
                    commands.StartTap(tap=tap, target=target.leg, listener=line.leg, mode=mode)  # type: ignore[arg-type]  # a TapMode by `tap`
                )
            line.place = wanted
        return acts

    async def _carry_out(self, call: Call, acts: Sequence[Act]) -> None:
        for act in acts:
            if isinstance(act, floor.Command):
                await self._ask(act)
            else:
                await self._do(call, act)

    async def _ask(self, act: floor.Command) -> None:
        try:
            await self._asking.ask(act)
        except OnqueueError as error:
            # Somebody was quicker, or it is asked again by the sweep.
            log.info("calls.floor_refused", command=type(act).__name__, code=error.code)

    async def _do(self, call: Call, act: commands.Command) -> None:
        leg = getattr(act, "leg", "")
        line = call.lines.get(leg)
        if isinstance(act, commands.Dial):
            assert line is not None, "a leg is in the call before it is dialled"
            self._legs[leg] = call.contact
            await self._db.write(
                books.begin_leg,
                leg=OpenLeg(
                    id=leg,
                    contact=call.contact,
                    role=line.role,
                    account=line.account,
                    stint=line.stint,
                    endpoint=act.target,
                    attachment="",
                    answered=False,
                ),
                now=self._clock.now(),
            )
        outcome = await self._telephony.do(act)
        if outcome == ACCEPTED:
            if isinstance(act, commands.Hangup) and line is not None:
                line.hung_up = True
            return
        log.info("calls.not_done", command=type(act).__name__, leg=leg, outcome=str(outcome))
        if outcome == GONE and line is not None and line.state != OVER:
            await self._lose(leg)

    def _tell(self, call: Call) -> None:
        """Show a call to those who have a part in it, when it is another than before."""
        lines = [one for one in call.lines.values() if one.state != OVER]
        people = frozenset(one.account for one in lines if one.account)
        shown = {
            "contact": call.contact,
            "held": call.held,
            "legs": [
                {
                    "leg": one.leg,
                    "role": one.role,
                    "account": one.account,
                    "up": one.state == UP,
                }
                for one in lines
            ],
            "listening": [
                {"account": account, "mode": mode} for account, mode in call.taps.items()
            ],
            "over": not lines,
        }
        before, knew = self._shown.get(call.contact, ({}, frozenset()))
        if shown != before or people != knew:
            self._shown[call.contact] = (shown, people)
            self._show(shown, people | knew)

    def _forget(self, call: Call) -> None:
        del self._calls[call.contact]
        self._shown.pop(call.contact, None)
        for leg in call.lines:
            self._legs.pop(leg, None)
