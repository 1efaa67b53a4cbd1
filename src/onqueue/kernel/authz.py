"""Who is asking, and what may they do?

Rights are checked in use cases (`actor.require`) and rows are filtered in each feature's
`access`. A scope of `None` means everything; an empty set means nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from onqueue.kernel.errors import Forbidden

RIGHTS: Final = (
    ("contact.handle", "Take contacts and talk with customers."),
    ("call.out", "Call customers by telephone, as far as the rules for calls out allow."),
    ("conversation.search", "Search conversations."),
    ("floor.watch", "See queues, agents and contacts live."),
    ("floor.steer", "Move contacts, change priorities and set agents' states."),
    ("queue.close", "Close a queue at once, and open it again."),
    ("chat.monitor", "Read a chat while it goes on."),
    ("chat.whisper", "Write to an agent without the customer seeing it."),
    ("chat.join", "Join a chat beside its agent."),
    ("chat.take_over", "Take a chat over from its agent."),
    ("recording.hear", "Hear recordings of calls: one's own, or those of one's queues and teams."),
    ("recording.keep", "Keep a recording beyond its time."),
    ("report.read", "Read reports."),
    ("report.own", "Read one's own figures."),
    ("customer.read", "See customers."),
    ("customer.edit", "Change customers' details."),
    ("customer.merge", "Make two records of one customer one, and two again."),
    ("people.manage", "Invite, change and deactivate people, teams and roles."),
    ("directory.manage", "Change queues, skills, hours, channels and texts."),
    ("audit.read", "Read who changed what."),
    ("system.watch", "See the state of the server and its jobs."),
    ("system.tend", "Try parked jobs again or drop them, and say that findings were seen."),
)
"""Every right there is, with the sentence that explains it. Codes are never reused."""

_CODES: Final = frozenset(code for code, _ in RIGHTS)


class RightMissing(Forbidden):
    """You need the right “{right}” for this; an administrator can give it to you."""

    code = "right.missing"


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody on whose behalf a request is carried out."""

    account: str
    name: str
    rights: frozenset[str]
    queues: frozenset[str] | None
    teams: frozenset[str] | None
    agent: bool

    def may(self, right: str) -> bool:
        """Tell whether the actor has a right."""
        assert right in _CODES, right
        return right in self.rights

    def require(self, right: str) -> None:
        """Raise `RightMissing` unless the actor has the right."""
        if not self.may(right):
            raise RightMissing(right=right)

    def sees_queue(self, queue: str) -> bool:
        """Tell whether a queue is within the actor's scope."""
        return self.queues is None or queue in self.queues

    def sees_team(self, team: str) -> bool:
        """Tell whether a team is within the actor's scope."""
        return self.teams is None or team in self.teams


SYSTEM: Final = Actor(
    account="system", name="Onqueue", rights=_CODES, queues=None, teams=None, agent=False
)
"""The program itself: jobs, imports and the command line act as this."""
