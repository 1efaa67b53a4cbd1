"""What identity can tell others: people, teams, and who a session belongs to."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, cast

from sqlalchemy import ColumnElement, Select, Table, bindparam, exists, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from onqueue.identity.models import (
    Account,
    AccountRole,
    AccountSession,
    AccountTeam,
    Installation,
    Team,
)
from onqueue.identity.rules import (
    HANDLING_ROLES,
    Grant,
    Role,
    ScopeKind,
    Status,
    session_is_over,
    standing,
)
from onqueue.kernel.authz import Actor
from onqueue.kernel.db import connection_of
from onqueue.kernel.rows import Page, Paging, page, page_rows

AGENTS: Final[tuple[Role, ...]] = ("agent",)
ADMINISTRATORS: Final[tuple[Role, ...]] = ("administrator",)


@dataclass(frozen=True, slots=True)
class TeamFound:
    """A team, by id and name."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class PersonFound:
    """Somebody who works here, with roles and teams."""

    id: str
    name: str
    email: str
    language: str
    theme: str
    status: Status
    last_seen_at: int | None
    created_at: int
    version: int
    grants: tuple[Grant, ...]
    teams: tuple[TeamFound, ...]

    def actor(self) -> Actor:
        """Return the person as somebody who asks for things."""
        return actor_of(account=self.id, name=self.name, grants=self.grants)


@dataclass(frozen=True, slots=True)
class SessionFound:
    """A live session and whose it is."""

    id: str
    actor: Actor
    seen_at: int
    created_at: int


@dataclass(frozen=True, slots=True)
class BrowserFound:
    """A browser in which somebody is signed in."""

    id: str
    created_at: int
    seen_at: int
    network: str
    browser: str


@dataclass(frozen=True, slots=True)
class TeamCounted:
    """A team and how many are in it."""

    id: str
    name: str
    people: int
    created_at: int


def actor_of(*, account: str, name: str, grants: Iterable[Grant]) -> Actor:
    """Return an account as somebody who asks for things."""
    held = standing(grants)
    return Actor(
        account=account,
        name=name,
        rights=held.rights,
        queues=held.queues,
        teams=held.teams,
        agent=held.agent,
    )


def is_set_up(session: Session) -> bool:
    """Tell whether this centre has had its first start."""
    return session.get(Installation, 1) is not None


# --- Sessions ---------------------------------------------------------------------------------


# Asked for every request, so it is one statement, made once.
_sessions: Table = AccountSession.__table__  # type: ignore[assignment]  # declared as FromClause
_accounts: Table = Account.__table__  # type: ignore[assignment]  # the same
_roles: Table = AccountRole.__table__  # type: ignore[assignment]  # the same
_SESSION: Final = (
    select(
        _sessions.c.token_hash,
        _sessions.c.id,
        _sessions.c.account,
        _sessions.c.seen_at,
        _sessions.c.created_at,
        _accounts.c.name,
        _roles.c.role,
        _roles.c.scope_kind,
        _roles.c.scope,
    )
    .select_from(
        _sessions.join(_accounts, _accounts.c.id == _sessions.c.account).outerjoin(
            _roles, _roles.c.account == _accounts.c.id
        )
    )
    .where(_accounts.c.status == "active")
)
_ONE: Final = _SESSION.where(_sessions.c.token_hash == bindparam("token_hash"))
_SEVERAL: Final = _SESSION.where(_sessions.c.token_hash.in_(bindparam("hashes", expanding=True)))


def session_found(
    session: Session, *, token_hash: str, now: int, idle_ms: int, age_ms_max: int
) -> SessionFound | None:
    """Return the live session of a token: where a cookie becomes a person."""
    rows = connection_of(session).execute(_ONE, {"token_hash": token_hash}).all()
    return _standing(rows, now=now, idle_ms=idle_ms, age_ms_max=age_ms_max)


