"""What happened to a call, in words? Its lines and recordings, beside what the floor tells."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import msgspec

from onqueue.channels.voice import causes, facts
from onqueue.identity import queries as identity
from onqueue.journal import store
from onqueue.recording.queries import explaining as recordings
from onqueue.recording.queries.explaining import Told

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy.orm import Session

    from onqueue.floor.wordings import Language

WORDS: Final[Mapping[str, Mapping[str, str]]] = {
    "en": {
        "customer": "The customer",
        "leg.started": "{who} was called.",
        "leg.started.customer": "The customer called.",
        "leg.answered": "{who} was on the line.",
        "leg.ended": "The line of {who} ended: {cause}, by {by}.",
        "call.held": "The customer was put on hold{actor}.",
        "call.unheld": "The customer was brought back{actor}.",
        "call.tapped": "{who} listened ({mode}).",
        "call.left": "{who} listened no more.",
        "actor": " by {who}",
        "of.customer": "the customer",
        "by.far": "the far end",
        "by.us": "us",
        "by.system": "the system",
    },
    "de": {
        "customer": "Der Kunde",
        "leg.started": "{who} wurde angerufen.",
        "leg.started.customer": "Der Kunde rief an.",
        "leg.answered": "{who} war in der Leitung.",
        "leg.ended": "Die Leitung von {who} endete: {cause}, durch {by}.",
        "call.held": "Der Kunde wurde in die Warteschleife gelegt{actor}.",
        "call.unheld": "Der Kunde wurde zurückgeholt{actor}.",
        "call.tapped": "{who} hörte mit ({mode}).",
        "call.left": "{who} hörte nicht mehr mit.",
        "actor": " von {who}",
        "of.customer": "dem Kunden",
        "by.far": "die Gegenseite",
        "by.us": "uns",
        "by.system": "das System",
    },
}


def told(session: Session, *, contact: str, language: Language) -> list[Told]:
    """Return what is known of a call's lines and recordings, in order of time."""
    entries = [
        entry
        for entry in store.of_subject(session, subject=contact)
        if entry.stream == facts.STREAM
    ]
    said = [msgspec.json.decode(entry.payload) for entry in entries]
    accounts = {one[field] for one in said for field in ("account", "by") if one.get(field)}
    names = identity.names_of(session, accounts=accounts)
    whose = {one["leg"]: one["account"] for one in said if one["event"] == _STARTED}
    lines = [
        Told(entry.seq, entry.at, entry.kind, _sentence(one, whose, names, WORDS[language]))
        for entry, one in zip(entries, said, strict=True)
    ]
    recorded = recordings.told(session, contact=contact, language=language)
    return sorted([*lines, *recorded], key=lambda one: (one.at, one.seq))


_STARTED: Final = facts.kind_of(facts.LegStarted)


def _sentence(
    fact: dict[str, Any],
    whose: Mapping[str, str],
    names: Mapping[str, str],
    words: Mapping[str, str],
) -> str:
    kind = fact["event"]
    account = fact.get("account") or whose.get(fact.get("leg", ""), "")
    who = names.get(account, account)
    if kind == facts.kind_of(facts.LegEnded):
        return words[kind].format(
            who=who or words["of.customer"],
            cause=causes.name(fact["cause"]),
            by=words[f"by.{fact['by']}"],
        )
    if kind == _STARTED and not account:
        return words["leg.started.customer"]
    if kind == facts.kind_of(facts.TapChanged):
        return words[kind if fact["mode"] else "call.left"].format(who=who, mode=fact["mode"])
    by = fact.get("by", "")
    actor = words["actor"].format(who=names.get(by, by)) if by else ""
    return words[kind].format(who=who or words["customer"], actor=actor)
