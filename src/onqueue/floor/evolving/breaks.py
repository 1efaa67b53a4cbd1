"""What do events about short breaks change?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from onqueue.floor.evolving.agents import put
from onqueue.floor.evolving.moves import count_time, settle, time_wish
from onqueue.floor.model import BEGUN, BREAK, GRANTED, IN_LINE, LAPSED, LATE, REFUSED, Wish

if TYPE_CHECKING:
    from onqueue.floor import events
    from onqueue.floor.model import Agent, Floor


def asked(floor: Floor, event: events.BreakAsked) -> None:
    """Note a wish; the answer follows at once."""
    agent = floor.agents[event.agent]
    agent.wish = Wish(state=REFUSED, span_ms=event.span_ms, asked_at=event.at)


def granted(floor: Floor, event: events.BreakGranted) -> None:
    """Let no more offers be made until the agent is back."""
    agent, wish = _wish(floor, event.agent)
    assert not agent.offers, "offers are withdrawn before a break is granted"
    count_time(agent, event.at)
    wish.state, wish.by, wish.reason, wish.queue = GRANTED, event.by, event.reason, ""
    wish.effects = event.effects
    time_wish(floor, agent, event.at)
    floor.index.touch(agent)


def refused(floor: Floor, event: events.BreakRefused) -> None:
    """Keep why; a wish that may come true yet waits in line."""
    agent, wish = _wish(floor, event.agent)
    wish.by, wish.reason, wish.queue = event.by, event.reason, event.queue
    wish.effects = event.effects
    wish.state = REFUSED
    if event.again_at is not None:
        wish.state, wish.again_at, wish.until_at = IN_LINE, event.again_at, event.until_at
    time_wish(floor, agent)


def deferred(floor: Floor, event: events.BreakDeferred) -> None:
    """Look again later."""
    agent, wish = _wish(floor, event.agent)
    wish.again_at = event.again_at
    time_wish(floor, agent)


def lapsed(floor: Floor, event: events.BreakLapsed) -> None:
    """Keep the wish as one that waited in vain."""
    agent, wish = _wish(floor, event.agent)
    wish.state = LAPSED
    time_wish(floor, agent)


def dropped(floor: Floor, event: events.BreakDropped) -> None:
    """Forget the wish."""
    agent, wish = _wish(floor, event.agent)
    held_back = wish.state == GRANTED
    if held_back:
        count_time(agent, event.at)
    agent.wish = None
    time_wish(floor, agent)
    if held_back:
        settle(floor, agent, event.at)


def begun(floor: Floor, event: events.BreakBegun) -> None:
    """Let the agent be on a break."""
    agent, wish = _wish(floor, event.agent)
    assert wish.state == GRANTED, "only what was granted begins"
    assert not agent.load, "who goes on a short break has finished"
    agent.wish = None
    put(floor, agent, state=BREAK, reason="", at=event.at)
    agent.wish = wish
    wish.state, wish.begun_at, wish.until_at = BEGUN, event.at, event.until_at
    wish.free_at = None
    time_wish(floor, agent)


def overrun(floor: Floor, event: events.BreakOverrun) -> None:
    """Show that the agent is late."""
    agent, wish = _wish(floor, event.agent)
    wish.state = LATE
    time_wish(floor, agent)


def ended(floor: Floor, event: events.BreakEnded) -> None:
    """Count the break; another state follows."""
    agent, wish = _wish(floor, event.agent)
    agent.paused_ms += event.at - wish.begun_at
    agent.paused_at = event.at
    agent.wish = None
    time_wish(floor, agent)


def _wish(floor: Floor, name: str) -> tuple[Agent, Wish]:
    agent = floor.agents[name]
    assert agent.wish is not None, "somebody asked"
    return agent, agent.wish
