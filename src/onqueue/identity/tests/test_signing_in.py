from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from onqueue.identity.models import Account, AccountSession
from onqueue.identity.queries import session_found, sessions_found
from onqueue.identity.rules import Grant, csrf_of, token_hash
from onqueue.kernel.audit import Audit
from onqueue.kernel.clock import VirtualClock
from onqueue.kernel.passwords import Cost, Passwords
from onqueue.web.parts import Parts
from onqueue.web.tests.clients import PASSWORD, Client, ClientAs, MakeMember

NewClient = Callable[..., Awaitable[Client]]
AGENT = Grant("agent", "site", "")
HOUR_MS = 3_600_000


def hashes(session: Session) -> set[str]:
    return set(session.scalars(select(AccountSession.token_hash)))


def actions(session: Session) -> list[str]:
    return list(session.scalars(select(Audit.action).order_by(Audit.id)))


async def sign_in(client: Client, email: str = "ada@example.org", password: str = PASSWORD) -> int:
    body = {"email": email, "password": password}
    return (await client.post("/api/session", json=body)).status_code


async def test_signing_in_gives_a_cookie_and_says_who(
    new_client: NewClient, make_member: MakeMember, parts: Parts
) -> None:
    ada = await make_member("ada@example.org", AGENT, name="Ada")
    client = await new_client()
    answer = await client.post(
        "/api/session", json={"email": "ADA@example.org ", "password": PASSWORD}
    )
    token = client.cookies["onqueue"]
    assert answer.json() == {
        "me": {
            "id": ada.id,
            "name": "Ada",
            "email": "ada@example.org",
            "language": "en",
            "theme": "auto",
            "rights": [
                "contact.handle",
                "conversation.search",
                "customer.edit",
                "customer.read",
                "recording.hear",
                "report.own",
            ],
            "roles": [{"role": "agent", "scope_kind": "site", "scope_id": None}],
            "teams": [],
            "agent": True,
        },
        "csrf": csrf_of(token),
        "setup_needed": False,
        "demo": False,
        "languages": ["en", "de"],
    }
    cookie = answer.headers["set-cookie"]
    assert cookie == f"onqueue={token}; HttpOnly; Max-Age=604800; Path=/; SameSite=strict"
    assert (await client.get("/api/session")).json() == answer.json()
    assert await parts.db.read(hashes) == {token_hash(token)}
    assert await parts.db.read(actions) == ["session.opened"]


@pytest.mark.parametrize(
    "email, password",
    [
        ("ada@example.org", "not the password"),
        ("nobody@example.org", PASSWORD),
        ("gone@example.org", PASSWORD),
        ("ida@example.org", ""),
    ],
)
async def test_every_failure_gets_one_answer_and_no_session(
    email: str,
    password: str,
    new_client: NewClient,
    make_member: MakeMember,
    client_as: ClientAs,
    parts: Parts,
) -> None:
    await make_member("ada@example.org", AGENT)
    gone = await make_member("gone@example.org", AGENT)
    admin = await client_as("administrator")
    await admin.post(f"/api/people/{gone.id}/deactivate")
    invited = {"email": "ida@example.org", "name": "Ida", "roles": [], "teams": []}
    await admin.post("/api/people", json=invited)
    before = await parts.db.read(hashes), await parts.db.read(actions)
    client = await new_client()
    answer = await client.post("/api/session", json={"email": email, "password": password})
    assert (answer.status_code, answer.json()["code"]) == (401, "sign_in.failed")
    assert "set-cookie" not in answer.headers
    assert (await parts.db.read(hashes), await parts.db.read(actions)) == before


@pytest.mark.parametrize(
    "body",
    [
        {"email": {"$ne": ""}, "password": PASSWORD},
        {"email": "ada@example.org", "password": {"$ne": ""}},
        {"email": ["ada@example.org"], "password": PASSWORD},
        {"email": "ada@example.org", "password": True},
        {"email": "ada@example.org", "password": PASSWORD, "role": "administrator"},
        {"email": "ada@example.org"},
        [],
        None,
    ],
)
async def test_bodies_of_another_shape_are_malformed(
    body: object, new_client: NewClient, make_member: MakeMember
) -> None:
    await make_member("ada@example.org", AGENT)
    client = await new_client()
    answer = await client.post("/api/session", json=body)
    assert (answer.status_code, answer.json()["code"]) == (422, "input.invalid")
    assert "onqueue" not in client.cookies


