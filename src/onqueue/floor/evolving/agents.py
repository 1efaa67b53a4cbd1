"""What do events about an agent's state and presence change?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from onqueue.floor.evolving.moves import settle
from onqueue.floor.model import CONNECTION_LOST, OFF, ON_QUEUE, SET_ASIDE
from onqueue.floor.timers import PRESENCE

if TYPE_CHECKING:
    from onqueue.floor import events
    from onqueue.floor.model import Agent, Floor


def state_changed(floor: Floor, event: events.AgentStateChanged) -> None:
    """Put the agent into the state; a return to the queue forgives misses."""
    agent = floor.agents[event.agent]
    _put(floor, agent, state=event.state, reason=event.reason, at=event.at)
    agent.forced_by = event.by if event.forced else ""
    if event.state == ON_QUEUE:
        agent.misses = 0


def set_aside(floor: Floor, event: events.AgentSetAside) -> None:
    """Stop offers to the agent until they come back."""
    agent = floor.agents[event.agent]
    _put(floor, agent, state=SET_ASIDE, reason="missed offers", at=event.at)


def connected(floor: Floor, event: events.AgentConnected) -> None:
    """Let offers be made again."""
    agent = floor.agents[event.agent]
    agent.connected = True
    agent.grace_until_at = None
    floor.deadlines.drop(PRESENCE, agent.id)
    settle(floor, agent, event.at)


def disconnected(floor: Floor, event: events.AgentDisconnected) -> None:
    """Let no offers be made; an agent who is not off must be back in time."""
    agent = floor.agents[event.agent]
    assert not agent.offers, "offers are withdrawn before the connection is given up"
    agent.connected = False
    floor.index.touch(agent)
    if agent.state != OFF:
        agent.grace_until_at = event.grace_until_at
        floor.deadlines.put(PRESENCE, agent.id, event.grace_until_at)


def lost(floor: Floor, event: events.AgentLost) -> None:
    """Sign the agent off."""
    agent = floor.agents[event.agent]
    _put(floor, agent, state=OFF, reason=CONNECTION_LOST, at=event.at)


def _put(floor: Floor, agent: Agent, *, state: str, reason: str, at: int) -> None:
    assert state == ON_QUEUE or not agent.offers, "offers are withdrawn before the queue is left"
    assert state != OFF or not agent.load, "nobody signs off with a slot taken"
    agent.state, agent.reason, agent.since_at = state, reason, at
    agent.forced_by = ""
    if state == OFF:
        agent.grace_until_at = None
        floor.deadlines.drop(PRESENCE, agent.id)
    settle(floor, agent, at)
