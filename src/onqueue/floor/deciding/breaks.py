"""Who may go on a short break, and what becomes of a wish for one?

The rule is asked when a wish comes, and again and again while it waits in line. Whoever asked
first is looked at first, also when somebody else asks or a place became free. A break that was
granted begins when its agent holds nothing any more; that and its end are deadlines. Nobody is
put back on queue: who is not back in time is late.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from onqueue.floor import events, reasons
from onqueue.floor.deciding.leaving import withdraw_offers
from onqueue.floor.deciding.verdicts import Verdict, find_agent
from onqueue.floor.forecast import counts_on, effects
from onqueue.floor.model import AWAY, BEGUN, GRANTED, IN_LINE, LATE, ON_QUEUE, Effect
from onqueue.floor.refusals import Refusal, refuse

if TYPE_CHECKING:
    from onqueue.floor import commands
    from onqueue.floor.model import Agent, Floor

MINUTE_MS: Final = 60_000
LOOK_AGAIN_MS: Final = 30_000
"""How long a wish in line waits until it is looked at again."""
PASSING: Final = frozenset(
    {reasons.BREAK_SOON, reasons.BREAK_FULL, reasons.BREAK_LEVEL, reasons.BREAK_WAIT}
)
"""What a wish was refused for that may pass by itself."""


class Answer(NamedTuple):
    """What the rule says to a wish; without a reason it is granted."""

    reason: str
    queue: str
    effects: tuple[Effect, ...]


def judge(
    floor: Floor, agent: Agent, span_ms: int, now: int, *, gone: frozenset[str] = frozenset()
) -> Answer:
    """Ask the rule. `gone` are others who are about to go."""
    found = effects(floor, agent, now, gone=gone)
    reason = _own_bounds(floor, agent, span_ms, now)
    if reason:
        return Answer(reason, "", found)
    for queue in agent.spec.queues:
        if queue in floor.queues and away(floor, queue, gone) >= away_max(floor, queue):
            return Answer(reasons.BREAK_FULL, queue, found)
    rules = floor.breaks
    for one in found:
        if one.level_after < 10 * rules.level_min:
            return Answer(reasons.BREAK_LEVEL, one.queue, found)
    for one in found:
        if rules.wait_ms_max and (one.wait_after_ms or 0) > rules.wait_ms_max:
            return Answer(reasons.BREAK_WAIT, one.queue, found)
    return Answer("", "", found)


def _own_bounds(floor: Floor, agent: Agent, span_ms: int, now: int) -> str:
    rules = floor.breaks
    if not rules.span_ms_max:
        return reasons.BREAKS_OFF
    if span_ms > rules.span_ms_max:
        return reasons.BREAK_LONG
    if rules.day_ms_max and agent.paused_ms + span_ms > rules.day_ms_max:
        return reasons.BREAK_DAY
    if agent.paused_at is not None and now < agent.paused_at + rules.between_ms_min:
        return reasons.BREAK_SOON
    return ""


def away(floor: Floor, queue: str, gone: frozenset[str] = frozenset()) -> int:
    """Return how many agents of a queue are on a short break, or about to be."""
    members = floor.index.members.get(queue, {})
    return sum(is_away(seat.agent) or id_ in gone for id_, seat in members.items())


def is_away(agent: Agent) -> bool:
    """Say whether an agent is on a short break, or about to be."""
    return agent.wish is not None and agent.wish.state in AWAY


def away_max(floor: Floor, queue: str) -> int:
    """Return how many of a queue's agents the rule lets be away at once."""
    rules, members = floor.breaks, floor.index.members.get(queue, {})
    here = sum(
        is_away(seat.agent) or counts_on(seat.agent, frozenset()) for seat in members.values()
    )
    by_share = max(1, here * rules.away_percent_max // 100) if rules.away_percent_max else here
    return min(by_share, rules.away_max) if rules.away_max else by_share


def ask_break(floor: Floor, command: commands.AskBreak, now: int) -> Verdict:
    """Answer a wish by the rule, at once."""
    agent = find_agent(floor, command.agent)
    if isinstance(agent, Refusal):
        return agent
    if agent.state != ON_QUEUE or not agent.connected:
        return refuse("break.not_on_queue", agent=agent.id)
    if agent.wish is not None and agent.wish.state in {IN_LINE, *AWAY}:
        return refuse("break.asked", agent=agent.id)
    if command.span_ms < MINUTE_MS:
        return refuse("break.too_short", agent=agent.id)
    asked = events.BreakAsked(at=now, agent=agent.id, span_ms=command.span_ms)
    made, gone = _through_line(floor, now)
    answer = judge(floor, agent, command.span_ms, now, gone=gone)
    if not answer.reason:
        return (asked, *made, *_grant(floor, agent, now, span_ms=command.span_ms, answer=answer))
    waits = floor.breaks.line_ms if answer.reason in PASSING else 0
    refused = events.BreakRefused(
        at=now,
        agent=agent.id,
        by="",
        reason=answer.reason,
        queue=answer.queue,
        effects=answer.effects,
        again_at=now + LOOK_AGAIN_MS if waits else None,
        until_at=now + waits,
    )
    return (asked, *made, refused)


def drop_break(floor: Floor, command: commands.DropBreak, now: int) -> Verdict:
    """Take a wish back; what has begun is ended by coming back instead."""
    agent = find_agent(floor, command.agent)
    if isinstance(agent, Refusal):
        return agent
    if agent.wish is None or agent.wish.state not in {IN_LINE, GRANTED}:
        return ()
    return (events.BreakDropped(at=now, agent=agent.id),)


def grant_break(floor: Floor, command: commands.GrantBreak, now: int) -> Verdict:
    """Fulfil a wish that waits, whatever the rule says."""
    agent = _who_waits(floor, command.agent)
    if isinstance(agent, Refusal):
        return agent
    assert agent.wish is not None, "who waits has a wish"
    answer = Answer(command.reason, "", effects(floor, agent, now))
    return _grant(floor, agent, now, span_ms=agent.wish.span_ms, answer=answer, by=command.by)


def refuse_break(floor: Floor, command: commands.RefuseBreak, now: int) -> Verdict:
    """Refuse a wish that waits."""
    agent = _who_waits(floor, command.agent)
    if isinstance(agent, Refusal):
        return agent
    return (
        events.BreakRefused(
            at=now,
            agent=agent.id,
            by=command.by,
            reason=command.reason,
            queue="",
            effects=effects(floor, agent, now),
        ),
    )


def _who_waits(floor: Floor, name: str) -> Agent | Refusal:
    agent = find_agent(floor, name)
    if isinstance(agent, Refusal):
        return agent
    if agent.wish is None or agent.wish.state != IN_LINE:
        return refuse("break.none", agent=agent.id, name=agent.spec.name)
    return agent


def wish_over(floor: Floor, subject: str, now: int) -> tuple[events.Event, ...]:
    """Look again at a wish, and at those who asked before."""
    made, gone = _through_line(floor, now)
    if subject in gone:
        return made
    wish = floor.agents[subject].wish
    assert wish is not None, "only a wish is looked at again"
    if now >= wish.until_at:
        return (*made, events.BreakLapsed(at=now, agent=subject))
    return (*made, events.BreakDeferred(at=now, agent=subject, again_at=now + LOOK_AGAIN_MS))


def break_over(floor: Floor, subject: str, now: int) -> tuple[events.Event, ...]:
    """Let a break begin for which nothing is left to do, or note that one was overrun."""
    wish = floor.agents[subject].wish
    assert wish is not None, "only a break that was granted begins and ends"
    if wish.state == BEGUN:
        return (events.BreakOverrun(at=now, agent=subject),)
    return (_begun(subject, now, wish.span_ms),)


def leave_wish(agent: Agent, now: int) -> tuple[events.Event, ...]:
    """End a wish, or a short break, when its agent goes into another state."""
    wish = agent.wish
    if wish is None:
        return ()
    if wish.state in {BEGUN, LATE}:
        late_ms = max(0, now - wish.until_at)
        return (events.BreakEnded(at=now, agent=agent.id, late_ms=late_ms),)
    if wish.state in {IN_LINE, GRANTED}:
        return (events.BreakDropped(at=now, agent=agent.id),)
    return ()


def _through_line(floor: Floor, now: int) -> tuple[tuple[events.Event, ...], frozenset[str]]:
    """Grant what has become possible, in the order of asking, and say to whom."""
    made: list[events.Event] = []
    gone: set[str] = set()
    for agent in sorted((floor.agents[one] for one in floor.wishing), key=_asked):
        wish = agent.wish
        assert wish is not None, "who waits has a wish"
        if not agent.connected or now >= wish.until_at:
            continue
        answer = judge(floor, agent, wish.span_ms, now, gone=frozenset(gone))
        if not answer.reason:
            made += _grant(floor, agent, now, span_ms=wish.span_ms, answer=answer)
            gone.add(agent.id)
    return tuple(made), frozenset(gone)


def _asked(agent: Agent) -> tuple[int, str]:
    assert agent.wish is not None, "who waits has a wish"
    return agent.wish.asked_at, agent.id


def _grant(
    floor: Floor, agent: Agent, now: int, *, span_ms: int, answer: Answer, by: str = ""
) -> tuple[events.Event, ...]:
    left = withdraw_offers(floor, agent, now, reason=reasons.AGENT_BREAKS)
    granted = events.BreakGranted(
        at=now,
        agent=agent.id,
        span_ms=span_ms,
        by=by,
        reason=answer.reason,
        effects=answer.effects,
    )
    busy = agent.contacts or agent.consults
    return (*left, granted) if busy else (*left, granted, _begun(agent.id, now, span_ms))


def _begun(agent: str, now: int, span_ms: int) -> events.BreakBegun:
    return events.BreakBegun(at=now, agent=agent, until_at=now + span_ms)
