"""Who takes callers through their flows? What `Calls` asks while a call has no contact yet.

Each answer is one transaction. Killed at any point, the next life finds the caller where the last
step left them, and says its words again. A step that cannot be written or spoken is tried a few
times; then the caller waits in the queue that the flow or the number names, and nobody is left in
silence.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import structlog

from onqueue.channels.voice import commands, events
from onqueue.channels.voice.call import ASKED, OVER, UP, Words
from onqueue.channels.voice.calling_back import farewell_to
from onqueue.channels.voice.port import ACCEPTED
from onqueue.channels.voice.settling import hang_up_all
from onqueue.channels.voice.speech.phrases import digit_by_digit, phrase, spoken
from onqueue.channels.voice.walking import diverted, steps
from onqueue.channels.voice.walking.connecting import Connecting, outside
from onqueue.channels.voice.walking.diverted import is_diverted, leave_line
from onqueue.channels.voice.walking.rating import can_be_asked, part, take_rating, thanks_for
from onqueue.channels.voice.walking.walk import (
    ANSWERED,
    CONNECTING,
    MESSAGE,
    RECORDING,
    SPEAKING,
    Walk,
    became,
    press,
    speak,
    wait,
    words_over,
)
from onqueue.floor.model import OFFERED, WAITING
from onqueue.flows import queries as flows
from onqueue.flows.rules.acts import CALLBACK, LEFT, PERSON, QUEUED, STUCK
from onqueue.flows.rules.transfer import TALKED
from onqueue.kernel.crashpoints import reached
from onqueue.kernel.errors import OnqueueError
from onqueue.kernel.ids import new_id

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from onqueue.channels.voice.call import Call, Line
    from onqueue.channels.voice.carriers import Carrier
    from onqueue.channels.voice.doing import Doing
    from onqueue.channels.webchat.opening import Begun
    from onqueue.conversations.service.blobs import Blob
    from onqueue.floor.model import Contact
    from onqueue.flows.queries import Standing
    from onqueue.kernel.clock import Clock
    from onqueue.kernel.db import Database

log = structlog.get_logger(__name__)

COMING: Final = frozenset({QUEUED, LEFT, CALLBACK, STUCK, PERSON})
"""How a flow ends of which a contact comes."""
TICK_S: Final = 0.25
STOP_MS_MAX: Final = 10_000
"""How long a recording may take to be complete."""
MESSAGE_MS_MIN: Final = 1_000
"""What is shorter when the caller hangs up is no message."""
FAILURES_MAX: Final = 3
"""So often a step is tried before the caller goes where the flow ends in need."""


@dataclass(slots=True)
class Guided:
    """A caller in a flow: the step, and its words."""

    walk: Walk
    standing: Standing
    media: tuple[str, ...] | None = None
    """What is to be played; None while it was not made yet."""
    recorded: events.RecordFinished | events.RecordFailed | None = None
    """What became of the message that was recorded."""
    stopping: bool = False


@dataclass(slots=True)
class Guide:
    """Takes callers through flows."""

    db: Database
    clock: Clock
    carriers: Mapping[str, Carrier]
    doing: Doing
    say: Callable[[str, str], Awaitable[str]]
    """Returns what to play for a text in a language."""
    bring: Callable[[Call, Begun, bool], Awaitable[None]]
    """Takes a contact that came of a step to the floor."""
    keep: Callable[[events.RecordFinished], Awaitable[Blob | None]]
    """Takes a recorded message into the centre's files; None where it cannot be taken."""
    forget: Callable[[Call], None]
    calls: dict[str, Call]
    legs: dict[str, str]
    """Which call each leg is of."""
    there: dict[str, Guided] = field(default_factory=dict)
    plays: dict[str, str] = field(default_factory=dict)
    """Whose words each play is."""
    records: dict[str, str] = field(default_factory=dict)
    """Whose message each recording is."""
    connecting: Connecting = field(init=False)

    def __post_init__(self) -> None:
        """Connect callers by the same means."""
        self.connecting = Connecting(db=self.db, clock=self.clock, doing=self.doing)

    def has(self, call: Call) -> bool:
        """Tell whether a caller is in a flow."""
        return call.contact in self.there

    async def follow(self, call: Call, step: steps.Step | None) -> None:
        """Take a caller to where a step left them."""
        if step is None:
            await self.take_up(call)
            return
        if step.begun is not None:
            self._let_go(call)
            words = await self._last_words(call, step)
            if step.leaving or step.standing.outcome == CALLBACK:
                call.message, call.farewell = True, () if words is None else words.media
            else:
                call.words = words
            await self.bring(call, step.begun, step.leaving)
            return
        self._stand(call, step.standing)
        customer = call.customer
        if customer is not None and customer.state == UP:
            await self._go_on(call, self.there[call.contact], customer)

    def hear(self, event: object, call: Call | None) -> None:
        """Take in what happened on the floor: a caller who is sent to a flow is not coming."""
        if call is not None and is_diverted(event):
            call.diverted, call.coming_until = True, 0

    async def lead_on(self, call: Call) -> bool:
        """Take a caller into the flow that a rule sent them to; tell whether there is one."""
        customer = call.customer
        if not call.diverted or customer is None or customer.state == OVER:
            return False
        call.diverted = False
        now = self.clock.now()
        led = await self.db.write(diverted.lead_on, contact=call.contact, now=now)
        if led is None:
            return False
        await self.doing.carry_out(call, leave_line(call, customer))
        self.forget(call)
        call.contact, self.calls[led.contact] = led.contact, call
        self.legs.update(dict.fromkeys(call.lines, led.contact))
        await self.follow(call, led.step)
        return True

    async def take_up(self, call: Call) -> None:
        """Find out whether a call of an earlier life is in a flow, and where."""
        standing = await self.db.read(flows.standing, id=call.contact)
        if standing is None:
            return
        if standing.waits_for:
            self._stand(call, standing)
        # Who is called back already is on the line as in any call.
        goes = standing.outcome == CALLBACK and call.out is None
        call.message = goes or standing.outcome == LEFT
        if call.message or standing.outcome not in COMING:
            call.coming_until = 0

    async def send_off(self, call: Call, there: Contact | None) -> None:
        """Tell a caller that they keep their place, where a rule says so, and let them hang up.

        Whom we cannot call goes on waiting on the line.
        """
        customer = call.customer
        if there is None or not there.keeps_place or there.state not in {WAITING, OFFERED}:
            return
        if call.message or call.callback or customer is None or customer.state != UP:
            return
        told = await self.db.read(farewell_to, contact=call.contact)
        if told is not None:
            text, language = told
            call.message = True
            call.farewell = (await self.say(digit_by_digit(text), language),)
            await self.doing.carry_out(call, leave_line(call, customer))

    async def ask_rating(self, call: Call, there: Contact | None) -> bool:
        """Ask a caller how it was, whose flow wants to know; tell whether they are asked."""
        if not can_be_asked(call, there):
            return False
        asked = await self.db.read(flows.rating_asked, contact=call.contact)
        if asked is None:
            return False
        await self.doing.carry_out(call, part(call))
        self._stand(call, asked)
        return True

    async def is_message(self, contact: str) -> bool:
        """Tell whether a contact is a message that a caller left: nobody is on the line."""
        standing = await self.db.read(flows.standing, id=contact)
        return standing is not None and standing.outcome == LEFT

    def recorded(self, event: events.RecordFinished | events.RecordFailed) -> str | None:
        """A recording is over; return the call whose message it was."""
        contact = self.records.pop(event.record, None)
        guided = self.there.get(contact or "")
        if guided is not None and guided.walk.record == event.record:
            guided.recorded = event
        return contact

    async def words(self, standing: Standing) -> tuple[str, ...]:
        """Return what to play at a step."""
        said = [*spoken(standing)]
        if standing.waits_for == MESSAGE:
            said.append(("", standing.language))
        return tuple([await self.say(text, language) for text, language in said])

    async def watch(self, look: Callable[[str], None]) -> None:
        """Have the calls looked at for which time has made a difference, until cancelled."""
        while True:
            await asyncio.sleep(TICK_S)
            now = self.clock.now()
            for contact, guided in self.there.items():
                if guided.walk.due_at is not None and guided.walk.due_at <= now:
                    look(contact)

    def press(self, call: Call, key: str) -> None:
        """The caller pressed a key."""
        guided = self.there.get(call.contact)
        if guided is not None:
            press(guided.walk, key, now=self.clock.now())

    def played(self, play: str) -> str | None:
        """Something is over that was played; return the call whose words it was."""
        contact = self.plays.pop(play, None)
        guided = self.there.get(contact or "")
        if guided is not None and guided.walk.play == play:
            guided.walk.play = ""
            words_over(guided.walk, now=self.clock.now())
        return contact

    async def settle(self, call: Call) -> None:
        """Make the call be what its step says."""
        guided, customer = self.there[call.contact], call.customer
        if customer is None or customer.state == OVER:
            await self._gone(call, guided)
        elif customer.state == ASKED:
            await self.doing.carry_out(call, [commands.Answer(leg=customer.leg)])
        else:
            wait(guided.walk, now=self.clock.now())
            try:
                await self._go_on(call, guided, customer)
            except OnqueueError as error:
                await self._failed(call, guided, error.code)
            except Exception:
                log.exception("calls.step_failed", contact=call.contact)
                await self._failed(call, guided, "internal")

    # --- a step -------------------------------------------------------------------------------

    def _stand(self, call: Call, standing: Standing) -> None:
        walk = Walk(number=standing.number, waits_for=standing.waits_for, person=standing.person)
        if outside(call) is not None:
            walk.state = CONNECTING  # they are on the line already, and were told so
        self.there[call.contact] = Guided(walk=walk, standing=standing)

    async def _go_on(self, call: Call, guided: Guided, customer: Line) -> None:
        walk = guided.walk
        if walk.play and (walk.state != SPEAKING or walk.repeats):
            await self._hush(call, walk)
        if walk.repeats or (walk.state == SPEAKING and not walk.play):
            await self._speak(call, guided, customer)
        if walk.state == RECORDING and not walk.record:
            await self._record(guided, customer, call)
        if walk.state == CONNECTING:
            what = await self.connecting.go_on(call, guided.standing, customer)
            if what:
                became(walk, what)
        if walk.state == ANSWERED:
            await self._answer(call, guided)

    async def _record(self, guided: Guided, customer: Line, call: Call) -> None:
        walk = guided.walk
        walk.record = f"message-{new_id()}"
        self.records[walk.record] = call.contact
        command = commands.StartRecord(record=walk.record, of=customer.leg)
        outcome = await self.carriers[call.carrier].telephony.do(command)
        if outcome != ACCEPTED:
            log.warning("calls.not_recorded", contact=call.contact, outcome=str(outcome))
            self._forget_record(walk)
            walk.state = ANSWERED

    async def _recorded(self, call: Call, guided: Guided) -> bool:
        """Stop recording; tell whether it is known by now what came of it."""
        walk, now = guided.walk, self.clock.now()
        if guided.recorded is not None:
            return True
        if not guided.stopping:
            guided.stopping, walk.due_at = True, now + STOP_MS_MAX
            command = commands.StopRecord(record=walk.record)
            await self.carriers[call.carrier].telephony.do(command)
            return False
        return walk.due_at is None or now >= walk.due_at

    async def _leave_message(self, call: Call, guided: Guided) -> steps.Step | None:
        event, blob = guided.recorded, None
        if isinstance(event, events.RecordFinished):
            blob = await self.keep(event)
        return await self.db.write(
            steps.leave_message,
            contact=call.contact,
            number=guided.walk.number,
            blob=blob,
            now=self.clock.now(),
        )

    async def _gone(self, call: Call, guided: Guided) -> None:
        """The caller has hung up; what was said by then is a message all the same."""
        if not guided.walk.record:
            await self._leave(call, guided)
            return
        guided.walk.state = ANSWERED
        if not await self._recorded(call, guided):
            return
        event = guided.recorded
        if isinstance(event, events.RecordFinished) and event.duration_ms >= MESSAGE_MS_MIN:
            await self.follow(call, await self._leave_message(call, guided))
        else:
            await self._leave(call, guided)

    def _forget_record(self, walk: Walk) -> None:
        self.records.pop(walk.record, None)
        walk.record = ""

    async def _speak(self, call: Call, guided: Guided, customer: Line) -> None:
        walk = guided.walk
        if guided.media is None:
            guided.media = await self.words(guided.standing)
        if not guided.media:
            speak(walk, play="", now=self.clock.now())
            words_over(walk, now=self.clock.now())
            return
        play = f"say-{new_id()}"
        self.plays[play] = call.contact
        speak(walk, play=play, now=self.clock.now())
        command = commands.Play(play=play, to=customer.leg, media=guided.media)
        outcome = await self.carriers[call.carrier].telephony.do(command)
        if outcome != ACCEPTED:
            log.warning("calls.not_spoken", contact=call.contact, outcome=str(outcome))
            self.played(play)

    async def _hush(self, call: Call, walk: Walk) -> None:
        play, walk.play = walk.play, ""
        self.plays.pop(play, None)
        await self.carriers[call.carrier].telephony.do(commands.StopPlay(play=play))

    async def _answer(self, call: Call, guided: Guided) -> None:
        walk = guided.walk
        if not walk.waits_for:
            self._let_go(call)
            await self.doing.carry_out(call, hang_up_all(call))
            return
        if walk.waits_for == flows.RATING:
            now = self.clock.now()
            await self.db.write(take_rating, contact=call.contact, key=walk.answer, now=now)
            self._stand(call, thanks_for(guided.standing))
            return
        if walk.record:
            if not await self._recorded(call, guided):
                return
            step = await self._leave_message(call, guided)
        else:
            step = await self.db.write(
                steps.answer,
                contact=call.contact,
                said=walk.answer,
                number=walk.number,
                now=self.clock.now(),
            )
        reached("call.stepped")
        await self.follow(call, step)

    async def _last_words(self, call: Call, step: steps.Step) -> Words | None:
        """What is said on the way to a queue; the caller gets there without it, too."""
        standing = step.standing
        try:
            media = await self.words(standing)
            thanks = phrase("kept", language=standing.language) if step.leaving else ""
            media += (await self.say(thanks, standing.language),) if thanks else ()
        except Exception:
            log.exception("calls.words_failed", contact=call.contact)
            return None
        return Words(play=f"say-{new_id()}", media=media) if media else None

    async def _failed(self, call: Call, guided: Guided, code: str) -> None:
        guided.walk.failures += 1
        log.warning("calls.step_refused", contact=call.contact, code=code)
        if guided.walk.failures < FAILURES_MAX:
            return
        step = await self.db.write(steps.give_up, contact=call.contact, now=self.clock.now())
        await self.follow(call, step)

    async def _leave(self, call: Call, guided: Guided) -> None:
        now = self.clock.now()
        walk, talked = guided.walk, False
        if walk.state == CONNECTING:
            talked = await self.connecting.end(call, guided.standing) == TALKED
        if talked:
            await self.db.write(
                steps.answer, contact=call.contact, said=TALKED, number=walk.number, now=now
            )
        else:
            await self.db.write(steps.leave, contact=call.contact, now=now)
        self._let_go(call)
        await self.doing.carry_out(call, hang_up_all(call))
        self.forget(call)

    def _let_go(self, call: Call) -> None:
        guided = self.there.pop(call.contact, None)
        if guided is not None:
            self.plays.pop(guided.walk.play, None)
            self.records.pop(guided.walk.record, None)
