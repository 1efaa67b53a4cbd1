"""Which chats are connected here, and how does news reach them?

All widgets' sessions of this process. News comes from the replica, batch by batch: messages
go to the sessions of their conversation in order, and a change on the floor changes the
status that the customer sees. Places in line move without an event of one's own, so they
are told again every few seconds.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

import structlog

from onqueue.channels.voice.call import CHANNEL as VOICE
from onqueue.channels.webchat import flowing, frames, opening, status
from onqueue.channels.webchat.errors import (
    CallsOff,
    ChatEnded,
    ChatUnderWay,
    MessagesOff,
    OriginRefused,
    WidgetMissing,
)
from onqueue.channels.webchat.pace import Pace
from onqueue.channels.webchat.settings import soonest
from onqueue.conversations import events as facts
from onqueue.conversations import queries as conversations
from onqueue.conversations import service as threads
from onqueue.conversations.rules.kinds import CUSTOMER
from onqueue.conversations.schemas import public_message
from onqueue.directory.rules import hours, widgets
from onqueue.floor import model
from onqueue.floor.commands import Abandon, KeepPlace
from onqueue.flows import events as flow_facts
from onqueue.kernel.crashpoints import reached
from onqueue.kernel.errors import Invalid, OnqueueError, Refused
from onqueue.live.typing_signs import TOPIC, typing_payload, typing_read

if TYPE_CHECKING:
    from onqueue.channels.voice.frames import CallFrame
    from onqueue.channels.voice.phones import Phones
    from onqueue.channels.webchat.arrivals import Arrivals
    from onqueue.channels.webchat.session import ChatSession
    from onqueue.conversations.schemas import Conversation, PublicMessage
    from onqueue.floor.model import Contact
    from onqueue.kernel.bus import Bus
    from onqueue.kernel.clock import Clock
    from onqueue.kernel.db import Database
    from onqueue.live.asking import Asking
    from onqueue.live.fresh import Fresh, Place
    from onqueue.live.replica import Batch, Replica

log = structlog.get_logger(__name__)

PAGE: Final = 200


class Chats:
    """The connected widgets of this process."""

    def __init__(
        self,
        *,
        db: Database,
        bus: Bus,
        clock: Clock,
        replica: Replica,
        asking: Asking,
        arrivals: Arrivals,
        fresh: Fresh,
        address: str,
        phones: Phones | None = None,
    ) -> None:
        self.pace = Pace(clock=clock)
        self._fresh = fresh
        self._phones = phones
        self._db = db
        self._bus = bus
        self._clock = clock
        self._replica = replica
        self._asking = asking
        self._address = address
        self._sessions: dict[str, set[ChatSession]] = defaultdict(set)
        self._visitors: dict[str, set[ChatSession]] = defaultdict(set)
        self._arrivals = arrivals
        self._told: dict[str, status.Status] = {}
        """What those who wait were told, so that no wait grows under their eyes."""
        replica.watch(self._changed, recover=self._recover)

    def now(self) -> int:
        """Milliseconds since the epoch."""
        return self._clock.now()

    async def abreast(self) -> None:
        """Wait until what other processes said is known here as well."""
        await self._replica.abreast()

    def __len__(self) -> int:
        """How many widgets are in a conversation here."""
        return sum(len(sessions) for sessions in self._sessions.values())

    def conversations(self) -> list[str]:
        """The conversations whose customers have a widget open here."""
        return list(self._sessions)

    def connected(self, conversation: str) -> bool:
        """Whether the customer of a conversation has a widget open here."""
        return bool(self._sessions.get(conversation))

    def live(self) -> list[Contact]:
        """The chat contacts on the floor."""
        contacts = self._replica.floor.contacts.values()
        return [one for one in contacts if one.needs.channel == opening.CHANNEL]

    # --- coming and going -----------------------------------------------------------------------

    async def enter(self, session: ChatSession, frame: frames.Hello) -> None:
        """Answer a hello: who the visitor is, where their chat stands, what they missed."""
        found = await self._db.read(opening.widget_with_hours, id=frame.widget)
        if found is None:
            raise WidgetMissing
        widget, queue_hours = found
        if not widgets.origin_allowed(widget.allowed_origins, session.origin, self._address):
            raise OriginRefused
        now = self.now()
        entered = await self._db.write(
            opening.enter,
            token=frame.token,
            conversation=frame.conversation,
            language=frame.lang,
            now=now,
        )
        session.widget, session.visitor = widget, entered.visitor
        session.customer, session.language = entered.customer, frame.lang
        self._visitors[session.visitor].add(session)
        thread = entered.conversation
        same = thread is not None and thread.id == frame.conversation
        after = frame.after if same and thread and frame.after <= thread.last_public_seq else 0
        is_open = any(hours.is_open(one, now) for one in queue_hours.values())
        async with session.moving:
            self._join(session, thread.id if thread else None, after=after)
            session.status = await self._status(session)
            session.tell(
                t="welcome",
                token=entered.token,
                conversation=session.conversation,
                last=thread.last_public_seq if thread else 0,
                state=session.status.frame(),
                open=is_open,
                opens_at=None if is_open else soonest(queue_hours.values(), now),
            )
        await self.catch_up(session)

    def leave(self, session: ChatSession) -> None:
        """A widget's connection is gone; the conversation is not."""
        self._part(session)
        if self._phones is not None:
            self._phones.customer_gone(session)
        tabs = self._visitors.get(session.visitor)
        if tabs is not None:
            tabs.discard(session)
            if not tabs:
                del self._visitors[session.visitor]

    def _tabs(self, visitor: str) -> set[ChatSession]:
        """The widgets that a visitor has open here."""
        return set(self._visitors.get(visitor, ()))

    def _join(self, session: ChatSession, conversation: str | None, *, after: int) -> None:
        self._part(session)
        session.conversation, session.sent_seq = conversation, after
        if conversation is not None:
            self._sessions[conversation].add(session)

    def _part(self, session: ChatSession) -> None:
        if session.conversation in self._sessions:
            self._sessions[session.conversation].discard(session)
            if not self._sessions[session.conversation]:
                del self._sessions[session.conversation]

    # --- what the customer does -----------------------------------------------------------------

    async def begin(self, session: ChatSession, frame: frames.Start | frames.Leave) -> None:
        """Begin a chat, or leave a message for the next opening."""
        contact = self._replica.contact_of(session.conversation)
        if contact is not None and contact.id != frame.id and contact.state != model.WRAP_UP:
            raise ChatUnderWay
        widget = session.widget
        assert widget is not None
        leaving = isinstance(frame, frames.Leave)
        # Who was asked for a message may leave one, whatever the widget says of closed hours.
        wanted = session.status is not None and session.status.phase == "message"
        if leaving and not widget.offline_message_enabled and not wanted:
            raise MessagesOff
        calling = isinstance(frame, frames.Start) and frame.channel == VOICE
        if calling and (self._phones is None or not widget.calls_enabled):
            raise CallsOff
        start = flowing.Start(
            widget=widget,
            visitor=session.visitor,
            customer=session.customer,
            contact=frame.id,
            answers=frame.form,
            text=frame.text,
            language=session.language,
            person=None if isinstance(frame, frames.Leave) else frame.person,
            channel=VOICE if calling else opening.CHANNEL,
        )
        stepped = await self._db.write(flowing.begin, start=start, leaving=leaving, now=self.now())
        reached("chat.written")
        if isinstance(frame, frames.Start) and calling:
            await self._call(session, frame.id, frame.attachment)
        try:
            if stepped.begun is not None:
                await self._arrivals.bring(stepped.begun, leaving=leaving or stepped.leaving)
        except OnqueueError:
            if calling and self._phones is not None:
                await self._phones.drop(frame.id)
            raise
        reached("chat.arrived")
        tabs = {session, *self._tabs(session.visitor)}
        for tab in tabs:
            await self._move(tab, stepped.conversation)
        session.tell(t="ack", id=frame.id, seq=None)

    async def _call(self, session: ChatSession, contact: str, attachment: str | None) -> None:
        """Let the page that said so call, before its contact waits."""
        assert self._phones is not None
        if attachment is None:
            raise Invalid(field="attachment", reason="a call needs the page that calls")
        await self._phones.call(contact, session, attachment=attachment)

    async def phone(self, session: ChatSession, frame: CallFrame) -> None:
        """Take what a customer's page says of its call."""
        contact = self._replica.contact_of(session.conversation)
        if self._phones is not None and contact is not None and contact.needs.channel == VOICE:
            await self._phones.customer(contact.id, session, frame)

    async def _move(self, session: ChatSession, thread: Conversation) -> None:
        """Take a widget to the conversation that was just begun, here or in another tab."""
        async with session.moving:
            if session.conversation != thread.id:
                self._join(session, thread.id, after=0)
            session.status = await self._status(session)
            session.tell(
                t="welcome",
                token=None,
                conversation=thread.id,
                last=thread.last_public_seq,
                state=session.status.frame(),
                open=True,
                opens_at=None,
            )
        await self.catch_up(session)

    async def say(self, session: ChatSession, frame: frames.Say) -> None:
        """Store a message, and acknowledge it when it is."""
        contact = self._replica.contact_of(session.conversation)
        if session.conversation is None:
            raise ChatEnded
        if contact is None or contact.state == model.WRAP_UP:
            if not await self._answer(session, session.conversation, frame):
                await self._acknowledge_late(session, session.conversation, frame.id)
            return
        posted = await self._db.write(
            threads.post_customer_message,
            conversation=session.conversation,
            id=frame.id,
            visitor=session.visitor,
            author_name="",
            text=frame.text,
            language=session.language,
            files=frame.files,
            now=self.now(),
        )
        reached("message.stored")
        session.tell(t="ack", id=frame.id, seq=posted.public_seq)

    async def _answer(self, session: ChatSession, conversation: str, frame: frames.Say) -> bool:
        """Let a flow have what the customer writes, and say whether one goes on."""
        stepped = await self._db.write(
            flowing.answer,
            conversation=conversation,
            id=frame.id,
            visitor=session.visitor,
            text=frame.text,
            language=session.language,
            files=frame.files,
            number=frame.answers,
            now=self.now(),
        )
        if stepped is None or stepped.posted is None:
            return False
        reached("message.stored")
        session.tell(t="ack", id=frame.id, seq=stepped.posted.public_seq)
        if stepped.begun is not None:
            try:
                await self._arrivals.bring(stepped.begun, leaving=stepped.leaving)
            except Refused as refused:
                # The answer was taken; that nobody can be had is told by where the chat stands.
                log.info("webchat.flow_refused", code=refused.code)
            await self._tell_status(conversation)
        return True

    async def _tell_status(self, conversation: str) -> None:
        for one in tuple(self._sessions.get(conversation, ())):
            one.show_status(await self._status(one))

    async def _acknowledge_late(
        self, session: ChatSession, conversation: str, message: str
    ) -> None:
        """A message that was stored before the end may be repeated after it."""
        seq = await self._db.read(
            conversations.public_seq_of, conversation=conversation, message=message
        )
        if seq is None:
            raise ChatEnded
        session.tell(t="ack", id=message, seq=seq)

    async def seen(self, session: ChatSession, seq: int) -> None:
        """Note how far the customer has read."""
        if session.conversation is not None:
            await self._db.write(
                threads.mark_seen,
                conversation=session.conversation,
                reader=CUSTOMER,
                seq=min(seq, session.sent_seq),
                now=self.now(),
            )

    async def end(self, session: ChatSession) -> None:
        """The customer is done; doing it twice is no mistake."""
        contact = self._replica.contact_of(session.conversation)
        if contact is None and session.conversation is not None:
            await self._db.write(flowing.leave, conversation=session.conversation, now=self.now())
        if contact is not None and contact.state != model.SCHEDULED:
            # To the floor this ends a conversation, too: an agent may have been quicker.
            await self._asking.ask(Abandon(contact=contact.id, cancel=True))

    async def keep(self, session: ChatSession) -> None:
        """The customer goes for now and keeps the place; doing it twice is no mistake."""
        contact = self._replica.contact_of(session.conversation)
        if contact is None:
            raise ChatEnded
        if contact.state in {model.WAITING, model.OFFERED}:
            await self._asking.ask(KeepPlace(contact=contact.id))

    async def rate(self, session: ChatSession, frame: frames.Rate) -> None:
        """Store how it was."""
        if session.conversation is None:
            raise ChatEnded
        row = await self._db.read(conversations.last_contact, conversation=session.conversation)
        if row is None:
            raise ChatEnded
        await self._db.write(
            threads.rate_contact,
            contact=row.id,
            visitor=session.visitor,
            score=frame.score,
            comment=frame.comment,
            now=self.now(),
        )
        session.tell(t="ack", id=frame.id, seq=None)
        session.show_status(await self._status(session))

    def typing(self, session: ChatSession) -> None:
        """Let the agent see that the customer writes."""
        assert session.conversation is not None
        self._bus.publish(
            TOPIC,
            typing_payload(conversation=session.conversation, who="", side="customer"),
        )

    # --- news -----------------------------------------------------------------------------------

    async def catch_up(self, session: ChatSession) -> None:
        """Send a session every message it has not had, in order."""
        while (conversation := session.conversation) is not None:
            messages = await self._db.read(
                conversations.public_messages,
                conversation=conversation,
                after=session.sent_seq,
                limit=PAGE,
                now=self.now(),
            )
            if session.conversation != conversation:
                continue  # another tab began a new chat, and took this one there
            for message in messages:
                if message.seq == session.sent_seq + 1:
                    session.show(message, frames.encode_message(message))
            if len(messages) < PAGE:
                return

    async def _recover(self) -> None:
        """News was lost: every widget gets what it has not had, and its status."""
        for sessions in list(self._sessions.values()):
            for session in tuple(sessions):
                await self.catch_up(session)
                session.show_status(await self._status(session))

    async def _changed(self, batch: Batch) -> None:
        refs: dict[Place, Place] = {}
        moved: dict[str, None] = {}
        for one in batch:
            if one.conversation is not None:
                moved[one.conversation] = None
            elif one.entry.stream == flow_facts.STREAM:
                moved[one.entry.subject or ""] = None
            elif one.entry.stream == facts.STREAM and one.entry.subject in self._sessions:
                fact = facts.decode(one.entry.payload)
                if isinstance(fact, facts.MessagePosted) and fact.public_seq is not None:
                    refs[fact.conversation, fact.seq] = (fact.conversation, fact.public_seq)
                elif isinstance(fact, facts.MessageSeen) and fact.reader != CUSTOMER:
                    await self._staff_saw(fact)
        if refs:
            await self._deliver(refs)
        for conversation in moved:
            await self._tell_status(conversation)

    async def _public(self, refs: dict[Place, Place]) -> dict[str, list[PublicMessage]]:
        """Return what customers get of messages; `refs` gives their public places by all."""
        posted, missing = self._fresh.find(refs)
        # Links to files are signed with a key that is in the database.
        if missing or any(one.attachments for one in posted):
            return await self._db.read(
                conversations.public_messages_by_seq, refs=set(refs.values()), now=self.now()
            )
        found: dict[str, list[PublicMessage]] = defaultdict(list)
        for one in posted:
            found[one.conversation].append(public_message(one, links={}))
        return found

    async def _deliver(self, refs: dict[Place, Place]) -> None:
        found = await self._public(refs)
        for conversation, messages in found.items():
            encoded = [(one, frames.encode_message(one)) for one in messages]
            for session in tuple(self._sessions.get(conversation, ())):
                self._show_in_order(session, encoded)
                if messages and session.sent_seq < messages[-1].seq:
                    await self.catch_up(session)

    def _show_in_order(
        self, session: ChatSession, encoded: list[tuple[PublicMessage, bytes]]
    ) -> None:
        for message, frame in encoded:
            if message.seq == session.sent_seq + 1:
                session.show(message, frame)

    async def _staff_saw(self, fact: facts.MessageSeen) -> None:
        seq = await self._db.read(
            conversations.public_seq_at, conversation=fact.conversation, seq=fact.seq
        )
        for session in tuple(self._sessions.get(fact.conversation, ())):
            session.tell(t="seen", seq=seq)

    async def tell_places(self) -> None:
        """Tell everybody in line again where they stand."""
        waiting = self._replica.floor.contacts
        self._told = {id_: told for id_, told in self._told.items() if id_ in waiting}
        for sessions in list(self._sessions.values()):
            for session in tuple(sessions):
                if session.status is not None and session.status.phase == "waiting":
                    session.show_status(await self._status(session))

    def staff_types(self, payload: bytes) -> None:
        """Show the customer that somebody writes."""
        typed = typing_read(payload)
        if typed.side == "staff":
            for session in tuple(self._sessions.get(typed.conversation, ())):
                session.tell(t="typing", name=status.first_name(typed.who))

    def _tell_wait(self, contact: Contact) -> status.Status:
        told = status.of_contact(self._replica.floor, contact)
        if contact.id in self._told:
            told = self._told[contact.id].never_rising(told)
        if told.wait_low_s is not None:
            self._told[contact.id] = told
        return told

    async def _status(self, session: ChatSession) -> status.Status:
        widget = session.widget
        rating = widget is not None and widget.rating_enabled
        contact = self._replica.contact_of(session.conversation)
        if contact is not None and contact.state != model.WRAP_UP:
            return self._tell_wait(contact)
        if session.conversation is None:
            return status.of_row(None, rating=rating, answered=False)
        return await self._db.read(
            flowing.standing,
            conversation=session.conversation,
            rating=rating,
            answered=contact is not None,
        )