def sessions_found(
    session: Session, *, token_hashes: Sequence[str], now: int, idle_ms: int, age_ms_max: int
) -> list[SessionFound | None]:
    """Return the live sessions of several tokens, in their order."""
    limits = {"now": now, "idle_ms": idle_ms, "age_ms_max": age_ms_max}
    if len(token_hashes) == 1:
        return [session_found(session, token_hash=token_hashes[0], **limits)]
    rows: dict[str, list[Any]] = {}
    for row in connection_of(session).execute(_SEVERAL, {"hashes": token_hashes}):
        rows.setdefault(row.token_hash, []).append(row)
    return [_standing(rows.get(one, []), **limits) for one in token_hashes]


def _standing(
    rows: Sequence[Any], *, now: int, idle_ms: int, age_ms_max: int
) -> SessionFound | None:
    """Return the session that rows are of, one for each role, unless it is over."""
    if not rows:
        return None
    found = rows[0]
    if session_is_over(
        seen_at=found.seen_at,
        created_at=found.created_at,
        now=now,
        idle_ms=idle_ms,
        age_ms_max=age_ms_max,
    ):
        return None
    grants = sorted(
        Grant(row.role, row.scope_kind, row.scope) for row in rows if row.role is not None
    )
    return SessionFound(
        id=found.id,
        actor=actor_of(account=found.account, name=found.name, grants=grants),
        seen_at=found.seen_at,
        created_at=found.created_at,
    )


def actors_signed_in(session: Session, *, sessions: Collection[str]) -> dict[str, Actor]:
    """Return who the sessions that still stand belong to, with the rights of now."""
    stmt = (
        select(AccountSession.id, Account.id, Account.name)
        .join(Account, Account.id == AccountSession.account)
        .where(AccountSession.id.in_(sessions), Account.status == "active")
    )
    rows = session.execute(stmt).all()
    grants = grants_of(session, accounts={row[1] for row in rows})
    return {row[0]: actor_of(account=row[1], name=row[2], grants=grants[row[1]]) for row in rows}


def sessions_of(
    session: Session, *, account: str, now: int, idle_ms: int, age_ms_max: int
) -> tuple[BrowserFound, ...]:
    """Return the browsers in which somebody is signed in, the last used first."""
    rows = session.scalars(
        select(AccountSession)
        .where(
            AccountSession.account == account,
            AccountSession.seen_at > now - idle_ms,
            AccountSession.created_at > now - age_ms_max,
        )
        .order_by(AccountSession.seen_at.desc(), AccountSession.id)
    )
    return tuple(
        BrowserFound(row.id, row.created_at, row.seen_at, row.network, row.browser) for row in rows
    )


# --- People -----------------------------------------------------------------------------------


def grants_of(session: Session, *, accounts: Collection[str]) -> dict[str, tuple[Grant, ...]]:
    """Return the roles of each account, sorted."""
    held: dict[str, list[Grant]] = {account: [] for account in accounts}
    rows = session.scalars(select(AccountRole).where(AccountRole.account.in_(held)))
    for row in rows:
        grant = Grant(cast("Role", row.role), cast("ScopeKind", row.scope_kind), row.scope)
        held[row.account].append(grant)
    return {account: tuple(sorted(grants)) for account, grants in held.items()}


def teams_of(session: Session, *, accounts: Collection[str]) -> dict[str, tuple[TeamFound, ...]]:
    """Return the teams of each account, sorted by name."""
    held: dict[str, list[TeamFound]] = {account: [] for account in accounts}
    rows = session.execute(
        select(AccountTeam.account, Team.id, Team.name)
        .join(Team, Team.id == AccountTeam.team)
        .where(AccountTeam.account.in_(held))
        .order_by(Team.name_key)
    )
    for account, team, name in rows:
        held[account].append(TeamFound(team, name))
    return {account: tuple(teams) for account, teams in held.items()}


def person_found(session: Session, *, account: str) -> PersonFound | None:
    """Return one person, or None."""
    row = session.get(Account, account)
    return None if row is None else persons_of(session, accounts=[row])[0]


