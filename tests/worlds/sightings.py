"""What must happen sometimes: a world in which nothing interesting happens proves nothing."""

from __future__ import annotations

from collections import Counter
from typing import Final

from onqueue.floor import events
from onqueue.floor.refusals import SENTENCES

SITUATIONS: Final = (
    "a contact was offered again after a crash forgot the first offer",
    "a contact was taken by the second of two who accepted",
    "an agent accepted what had been withdrawn",
    "a batch was lost before it was durable",
    "a batch was durable, and nobody was told",
    "a command was repeated and changed nothing",
    "the floor was rebuilt from a snapshot and the journal",
    "the floor was rebuilt from the journal alone",
    "the clock went back",
    "the clock jumped ahead past a deadline",
    "everything was looked at while the floor went on",
    "a ring opened while the contact was being offered",
    "an agent had calls and mails at once",
    "an agent held more than a lowered capacity",
    "an agent left with contacts in hand",
    "a hard contact passed over somebody who had too many",
    "a contact waited for one person, and they came free",
    "a queue was full",
    "a short break waited for the last contact",
    "somebody was late back from a short break",
    "the rule let somebody go on a short break",
    "as many were on a short break as the rule allows",
    "everything was finished in the end",
)
NEVER_ASKED: Final = frozenset({"agent.unknown", "queue.unknown", "state.unknown"})
"""Codes for ids from nowhere, which the worlds do not make up."""


def expected() -> frozenset[str]:
    """Return all that must be seen: each kind of event, each refusal, each situation."""
    tags = {str(one.__struct_config__.tag) for one in events.Event.__subclasses__()}
    return frozenset(tags | (SENTENCES.keys() - NEVER_ASKED) | set(SITUATIONS))


class Sightings(Counter[str]):
    """How often something was seen."""

    def note(self, what: str) -> None:
        """Count a situation, which must be one of those listed."""
        assert what in SITUATIONS, f"list it first: {what}"
        self[what] += 1

    def missing(self) -> list[str]:
        """Return what was never seen."""
        return sorted(expected() - self.keys())
