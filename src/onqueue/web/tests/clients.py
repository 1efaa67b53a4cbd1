"""Fixtures for tests through the HTTP interface: an application, and people signed in to it.

async def test_list(client_as):
    admin = await client_as("administrator")
    answer = await admin.get("/api/people")
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from typing import Any, Protocol

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy.orm import Session

from onqueue.identity.models import Installation
from onqueue.identity.queries import PersonFound
from onqueue.identity.rules import Grant, Role, ScopeKind, csrf_of
from onqueue.identity.service.founding import add_member
from onqueue.identity.service.sessions import SignedIn, Visit, open_session
from onqueue.kernel.clock import VirtualClock
from onqueue.kernel.db import Database
from onqueue.kernel.health import Health
from onqueue.kernel.mailer import Mail
from onqueue.kernel.passwords import Cost, Passwords
from onqueue.kernel.settings import Settings
from onqueue.kernel.worker import Jobs
from onqueue.web.limits import AttemptLimits
from onqueue.web.parts import Parts

BASE_URL = "http://test"
PASSWORD = "a walrus on a scooter"
QUICK = Cost(rounds=1, memory_kib=8, lanes=1)
ROLES: tuple[Role, ...] = ("agent", "supervisor", "administrator", "caller")


class Client(httpx.AsyncClient):
    """A client, and the account that it is signed in as."""

    account: str = ""
    email: str = ""


class ClientAs(Protocol):
    """Makes a client of a role; each call makes a new person."""

    async def __call__(
        self, role: str, /, *, scope: tuple[ScopeKind, str] | None = None, name: str | None = None
    ) -> Client: ...


@dataclass
class Outbox:
    """A mailer that keeps what it is given."""

    sent: list[Mail] = field(default_factory=list)

    async def send(self, mail: Mail) -> None:
        self.sent.append(mail)


@pytest.fixture
def outbox() -> Outbox:
    return Outbox()


@pytest.fixture(scope="session")
def passwords() -> Passwords:
    """Passwords hashed quickly, for tests only."""
    return Passwords(cost=QUICK)


@pytest.fixture
def jobs(database: Database, clock: VirtualClock) -> Jobs:
    return Jobs(db=database, clock=clock)


@pytest.fixture
def parts(
    settings: Settings,
    database: Database,
    clock: VirtualClock,
    jobs: Jobs,
    outbox: Outbox,
    passwords: Passwords,
) -> Parts:
    return Parts(
        settings=settings,
        db=database,
        clock=clock,
        bus=database.bus,
        jobs=jobs,
        mailer=outbox,
        passwords=passwords,
        limiter=AttemptLimits(clock=clock),
        health=Health(),
    )


@pytest.fixture
def app(parts: Parts) -> FastAPI:
    # Imported late: what is broken in one feature's routes shall not stop the others' tests.
    from onqueue.web.app import create_app  # noqa: PLC0415

    return create_app(parts)


def _member(
    session: Session, *, now: int, name: str, email: str, hashed: str, grants: tuple[Grant, ...]
) -> PersonFound:
    if session.get(Installation, 1) is None:
        session.add(Installation(id=1, set_up_at=now))
    return add_member(
        session,
        now=now,
        name=name,
        email=email,
        language="en",
        grants=grants,
        password_hash=hashed,
    )


MakeMember = Callable[..., Awaitable[PersonFound]]


@pytest.fixture
def make_member(parts: Parts, passwords: Passwords) -> MakeMember:
    """Adds somebody who can sign in with PASSWORD."""

    async def make(
        email: str, *grants: Grant, name: str = "", password: str = PASSWORD
    ) -> PersonFound:
        return await parts.db.write(
            _member,
            now=parts.clock.now(),
            name=name or email.partition("@")[0].title(),
            email=email,
            hashed=await passwords.hash(password),
            grants=grants,
        )

    return make


@pytest.fixture
async def new_client(app: FastAPI) -> AsyncIterator[Callable[..., Awaitable[Client]]]:
    """Makes clients that are not signed in."""
    async with AsyncExitStack() as stack:

        async def make(network: str = "203.0.113.7", **given: Any) -> Client:
            transport = httpx.ASGITransport(app=app, client=(network, 40_000))
            client = Client(transport=transport, base_url=BASE_URL, **given)
            return await stack.enter_async_context(client)

        yield make


@pytest.fixture
def client_as(
    parts: Parts,
    make_member: MakeMember,
    new_client: Callable[..., Awaitable[Client]],
) -> ClientAs:
    """Makes a client of a role: anonymous, visitor, agent, supervisor or administrator."""
    made: dict[str, int] = {}

    async def make(
        role: str, /, *, scope: tuple[ScopeKind, str] | None = None, name: str | None = None
    ) -> Client:
        client = await new_client()
        if role == "visitor":
            client.headers["Authorization"] = "Bearer a-visitor-of-a-chat"
        if role in {"anonymous", "visitor"}:
            return client
        made[role] = number = made.get(role, 0) + 1
        kind, where = scope or ("site", "")
        member = await make_member(
            f"{role}{number}@example.org",
            Grant(next(known for known in ROLES if known == role), kind, where),
            name=name or f"{role.title()} {number}",
        )
        await sign_in_as(client, parts=parts, account=member.id)
        client.email = member.email
        return client

    return make


async def sign_in_as(client: Client, *, parts: Parts, account: str) -> SignedIn:
    """Open a session for an account, and let the client hold its cookie and its proof."""
    visit = Visit(now=parts.clock.now(), network="203.0.113.7", browser="test", old_token=None)
    opened = await parts.db.write(open_session, account=account, visit=visit)
    client.cookies.clear()
    client.cookies.set("onqueue", opened.token, domain="test.local", path="/")
    client.headers["X-CSRF"] = csrf_of(opened.token)
    client.account = account
    return opened
