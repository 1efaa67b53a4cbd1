"""May an agent be in this state, and what comes of it?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from onqueue.floor import events, reasons
from onqueue.floor.deciding.breaks import leave_wish
from onqueue.floor.deciding.leaving import lay_down, withdraw_offers
from onqueue.floor.deciding.verdicts import Verdict, find_agent
from onqueue.floor.model import OFF, ON_QUEUE, SET_ASIDE, STATES
from onqueue.floor.refusals import Refusal, refuse

if TYPE_CHECKING:
    from onqueue.floor import commands
    from onqueue.floor.model import Agent, Floor


def change_state(floor: Floor, command: commands.ChangeState, now: int) -> Verdict:
    """Change an agent's state; a supervisor may sign off an agent who holds contacts."""
    agent = find_agent(floor, command.agent)
    if isinstance(agent, Refusal):
        return agent
    forced = command.by != agent.id
    refusal = unfit(agent, command.state, forced=forced)
    if refusal is not None:
        return refusal
    if (agent.state, agent.reason) == (command.state, command.reason):
        return ()
    left: list[events.Event] = []
    if command.state == OFF:
        reason = reasons.SIGNED_OFF_BY_OTHERS if forced else reasons.SIGNED_OFF
        left = lay_down(floor, agent, now, by=command.by, reason=reason)
    elif command.state != ON_QUEUE:
        left = withdraw_offers(floor, agent, now, reason=reasons.AGENT_LEFT)
    changed = events.AgentStateChanged(
        at=now,
        agent=agent.id,
        state=command.state,
        reason=command.reason,
        by=command.by,
        forced=forced,
    )
    return (*leave_wish(agent, now), *left, changed)


def unfit(agent: Agent, state: str, *, forced: bool) -> Refusal | None:
    """Refuse a state that the agent cannot go into now."""
    if state not in STATES:
        return refuse("state.unknown", state=state)
    if state == SET_ASIDE:
        return refuse("state.automatic", state=state)
    if state == OFF:
        held = len(agent.contacts) + len(agent.consults)
        if held and not forced:
            return refuse("agent.holds_contacts", agent=agent.id, count=held)
    elif not agent.connected:
        return refuse("agent.disconnected", agent=agent.id, name=agent.spec.name)
    return None


def connect(floor: Floor, command: commands.Connect, now: int) -> Verdict:
    """Note that an agent can be reached."""
    agent = find_agent(floor, command.agent)
    if isinstance(agent, Refusal):
        return agent
    return () if agent.connected else (events.AgentConnected(at=now, agent=agent.id),)


def disconnect(floor: Floor, command: commands.Disconnect, now: int) -> Verdict:
    """Note that an agent cannot be reached: offers are withdrawn at once, the rest has time."""
    agent = find_agent(floor, command.agent)
    if isinstance(agent, Refusal):
        return agent
    if not agent.connected:
        return ()
    until_at = now + floor.presence_grace_ms
    left = withdraw_offers(floor, agent, now, reason=reasons.CONNECTION_LOST)
    return (*left, events.AgentDisconnected(at=now, agent=agent.id, grace_until_at=until_at))
