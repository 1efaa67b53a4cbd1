"""What follows a hard contact? Recovery, within a budget; and rest from further hard ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onqueue.floor import events, reasons
from onqueue.floor.deciding.leaving import withdraw_offers
from onqueue.floor.deciding.verdicts import Verdict, find_agent
from onqueue.floor.model import ON_QUEUE
from onqueue.floor.refusals import Refusal

if TYPE_CHECKING:
    from onqueue.floor import commands
    from onqueue.floor.model import Agent, Contact, Floor


def closing(
    floor: Floor, contact: Contact, now: int, *, code: str, hard: bool = False, reason: str = ""
) -> tuple[events.Event, ...]:
    """Close a contact in wrap-up, and let its agent recover when it was hard."""
    assert contact.agent is not None, "a wrap-up has an owner"
    agent, spec = floor.agents[contact.agent], floor.queues[contact.queue].spec
    hard = hard or contact.needs.hard or spec.hard
    closed = events.ContactClosed(
        at=now,
        contact=contact.id,
        queue=contact.queue,
        agent=agent.id,
        code=code,
        reason=reason,
        hard=hard,
    )
    span_ms = _recovery_ms(floor, agent, spec.recovery_ms, now) if hard else 0
    if not span_ms:
        return (closed,)
    return (
        closed,
        *withdraw_offers(floor, agent, now, reason=reasons.AGENT_RECOVERS),
        events.AgentRecovering(at=now, agent=agent.id, contact=contact.id, until_at=now + span_ms),
    )


def _recovery_ms(floor: Floor, agent: Agent, wanted_ms: int, now: int) -> int:
    """Return how much more recovery an agent on queue gets: what is wanted, within the budget."""
    if agent.state != ON_QUEUE:
        return 0
    running_ms = 0 if agent.recover_until_at is None else max(0, agent.recover_until_at - now)
    if wanted_ms <= running_ms:
        return 0
    if not floor.recovery_budget_ms:
        return wanted_ms
    left_ms = floor.recovery_budget_ms - agent.recovered_ms + running_ms
    given_ms = min(wanted_ms, left_ms)
    return given_ms if given_ms > running_ms else 0


def end_recovery(floor: Floor, command: commands.EndRecovery, now: int) -> Verdict:
    """Let an agent go on who has recovered; saying so twice is no error."""
    agent = find_agent(floor, command.agent)
    if isinstance(agent, Refusal):
        return agent
    if agent.recover_until_at is None:
        return ()
    return (events.AgentRecovered(at=now, agent=agent.id, early=True),)


def recovery_over(_floor: Floor, subject: str, now: int) -> tuple[events.Event, ...]:
    """Let an agent have offers again."""
    return (events.AgentRecovered(at=now, agent=subject, early=False),)


def rest_over(_floor: Floor, subject: str, now: int) -> tuple[events.Event, ...]:
    """Let an agent have hard contacts again."""
    return (events.AgentRested(at=now, agent=subject),)
