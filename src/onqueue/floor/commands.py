"""What may be asked of the floor, imperative names.

`decide` answers a command with events or with a refusal. Ids come from outside: the
floor draws nothing. `by` is the account that asks, "customer" or "system". Whoever owns a
contact may act on it; `steering` says that `by` has the right to act on those of others.
"""

from __future__ import annotations

import msgspec

from onqueue.floor.reasons import CUSTOMER_LEFT
from onqueue.floor.specs import AgentSpec, BreakRules, Needs, QueueSpec


class Command(msgspec.Struct, frozen=True, kw_only=True, tag_field="command", tag=True, gc=False):
    """Anything the floor can be asked."""


class TuneFloor(Command, frozen=True):
    """Set the floor-wide settings."""

    ageing_ms: int = 30_000
    misses_max: int = 2
    presence_grace_ms: int = 30_000
    hard_run_max: int = 0
    """Hard contacts in a row before others are asked first for a while; 0 is no bound."""
    hard_rest_ms: int = 600_000
    """How long that while is."""
    recovery_budget_ms: int = 0
    """Recovery an agent may have between signing on and off; 0 is no bound."""
    breaks: BreakRules = BreakRules()


class ConfigureQueue(Command, frozen=True):
    """Add a queue or change its settings."""

    queue: str
    spec: QueueSpec


class RemoveQueue(Command, frozen=True):
    """Take an empty queue off the floor."""

    queue: str


class OpenQueue(Command, frozen=True):
    """Begin a queue's opening hours."""

    queue: str
    closes_at: int | None = None


class CloseQueue(Command, frozen=True):
    """End a queue's opening hours. Those who wait stay; new contacts are diverted or refused.

    `cause` is "hours", "holiday" or "emergency".
    """

    queue: str
    opens_at: int | None = None
    cause: str = "hours"


class ConfigureAgent(Command, frozen=True):
    """Add an agent or change what the agent can do."""

    agent: str
    spec: AgentSpec


class RemoveAgent(Command, frozen=True):
    """Take an agent off the floor; contacts held go back to the head of their lines."""

    agent: str


class ChangeState(Command, frozen=True):
    """Put an agent into a state, with the code of a reason where the state has one."""

    agent: str
    state: str
    by: str
    reason: str = ""


class Connect(Command, frozen=True):
    """Say that one of the agent's desks is connected."""

    agent: str


class Disconnect(Command, frozen=True):
    """Say that the agent's last desk is gone."""

    agent: str


class Schedule(Command, frozen=True):
    """Hold a contact until `due_at`, then let it wait."""

    contact: str
    conversation: str
    queue: str
    needs: Needs
    customer: str
    due_at: int
    priority: int = 0


class Arrive(Command, frozen=True):
    """Let a contact wait in a queue, at first for one person where there is a reason to.

    `target_rule` says which: "direct", "sticky" or "book". A person who cannot be asked now
    is not waited for.
    """

    contact: str
    conversation: str
    queue: str
    needs: Needs
    customer: str
    priority: int = 0
    target: str | None = None
    target_rule: str = "direct"
    promise_at: int | None = None
    """By when the customer was promised an answer, if the queue goes by promises."""


class CallOut(Command, frozen=True):
    """Let an agent call a customer: the contact is theirs from the beginning, and waits nowhere."""

    contact: str
    conversation: str
    queue: str
    needs: Needs
    customer: str
    agent: str


class Reach(Command, frozen=True):
    """Say that the customer who was called has answered."""

    contact: str


class KeepPlace(Command, frozen=True):
    """Let the customer go and keep their place: they are called back when it is their turn."""

    contact: str


class Abandon(Command, frozen=True):
    """Say that the customer left before being answered; `cancel` also gives up a kept place."""

    contact: str
    reason: str = CUSTOMER_LEFT
    cancel: bool = False


class Prioritise(Command, frozen=True):
    """Move a waiting contact up or down."""

    contact: str
    priority: int
    by: str
    reason: str


class Accept(Command, frozen=True):
    """Take an offer."""

    offer: str
    agent: str


class Decline(Command, frozen=True):
    """Refuse an offer."""

    offer: str
    agent: str
    reason: str = ""


class Transfer(Command, frozen=True):
    """Give a contact to a queue, or to one person with a queue to fall back on.

    `by` is the owner, or a supervisor who moves it. `needs` None keeps the channel and
    drops the skills.
    """

    contact: str
    by: str
    queue: str
    target: str | None = None
    needs: Needs | None = None
    note: str = ""
    steering: bool = False


class Requeue(Command, frozen=True):
    """Put a contact back at the head of its line."""

    contact: str
    by: str
    reason: str
    steering: bool = False


class Consult(Command, frozen=True):
    """Ask another agent to join beside the owner."""

    contact: str
    agent: str
    other_agent: str
    question: str = ""


class EndConsult(Command, frozen=True):
    """End a consultation, or take back the question; the consulted agent may, too."""

    contact: str
    by: str
    steering: bool = False


class CompleteConsult(Command, frozen=True):
    """Make the consulted agent the owner."""

    contact: str
    agent: str


class TakeOver(Command, frozen=True):
    """Take a contact that another agent holds; who is off goes into `state` with it."""

    contact: str
    agent: str
    reason: str
    state: str = ""


class End(Command, frozen=True):
    """End the conversation with the customer; wrap-up begins for the owner."""

    contact: str
    by: str
    reason: str = ""
    steering: bool = False


class ExtendWrapUp(Command, frozen=True):
    """Ask for more time in wrap-up."""

    contact: str
    agent: str


class Close(Command, frozen=True):
    """Finish a contact's wrap-up with a code; `hard` says that it took its toll."""

    contact: str
    agent: str
    code: str
    hard: bool = False


class EndRecovery(Command, frozen=True):
    """Say that one has recovered before the time is over."""

    agent: str


class AskBreak(Command, frozen=True):
    """Wish for a short break: at once, or after the contacts that one has."""

    agent: str
    span_ms: int


class DropBreak(Command, frozen=True):
    """Take a wish back, or give up a short break that has not begun."""

    agent: str


class GrantBreak(Command, frozen=True):
    """Fulfil a wish that waits, in person, whatever the rule says."""

    agent: str
    by: str
    reason: str


class RefuseBreak(Command, frozen=True):
    """Refuse a wish that waits, in person."""

    agent: str
    by: str
    reason: str


class Tick(Command, frozen=True):
    """Let everything happen whose time has come by now."""
