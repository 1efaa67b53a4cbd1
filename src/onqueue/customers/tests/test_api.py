"""Customers through their routes."""

from __future__ import annotations

import pytest

from onqueue.web.tests.clients import Client, ClientAs


@pytest.fixture
async def agent(client_as: ClientAs) -> Client:
    return await client_as("agent")


async def test_an_agent_records_finds_and_changes_a_customer(agent: Client) -> None:
    answer = await agent.post("/api/customers", json={"name": "Ada", "email": "ada@example.org"})
    assert answer.status_code == 201
    made = answer.json()
    assert made == {
        "id": made["id"],
        "name": "Ada",
        "email": "ada@example.org",
        "email_verified": False,
        "phone": "",
        "phone_verified": False,
        "language": "",
        "company": "",
        "notes": "",
        "owner": "",
        "owner_name": "",
        "identities": [
            {
                "kind": "email",
                "value": "ada@example.org",
                "verified": False,
                "created_at": made["created_at"],
            }
        ],
        "created_at": made["created_at"],
        "last_contact_at": None,
        "version": 1,
        "merged_into": "",
    }
    assert (await agent.get(f"/api/customers/{made['id']}")).json() == made
    listed = (await agent.get("/api/customers?q=ada")).json()
    assert listed == {"items": [made], "total": 1, "page": 1, "size": 50}
    path = f"/api/customers/{made['id']}"
    changed = await agent.patch(path, json={"version": 1, "notes": "<script>"})
    assert (changed.status_code, changed.json()["notes"]) == (200, "<script>")
    stale = await agent.patch(path, json={"version": 1, "notes": "x"})
    assert (stale.status_code, stale.json()["code"]) == (409, "customer.changed")
    assert stale.json()["data"]["version"] == 2
    bad = await agent.patch(path, json={"version": 2, "email": "nonsense"})
    assert (bad.status_code, bad.json()["field"]) == (422, "email")
    for body in ({"name": None}, {"name": "x" * 121}, {"id": "x"}, {"email_verified": True}):
        assert (await agent.patch(path, json={"version": 2, **body})).status_code == 422
    assert (await agent.get(path)).json()["version"] == 2


async def test_somebody_looks_after_a_customer(agent: Client) -> None:
    made = (await agent.post("/api/customers", json={"name": "Ada"})).json()
    path = f"/api/customers/{made['id']}"
    nobody = await agent.patch(path, json={"version": 1, "owner": "nobody"})
    assert (nobody.status_code, nobody.json()["field"]) == (422, "owner")
    given = (await agent.patch(path, json={"version": 1, "owner": agent.account})).json()
    assert (given["owner"], given["owner_name"], given["version"]) == (agent.account, "Agent 1", 2)
    taken = (await agent.patch(path, json={"version": 2, "owner": ""})).json()
    assert (taken["owner"], taken["owner_name"]) == ("", "")


async def test_who_may_see_and_take_customers(agent: Client, client_as: ClientAs) -> None:
    made = (await agent.post("/api/customers", json={"name": "=Ada"})).json()
    admin = await client_as("administrator")
    for answer in (
        await admin.get("/api/customers"),
        await admin.get(f"/api/customers/{made['id']}"),
        await admin.get("/api/customers.csv"),
        await admin.post("/api/customers", json={"name": "Eve"}),
        await admin.patch(f"/api/customers/{made['id']}", json={"version": 1, "name": "Eve"}),
        await agent.get("/api/customers.csv"),
    ):
        assert (answer.status_code, answer.json()["code"]) == (403, "right.missing")
    assert (await agent.get("/api/customers")).json()["items"] == [made]
    lead = await client_as("supervisor")
    file = await lead.get("/api/customers.csv?q=ada")
    assert file.status_code == 200
    assert file.text.splitlines()[1].startswith(f"{made['id']},'=Ada,")
    audit = (await admin.get("/api/audit?action=customers.exported")).json()
    assert [row["after"] for row in audit["items"]] == [{"search": "ada", "rows": 1}]
    assert (await agent.get("/api/customers/nope")).status_code == 404
