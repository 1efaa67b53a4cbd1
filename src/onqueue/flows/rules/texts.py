"""Which words does a customer get, and what did they mean by theirs?"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Final

from onqueue.directory.rules.forms import is_email
from onqueue.flows.rules.graph import Check, Choice, Texts

ANSWER_MAX: Final = 1_000
PERSON_WORDS: Final = (
    "agent", "human", "person", "speak to a person", "talk to a person", "real person",
    "mitarbeiter", "mensch", "person sprechen", "mit einem menschen sprechen",
)  # fmt: skip
"""How somebody asks for a person, where a flow does not say."""
NAMES: Final[Mapping[str, str]] = {
    "en": "English", "de": "Deutsch", "fr": "Français", "es": "Español", "it": "Italiano",
    "nl": "Nederlands", "pl": "Polski", "pt": "Português", "tr": "Türkçe", "uk": "Українська",
}  # fmt: skip
"""What a language calls itself."""

_KEY: Final = re.compile(r"\{([a-z][a-z0-9_]{0,39})\}")
_NUMBER: Final = re.compile(r"[+-]?[0-9]{1,15}([.,][0-9]{1,6})?", re.ASCII)


def worded(texts: Texts, *, language: str, values: Mapping[str, str]) -> str:
    """Return a text in a language, or in the next best, with what was collected put in.

    `de-AT` is `de`, too; after that the first language that there is counts.
    """
    for one in (language, language.split("-", maxsplit=1)[0], *texts):
        text = texts.get(one, "").strip()
        if text:
            return _KEY.sub(lambda found: values.get(found[1], ""), text)
    return ""


def plain(text: str) -> str:
    """Return words as they are compared: small letters, no marks, one space between."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    kept = "".join(sign if sign.isalnum() else " " for sign in folded)
    return " ".join(kept.split())


def has_words(text: str, words: Sequence[str]) -> bool:
    """Tell whether any of some words is said in a text, as whole words."""
    said = f" {plain(text)} "
    return any(f" {one} " in said for one in map(plain, words) if one)


def chosen(choices: Sequence[Choice], answer: str) -> str | None:
    """Return which choice an answer means: by its label, its number, or words in it.

    An answer that could mean two choices means neither.
    """
    said = plain(answer)
    if not said:
        return None
    labels = [{plain(text) for text in one.label.values()} for one in choices]
    for one, named in zip(choices, labels, strict=True):
        if said in named or said == plain(one.value):
            return one.value
    if said.isdecimal():
        place = int(said) if len(said) < 4 else 0  # noqa: PLR2004  # no menu is as long
        return choices[place - 1].value if 0 < place <= len(choices) else None
    found = [
        one.value
        for one, named in zip(choices, labels, strict=True)
        if has_words(said, (*one.words, *named))
    ]
    return found[0] if len(found) == 1 else None


def taken(check: Check, answer: str) -> str | None:
    """Return an answer as it is kept; None when it is not what was asked for."""
    said = " ".join(answer.split())[:ANSWER_MAX]
    if check == "number":
        number = said.replace(" ", "")
        return number if _NUMBER.fullmatch(number) else None
    if check == "email":
        return said if is_email(said) else None
    return said or None


def asks_for_person(words: Sequence[str], answer: str, *, anywhere: bool) -> bool:
    """Tell whether an answer asks for a person; a free text must be nothing else."""
    wanted = words or PERSON_WORDS
    if anywhere:
        return has_words(answer, wanted)
    return plain(answer) in {plain(one) for one in wanted}
