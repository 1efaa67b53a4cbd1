"""What the feature of customers takes and gives on the wire."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from onqueue.customers.rules import (
    EMAIL_LENGTH_MAX,
    LANGUAGE_LENGTH_MAX,
    NAME_LENGTH_MAX,
    NOTES_LENGTH_MAX,
    PHONE_LENGTH_MAX,
    CallerKnown,
    IdentityKind,
)
from onqueue.kernel.wire import Asked


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """An address of a customer; one that is not verified was only claimed."""

    kind: IdentityKind
    value: str
    verified: bool
    created_at: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Customer:
    """Somebody outside who contacts us."""

    id: str
    name: str
    email: str
    email_verified: bool
    phone: str
    phone_verified: bool
    language: str
    company: str
    notes: str
    owner: str
    """The account that looks after the customer; empty when nobody does."""
    owner_name: str
    identities: tuple[Identity, ...]
    created_at: int
    last_contact_at: int | None
    version: int
    merged_into: str
    """The customer that this one turned out to be; empty for all who stand for themselves."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """Whose call it is taken for, and what makes us think so."""

    customer: Customer
    number: str
    """In E.164 where it is a whole number, else as the network told it; empty when withheld."""
    known_by: CallerKnown


@dataclass(frozen=True, slots=True, kw_only=True)
class Visitor:
    """A browser that is known by its token."""

    customer_id: str
    created_at: int
    last_seen_at: int


def _line(length: int) -> Any:
    return StringConstraints(max_length=length)


class CustomerAsked(Asked):
    """A customer's details; what is left out stays, or is empty."""

    name: Annotated[str, _line(NAME_LENGTH_MAX)] = ""
    email: Annotated[str, _line(EMAIL_LENGTH_MAX)] = ""
    phone: Annotated[str, _line(PHONE_LENGTH_MAX)] = ""
    language: Annotated[str, _line(LANGUAGE_LENGTH_MAX)] = ""
    company: Annotated[str, _line(NAME_LENGTH_MAX)] = ""
    notes: Annotated[str, _line(NOTES_LENGTH_MAX)] = ""
    owner: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{0,64}$")] = ""


Detail = Literal["name", "email", "phone", "language", "company", "notes", "owner"]


class MergeAsked(Asked):
    """Which record goes into this one, as both were seen, and which of its details stay."""

    gone: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,64}$")]
    version: Annotated[int, Field(ge=1, le=2**31)]
    gone_version: Annotated[int, Field(ge=1, le=2**31)]
    take: Annotated[frozenset[Detail], Field(default=frozenset())]


@dataclass(frozen=True, slots=True, kw_only=True)
class Merge:
    """Two records that became one."""

    id: str
    kept: str
    gone: str
    gone_name: str
    conversations: int
    at: int
    by_name: str
    undo_until_at: int
    undone_at: int | None


class CustomerPatch(CustomerAsked):
    """Changes of a customer, and the version that was seen."""

    version: Annotated[int, Field(ge=1, le=2**31)]
