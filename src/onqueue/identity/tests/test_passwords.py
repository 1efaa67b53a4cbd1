from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from onqueue.identity.rules import Grant, token_hash
from onqueue.identity.tests.conftest import Post
from onqueue.identity.tests.reading import actions, links, person_row, sessions_open
from onqueue.kernel.clock import VirtualClock
from onqueue.web.parts import Parts
from onqueue.web.tests.clients import PASSWORD, Client, ClientAs, MakeMember, Outbox, sign_in_as

NewClient = Callable[..., Awaitable[Client]]
AGENT = Grant("agent", "site", "")
NEW = "a heron on a bicycle"
HOUR_MS = 3_600_000


async def sign_in(client: Client, *, email: str, password: str) -> int:
    body = {"email": email, "password": password}
    return (await client.post("/api/session", json=body)).status_code


# --- Changing it ------------------------------------------------------------------------------


async def test_a_new_password_ends_every_other_session(
    client_as: ClientAs, new_client: NewClient, parts: Parts, post: Post
) -> None:
    agent = await client_as("agent")
    phone = await new_client()
    await sign_in_as(phone, parts=parts, account=agent.account)
    old = agent.cookies["onqueue"]
    answer = await agent.post("/api/password", json={"current": PASSWORD, "new": NEW})
    assert answer.status_code == 200
    assert agent.cookies["onqueue"] != old
    agent.headers["X-CSRF"] = answer.json()["csrf"]
    assert (await agent.patch("/api/me", json={"theme": "dark"})).status_code == 200
    assert (await phone.get("/api/me/sessions")).status_code == 401
    assert await parts.db.read(sessions_open, account=agent.account) == 1
    assert await sign_in(phone, email=agent.email, password=PASSWORD) == 401
    assert await sign_in(phone, email=agent.email, password=NEW) == 200
    assert await post.deliver() == [("agent1@example.org", "Your Onqueue password was changed")]


@pytest.mark.parametrize(
    "current, new, code, field",
    [
        ("not it at all", NEW, "password.wrong", "current"),
        (PASSWORD, "short", "password.weak", "new"),
        (PASSWORD, PASSWORD, "password.wrong", "new"),
        (PASSWORD, "agent1@example.org", "password.weak", "new"),
    ],
)
async def test_a_password_that_cannot_be_changed_stays(
    current: str, new: str, code: str, field: str, client_as: ClientAs, parts: Parts
) -> None:
    agent = await client_as("agent")
    before = await parts.db.read(actions)
    answer = await agent.post("/api/password", json={"current": current, "new": new})
    assert answer.status_code == 422
    assert (answer.json()["code"], answer.json()["field"]) == (code, field)
    assert await parts.db.read(actions) == before
    assert (await agent.get("/api/me/sessions")).status_code == 200


async def test_ones_own_password_cannot_be_guessed_at_an_open_desk(client_as: ClientAs) -> None:
    agent = await client_as("agent")
    body = {"current": "a guess", "new": NEW}
    answers = [(await agent.post("/api/password", json=body)).status_code for _ in range(11)]
    assert answers == [422] * 10 + [429]


# --- Forgetting it ----------------------------------------------------------------------------


async def test_a_letter_lets_one_choose_a_new_password_once(
    client_as: ClientAs, new_client: NewClient, parts: Parts, post: Post
) -> None:
    agent, client = await client_as("agent"), await new_client()
    asked = await client.post("/api/password/forgot", json={"email": "AGENT1@example.org"})
    assert (asked.status_code, asked.content) == (204, b"")
    assert await post.deliver() == [("agent1@example.org", "Choose a new password for Onqueue")]
    token = post.token()
    assert await parts.db.read(links) == [("reset", token_hash(token))]
    body = {"token": token, "password": NEW}
    answer = await client.post("/api/password/reset", json=body)
    assert answer.json()["me"]["id"] == agent.account
    assert (await agent.get("/api/me/sessions")).status_code == 401
    again = await (await new_client()).post("/api/password/reset", json=body)
    assert (again.status_code, again.json()["code"]) == (404, "reset.not_found")
    assert await parts.db.read(links) == []
    assert await sign_in(await new_client(), email=agent.email, password=NEW) == 200


async def test_an_unknown_address_gets_the_same_answer_after_the_same_work(
    client_as: ClientAs, new_client: NewClient, parts: Parts, post: Post
) -> None:
    await client_as("agent")
    client = await new_client()
    known = await client.post("/api/password/forgot", json={"email": "agent1@example.org"})
    unknown = await client.post("/api/password/forgot", json={"email": "nobody@example.org"})
    assert (known.status_code, known.content) == (unknown.status_code, unknown.content)
    assert dict(known.headers) == dict(unknown.headers)
    assert await post.deliver() == [("agent1@example.org", "Choose a new password for Onqueue")]


async def test_two_who_use_one_link_at_once_get_one_password(
    client_as: ClientAs, new_client: NewClient, post: Post
) -> None:
    agent = await client_as("agent")
    await agent.post("/api/password/forgot", json={"email": agent.email})
    await post.deliver()
    clients = [await new_client() for _ in range(5)]
    bodies = [{"token": post.token(), "password": f"{NEW} {n}"} for n in range(5)]
    answers = await asyncio.gather(
        *(
            client.post("/api/password/reset", json=body)
            for client, body in zip(clients, bodies, strict=True)
        )
    )
    assert sorted(answer.status_code for answer in answers) == [200, 404, 404, 404, 404]


