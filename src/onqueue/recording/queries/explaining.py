"""What was recorded of a call, who heard it, and when it went, in words?

Facts are in the journal. Who heard a recording or had it kept is in the audit.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import msgspec
from sqlalchemy import select

from onqueue.identity import queries as identity
from onqueue.journal import store
from onqueue.kernel.audit import Audit
from onqueue.recording import events
from onqueue.recording.models import Recording

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy.orm import Session

    from onqueue.floor.wordings import Language

AUDITED: Final = ("recording.heard", "recording.kept", "recording.let_go")
AUDITED_MAX: Final = 200
"""Entries of one contact that are told; who heard it more often is in the audit."""
AUDIT_FROM: Final = 2**52
"""Where places of the audit begin: of what happened in the same moment they come last."""

WORDS: Final[Mapping[str, Mapping[str, str]]] = {
    "en": {
        "recording.begun": "Recording began.",
        "recording.announced": "The customer had been told of the recording.",
        "recording.skipped": "The talk was not recorded: {why}.",
        "recorded": "Recording went on{by}.",
        "paused": "Recording was paused{by}: {why}.",
        "held": "Recording was silent while the customer was on hold.",
        "recording.ended": "Recording ended after {seconds} s.",
        "recording.stored": "The recording was sealed and stored.",
        "recording.failed": "The recording was lost: {why}.",
        "recording.deleted": "The recording was deleted: {why}.",
        "recording.heard": "{who} heard the recording.",
        "recording.kept": "{who} had the recording kept longer: {why}",
        "recording.let_go": "{who} let the recording go with the others again.",
        "by": " by {who}",
        "notice": "the customer was being told of it",
        "card_data": "card data",
        "private": "something private",
        "other": "another reason",
        "policy.off": "calls of this queue are not",
        "policy.share": "it is not in the share that is",
        "carrier.cannot": "calls from browser to browser cannot be",
        "notice.unspoken": "the customer could not be told",
        "customer.declined": "the customer did not want it",
        "carrier.refused": "the telephone exchange did not begin",
        "carrier.lost": "the telephone exchange did not hand it over",
        "node.lost": "the telephone exchange stopped",
        "file.unusable": "its file could not be read",
        "record.not_started": "the telephone exchange did not begin",
        "record.missing": "the telephone exchange has no file",
        "record.discarded": "it was thrown away",
        "retention": "its time was over",
    },
    "de": {
        "recording.begun": "Die Aufzeichnung begann.",
        "recording.announced": "Dem Kunden war die Aufzeichnung angesagt worden.",
        "recording.skipped": "Das Gespräch wurde nicht aufgezeichnet: {why}.",
        "recorded": "Die Aufzeichnung ging weiter{by}.",
        "paused": "Die Aufzeichnung wurde angehalten{by}: {why}.",
        "held": "Die Aufzeichnung war still, während der Kunde in der Warteschleife war.",
        "recording.ended": "Die Aufzeichnung endete nach {seconds} s.",
        "recording.stored": "Die Aufzeichnung wurde versiegelt und abgelegt.",
        "recording.failed": "Die Aufzeichnung ging verloren: {why}.",
        "recording.deleted": "Die Aufzeichnung wurde gelöscht: {why}.",
        "recording.heard": "{who} hörte die Aufzeichnung.",
        "recording.kept": "{who} ließ die Aufzeichnung länger aufbewahren: {why}",
        "recording.let_go": "{who} gab die Aufzeichnung wieder zum Löschen frei.",
        "by": " von {who}",
        "notice": "sie wurde dem Kunden gerade angesagt",
        "card_data": "Kartendaten",
        "private": "etwas Privates",
        "other": "ein anderer Grund",
        "policy.off": "Anrufe dieser Warteschlange werden es nicht",
        "policy.share": "es gehört nicht zum Anteil, der es wird",
        "carrier.cannot": "Anrufe von Browser zu Browser können es nicht werden",
        "notice.unspoken": "dem Kunden konnte es nicht angesagt werden",
        "customer.declined": "der Kunde wollte es nicht",
        "carrier.refused": "die Telefonanlage begann nicht",
        "carrier.lost": "die Telefonanlage übergab sie nicht",
        "node.lost": "die Telefonanlage blieb stehen",
        "file.unusable": "ihre Datei war nicht lesbar",
        "record.not_started": "die Telefonanlage begann nicht",
        "record.missing": "die Telefonanlage hat keine Datei",
        "record.discarded": "sie wurde verworfen",
        "retention": "ihre Zeit war um",
    },
}


@dataclass(frozen=True, slots=True)
class Told:
    """One thing that happened, with its place in the journal, or from `AUDIT_FROM` in the audit."""

    seq: int
    at: int
    kind: str
    text: str


def told(session: Session, *, contact: str, language: Language) -> list[Told]:
    """Return what the journal and the audit have of a call's recordings, in order of time."""
    entries = [
        entry
        for entry in store.of_subject(session, subject=contact)
        if entry.stream == events.STREAM
    ]
    said: list[dict[str, Any]] = [msgspec.json.decode(entry.payload) for entry in entries]
    names = identity.names_of(session, accounts={one["by"] for one in said if one.get("by")})
    words = WORDS[language]
    journal = [
        Told(entry.seq, entry.at, entry.kind, text)
        for entry, one, before in zip(entries, said, [{}, *said], strict=False)
        if (text := _sentence(one, before, names, words))
    ]
    return sorted([*journal, *_audited(session, contact, words)], key=lambda one: (one.at, one.seq))


def _sentence(
    fact: dict[str, Any],
    before: dict[str, Any],
    names: Mapping[str, str],
    words: Mapping[str, str],
) -> str:
    kind = fact["event"]
    if kind == events.kind_of(events.RecordingChanged):
        kind = fact["kind"]
        if kind == "recorded" and before["event"] == events.kind_of(events.RecordingBegun):
            return ""  # it is told by its beginning
    by = names.get(fact.get("by", ""), fact.get("by", ""))
    why = fact.get("reason") or fact.get("why") or ""
    return words[kind].format(
        by=words["by"].format(who=by) if by else "",
        why=words.get(why, why),
        seconds=fact.get("duration_ms", 0) // 1_000,
    )


def _audited(session: Session, contact: str, words: Mapping[str, str]) -> list[Told]:
    recordings = select(Recording.id).where(Recording.contact == contact)
    rows = session.scalars(
        select(Audit)
        .where(
            Audit.subject_kind == "recording",
            Audit.subject.in_(recordings),
            Audit.action.in_(AUDITED),
        )
        .order_by(Audit.id)
        .limit(AUDITED_MAX)
    )
    return [
        Told(AUDIT_FROM + row.id, row.at, row.action, _audit_sentence(row, words=words))
        for row in rows
    ]


def _audit_sentence(row: Audit, *, words: Mapping[str, str]) -> str:
    return words[row.action].format(who=row.actor_name, why=row.reason)
