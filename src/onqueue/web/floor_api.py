"""What can be asked of the floor over HTTP: parse, check, ask once, answer.

Every answer says at which journal position the outcome is durable; the desk's socket has
shown it by then.
"""

from __future__ import annotations

from typing import Annotated, Final, Literal, cast

from fastapi import Depends
from pydantic import Field
from starlette.requests import HTTPConnection

from onqueue.edge import OnGround, make_router, requires
from onqueue.floor import commands as floor
from onqueue.floor.model import State
from onqueue.kernel.authz import Actor
from onqueue.kernel.wire import Answer, Asked, Id, Text
from onqueue.live import visiting
from onqueue.live.errors import FloorStopped
from onqueue.live.house import House

REASON_MAX: Final = 500
Reason = Annotated[str, Field(max_length=REASON_MAX)]
SaidReason = Annotated[str, Field(min_length=1, max_length=REASON_MAX)]
OfferId = Annotated[str, Field(pattern=r"^[A-Za-z0-9_.:-]{1,96}$")]

router = make_router(prefix="/api/floor", tags=["floor"])
Handles = Annotated[Actor, requires("contact.handle")]
MayTouch = Annotated[Actor, requires("contact.handle", "floor.steer")]
Monitors = Annotated[Actor, requires("chat.monitor")]


async def _house(connection: HTTPConnection) -> House:
    house = connection.app.state.parts.house
    if house is None:
        raise FloorStopped(retry_after_s=5)
    found = cast("House", house)
    await found.replica.abreast()
    return found


OnHouse = Annotated[House, Depends(_house)]


class Done(Answer):
    """It is done; `n` is the journal position that says so."""

    n: int


class StateAsked(Asked):
    """Go into a state."""

    state: Literal["off", "on_queue", "break", "training", "meeting", "back_office"]
    reason: Reason = ""


class ForcedStateAsked(StateAsked):
    """Put somebody into a state, and say why."""

    reason: SaidReason


class DeclineAsked(Asked):
    """Refuse an offer."""

    reason: Reason = ""


class TransferAsked(Asked):
    """Hand a contact on, to a queue or through it to one person."""

    queue: Id
    target: Id | None = None
    note: Text = ""


class ConsultAsked(Asked):
    """Ask a colleague to join."""

    agent: Id
    question: Reason = ""


class ReasonAsked(Asked):
    """Do it, and say why."""

    reason: SaidReason


class TakeOverAsked(ReasonAsked):
    """Take a contact over; who is signed off says which state they go into with it."""

    state: Literal["on_queue", "back_office"] | None = None


class PriorityAsked(ReasonAsked):
    """Move a waiting contact up or down."""

    priority: Annotated[int, Field(ge=-100, le=100)]


class CloseAsked(Asked):
    """Finish a contact's wrap-up; `hard` says that it took its toll."""

    code: Id
    hard: bool = False


class JoinAsked(Asked):
    """Come to a conversation that somebody else handles."""

    mode: Literal["read", "whisper", "join"]


class TargetQueue(Answer):
    """A queue to hand a contact to."""

    id: str
    name: str
    open: bool
    waiting: int
    agents_on: int
    agents_free: int


class TargetAgent(Answer):
    """A person to hand a contact to, or to ask."""

    id: str
    name: str
    state: State
    reason: str
    free: bool
    queues: list[str]


class Targets(Answer):
    """Where a contact can go."""

    queues: list[TargetQueue]
    agents: list[TargetAgent]


@router.get("/targets")
async def list_targets(actor: Handles, house: OnHouse) -> Targets:
    """Say where a contact can go now: every queue, and everybody who is signed on."""
    return Targets.model_validate(house.targets(actor))


@router.post("/state")
async def change_own_state(actor: Handles, house: OnHouse, asked: StateAsked) -> Done:
    """Change the caller's own state."""
    me = actor.account
    return await _ask(
        house, floor.ChangeState(agent=me, state=asked.state, by=me, reason=asked.reason)
    )


@router.post("/recovered")
async def end_own_recovery(actor: Handles, house: OnHouse) -> Done:
    """Say that one is ready again before the time to recover is over."""
    return await _ask(house, floor.EndRecovery(agent=actor.account))


@router.post("/agents/{agent}/state")
async def force_state(
    actor: Annotated[Actor, requires("floor.steer")],
    house: OnHouse,
    agent: Id,
    asked: ForcedStateAsked,
) -> Done:
    """Put another person into a state; they see who did it and why."""
    house.access.agent(actor, agent)
    by = actor.account
    return await _ask(
        house, floor.ChangeState(agent=agent, state=asked.state, by=by, reason=asked.reason)
    )


@router.post("/offers/{offer}/accept")
async def accept_offer(actor: Handles, house: OnHouse, offer: OfferId) -> Done:
    """Take an offer; taking it twice is no error."""
    house.access.offer(actor, offer)
    return await _ask(house, floor.Accept(offer=offer, agent=actor.account))


@router.post("/offers/{offer}/decline")
async def decline_offer(
    actor: Handles, house: OnHouse, offer: OfferId, asked: DeclineAsked
) -> Done:
    """Refuse an offer; the customer keeps their place."""
    house.access.offer(actor, offer)
    return await _ask(house, floor.Decline(offer=offer, agent=actor.account, reason=asked.reason))


