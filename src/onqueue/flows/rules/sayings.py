"""What flows say by themselves, where nobody wrote words for it.

In a language that is not here it is said in the first one that is.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

YES_NO: Final[Mapping[str, tuple[str, str]]] = {
    "en": ("Yes", "No"), "de": ("Ja", "Nein"), "fr": ("Oui", "Non"), "es": ("Sí", "No"),
    "it": ("Sì", "No"), "nl": ("Ja", "Nee"), "pl": ("Tak", "Nie"), "pt": ("Sim", "Não"),
    "tr": ("Evet", "Hayır"), "uk": ("Так", "Ні"),
}  # fmt: skip
ANOTHER: Final = {"en": "Another number", "de": "Eine andere Nummer"}
CONFIRM: Final = {
    "en": "We will call you at {number}. Is that right?",
    "de": "Wir rufen Sie unter {number} an. Ist das richtig?",
}
NUMBER: Final = {
    "en": "At which number may we call you? Give it with its area code.",
    "de": "Unter welcher Nummer dürfen wir Sie anrufen? Bitte mit Vorwahl.",
}
REFUSED: Final = {
    "en": "We cannot call this number. Give another one, with its area code.",
    "de": "Diese Nummer können wir nicht anrufen. Bitte geben Sie eine andere an, mit Vorwahl.",
}
THANKS: Final = {
    "en": "You keep your place. We will call you at {number} when it is your turn.",
    "de": "Sie behalten Ihren Platz. Wir rufen Sie unter {number} an, wenn Sie dran sind.",
}
