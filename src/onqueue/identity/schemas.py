"""What identity takes and gives on the wire."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StringConstraints

from onqueue.identity.rules import (
    PASSWORD_LENGTH_MAX,
    ROLES_PER_PERSON_MAX,
    TEAMS_PER_PERSON_MAX,
    Role,
    ScopeKind,
    Status,
)
from onqueue.kernel.wire import Answer, Asked, Id, Name

EMAIL_LENGTH_MAX = 254
TOKEN_LENGTH_MAX = 100


def _is_email(value: str) -> str:
    """Refuse what cannot be an address; only a letter that arrives proves that it is one."""
    mailbox, at, domain = value.rpartition("@")
    unclean = any(character.isspace() or not character.isprintable() for character in value)
    odd = any(character in value for character in '<>,;:"()[]\\')
    if not (mailbox and at and domain) or unclean or odd or "@" in mailbox:
        raise ValueError("this is not an email address")
    if domain.startswith(".") or domain.endswith(".") or ".." in value:
        raise ValueError("this is not an email address")
    return value


Email = Annotated[
    str,
    StringConstraints(min_length=3, max_length=EMAIL_LENGTH_MAX),
    AfterValidator(_is_email),
]
# Spaces at the ends of a password belong to it, so it is not trimmed.
Password = Annotated[
    str,
    StringConstraints(strip_whitespace=False, max_length=PASSWORD_LENGTH_MAX),
    Field(json_schema_extra={"format": "password"}),
]
Token = Annotated[str, StringConstraints(min_length=1, max_length=TOKEN_LENGTH_MAX)]
Language = Literal["en", "de"]
Theme = Literal["auto", "light", "dark"]


# --- Signing in -------------------------------------------------------------------------------


class RoleGiven(Asked):
    """A role, and where: a team's or queue's id, or null for the whole site."""

    role: Role
    scope_kind: ScopeKind
    scope_id: Id | None


class RoleHeld(Answer):
    """A role that somebody has, and where."""

    role: Role
    scope_kind: ScopeKind
    scope_id: str | None


class TeamRef(Answer):
    """A team, by id and name."""

    id: str
    name: str


class Me(Answer):
    """Who is signed in, and what they may do."""

    id: str
    name: str
    email: str
    language: Language
    theme: Theme
    rights: list[str]
    roles: list[RoleHeld]
    teams: list[TeamRef]
    agent: bool


class SessionState(Answer):
    """What a page needs to know when it opens."""

    me: Me | None
    csrf: str | None
    setup_needed: bool
    demo: bool
    languages: list[Language]


class SignIn(Asked):
    """An address and a password."""

    email: Annotated[str, StringConstraints(min_length=1, max_length=EMAIL_LENGTH_MAX)]
    password: Password


class MePatch(Asked):
    """What people may change about themselves; left out, it stays."""

    name: Name | None = None
    language: Language | None = None
    theme: Theme | None = None


class PasswordChange(Asked):
    """The password as it is, and as it shall be."""

    current: Password
    new: Password


class ForgotPassword(Asked):
    """Whose password was forgotten."""

    email: Annotated[str, StringConstraints(min_length=1, max_length=EMAIL_LENGTH_MAX)]


class PasswordReset(Asked):
    """The token of the letter, and the new password."""

    token: Token
    password: Password


class InvitationShown(Answer):
    """Who was invited."""

    name: str
    email: str
    language: Language


class InvitationAccepted(Asked):
    """How the invited person wants to be called, and their password."""

    name: Name
    password: Password


class SignedInBrowser(Answer):
    """A browser in which this person is signed in."""

    id: str
    created_at: int
    seen_at: int
    network: str
    browser: str
    current: bool


# --- People -----------------------------------------------------------------------------------

Roles = Annotated[list[RoleGiven], Field(max_length=ROLES_PER_PERSON_MAX)]
TeamIds = Annotated[list[Id], Field(max_length=TEAMS_PER_PERSON_MAX)]


class Person(Answer):
    """Somebody who works here."""

    id: str
    name: str
    email: str
    status: Status
    roles: list[RoleHeld]
    teams: list[TeamRef]
    last_seen_at: int | None
    created_at: int
    version: int


class PersonInvited(Asked):
    """Whom to invite, as what."""

    email: Email
    name: Name
    roles: Roles
    teams: TeamIds
    language: Language = "en"


class PersonPatch(Asked):
    """What administrators may change about a person, and the version seen; left out, it stays."""

    version: Annotated[int, Field(ge=1, le=2**31)]
    name: Name | None = None
    email: Email | None = None
    language: Language | None = None
    roles: Roles | None = None
    teams: TeamIds | None = None


class TeamShown(Answer):
    """A team and how many are in it."""

    id: str
    name: str
    people: int
    created_at: int


class TeamAsked(Asked):
    """A team's name."""

    name: Name


class RoleShown(Answer):
    """A role: what it is for, where it can be given, what it allows."""

    role: Role
    description: str
    scope_kinds: list[ScopeKind]
    rights: list[str]


class RightShown(Answer):
    """One right."""

    code: str
    description: str


class RoleCatalogue(Answer):
    """All roles and rights."""

    roles: list[RoleShown]
    rights: list[RightShown]


# --- The audit --------------------------------------------------------------------------------


class AuditRow(Answer):
    """Who changed what, when, from what to what."""

    id: int
    at: int
    actor: str
    actor_name: str
    action: str
    subject_kind: str
    subject: str
    before: dict[str, object] | None
    after: dict[str, object] | None
    reason: str
    network: str


# --- The first start --------------------------------------------------------------------------


class FirstAdministrator(Asked):
    """Who administers a new centre."""

    name: Name
    email: Email
    password: Password
