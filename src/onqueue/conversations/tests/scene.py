"""What tests of conversations begin with: people, a thread, and events of the floor."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from sqlalchemy.orm import Session

from onqueue.conversations import service
from onqueue.conversations.events import FLOOR_STREAM
from onqueue.conversations.jobs import ContactRows
from onqueue.conversations.schemas import Conversation
from onqueue.floor import events as floor
from onqueue.floor.model import Candidate, Why
from onqueue.floor.specs import Needs
from onqueue.journal import projections
from onqueue.journal.store import Fact, append
from onqueue.kernel.authz import Actor

NOW = 1_767_225_600_000
CHAT = Needs(channel="chat")
NONE: frozenset[str] = frozenset()

AGENT_RIGHTS = frozenset(
    {"contact.handle", "report.own", "customer.read", "customer.edit", "conversation.search"}
)
SUPERVISOR_RIGHTS = AGENT_RIGHTS | {
    "floor.watch", "floor.steer", "chat.monitor", "chat.whisper", "chat.join",
    "chat.take_over", "report.read",
}  # fmt: skip


def agent(account: str) -> Actor:
    return Actor(
        account=account, name=account.title(), rights=AGENT_RIGHTS, queues=NONE, teams=NONE,
        agent=True,
    )  # fmt: skip


def supervisor(
    account: str = "vera",
    *,
    queues: frozenset[str] | None = None,
    teams: frozenset[str] | None = None,
) -> Actor:
    return Actor(
        account=account, name=account.title(), rights=SUPERVISOR_RIGHTS, queues=queues,
        teams=teams, agent=False,
    )  # fmt: skip


def opened(
    session: Session, *, key: str = "chat:1", channel: str = "chat", visitor: str = "visitor-1"
) -> Conversation:
    return service.open_conversation(
        session,
        key=key,
        channel=channel,
        place="widget-1",
        visitor=visitor,
        customer=f"customer-of-{visitor}",
        customer_name="Carla Costa",
        language="en",
        now=NOW,
    )


def registered(
    session: Session,
    *,
    id: str = "contact-1",  # noqa: A002  # its name
    conversation: str,
    queue: str = "sales",
) -> None:
    service.register_contact(
        session,
        id=id,
        conversation=conversation,
        customer="customer-of-visitor-1",
        channel="chat",
        queue=queue,
        topic="An invoice",
        language="en",
        form={"name": "Carla Costa", "topic": "An invoice"},
        now=NOW,
    )


def said(
    session: Session,
    *,
    conversation: str,
    id: str,  # noqa: A002  # its name
    text: str = "Hello",
) -> int:
    posted = service.post_customer_message(
        session,
        conversation=conversation,
        id=id,
        visitor="visitor-1",
        author_name="Carla Costa",
        text=text,
        now=NOW,
    )
    assert posted.public_seq is not None
    return posted.public_seq


def happen(session: Session, events: Sequence[floor.Event]) -> None:
    """Let events have happened on the floor: journal them, and let the rows follow."""
    record(session, events)
    follow(session)


def record(session: Session, events: Sequence[floor.Event]) -> None:
    append(
        session,
        facts=[
            Fact(
                stream=FLOOR_STREAM,
                kind=str(event.__struct_config__.tag),
                subject=getattr(event, "contact", None) or getattr(event, "agent", None),
                at=event.at,
                payload=msgspec.json.encode(event),
            )
            for event in events
        ],
    )


def follow(session: Session) -> None:
    more = True
    while more:
        _, more = projections.advance(session, projection=ContactRows())


def arrived(contact: str, conversation: str, *, at: int = NOW, queue: str = "sales") -> floor.Event:
    return floor.ContactArrived(
        at=at,
        contact=contact,
        conversation=conversation,
        queue=queue,
        needs=CHAT,
        priority=0,
        customer="customer-of-visitor-1",
    )


def offered(contact: str, to: str, *, at: int = NOW, kind: str = "contact") -> floor.Event:
    why = Why(
        rule="longest_idle", queue="sales", needs=CHAT, waited_ms=1_000, priority=0, key=0,
        position=1, candidates_total=1, candidates=(Candidate(agent=to, load=0, idle_ms=9_000),),
    )  # fmt: skip
    return floor.OfferMade(
        at=at,
        offer=f"{contact}-1",
        contact=contact,
        agent=to,
        kind=kind,
        expires_at=at + 20_000,
        why=why,
    )


def accepted(contact: str, by: str, *, at: int = NOW) -> floor.Event:
    return floor.OfferAccepted(at=at, offer=f"{contact}-1", contact=contact, agent=by)


def ended(contact: str, agent: str, *, at: int = NOW) -> floor.Event:
    return floor.ContactEnded(
        at=at, contact=contact, agent=agent, by="customer", reason="", wrap_up_until_at=at + 60_000
    )


def closed(contact: str, agent: str, *, at: int = NOW, queue: str = "sales") -> floor.Event:
    return floor.ContactClosed(
        at=at, contact=contact, agent=agent, code="solved", reason="", queue=queue
    )


def transferred(
    contact: str, agent: str, *, at: int = NOW, queue: str = "billing", from_queue: str = "sales"
) -> floor.Event:
    return floor.ContactTransferred(
        at=at,
        contact=contact,
        agent=agent,
        by=agent or "vera",
        queue=queue,
        from_queue=from_queue,
        needs=CHAT,
        target=None,
        target_until_at=None,
        note="",
    )
