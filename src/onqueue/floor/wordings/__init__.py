"""In which words is a contact's story told? A table for each language, with the same keys."""

from __future__ import annotations

from typing import Final, Literal, TypeAlias

from onqueue.floor.wordings.english import ENGLISH
from onqueue.floor.wordings.german import GERMAN

Language: TypeAlias = Literal["en", "de"]

WORDINGS: Final[dict[Language, dict[str, str]]] = {"en": ENGLISH, "de": GERMAN}
