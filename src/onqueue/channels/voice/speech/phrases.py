"""What is said that nobody wrote: which key does what, and how long it will take."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from onqueue.flows.queries import Standing

NUMBER: Final = re.compile(r"\+[0-9][0-9 ]{5,}[0-9]", re.ASCII)
LANGUAGE: Final = "language"
WORDS: Final[Mapping[str, Mapping[str, str]]] = {
    "en": {
        "choice": "For {label}, press {key}.",
        "next": "You are the next in line.",
        "place": "You are number {place} in line.",
        "minute": "You will wait about one minute.",
        "minutes": "You will wait about {minutes} minutes.",
        "notice": "This call is recorded. If you do not want that, press {key}.",
        "not_recorded": "This call is not recorded.",
        "rated": "Thank you. Goodbye.",
        "kept": "Thank you. Your message was kept. Goodbye.",
    },
    "de": {
        "choice": "Für {label} drücken Sie die {key}.",
        "next": "Sie sind als Nächstes an der Reihe.",
        "place": "Sie sind an Stelle {place} der Warteschlange.",
        "minute": "Sie warten noch etwa eine Minute.",
        "minutes": "Sie warten noch etwa {minutes} Minuten.",
        "notice": "Dieses Gespräch wird aufgezeichnet. "
        "Wenn Sie das nicht möchten, drücken Sie die {key}.",
        "not_recorded": "Dieses Gespräch wird nicht aufgezeichnet.",
        "rated": "Vielen Dank. Auf Wiederhören.",
        "kept": "Vielen Dank. Ihre Nachricht wurde gespeichert. Auf Wiederhören.",
    },
}
BARE: Final = {"choice": "{key}: {label}."}
"""Where we do not know the words of a language, numbers and labels speak for themselves."""


def phrase(name: str, *, language: str, **given: str | int) -> str:
    """Return one of our own phrases; empty in a language that has no words for it."""
    words = WORDS.get(language.split("-", maxsplit=1)[0].lower(), BARE)
    return words.get(name, "").format_map(given)


def spoken(standing: Standing) -> list[tuple[str, str]]:
    """Return what a caller hears at a step: each text with its language.

    The choices are read out with their keys; each language is offered in itself.
    """
    said = [(digit_by_digit(text), standing.language) for text in standing.said if text]
    for key, (value, label) in enumerate(
        zip(standing.values, standing.options, strict=True), start=1
    ):
        language = value if standing.waits_for == LANGUAGE else standing.language
        said.append((phrase("choice", language=language, label=label, key=key), language))
    return said


def digit_by_digit(text: str) -> str:
    """Return a text with the telephone numbers in it as people read them out."""
    return NUMBER.sub(lambda found: ", ".join(map(" ".join, found[0].split())), text)


def waiting(*, place: int, wait_s: int | None, language: str) -> Sequence[str]:
    """Return what somebody who waits is told: their place, and how long it takes about."""
    told = [
        phrase("next", language=language)
        if place == 1
        else phrase("place", language=language, place=place)
    ]
    if wait_s is not None:
        minutes = max(1, round(wait_s / 60))
        name = "minute" if minutes == 1 else "minutes"
        told.append(phrase(name, language=language, minutes=minutes))
    return [one for one in told if one]
