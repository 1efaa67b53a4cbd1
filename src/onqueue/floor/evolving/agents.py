"""What do events about an agent's state and presence change?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from onqueue.floor import reasons
from onqueue.floor.evolving.moves import count_time, end_rest, settle
from onqueue.floor.model import LAPSED, OFF, ON_QUEUE, REFUSED, SET_ASIDE
from onqueue.floor.timers import PRESENCE, RECOVERY

if TYPE_CHECKING:
    from onqueue.floor import events
    from onqueue.floor.model import Agent, Floor

NIGHT_MS: Final = 4 * 3_600_000
"""Who was off for so long begins a new day, in whatever time zone and shift."""


def state_changed(floor: Floor, event: events.AgentStateChanged) -> None:
    """Put the agent into the state; a return to the queue forgives misses."""
    agent = floor.agents[event.agent]
    put(floor, agent, state=event.state, reason=event.reason, at=event.at)
    agent.forced_by = event.by if event.forced else ""
    if event.state == ON_QUEUE:
        agent.misses = 0
    else:
        agent.hard_run = 0
        end_rest(floor, agent)


def set_aside(floor: Floor, event: events.AgentSetAside) -> None:
    """Stop offers to the agent until they come back."""
    agent = floor.agents[event.agent]
    put(floor, agent, state=SET_ASIDE, reason=reasons.MISSED_OFFERS, at=event.at)


def connected(floor: Floor, event: events.AgentConnected) -> None:
    """Let offers be made again."""
    agent = floor.agents[event.agent]
    count_time(agent, event.at)
    agent.connected = True
    agent.grace_until_at = None
    floor.deadlines.drop(PRESENCE, agent.id)
    settle(floor, agent, event.at)


def disconnected(floor: Floor, event: events.AgentDisconnected) -> None:
    """Let no offers be made; an agent who is not off must be back in time."""
    agent = floor.agents[event.agent]
    assert not agent.offers, "offers are withdrawn before the connection is given up"
    count_time(agent, event.at)
    agent.connected = False
    floor.index.touch(agent)
    if agent.state != OFF:
        agent.grace_until_at = event.grace_until_at
        floor.deadlines.put(PRESENCE, agent.id, event.grace_until_at)


def lost(floor: Floor, event: events.AgentLost) -> None:
    """Sign the agent off."""
    agent = floor.agents[event.agent]
    put(floor, agent, state=OFF, reason=reasons.CONNECTION_LOST, at=event.at)


def recovering(floor: Floor, event: events.AgentRecovering) -> None:
    """Keep offers away from the agent for a while."""
    agent = floor.agents[event.agent]
    assert not agent.offers, "offers are withdrawn before a recovery begins"
    count_time(agent, event.at)
    if agent.recover_until_at is not None:
        agent.recovered_ms -= agent.recover_until_at - event.at
    agent.recovered_ms += event.until_at - event.at
    agent.recover_until_at = event.until_at
    floor.deadlines.put(RECOVERY, agent.id, event.until_at)
    settle(floor, agent, event.at)


def recovered(floor: Floor, event: events.AgentRecovered) -> None:
    """Let offers be made again; what was not used of the time is given back."""
    agent = floor.agents[event.agent]
    assert agent.recover_until_at is not None, "only a recovery that began ends"
    count_time(agent, event.at)
    agent.recovered_ms -= max(0, agent.recover_until_at - event.at)
    _end_recovery(floor, agent)
    settle(floor, agent, event.at)


def rested(floor: Floor, event: events.AgentRested) -> None:
    """Let the agent have hard contacts again."""
    agent = floor.agents[event.agent]
    agent.hard_run = 0
    end_rest(floor, agent)
    settle(floor, agent, event.at)


def _end_recovery(floor: Floor, agent: Agent) -> None:
    agent.recover_until_at = None
    floor.deadlines.drop(RECOVERY, agent.id)


def put(floor: Floor, agent: Agent, *, state: str, reason: str, at: int) -> None:
    """Put an agent into a state; what bound them to the one before is over."""
    assert state == ON_QUEUE or not agent.offers, "offers are withdrawn before the queue is left"
    assert state != OFF or not agent.load, "nobody signs off with a slot taken"
    count_time(agent, at)
    if agent.state == OFF:
        agent.taken = agent.busy_ms = agent.free_ms = agent.recovered_ms = 0
        if at - agent.since_at >= NIGHT_MS:
            agent.paused_ms, agent.paused_at = 0, None
    if agent.wish is not None:
        assert agent.wish.state in {REFUSED, LAPSED}, "a wish ends before the state does"
        agent.wish = None
    agent.state, agent.reason, agent.since_at = state, reason, at
    agent.forced_by = ""
    if state != ON_QUEUE and agent.recover_until_at is not None:
        _end_recovery(floor, agent)
    if state == OFF:
        agent.grace_until_at = None
        floor.deadlines.drop(PRESENCE, agent.id)
    settle(floor, agent, at)
