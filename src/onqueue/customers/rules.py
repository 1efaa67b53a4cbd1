"""What can be known of a customer, and when are two addresses the same one?

An address is *verified* when somebody has shown that it is theirs, for instance by a letter
that arrived from it. What a visitor types into a form is a claim: it is kept and shown as
one, and it never joins the visitor to a customer who is already known by that address.
Otherwise whoever knows an address would read what its owner has written.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from typing import Final, Literal

from onqueue.kernel.errors import Invalid
from onqueue.kernel.phone_numbers import e164, region_of, spellings

IdentityKind = Literal["email", "phone"]
KINDS: Final[tuple[IdentityKind, ...]] = ("email", "phone")

CallerKnown = Literal["number", "new", "several", "withheld", "agent"]
"""How a caller's customer was found: by the one customer with the number, not at all, not for
sure, not without a number, or by an agent who chose among several.
"""
NUMBER: Final[CallerKnown] = "number"
NEW: Final[CallerKnown] = "new"
SEVERAL: Final[CallerKnown] = "several"
WITHHELD: Final[CallerKnown] = "withheld"
AGENT: Final[CallerKnown] = "agent"

NAME_LENGTH_MAX: Final = 120
NOTES_LENGTH_MAX: Final = 4_000
EMAIL_LENGTH_MAX: Final = 254
PHONE_LENGTH_MAX: Final = 40
LANGUAGE_LENGTH_MAX: Final = 10
LENGTHS_MAX: Final = {
    "name": NAME_LENGTH_MAX,
    "email": EMAIL_LENGTH_MAX,
    "phone": PHONE_LENGTH_MAX,
    "language": LANGUAGE_LENGTH_MAX,
    "company": NAME_LENGTH_MAX,
    "notes": NOTES_LENGTH_MAX,
}
IDENTITIES_MAX: Final = 50
"""A visitor who claims more addresses than this is playing; the rest are not kept."""

MERGE_UNDO_MS: Final = 7 * 24 * 3_600_000
"""As long as a merge of two customers can be taken back."""
MERGE_CONVERSATIONS_MAX: Final = 1_000
"""What is moved in one transaction; each is a fact in the journal."""

SEEN_STEP_MS: Final = 60_000
"""A visitor's last sight is written down at most this often."""
VISITOR_KEPT_MS: Final = 30 * 24 * 3_600_000
"""Visitors who never became customers are forgotten after this."""

_EMAIL: Final = re.compile(r"[^\s@<>\",;]{1,64}@[^\s@<>\",;]{1,189}\.[^\s@.<>\",;]{2,63}")
_DIGITS: Final = re.compile(r"[0-9]")


def visitor_key(token: str) -> str:
    """Return what is stored of a visitor's token: a hash is enough for 256 random bits."""
    return hashlib.sha256(token.encode()).hexdigest()


def identity_key(kind: IdentityKind, value: str) -> str:
    """Return the form in which addresses of a kind are compared."""
    if kind == "email":
        return value.strip().casefold()
    whole = e164(value)
    if whole:
        return whole
    plus = "+" if value.strip().startswith("+") else ""
    return plus + "".join(_DIGITS.findall(value))


def name_key(name: str) -> str:
    """Return the form by which names are sorted."""
    return " ".join(name.casefold().split())


def check_fields(fields: Mapping[str, str]) -> None:
    """Refuse values that are too long or cannot be what they are said to be."""
    for field, value in fields.items():
        if len(value) > LENGTHS_MAX[field]:
            most = LENGTHS_MAX[field]
            raise Invalid(field=field, reason="please use at most {most} characters", most=most)
    email, phone = fields.get("email", ""), fields.get("phone", "")
    if email and not is_email(email):
        raise Invalid(field="email", reason="it looks like name@example.com")
    if phone and len(_DIGITS.findall(phone)) < 3:  # noqa: PLR2004  # the shortest number there is
        raise Invalid(field="phone", reason="a telephone number has digits")


def is_email(value: str) -> bool:
    """Tell whether a text looks like an email address."""
    return len(value) <= EMAIL_LENGTH_MAX and _EMAIL.fullmatch(value) is not None


def clean_claims(claims: Mapping[str, str | None]) -> dict[str, str]:
    """Return what of a visitor's claims can be kept. Nothing is refused here: a form has
    already asked for what the centre needs, and a chat must not fail over the rest.
    """
    kept = {}
    for field, said in claims.items():
        value = " ".join((said or "").split())
        if not value or len(value) > LENGTHS_MAX[field]:
            continue
        try:
            check_fields({field: value})
        except Invalid:
            continue
        kept[field] = value
    return kept


def search_text(fields: Mapping[str, str]) -> str:
    """Return the words by which a customer is found."""
    whole = e164(fields["phone"])
    written = spellings(whole, region=region_of(whole)) if whole else {fields["phone"]}
    digits = sorted({"".join(_DIGITS.findall(one)) for one in written})
    return " ".join([*(fields[name] for name in ("name", "email", "phone", "company")), *digits])


def needs_seen_update(*, seen_at: int, now: int) -> bool:
    """Tell whether a visitor's last sight is long enough ago to be written down again."""
    return now - seen_at >= SEEN_STEP_MS
