"""Why did a leg end? The numbers of ITU-T Q.850, and one of our own.

Drivers translate what they get (SIP codes, states of a browser) into these and nothing else,
so that whoever reads a cause need not know which driver carried the call.
"""

from __future__ import annotations

from typing import Final

UNALLOCATED: Final = 1
NORMAL: Final = 16
BUSY: Final = 17
NO_RESPONSE: Final = 18
"""The far end did not even ring."""
NO_ANSWER: Final = 19
"""It rang, and nobody took it."""
ABSENT: Final = 20
REFUSED: Final = 21
NO_CIRCUIT: Final = 34
OUT_OF_ORDER: Final = 38
NO_MEDIA: Final = 44
"""The far end fell silent on the wire: its browser or network died."""
INTERWORKING: Final = 127
LOST: Final = 0
"""Nobody saw the end: it was missing when we looked. Not a number of Q.850."""

CAUSES: Final = frozenset(
    {UNALLOCATED, NORMAL, BUSY, NO_RESPONSE, NO_ANSWER, ABSENT, REFUSED, NO_CIRCUIT}
    | {OUT_OF_ORDER, NO_MEDIA, INTERWORKING, LOST}
)
NAMES: Final = {
    UNALLOCATED: "unallocated",
    NORMAL: "normal",
    BUSY: "busy",
    NO_RESPONSE: "no_response",
    NO_ANSWER: "no_answer",
    ABSENT: "absent",
    REFUSED: "refused",
    NO_CIRCUIT: "no_circuit",
    OUT_OF_ORDER: "out_of_order",
    NO_MEDIA: "no_media",
    INTERWORKING: "interworking",
    LOST: "lost",
}


def name(cause: int) -> str:
    """Return the word for a cause; one that we do not know is interworking, as in Q.850."""
    return NAMES.get(cause, NAMES[INTERWORKING])