async def test_signing_in_again_ends_the_session_that_the_browser_had(
    new_client: NewClient, make_member: MakeMember, parts: Parts
) -> None:
    await make_member("ada@example.org", AGENT)
    client = await new_client()
    # A session that somebody planted on this browser: it must be dead afterwards.
    assert await sign_in(client) == 200
    planted = client.cookies["onqueue"]
    assert await sign_in(client) == 200
    assert client.cookies["onqueue"] != planted
    assert await parts.db.read(hashes) == {token_hash(client.cookies["onqueue"])}


async def test_a_made_up_cookie_is_nobody_and_is_not_taken_over(
    new_client: NewClient, make_member: MakeMember
) -> None:
    await make_member("ada@example.org", AGENT)
    client = await new_client(cookies={"onqueue": "x" * 43})
    assert (await client.get("/api/session")).json()["me"] is None
    assert (await client.get("/api/me/sessions")).status_code == 401
    client.cookies.clear()
    assert await sign_in(client) == 200
    assert client.cookies["onqueue"] != "x" * 43


async def test_a_session_ends_after_the_idle_time_and_lives_on_with_use(
    client_as: ClientAs, clock: VirtualClock
) -> None:
    agent = await client_as("agent")
    for _ in range(3):
        clock.advance(ms=11 * HOUR_MS)
        assert (await agent.get("/api/session")).json()["me"]["id"] == agent.account
    clock.advance(ms=12 * HOUR_MS)
    assert (await agent.get("/api/session")).json()["me"] is None


async def test_a_session_ends_after_seven_days_however_much_it_is_used(
    client_as: ClientAs, clock: VirtualClock
) -> None:
    agent = await client_as("agent")
    for _ in range(15):
        clock.advance(ms=11 * HOUR_MS)
        assert (await agent.get("/api/me/sessions")).status_code == 200
    clock.advance(ms=3 * HOUR_MS)
    assert (await agent.get("/api/me/sessions")).status_code == 401


async def test_signing_out_ends_this_session_only(client_as: ClientAs, parts: Parts) -> None:
    first, second = await client_as("agent"), await client_as("agent")
    answer = await first.delete("/api/session")
    assert answer.status_code == 204
    assert answer.headers["set-cookie"].startswith('onqueue=""')
    assert (await first.get("/api/me/sessions")).status_code == 401
    assert (await second.get("/api/me/sessions")).status_code == 200


async def test_one_lists_and_ends_ones_own_sessions(
    client_as: ClientAs, new_client: NewClient, clock: VirtualClock
) -> None:
    agent, other = await client_as("agent"), await client_as("agent")
    clock.advance(ms=1_000)
    phone = await new_client(network="198.51.100.9", headers={"User-Agent": "Phone"})
    assert await sign_in(phone, email=agent.email) == 200
    listed = (await agent.get("/api/me/sessions")).json()
    assert [(row["browser"], row["network"], row["current"]) for row in listed] == [
        ("Phone", "198.51.100.9", False),
        ("test", "203.0.113.7", True),
    ]
    ended = f"/api/me/sessions/{listed[0]['id']}"
    assert (await other.delete(ended)).status_code == 404
    assert (await phone.get("/api/me/sessions")).status_code == 200
    assert (await agent.delete(ended)).status_code == 204
    assert (await phone.get("/api/me/sessions")).status_code == 401
    assert (await agent.delete(ended)).json()["code"] == "session.not_found"


async def test_somebody_has_at_most_twenty_sessions(
    new_client: NewClient, make_member: MakeMember, parts: Parts, clock: VirtualClock
) -> None:
    await make_member("ada@example.org", AGENT)
    clients = [await new_client() for _ in range(21)]
    for client in clients:
        clock.advance(ms=1_000)
        assert await sign_in(client) == 200
    assert len(await parts.db.read(hashes)) == 20
    assert (await clients[0].get("/api/me/sessions")).status_code == 401
    assert (await clients[1].get("/api/me/sessions")).status_code == 200


async def test_a_burst_of_guesses_is_stopped_at_the_limit(
    new_client: NewClient, make_member: MakeMember
) -> None:
    await make_member("ada@example.org", AGENT)
    clients = [await new_client(network=f"198.51.100.{n}") for n in range(50)]
    tries = [sign_in(clients[n % 50], password=f"guess number {n}") for n in range(200)]
    answers = await asyncio.gather(*tries)
    assert sorted(set(answers)) == [401, 429]
    assert answers.count(401) == 10
    # The right password does not get through either, until the window is over.
    assert await sign_in(clients[0]) == 429


async def test_a_network_that_tries_many_accounts_is_stopped(
    new_client: NewClient, clock: VirtualClock
) -> None:
    client = await new_client()
    answers = [await sign_in(client, email=f"{n}@example.org") for n in range(51)]
    assert (answers.count(401), answers[-1]) == (50, 429)
    refused = await client.post("/api/session", json={"email": "a@b", "password": "x"})
    assert (refused.json()["code"], refused.headers["retry-after"]) == ("too_many", "300")
    clock.advance(ms=300_000)
    assert await sign_in(client) == 401


