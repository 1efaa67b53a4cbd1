from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from onqueue.identity.rules import Grant
from onqueue.identity.service.by import CHANGED_TOPIC
from onqueue.identity.tests.conftest import Post
from onqueue.identity.tests.reading import actions, entries, sessions_open
from onqueue.web.parts import Parts
from onqueue.web.tests.clients import PASSWORD, Client, ClientAs, MakeMember

NewClient = Callable[..., Awaitable[Client]]
ADMINISTRATOR = Grant("administrator", "site", "")
AGENT = Grant("agent", "site", "")
AGENT_ROLE = {"role": "agent", "scope_kind": "site", "scope_id": None}
ADMINISTRATOR_ROLE = {"role": "administrator", "scope_kind": "site", "scope_id": None}
IDA: dict[str, Any] = {
    "email": "Ida@example.org",
    "name": "Ida",
    "roles": [AGENT_ROLE],
    "teams": [],
}


@pytest.fixture
async def admin(client_as: ClientAs) -> Client:
    return await client_as("administrator", name="Root")


async def test_inviting_somebody_is_shown_and_audited(
    admin: Client, parts: Parts, post: Post
) -> None:
    answer = await admin.post("/api/people", json=IDA)
    person = answer.json()
    assert answer.status_code == 201
    assert person == {
        "id": person["id"],
        "name": "Ida",
        "email": "Ida@example.org",
        "status": "invited",
        "roles": [AGENT_ROLE],
        "teams": [],
        "last_seen_at": None,
        "created_at": 1_767_225_600_000,
        "version": 1,
    }
    assert (await admin.get(f"/api/people/{person['id']}")).json() == person
    assert await parts.db.read(entries) == [
        ("session.opened", "Root", None, {"browser": "test"}),
        (
            "person.invited",
            "Root",
            None,
            {
                "name": "Ida",
                "email": "Ida@example.org",
                "language": "en",
                "theme": "auto",
                "roles": ["agent:site"],
                "teams": [],
            },
        ),
    ]
    assert await post.deliver() == [("Ida@example.org", "Your invitation to Onqueue")]


@pytest.mark.parametrize(
    "change, status, code, field",
    [
        ({"email": "no address"}, 422, "input.invalid", "email"),
        ({"email": "two@at@example.org"}, 422, "input.invalid", "email"),
        ({"email": "a@b\r\nBcc: c@d"}, 422, "input.invalid", "email"),
        ({"email": "A" * 250 + "@example.org"}, 422, "input.invalid", "email"),
        ({"name": "   "}, 422, "input.invalid", "name"),
        ({"name": "n" * 121}, 422, "input.invalid", "name"),
        ({"status": "active"}, 422, "input.invalid", "status"),
        ({"language": "tlh"}, 422, "input.invalid", "language"),
        ({"roles": [{**AGENT_ROLE, "role": "god"}]}, 422, "input.invalid", "roles.0.role"),
        ({"roles": [AGENT_ROLE, AGENT_ROLE]}, 422, "role.unknown", "roles"),
        (
            {"roles": [{"role": "supervisor", "scope_kind": "team", "scope_id": "nowhere"}]},
            422,
            "team.unknown",
            "roles",
        ),
        ({"teams": ["nowhere"]}, 422, "team.unknown", "teams"),
        ({"email": "ADMINISTRATOR1@example.org"}, 409, "email.taken", "email"),
    ],
)
async def test_a_bad_invitation_names_the_field_and_changes_nothing(
    change: dict[str, Any],
    status: int,
    code: str,
    field: str,
    admin: Client,
    parts: Parts,
) -> None:
    before = await parts.db.read(actions)
    answer = await admin.post("/api/people", json={**IDA, **change})
    said = answer.json()
    assert (answer.status_code, said["code"], said["field"]) == (status, code, field)
    assert answer.headers["content-type"] == "application/problem+json"
    assert await parts.db.read(actions) == before
    assert (await admin.get("/api/people")).json()["total"] == 1


async def test_a_change_is_audited_with_before_and_after(
    admin: Client, client_as: ClientAs, parts: Parts, post: Post
) -> None:
    agent = await client_as("agent")
    team = (await admin.post("/api/teams", json={"name": "Night"})).json()["id"]
    supervises = {"role": "supervisor", "scope_kind": "team", "scope_id": team}
    change = {"email": "new@example.org", "roles": [AGENT_ROLE, supervises], "teams": [team]}
    asked = {"version": 1, **change}
    person = (await admin.patch(f"/api/people/{agent.account}", json=asked)).json()
    assert person["email"] == "new@example.org"
    assert person["roles"] == [AGENT_ROLE, supervises]
    assert person["teams"] == [{"id": team, "name": "Night"}]
    assert (await parts.db.read(entries))[-1] == (
        "person.changed",
        "Root",
        {"email": "agent1@example.org", "roles": ["agent:site"], "teams": []},
        {
            "email": "new@example.org",
            "roles": ["agent:site", f"supervisor:team:{team}"],
            "teams": [team],
        },
    )
    assert await post.deliver() == [("agent1@example.org", "Your Onqueue address was changed")]


