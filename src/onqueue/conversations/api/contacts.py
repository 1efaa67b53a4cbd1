"""Routes of contacts: how far they came, why, and what is to be done next."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query
from sqlalchemy.orm import Session

from onqueue.conversations import access, queries, service
from onqueue.conversations.api.asking import PathId
from onqueue.conversations.schemas import (
    AnswerShown,
    ContactEvent,
    ContactRow,
    Explained,
    RecapAsked,
)
from onqueue.edge import OnGround, make_router, requires
from onqueue.floor.wordings import Language
from onqueue.kernel.authz import Actor

router = make_router(prefix="/api", tags=["contacts"])

ToldIn = Annotated[Language, Query(description="The language to tell it in.")]
Reading = Annotated[Actor, requires("contact.handle", "chat.monitor")]


@router.get("/contacts/{id}")
async def read_contact(
    ground: OnGround,
    actor: Reading,
    id: PathId,  # noqa: A002  # its name
) -> ContactRow:
    """Show a contact."""
    return await ground.db.read(access.access_contact, actor=actor, contact=id)


@router.get("/contacts/{id}/answers")
async def list_contact_answers(
    ground: OnGround,
    actor: Reading,
    id: PathId,  # noqa: A002  # its name
) -> list[AnswerShown]:
    """List what the customer said before the chat, with the questions."""
    return await ground.db.read(_answers, actor=actor, contact=id)


@router.get("/contacts/{id}/events")
async def list_contact_events(
    ground: OnGround,
    actor: Reading,
    id: PathId,  # noqa: A002  # its name
    language: ToldIn = "en",
) -> list[ContactEvent]:
    """List what happened to a contact, in plain words."""
    return await ground.db.read(_events, actor=actor, contact=id, language=language)


@router.get("/contacts/{id}/explain")
async def explain_contact(
    ground: OnGround,
    actor: Reading,
    id: PathId,  # noqa: A002  # its name
    language: ToldIn = "en",
) -> Explained:
    """Say why a contact went to whom it went."""
    return await ground.db.read(_explained, actor=actor, contact=id, language=language)


@router.put("/contacts/{id}/recap")
async def put_contact_recap(
    ground: OnGround,
    actor: Reading,
    id: PathId,  # noqa: A002  # its name
    body: RecapAsked,
) -> ContactRow:
    """Write down what is to be done after the contact, by whom and until when."""
    return await ground.db.write(
        _set_recap, actor=actor, contact=id, body=body, now=ground.clock.now()
    )


def _answers(session: Session, *, actor: Actor, contact: str) -> list[AnswerShown]:
    row = access.access_contact(session, actor=actor, contact=contact)
    return queries.answers_of(session, contact=row)


def _events(
    session: Session, *, actor: Actor, contact: str, language: Language
) -> list[ContactEvent]:
    access.access_contact(session, actor=actor, contact=contact)
    return queries.explained(session, contact=contact, language=language)


def _explained(session: Session, *, actor: Actor, contact: str, language: Language) -> Explained:
    found = access.access_contact(session, actor=actor, contact=contact)
    events = queries.explained(session, contact=contact, language=language)
    offers = [event for event in events if event.why is not None]
    return Explained(contact=found.id, lines=events, offers=len(offers))


def _set_recap(
    session: Session, *, actor: Actor, contact: str, body: RecapAsked, now: int
) -> ContactRow:
    access.access_contact(session, actor=actor, contact=contact)
    return service.set_recap(
        session,
        contact=contact,
        actor=actor,
        action=body.action,
        owner=body.owner,
        due_at=body.due_at,
        note=body.note,
        now=now,
    )
