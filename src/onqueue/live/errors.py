"""How the running floor refuses.

OnqueueError
├── FloorRefused (409)   the rules of the floor say no, with the rule's own code
└── Unavailable (503)
    ├── FloorBusy        more to do than it can take
    ├── FloorAway        no answer in time: perhaps it happened, perhaps not
    └── FloorStopped     starting again
        └── FloorMoved   another process leads it now
            └── Outdated one of a newer version, which this one cannot follow
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from onqueue.kernel.errors import Refused, Unavailable

if TYPE_CHECKING:
    from onqueue.floor.refusals import Refusal


class FloorRefused(Refused):
    """{sentence}"""

    code = "floor.refused"

    @classmethod
    def of(cls, refusal: Refusal) -> Self:
        """An error that carries the refusal's own code and sentence."""
        error = cls(field=None, sentence=refusal.sentence, **refusal.data)
        error.code = refusal.code  # type: ignore[misc]  # the floor's codes pass through unchanged
        del error.data["sentence"]
        return error


class FloorBusy(Unavailable):
    """The floor has more to do than it can take. Try again in a moment."""

    code = "floor.busy"


class FloorStopped(Unavailable):
    """The floor is starting again. Try again in a moment."""

    code = "floor.stopped"


class FloorMoved(FloorStopped):
    """The floor is led by another process now. Try again in a moment."""

    code = "floor.moved"


class Outdated(FloorMoved):
    """A newer version of Onqueue leads this centre; start that version here as well."""

    code = "floor.outdated"


class FloorAway(Unavailable):
    """The floor did not answer in time. Look whether it is done before you try again."""

    code = "floor.away"
