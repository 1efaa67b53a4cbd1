"""What may each role do, which passwords are good enough, and how long does a link live?"""

from __future__ import annotations

import hashlib
from base64 import urlsafe_b64encode
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Final, Literal

from onqueue.identity.errors import PasswordWeak, RoleUnknown

LANGUAGES: Final = ("en", "de")
THEMES: Final = ("auto", "light", "dark")

MINUTE_MS: Final = 60_000
HOUR_MS: Final = 60 * MINUTE_MS
INVITATION_TTL_MS: Final = 72 * HOUR_MS
RESET_TTL_MS: Final = HOUR_MS
SEEN_STEP_MS: Final = MINUTE_MS
"""A session's last use is written down at most this often."""

PASSWORD_LENGTH_MIN: Final = 10
PASSWORD_LENGTH_MAX: Final = 200
INVITATION_PATH: Final = "/desk/invitation#"
RESET_PATH: Final = "/desk/reset#"
FORGOT_PATH: Final = "/desk/forgot"
"""A token stands behind the #, which browsers send to no server, so no log has it."""
ROLES_PER_PERSON_MAX: Final = 50
TEAMS_PER_PERSON_MAX: Final = 50
SESSIONS_PER_PERSON_MAX: Final = 20

Role = Literal["agent", "supervisor", "administrator", "caller"]
ScopeKind = Literal["site", "team", "queue"]
Status = Literal["invited", "active", "deactivated"]

AGENT_RIGHTS: Final = frozenset(
    {
        "contact.handle",
        "report.own",
        "customer.read",
        "customer.edit",
        "conversation.search",
        "recording.hear",
    }
)
SUPERVISOR_RIGHTS: Final = AGENT_RIGHTS | {
    "floor.watch",
    "floor.steer",
    "queue.close",
    "chat.monitor",
    "chat.whisper",
    "chat.join",
    "chat.take_over",
    "customer.merge",
    "recording.keep",
    "report.read",
    "audit.read",
}
ADMINISTRATOR_RIGHTS: Final = frozenset(
    {
        "people.manage",
        "directory.manage",
        "audit.read",
        "system.watch",
        "system.tend",
        "report.read",
        "floor.watch",
        "queue.close",
    }
)
CALLER_RIGHTS: Final = frozenset({"call.out"})
ROLES: Final[dict[Role, frozenset[str]]] = {
    "agent": AGENT_RIGHTS,
    "supervisor": SUPERVISOR_RIGHTS,
    "administrator": ADMINISTRATOR_RIGHTS,
    "caller": CALLER_RIGHTS,
}

NARROW_ROLES: Final = frozenset({"agent", "caller"})
"""Who looks at nobody else's work."""
HANDLING_ROLES: Final = tuple(role for role, rights in ROLES.items() if "contact.handle" in rights)
"""Who may take contacts has a place on the floor; without queues nothing is offered there."""
ROLE_SENTENCES: Final[dict[Role, str]] = {
    "agent": "Takes contacts, talks with customers and sees their own figures.",
    "supervisor": "Watches and steers the floor, helps in chats and reads reports.",
    "administrator": "Manages people, queues, hours, channels and texts, and reads the audit.",
    "caller": "Calls customers by telephone. Given beside another role, and to nobody by itself.",
}
ROLE_SCOPES: Final[dict[Role, tuple[ScopeKind, ...]]] = {
    "agent": ("site",),
    "supervisor": ("site", "team", "queue"),
    "administrator": ("site",),
    "caller": ("site",),
}
"""Where each role can be given. A supervisor may be one for some teams or queues only."""


@dataclass(frozen=True, slots=True, order=True)
class Grant:
    """A role that somebody has, and where."""

    role: Role
    scope_kind: ScopeKind
    scope: str
    """A team's or queue's id; empty for the site."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What grants add up to. A scope of None means everything, an empty one nothing."""

    rights: frozenset[str]
    queues: frozenset[str] | None
    teams: frozenset[str] | None
    agent: bool


