from __future__ import annotations

import csv
import json

import pytest

from onqueue.identity.tests.reading import actions, entries
from onqueue.kernel.clock import VirtualClock
from onqueue.web.parts import Parts
from onqueue.web.tests.clients import Client, ClientAs

AGENT_ROLE = {"role": "agent", "scope_kind": "site", "scope_id": None}


@pytest.fixture
async def admin(client_as: ClientAs) -> Client:
    return await client_as("administrator", name="Root")


async def make_team(admin: Client, name: str) -> str:
    return str((await admin.post("/api/teams", json={"name": name})).json()["id"])


async def test_a_team_is_made_renamed_and_taken_apart(
    admin: Client, client_as: ClientAs, parts: Parts
) -> None:
    agent = await client_as("agent")
    team = await make_team(admin, "Night")
    await admin.patch(f"/api/people/{agent.account}", json={"version": 1, "teams": [team]})
    renamed = await admin.patch(f"/api/teams/{team}", json={"name": "Early"})
    assert renamed.json() == {
        "id": team,
        "name": "Early",
        "people": 1,
        "created_at": 1_767_225_600_000,
    }
    listed = (await admin.get("/api/teams")).json()
    assert listed == {"items": [renamed.json()], "total": 1, "page": 1, "size": 50}
    assert (await admin.delete(f"/api/teams/{team}")).status_code == 204
    assert (await admin.get("/api/teams")).json()["total"] == 0
    assert (await agent.get("/api/session")).json()["me"]["teams"] == []
    assert (await parts.db.read(entries))[-2:] == [
        ("team.renamed", "Root", {"name": "Night"}, {"name": "Early"}),
        ("team.deleted", "Root", {"name": "Early", "people": [agent.account]}, None),
    ]


async def test_two_teams_cannot_have_one_name(admin: Client, parts: Parts) -> None:
    await make_team(admin, "Night")
    early = await make_team(admin, "Early")
    before = await parts.db.read(actions)
    made = await admin.post("/api/teams", json={"name": "NIGHT"})
    renamed = await admin.patch(f"/api/teams/{early}", json={"name": "night"})
    for answer in (made, renamed):
        assert (answer.status_code, answer.json()["code"]) == (409, "team.name_taken")
    assert await parts.db.read(actions) == before
    assert (await admin.patch(f"/api/teams/{early}", json={"name": "EARLY"})).status_code == 200


async def test_a_team_that_somebody_supervises_stays(admin: Client, client_as: ClientAs) -> None:
    team = await make_team(admin, "Night")
    await client_as("supervisor", scope=("team", team))
    answer = await admin.delete(f"/api/teams/{team}")
    assert (answer.status_code, answer.json()["code"]) == (409, "team.in_use")


async def test_an_unknown_team_is_not_found(admin: Client) -> None:
    assert (await admin.delete("/api/teams/nowhere")).status_code == 404
    answer = await admin.patch("/api/teams/nowhere", json={"name": "X"})
    assert (answer.status_code, answer.json()["code"]) == (404, "team.not_found")


# --- The audit --------------------------------------------------------------------------------


async def test_the_audit_is_filtered_and_the_newest_first_when_asked(
    admin: Client, clock: VirtualClock
) -> None:
    night = await make_team(admin, "Night")
    clock.advance(ms=1_000)
    await admin.patch(f"/api/teams/{night}", json={"name": "Early"})

    async def found(query: str) -> list[str]:
        answer = await admin.get(f"/api/audit?{query}")
        return [row["action"] for row in answer.json()["items"]]

    assert await found("order=desc") == ["team.renamed", "team.created", "session.opened"]
    assert await found("subject_kind=team") == ["team.created", "team.renamed"]
    assert await found(f"subject={night}&action=team.renamed") == ["team.renamed"]
    assert await found(f"actor={admin.account}&to={clock.now()}") == [
        "session.opened",
        "team.created",
    ]
    assert await found(f"from={clock.now()}") == ["team.renamed"]
    assert await found("actor=nobody") == []


async def test_a_supervisor_of_a_team_reads_the_audit_of_that_team_only(
    admin: Client, client_as: ClientAs
) -> None:
    night, early = await make_team(admin, "Night"), await make_team(admin, "Early")
    mine, other = await client_as("agent"), await client_as("agent")
    await admin.patch(f"/api/people/{mine.account}", json={"version": 1, "teams": [night]})
    await admin.patch(f"/api/people/{other.account}", json={"version": 1, "teams": [early]})
    lead = await client_as("supervisor", scope=("team", night))
    rows = (await lead.get("/api/audit")).json()["items"]
    assert [(row["action"], row["subject"]) for row in rows] == [
        ("team.created", night),
        ("session.opened", mine.account),
        ("person.changed", mine.account),
        ("session.opened", lead.account),
    ]
    exported = (await lead.get("/api/audit.csv")).text
    assert early not in exported
    assert other.account not in exported
    everything = await (await client_as("supervisor")).get("/api/audit")
    assert everything.json()["total"] == 9


async def test_the_exported_audit_has_no_formulas(admin: Client) -> None:
    name = '\t=HYPERLINK("http://evil","click")'
    await admin.post("/api/teams", json={"name": name})
    answer = await admin.get("/api/audit.csv?subject_kind=team")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["content-disposition"] == 'attachment; filename="audit.csv"'
    assert answer.content.startswith(b"\xef\xbb\xbfid,at,actor,actor_name,action,")
    lines = answer.text.split("\r\n")
    assert len(lines) == 3
    assert lines[1].startswith("2,1767225600000,")


async def test_people_and_teams_come_as_files_with_every_row(
    admin: Client, client_as: ClientAs
) -> None:
    night = await make_team(admin, "=Night")
    agent = await client_as("agent", name="Ann")
    await admin.patch(f"/api/people/{agent.account}", json={"version": 1, "teams": [night]})
    told = (await admin.get("/api/teams.csv?sort=name")).content.decode("utf-8-sig").splitlines()
    assert told == ["id,name,people,created_at", f"{night},'=Night,1,1767225600000"]
    answer = await admin.get(f"/api/people.csv?team={night}")
    assert answer.headers["content-disposition"] == 'attachment; filename="people.csv"'
    [row] = csv.DictReader(answer.content.decode("utf-8-sig").splitlines())
    assert (row["id"], row["name"], row["status"]) == (agent.account, "Ann", "active")
    assert json.loads(row["roles"]) == [AGENT_ROLE]
    assert json.loads(row["teams"]) == [{"id": night, "name": "=Night"}]
    everybody = await admin.get("/api/people.csv?size=1")
    assert len(everybody.text.splitlines()) == 1 + 2
    assert (await agent.get("/api/people.csv")).status_code == 403