async def test_a_change_of_nothing_is_not_audited(
    admin: Client, client_as: ClientAs, parts: Parts
) -> None:
    agent = await client_as("agent")
    before = await parts.db.read(actions)
    same = {"version": 1, "name": "Agent 1", "roles": [AGENT_ROLE]}
    assert (await admin.patch(f"/api/people/{agent.account}", json=same)).status_code == 200
    assert await parts.db.read(actions) == before


async def test_nobody_overwrites_a_change_that_they_have_not_seen(
    admin: Client, client_as: ClientAs, parts: Parts
) -> None:
    other = await client_as("administrator", name="Olga")
    agent = await client_as("agent")
    path = f"/api/people/{agent.account}"
    first = await other.patch(path, json={"version": 1, "name": "Ida A."})
    assert (first.status_code, first.json()["version"]) == (200, 2)
    before = await parts.db.read(actions)
    late = await admin.patch(path, json={"version": 1, "name": "Ida B."})
    said = late.json()
    assert (late.status_code, said["code"]) == (409, "person.changed")
    assert said["data"]["changed_by"] == "Olga"
    assert said["title"] == (
        "Olga has changed this person in the meantime. Look at both, then choose."
    )
    assert await parts.db.read(actions) == before
    assert (await admin.get(path)).json()["name"] == "Ida A."
    over = await admin.patch(path, json={"version": said["data"]["version"], "name": "Ida B."})
    assert (over.json()["name"], over.json()["version"]) == ("Ida B.", 3)


async def test_a_version_counts_what_administrators_see(admin: Client, client_as: ClientAs) -> None:
    agent = await client_as("agent")
    path = f"/api/people/{agent.account}"
    await agent.patch("/api/me", json={"theme": "dark"})
    assert (await admin.get(path)).json()["version"] == 1
    await agent.patch("/api/me", json={"name": "Ida"})
    assert (await admin.get(path)).json()["version"] == 2
    assert (await admin.post(f"{path}/deactivate")).json()["version"] == 3
    without = await admin.patch(path, json={"name": "Ida B."})
    assert (without.status_code, without.json()["field"]) == (422, "version")


async def test_a_change_of_roles_counts_at_once_and_wakes_the_sockets(
    admin: Client, client_as: ClientAs, parts: Parts
) -> None:
    agent = await client_as("agent")
    assert (await agent.get("/api/people")).status_code == 403
    with parts.bus.subscribe(CHANGED_TOPIC) as woken:
        await admin.patch(
            f"/api/people/{agent.account}", json={"version": 1, "roles": [ADMINISTRATOR_ROLE]}
        )
        assert await woken.next() == agent.account.encode()
    assert (await agent.get("/api/people")).status_code == 200
    await admin.patch(f"/api/people/{agent.account}", json={"version": 2, "roles": []})
    refused = await agent.get("/api/people")
    assert (refused.status_code, refused.json()["code"]) == (403, "right.missing")


async def test_deactivating_ends_everything_at_once(
    admin: Client, client_as: ClientAs, new_client: NewClient, parts: Parts, post: Post
) -> None:
    agent = await client_as("agent")
    await agent.post("/api/password/forgot", json={"email": agent.email})
    await post.deliver()
    with parts.bus.subscribe(CHANGED_TOPIC) as woken:
        answer = await admin.post(f"/api/people/{agent.account}/deactivate")
        assert await woken.next() == agent.account.encode()
    assert answer.json()["status"] == "deactivated"
    assert await parts.db.read(sessions_open, account=agent.account) == 0
    assert (await agent.get("/api/me/sessions")).status_code == 401
    client = await new_client()
    body = {"email": agent.email, "password": PASSWORD}
    assert (await client.post("/api/session", json=body)).status_code == 401
    reset = {"token": post.token(), "password": "a heron on a bicycle"}
    assert (await client.post("/api/password/reset", json=reset)).status_code == 404
    await client.post("/api/password/forgot", json={"email": agent.email})
    assert await post.deliver() == []
    again = await admin.post(f"/api/people/{agent.account}/deactivate")
    assert (again.status_code, again.json()["code"]) == (409, "person.status_unchanged")
    back = await admin.post(f"/api/people/{agent.account}/reactivate")
    assert back.json()["status"] == "active"
    assert (await client.post("/api/session", json=body)).status_code == 200