async def test_a_reset_link_ends_after_an_hour_and_with_the_next_one(
    client_as: ClientAs, new_client: NewClient, clock: VirtualClock, post: Post
) -> None:
    agent, client = await client_as("agent"), await new_client()

    async def ask() -> str:
        await client.post("/api/password/forgot", json={"email": agent.email})
        assert len(await post.deliver()) == 1
        return post.token()

    async def use(token: str) -> int:
        body = {"token": token, "password": NEW}
        return (await client.post("/api/password/reset", json=body)).status_code

    first = await ask()
    second = await ask()
    assert await use(first) == 404
    clock.advance(ms=HOUR_MS)
    assert await use(second) == 404
    third = await ask()
    clock.advance(ms=HOUR_MS - 1)
    assert await use(third) == 200


async def test_a_bad_new_password_leaves_the_link_alive(
    client_as: ClientAs, new_client: NewClient, post: Post
) -> None:
    agent, client = await client_as("agent"), await new_client()
    await client.post("/api/password/forgot", json={"email": agent.email})
    await post.deliver()
    bad = {"token": post.token(), "password": "password123"}
    answer = await client.post("/api/password/reset", json=bad)
    assert (answer.status_code, answer.json()["code"]) == (422, "password.weak")
    good = {"token": post.token(), "password": NEW}
    assert (await client.post("/api/password/reset", json=good)).status_code == 200


async def test_letters_for_one_address_are_limited(
    new_client: NewClient, make_member: MakeMember, outbox: Outbox, post: Post
) -> None:
    await make_member("ada@example.org", AGENT)
    answers = []
    for n in range(4):
        client = await new_client(network=f"198.51.100.{n}")
        body = {"email": "ada@example.org"}
        answers.append((await client.post("/api/password/forgot", json=body)).status_code)
    assert answers == [204, 204, 204, 429]
    await post.deliver()
    assert len(outbox.sent) == 3


# --- Being invited ----------------------------------------------------------------------------


@pytest.fixture
async def admin(client_as: ClientAs) -> Client:
    return await client_as("administrator")


async def invite(admin: Client, *, language: str = "en") -> str:
    body = {
        "email": "ida@example.org",
        "name": "Ida",
        "language": language,
        "roles": [{"role": "agent", "scope_kind": "site", "scope_id": None}],
        "teams": [],
    }
    answer = await admin.post("/api/people", json=body)
    assert answer.status_code == 201
    return str(answer.json()["id"])


async def test_an_invitation_is_accepted_once(
    admin: Client, new_client: NewClient, parts: Parts, post: Post
) -> None:
    ida = await invite(admin)
    assert await parts.db.read(person_row, account=ida) == ("Ida", "invited", False)
    assert await post.deliver() == [("ida@example.org", "Your invitation to Onqueue")]
    client, token = await new_client(), post.token()
    shown = await client.get(f"/api/invitations/{token}")
    assert shown.json() == {"name": "Ida", "email": "ida@example.org", "language": "en"}
    answer = await client.post(
        f"/api/invitations/{token}", json={"name": "Ida B.", "password": NEW}
    )
    assert answer.json()["me"]["name"] == "Ida B."
    assert await parts.db.read(person_row, account=ida) == ("Ida B.", "active", True)
    assert await parts.db.read(actions) == [
        "session.opened",
        "person.invited",
        "invitation.sent",
        "session.opened",
        "invitation.accepted",
    ]
    assert (await client.get(f"/api/invitations/{token}")).status_code == 404
    again = await (await new_client()).post(
        f"/api/invitations/{token}", json={"name": "Eve", "password": NEW}
    )
    assert (again.status_code, again.json()["code"]) == (404, "invitation.not_found")
    assert await sign_in(await new_client(), email="ida@example.org", password=NEW) == 200


async def test_an_invitation_ends_after_three_days(
    admin: Client, new_client: NewClient, clock: VirtualClock, post: Post
) -> None:
    await invite(admin)
    await post.deliver()
    client = await new_client()
    clock.advance(ms=72 * HOUR_MS - 1)
    assert (await client.get(f"/api/invitations/{post.token()}")).status_code == 200
    clock.advance(ms=1)
    assert (await client.get(f"/api/invitations/{post.token()}")).status_code == 404


async def test_a_new_invitation_ends_the_old_one_before_its_letter_is_sent(
    admin: Client, new_client: NewClient, post: Post
) -> None:
    ida = await invite(admin)
    await post.deliver()
    client, old = await new_client(), post.token()
    assert (await admin.post(f"/api/people/{ida}/invite")).status_code == 200
    assert (await client.get(f"/api/invitations/{old}")).status_code == 404
    await post.deliver()
    assert post.token() != old
    assert (await client.get(f"/api/invitations/{post.token()}")).status_code == 200


async def test_a_deactivated_person_cannot_accept(
    admin: Client, new_client: NewClient, post: Post
) -> None:
    ida = await invite(admin)
    await post.deliver()
    await admin.post(f"/api/people/{ida}/deactivate")
    client = await new_client()
    assert (await client.get(f"/api/invitations/{post.token()}")).status_code == 404


async def test_guessing_links_is_limited(new_client: NewClient) -> None:
    client = await new_client()
    answers = [(await client.get(f"/api/invitations/guess{n}")).status_code for n in range(61)]
    assert answers == [404] * 60 + [429]


async def test_letters_are_written_in_the_language_of_the_person(
    admin: Client, outbox: Outbox, post: Post
) -> None:
    await invite(admin, language="de")
    assert await post.deliver() == [("ida@example.org", "Ihre Einladung zu Onqueue")]
    text = outbox.sent[-1].text
    assert text.startswith("Guten Tag Ida,\n")
    assert f"http://127.0.0.1:8000/desk/invitation#{post.token()}\n" in text
    assert "für 72 Stunden" in text
