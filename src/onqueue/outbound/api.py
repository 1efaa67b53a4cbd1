"""Routes of the rules for calls out, of one's last calls, and of numbers that are called often."""

from __future__ import annotations

from typing import Annotated

import msgspec
from fastapi import Depends

from onqueue.edge import Network, OnGround, make_router, requires
from onqueue.identity.service.by import By
from onqueue.kernel.authz import Actor
from onqueue.kernel.wire import Id
from onqueue.outbound import queries, service
from onqueue.outbound.rules import Policy
from onqueue.outbound.schemas import (
    CallShown,
    DialPolicyAsked,
    DialPolicyShown,
    SpeedDialAsked,
    SpeedDialShown,
)

router = make_router(prefix="/api/outbound", tags=["outbound"])
Manager = Annotated[Actor, requires("directory.manage")]
Caller = Annotated[Actor, requires("call.out")]
CallerOrManager = Annotated[Actor, requires("call.out", "directory.manage")]


async def _managing(ground: OnGround, actor: Manager, network: Network) -> By:
    return By(actor=actor, now=ground.clock.now(), network=network)


async def _either(ground: OnGround, actor: CallerOrManager, network: Network) -> By:
    return By(actor=actor, now=ground.clock.now(), network=network)


Managing = Annotated[By, Depends(_managing)]
Either = Annotated[By, Depends(_either)]


@router.get("/policy")
async def read_dial_policy(_actor: Manager, ground: OnGround) -> DialPolicyShown:
    """Show who may be called, what that may cost, and whether it is stopped."""
    return await ground.db.read(queries.policy_shown, now=ground.clock.now())


@router.put("/policy")
async def change_dial_policy(
    by: Managing, ground: OnGround, asked: DialPolicyAsked
) -> DialPolicyShown:
    """Change who may be called, and what that may cost."""
    fields = asked.model_dump()
    version = fields.pop("version")
    policy = msgspec.convert(fields, Policy)
    return await ground.db.write(service.change_policy, by=by, version=version, policy=policy)


@router.post("/stop/lift")
async def lift_outbound_stop(by: Managing, ground: OnGround) -> DialPolicyShown:
    """Let people call out again after a stop; also when there is none."""
    return await ground.db.write(service.lift_stop, by=by)


@router.get("/calls")
async def list_own_calls_out(actor: Caller, ground: OnGround) -> list[CallShown]:
    """Show one's last calls to customers, the newest first."""
    return await ground.db.read(queries.recent_calls, account=actor.account)


@router.get("/speed-dials")
async def list_speed_dials(actor: CallerOrManager, ground: OnGround) -> list[SpeedDialShown]:
    """Show the numbers that one, and everybody, calls often."""
    return await ground.db.read(queries.speed_dials, accounts=["", actor.account])


@router.post("/speed-dials", status_code=201)
async def keep_speed_dial(by: Either, ground: OnGround, asked: SpeedDialAsked) -> SpeedDialShown:
    """Keep a number that is called often."""
    return await ground.db.write(service.keep_speed_dial, by=by, **asked.model_dump())


@router.delete("/speed-dials/{speed_dial}", status_code=204)
async def drop_speed_dial(by: Either, ground: OnGround, speed_dial: Id) -> None:
    """Keep a number no longer."""
    await ground.db.write(service.drop_speed_dial, by=by, speed_dial=speed_dial)