async def test_the_last_administrator_stays_one(
    admin: Client, client_as: ClientAs, make_member: MakeMember, parts: Parts
) -> None:
    before = await parts.db.read(actions)
    own = f"/api/people/{admin.account}"
    answer = await admin.patch(own, json={"version": 1, "roles": [AGENT_ROLE]})
    assert (answer.status_code, answer.json()["code"]) == (409, "administrator.last")
    itself = await admin.post(f"{own}/deactivate")
    assert (itself.status_code, itself.json()["code"]) == (409, "person.self")
    assert await parts.db.read(actions) == before
    # Somebody who is invited or deactivated could not help out.
    invited = await admin.post("/api/people", json={**IDA, "roles": [ADMINISTRATOR_ROLE]})
    assert invited.status_code == 201
    assert (await admin.patch(own, json={"version": 1, "roles": []})).status_code == 409
    await make_member("second@example.org", ADMINISTRATOR)
    assert (await admin.patch(own, json={"version": 1, "roles": []})).status_code == 200
    assert (await admin.get("/api/people")).status_code == 403


async def test_two_administrators_who_remove_each_other_leave_one(client_as: ClientAs) -> None:
    first, second = await client_as("administrator"), await client_as("administrator")
    answers = await asyncio.gather(
        first.post(f"/api/people/{second.account}/deactivate"),
        second.post(f"/api/people/{first.account}/deactivate"),
    )
    codes = sorted(answer.status_code for answer in answers)
    # The second either lost the right with its session, or is the last one.
    assert codes in ([200, 401], [200, 409])


async def test_an_active_person_needs_no_invitation(admin: Client, client_as: ClientAs) -> None:
    agent = await client_as("agent")
    answer = await admin.post(f"/api/people/{agent.account}/invite")
    assert (answer.status_code, answer.json()["code"]) == (409, "person.active")
    assert answer.json()["title"] == "Agent 1 has an account already and needs no invitation."


@pytest.mark.parametrize("role", ["agent", "supervisor"])
async def test_nobody_else_can_invite_or_promote(
    role: str, client_as: ClientAs, parts: Parts
) -> None:
    client = await client_as(role)
    before = await parts.db.read(actions)
    promote = {"roles": [ADMINISTRATOR_ROLE]}
    assert (await client.post("/api/people", json=IDA)).status_code == 403
    own = f"/api/people/{client.account}"
    assert (await client.patch(own, json=promote)).status_code == 403
    assert (await client.post("/api/people", json={"nonsense": 1})).status_code == 403
    assert await parts.db.read(actions) == before


async def test_people_are_searched_filtered_sorted_and_paged(
    admin: Client, make_member: MakeMember
) -> None:
    for name in ("Ärmel", "bert", "Carla 100%"):
        await make_member(f"{name[:3].lower()}@x.org", AGENT, name=name)
    team = (await admin.post("/api/teams", json={"name": "Night"})).json()["id"]

    async def names(query: str) -> list[str]:
        answer = await admin.get(f"/api/people?{query}")
        assert answer.status_code == 200
        return [person["name"] for person in answer.json()["items"]]

    assert await names("") == ["bert", "Carla 100%", "Root", "Ärmel"]
    assert await names("q=ÄRM") == ["Ärmel"]
    assert await names("q=%25") == ["Carla 100%"]
    assert await names("q=_") == []
    assert await names("q=BER%40x") == ["bert"]
    assert await names("role=administrator") == ["Root"]
    assert await names("status=invited") == []
    assert await names(f"team={team}") == []
    assert await names("sort=email&order=desc&size=2") == ["Ärmel", "Carla 100%"]
    assert await names("size=2&page=2") == ["Root", "Ärmel"]
    page = (await admin.get("/api/people?size=2&page=2")).json()
    assert (page["total"], page["page"], page["size"]) == (4, 2, 2)


@pytest.mark.parametrize(
    "query, field",
    [
        ("size=0", "size"),
        ("size=201", "size"),
        ("page=0", "page"),
        ("sort=password_hash", "sort"),
        ("order=sideways", "order"),
        ("status=odd", "status"),
        ("q=" + "x" * 201, "q"),
    ],
)
async def test_a_list_says_what_is_wrong_with_a_question(
    query: str, field: str, admin: Client
) -> None:
    answer = await admin.get(f"/api/people?{query}")
    assert (answer.status_code, answer.json()["field"]) == (422, field)


async def test_no_answer_ever_contains_a_hash(admin: Client, parts: Parts) -> None:
    for path in ("/api/people", "/api/session", "/api/me/sessions", "/api/audit", "/api/roles"):
        text = (await admin.get(path)).text
        assert "argon2" not in text
        assert "hash" not in text


async def test_the_catalogue_of_roles(admin: Client) -> None:
    catalogue = (await admin.get("/api/roles")).json()
    assert [role["role"] for role in catalogue["roles"]] == [
        "agent",
        "supervisor",
        "administrator",
        "caller",
    ]
    assert catalogue["roles"][1]["scope_kinds"] == ["site", "team", "queue"]
    assert len(catalogue["rights"]) == 22