def persons_of(session: Session, *, accounts: Iterable[Account]) -> tuple[PersonFound, ...]:
    """Return accounts with their roles and teams, in the same order."""
    rows = tuple(accounts)
    ids = [row.id for row in rows]
    grants, teams = grants_of(session, accounts=ids), teams_of(session, accounts=ids)
    return tuple(
        PersonFound(
            id=row.id,
            name=row.name,
            email=row.email,
            language=row.language,
            theme=row.theme,
            status=cast("Status", row.status),
            last_seen_at=row.last_seen_at,
            created_at=row.created_at,
            version=row.version,
            grants=grants[row.id],
            teams=teams[row.id],
        )
        for row in rows
    )


def people_found(
    session: Session, *, q: str, status: str, team: str, role: str, paging: Paging
) -> Page[PersonFound]:
    """Return a page of people; empty filters let all through."""
    stmt: Select[Account] = select(Account)
    if q:
        stmt = stmt.where(or_(_has(Account.name_key, q), _has(Account.email_key, q)))
    if status:
        stmt = stmt.where(Account.status == status)
    if team:
        stmt = stmt.where(
            exists().where(AccountTeam.account == Account.id, AccountTeam.team == team)
        )
    if role:
        stmt = stmt.where(
            exists().where(AccountRole.account == Account.id, AccountRole.role == role)
        )
    sorts = {
        "name": Account.name_key,
        "email": Account.email_key,
        "status": Account.status,
        "last_seen_at": Account.last_seen_at,
        "created_at": Account.created_at,
    }
    found = page(session, stmt, paging=paging, sorts=sorts, key=Account.id)
    persons = persons_of(session, accounts=found.items)
    return Page(items=persons, total=found.total, page=found.page, size=found.size)


def names_of(session: Session, *, accounts: Collection[str]) -> Mapping[str, str]:
    """Return the name of each account that exists."""
    rows = session.execute(select(Account.id, Account.name).where(Account.id.in_(accounts)))
    return dict(rows.all())


def agents_found(session: Session) -> tuple[PersonFound, ...]:
    """Return all active people with the agent's role, by name."""
    return _active(session, roles=AGENTS)


def handlers_found(session: Session) -> tuple[PersonFound, ...]:
    """Return all active people who may take contacts, supervisors among them, by name."""
    return _active(session, roles=HANDLING_ROLES)


def administrators_found(session: Session) -> tuple[PersonFound, ...]:
    """Return everybody who can sign in as an administrator."""
    return _active(session, roles=ADMINISTRATORS)


def _active(session: Session, *, roles: Collection[Role]) -> tuple[PersonFound, ...]:
    rows = session.scalars(
        select(Account)
        .where(
            Account.status == "active",
            exists().where(AccountRole.account == Account.id, AccountRole.role.in_(roles)),
        )
        .order_by(Account.name_key, Account.id)
    )
    return persons_of(session, accounts=rows)


def accounts_in(session: Session, *, teams: Collection[str]) -> frozenset[str]:
    """Return the accounts that are in any of some teams."""
    return frozenset(
        session.scalars(select(AccountTeam.account).where(AccountTeam.team.in_(teams)))
    )


# --- Teams ------------------------------------------------------------------------------------


def teams_found(session: Session, *, q: str, paging: Paging) -> Page[TeamCounted]:
    """Return a page of teams with the number of people in each."""
    people = (
        select(func.count())
        .select_from(AccountTeam)
        .where(AccountTeam.team == Team.id)
        .scalar_subquery()
    )
    stmt = select(Team.id, Team.name, people, Team.created_at)
    if q:
        stmt = stmt.where(_has(Team.name_key, q))
    sorts = {"name": Team.name_key, "people": people, "created_at": Team.created_at}
    rows = page_rows(session, stmt, paging=paging, sorts=sorts, key=Team.id)
    return rows.map(lambda row: TeamCounted(*row))


def known_teams(session: Session, *, teams: Collection[str]) -> frozenset[str]:
    """Return which of some ids are teams."""
    return frozenset(session.scalars(select(Team.id).where(Team.id.in_(teams))))


def _has(column: InstrumentedAttribute[str], typed: str) -> ColumnElement[bool]:
    return column.contains(typed.strip().casefold(), autoescape=True)
