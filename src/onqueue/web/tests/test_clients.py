from __future__ import annotations

from onqueue.web.tests.clients import PASSWORD, ClientAs


async def test_each_client_is_who_it_says(client_as: ClientAs) -> None:
    for role in ("agent", "supervisor", "administrator"):
        client = await client_as(role)
        answer = await client.get("/api/session")
        assert answer.status_code == 200
        assert answer.json()["me"]["roles"] == [
            {"role": role, "scope_kind": "site", "scope_id": None}
        ]
    for role in ("anonymous", "visitor"):
        client = await client_as(role)
        assert (await client.get("/api/session")).json()["me"] is None


async def test_two_clients_of_one_role_are_two_people(client_as: ClientAs) -> None:
    first, second = await client_as("agent"), await client_as("agent")
    assert (first.email, second.email) == ("agent1@example.org", "agent2@example.org")
    signed_in = await (await client_as("anonymous")).post(
        "/api/session", json={"email": first.email, "password": PASSWORD}
    )
    assert signed_in.status_code == 200
    assert signed_in.json()["me"]["id"] == first.account
