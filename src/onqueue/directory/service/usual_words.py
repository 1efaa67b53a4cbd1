"""How is what an empty centre begins with called, in the centre's first language?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True)
class Usual:
    """The names of one language; reasons with their state, codes with their group."""

    hours: str
    queue: str
    widget: str
    reasons: tuple[tuple[str, str], ...]
    codes: tuple[tuple[str, str], ...]


USUAL: Final = {
    "en": Usual(
        hours="Opening hours",
        queue="General",
        widget="Website chat",
        reasons=(
            ("break", "Lunch"),
            ("break", "Short break"),
            ("break", "Recovery after a hard contact"),
            ("training", "Course"),
            ("training", "Coaching"),
            ("meeting", "Team meeting"),
            ("meeting", "One-to-one"),
            ("back_office", "Follow-up"),
            ("back_office", "Project"),
        ),
        codes=(
            ("Solved", "Question answered"),
            ("Solved", "Problem solved"),
            ("Solved", "Order or change made"),
            ("Open", "Customer will come back"),
            ("Open", "Passed on to another team"),
            ("Open", "Callback promised"),
            ("No issue", "Spam or wrong address"),
            ("No issue", "Customer did not answer"),
        ),
    ),
    "de": Usual(
        hours="Öffnungszeiten",
        queue="Allgemein",
        widget="Chat der Website",
        reasons=(
            ("break", "Mittagspause"),
            ("break", "Kurze Pause"),
            ("break", "Erholung nach einem schweren Kontakt"),
            ("training", "Kurs"),
            ("training", "Coaching"),
            ("meeting", "Teambesprechung"),
            ("meeting", "Einzelgespräch"),
            ("back_office", "Nachfassen"),
            ("back_office", "Projekt"),
        ),
        codes=(
            ("Gelöst", "Frage beantwortet"),
            ("Gelöst", "Problem gelöst"),
            ("Gelöst", "Bestellung oder Änderung gemacht"),
            ("Offen", "Kunde meldet sich wieder"),
            ("Offen", "An ein anderes Team gegeben"),
            ("Offen", "Rückruf versprochen"),
            ("Kein Anliegen", "Spam oder falsche Adresse"),
            ("Kein Anliegen", "Kunde hat nicht geantwortet"),
        ),
    ),
}