async def test_an_office_that_signs_in_at_nine_is_not_stopped(
    new_client: NewClient, make_member: MakeMember
) -> None:
    client = await new_client()
    for n in range(60):
        await make_member(f"agent{n}@example.org", AGENT)
        assert await sign_in(client, email=f"agent{n}@example.org") == 200


async def test_an_old_hash_is_made_anew_at_the_next_sign_in(
    new_client: NewClient, make_member: MakeMember, parts: Parts
) -> None:
    ada = await make_member("ada@example.org", AGENT)
    older = Passwords(cost=Cost(rounds=2, memory_kib=16, lanes=1))
    old_hash = await older.hash(PASSWORD)
    older.stop()

    def hash_of(session: Session) -> str | None:
        return session.get_one(Account, ada.id).password_hash

    def set_hash(session: Session) -> None:
        session.get_one(Account, ada.id).password_hash = old_hash

    await parts.db.write(set_hash)
    assert await sign_in(await new_client()) == 200
    renewed = await parts.db.read(hash_of)
    assert renewed is not None
    assert renewed.startswith("$argon2id$v=19$m=8,t=1,p=1$")
    assert await sign_in(await new_client()) == 200


async def test_people_change_their_own_name_language_and_theme(
    client_as: ClientAs, parts: Parts
) -> None:
    agent = await client_as("agent")
    changed = await agent.patch("/api/me", json={"name": "Åsa", "language": "de", "theme": "dark"})
    me = changed.json()
    assert (me["name"], me["language"], me["theme"]) == ("Åsa", "de", "dark")

    def last(session: Session) -> tuple[str, object, object]:
        row = session.scalars(select(Audit).order_by(Audit.id.desc())).first()
        assert row is not None
        return row.action, row.before, row.after

    assert await parts.db.read(last) == (
        "person.changed",
        {"name": "Agent 1", "language": "en", "theme": "auto"},
        {"name": "Åsa", "language": "de", "theme": "dark"},
    )


@pytest.mark.parametrize("field", ["roles", "email", "rights", "status", "teams", "id"])
async def test_people_cannot_change_what_administrators_decide(
    field: str, client_as: ClientAs, parts: Parts
) -> None:
    agent = await client_as("agent")
    before = await parts.db.read(actions)
    answer = await agent.patch("/api/me", json={field: "administrator"})
    assert (answer.status_code, answer.json()["field"]) == (422, field)
    assert await parts.db.read(actions) == before


async def test_several_sessions_are_found_as_each_alone_is(
    new_client: NewClient, make_member: MakeMember, parts: Parts, clock: VirtualClock
) -> None:
    tokens = []
    for name in ("ada", "bob"):
        await make_member(f"{name}@example.org", AGENT, Grant("supervisor", "site", ""))
        client = await new_client()
        await sign_in(client, f"{name}@example.org")
        tokens.append(token_hash(client.cookies["onqueue"]))
        clock.advance(ms=HOUR_MS)
    asked = [tokens[1], "of nobody", tokens[0], tokens[1]]
    for idle_ms in (3 * HOUR_MS, HOUR_MS + 1):
        limits = {"now": clock.now(), "idle_ms": idle_ms, "age_ms_max": 9 * HOUR_MS}
        alone = [await parts.db.read(session_found, token_hash=one, **limits) for one in asked]
        together = await parts.db.read(sessions_found, token_hashes=asked, **limits)
        assert together == alone
        assert [one is None for one in alone] == [False, True, idle_ms == HOUR_MS + 1, False]


async def test_people_who_come_together_are_known_and_noted_each(
    new_client: NewClient, make_member: MakeMember, parts: Parts, clock: VirtualClock
) -> None:
    clients = []
    for name in ("ada", "bob", "cleo"):
        await make_member(f"{name}@example.org", AGENT)
        clients.append(await new_client())
        await sign_in(clients[-1], f"{name}@example.org")
    clock.advance(ms=HOUR_MS)
    answers = await asyncio.gather(*(client.get("/api/session") for client in clients))
    assert [answer.json()["me"]["email"] for answer in answers] == [
        f"{name}@example.org" for name in ("ada", "bob", "cleo")
    ]

    def seen(session: Session) -> list[int | None]:
        used = session.scalars(select(AccountSession.seen_at))
        present = session.scalars(select(Account.last_seen_at))
        return [*used, *present]

    assert await parts.db.read(seen) == [clock.now()] * 6