def standing(grants: Iterable[Grant]) -> Standing:
    """Add grants up.

    Only roles that look at the work of others widen the scope: somebody who is just an agent
    sees nothing by scope, and what is their own by being its owner. Else an agent of the site
    who supervises one team would supervise everyone.
    """
    held = tuple(grants)
    rights = frozenset[str]().union(*(ROLES[grant.role] for grant in held))
    wide = [grant for grant in held if grant.role not in NARROW_ROLES]
    everything = any(grant.scope_kind == "site" for grant in wide)
    return Standing(
        rights=rights,
        queues=None if everything else frozenset(g.scope for g in wide if g.scope_kind == "queue"),
        teams=None if everything else frozenset(g.scope for g in wide if g.scope_kind == "team"),
        agent=any(grant.role == "agent" for grant in held),
    )


def check_grants(grants: Collection[Grant]) -> None:
    """Refuse roles given where they cannot be, or given twice."""
    if len(grants) > ROLES_PER_PERSON_MAX:
        raise RoleUnknown(
            field="roles",
            reason="give at most {most}",
            most=ROLES_PER_PERSON_MAX,
        )
    if len(set(grants)) != len(grants):
        raise RoleUnknown(field="roles", reason="the same role is given twice")
    for grant in grants:
        if grant.scope_kind not in ROLE_SCOPES[grant.role]:
            reason = "the role {role} cannot be given for one {kind}"
            raise RoleUnknown(field="roles", reason=reason, role=grant.role, kind=grant.scope_kind)
        if (grant.scope_kind == "site") != (grant.scope == ""):
            reason = "say which {kind}"
            if grant.scope_kind == "site":
                reason = "the site has no id"
            raise RoleUnknown(field="roles", reason=reason, kind=grant.scope_kind)


def check_password(
    password: str, *, email: str, name: str, common: Collection[str], field: str = "password"
) -> None:
    """Refuse passwords that are short, common, or the person's own name or address."""
    if len(password) < PASSWORD_LENGTH_MIN:
        reason = "it needs at least {least} characters"
        raise PasswordWeak(field=field, reason=reason, least=PASSWORD_LENGTH_MIN)
    if len(password) > PASSWORD_LENGTH_MAX:
        reason = "it can have at most {most} characters"
        raise PasswordWeak(field=field, reason=reason, most=PASSWORD_LENGTH_MAX)
    folded = password.casefold().strip()
    if len(set(folded)) <= 2 or folded in common:  # noqa: PLR2004  # such as abababababab
        raise PasswordWeak(field=field, reason="it is one of the first that others would try")
    mailbox = email.casefold()
    own = {mailbox, mailbox.partition("@")[0], name.casefold(), name.casefold().replace(" ", "")}
    if folded in own:
        raise PasswordWeak(field=field, reason="it is your own name or address")


def email_key(email: str) -> str:
    """Return the form in which addresses are compared: Ada@ and ada@ are one person."""
    return email.strip().casefold()


def name_key(name: str) -> str:
    """Return the form in which names are searched and sorted."""
    return name.strip().casefold()


def is_administrator(grants: Iterable[Grant]) -> bool:
    """Tell whether grants make somebody an administrator."""
    return any(grant.role == "administrator" for grant in grants)


def needs_seen_update(*, seen_at: int, now: int) -> bool:
    """Tell whether a session's last use is long enough ago to be written down again."""
    return now - seen_at >= SEEN_STEP_MS


def session_is_over(
    *, seen_at: int, created_at: int, now: int, idle_ms: int, age_ms_max: int
) -> bool:
    """Tell whether a session has ended by itself: unused too long, or simply old."""
    return now - seen_at >= idle_ms or now - created_at >= age_ms_max


def token_hash(token: str) -> str:
    """Return what is kept of a token; 256 random bits need no slow hash."""
    return hashlib.sha256(token.encode()).hexdigest()


def csrf_of(token: str) -> str:
    """Return the proof that a page of ours sends with each change.

    It follows from the session's token, which only the cookie holds, so it need not be kept;
    and nobody gets from it back to the token.
    """
    digest = hashlib.sha256(b"csrf:" + token.encode()).digest()
    return urlsafe_b64encode(digest).decode().rstrip("=")