@router.post("/contacts/{contact}/transfer")
async def transfer_contact(
    actor: MayTouch, house: OnHouse, contact: Id, asked: TransferAsked
) -> Done:
    """Hand a contact on."""
    house.access.steered(actor, contact)
    return await _ask(
        house,
        floor.Transfer(
            contact=contact,
            by=actor.account,
            queue=asked.queue,
            target=asked.target,
            note=asked.note,
            steering=actor.may("floor.steer"),
        ),
    )


@router.post("/contacts/{contact}/requeue")
async def requeue_contact(actor: MayTouch, house: OnHouse, contact: Id, asked: ReasonAsked) -> Done:
    """Put a contact back at the head of its line."""
    house.access.steered(actor, contact)
    return await _ask(
        house,
        floor.Requeue(
            contact=contact,
            by=actor.account,
            reason=asked.reason,
            steering=actor.may("floor.steer"),
        ),
    )


@router.post("/contacts/{contact}/consult")
async def start_consult(actor: Handles, house: OnHouse, contact: Id, asked: ConsultAsked) -> Done:
    """Ask a colleague to join; the customer keeps their agent."""
    house.access.owned(actor, contact)
    return await _ask(
        house,
        floor.Consult(
            contact=contact,
            agent=actor.account,
            other_agent=asked.agent,
            question=asked.question,
        ),
    )


@router.post("/contacts/{contact}/consult/end")
async def end_consult(actor: Handles, house: OnHouse, contact: Id) -> Done:
    """End a consultation: the owner sends the colleague off, or the colleague leaves."""
    house.access.contact(actor, contact)
    return await _ask(
        house,
        floor.EndConsult(contact=contact, by=actor.account, steering=actor.may("floor.steer")),
    )


@router.post("/contacts/{contact}/consult/complete")
async def complete_consult(actor: Handles, house: OnHouse, contact: Id) -> Done:
    """Hand the contact to the colleague who joined."""
    house.access.owned(actor, contact)
    return await _ask(house, floor.CompleteConsult(contact=contact, agent=actor.account))


@router.post("/contacts/{contact}/take-over")
async def take_over_contact(
    actor: Annotated[Actor, requires("chat.take_over")],
    house: OnHouse,
    contact: Id,
    asked: TakeOverAsked,
) -> Done:
    """Take a contact that another person handles."""
    house.access.overseen(actor, contact, "chat.take_over")
    return await _ask(
        house,
        floor.TakeOver(
            contact=contact,
            agent=actor.account,
            reason=asked.reason,
            state=asked.state or "",
        ),
    )


@router.post("/contacts/{contact}/priority")
async def change_priority(
    actor: Annotated[Actor, requires("floor.steer")],
    house: OnHouse,
    contact: Id,
    asked: PriorityAsked,
) -> Done:
    """Move a waiting contact up or down."""
    house.access.overseen(actor, contact, "floor.steer")
    return await _ask(
        house,
        floor.Prioritise(
            contact=contact, priority=asked.priority, by=actor.account, reason=asked.reason
        ),
    )


@router.post("/contacts/{contact}/end")
async def end_contact(actor: MayTouch, house: OnHouse, contact: Id) -> Done:
    """End the conversation with the customer; wrap-up begins."""
    house.access.steered(actor, contact)
    return await _ask(
        house, floor.End(contact=contact, by=actor.account, steering=actor.may("floor.steer"))
    )


@router.post("/contacts/{contact}/extend")
async def extend_wrap_up(actor: Handles, house: OnHouse, contact: Id) -> Done:
    """Ask for more time in wrap-up."""
    house.access.owned(actor, contact)
    return await _ask(house, floor.ExtendWrapUp(contact=contact, agent=actor.account))


@router.post("/contacts/{contact}/close")
async def close_contact(actor: Handles, house: OnHouse, contact: Id, asked: CloseAsked) -> Done:
    """Finish a contact with its wrap-up code."""
    found = house.access.owned(actor, contact)
    await house.check_code(queue=found.queue, code=asked.code)
    return await _ask(
        house,
        floor.Close(contact=contact, agent=actor.account, code=asked.code, hard=asked.hard),
    )


@router.post("/contacts/{contact}/join", status_code=204)
async def join_conversation(
    actor: Monitors, house: OnHouse, ground: OnGround, contact: Id, asked: JoinAsked
) -> None:
    """Come to a conversation; its agent sees that, and what for."""
    right = {"read": "chat.monitor", "whisper": "chat.whisper", "join": "chat.join"}[asked.mode]
    found = house.access.overseen(actor, contact, right)
    await ground.db.write(
        visiting.come,
        conversation=found.conversation,
        contact=contact,
        account=actor.account,
        name=actor.name,
        mode=asked.mode,
        now=ground.clock.now(),
    )


@router.post("/contacts/{contact}/leave", status_code=204)
async def leave_conversation(ground: OnGround, actor: Monitors, contact: Id) -> None:
    """Leave a conversation that one came to, also when its contact is finished by now."""
    await ground.db.write(
        visiting.go_from, contact=contact, account=actor.account, now=ground.clock.now()
    )


async def _ask(house: House, command: floor.Command) -> Done:
    return Done(n=await house.asking.ask(command))
