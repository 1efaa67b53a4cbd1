"""Which words can stand for something else, and which wording does a person get?

A canned reply may hold `{customer.first_name}` and the like; the desk fills them in before
the agent sends. Braces around anything else are refused when the reply is saved, because the
customer would see them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Final

from onqueue.kernel.errors import Invalid

PLACEHOLDERS: Final = (
    "customer.name",
    "customer.first_name",
    "agent.name",
    "agent.first_name",
    "queue.name",
    "centre.name",
)
LANGUAGE: Final = re.compile(r"[a-z]{2,3}(-[A-Z]{2})?", re.ASCII)
SHORTCUT: Final = re.compile(r"[a-z0-9][a-z0-9_-]{0,29}", re.ASCII)
LANGUAGES_MAX: Final = 20
_BRACES: Final = re.compile(r"\{([^{}]*)\}")


def check_placeholders(text: str, *, field: str = "text") -> None:
    """Refuse placeholders that do not exist, by name."""
    for found in _BRACES.findall(text):
        if found not in PLACEHOLDERS:
            known = ", ".join(f"{{{name}}}" for name in PLACEHOLDERS)
            text = f"{{{found[:60]}}}"
            reason = "{text} does not exist; there are {known}"
            raise Invalid(field=field, reason=reason, text=text, known=known)


def fill(text: str, values: Mapping[str, str]) -> str:
    """Put values in the place of their names; a placeholder without a value becomes nothing."""

    def value_of(match: re.Match[str]) -> str:
        name = match.group(1)
        return values.get(name, "") if name in PLACEHOLDERS else match.group(0)

    return _BRACES.sub(value_of, text)


def first_name(name: str) -> str:
    """Return the word by which a person is greeted."""
    words = name.split()
    return words[0] if words else ""


def name_key(name: str) -> str:
    """Return the form in which names are compared: “Billing” and “billing ” are one name."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def text_in(texts: Mapping[str, str], language: str, languages: Sequence[str]) -> str:
    """Return a text in a language, or in the first of the others that has it."""
    for wanted in (language, language.partition("-")[0], *languages, *texts):
        if texts.get(wanted):
            return texts[wanted]
    return ""


def check_languages(languages: Sequence[str], *, field: str = "languages") -> None:
    """Refuse what does not look like languages."""
    if not 1 <= len(languages) <= LANGUAGES_MAX:
        raise Invalid(
            field=field,
            reason="choose from 1 to {most} languages",
            most=LANGUAGES_MAX,
        )
    for language in languages:
        check_language(language, field=field)
    if len(set(languages)) != len(languages):
        raise Invalid(field=field, reason="a language is there twice")


def check_language(language: str, *, field: str = "language") -> None:
    """Refuse what does not look like a language."""
    if not LANGUAGE.fullmatch(language):
        reason = "“{text}” is not a language; write it like en or pt-BR"
        raise Invalid(field=field, reason=reason, text=language)


def check_shortcut(shortcut: str, *, field: str = "shortcut") -> None:
    """Refuse what cannot be typed after a slash."""
    if not SHORTCUT.fullmatch(shortcut):
        reason = "use up to 30 small letters, digits, - and _, beginning with a letter or digit"
        raise Invalid(field=field, reason=reason)
