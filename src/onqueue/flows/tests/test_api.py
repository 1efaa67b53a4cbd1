"""A flow is drafted, tried, refused, published, compared and brought back."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import msgspec
import pytest

from onqueue.directory.tests.people import audit_rows
from onqueue.flows.rules.graph import Graph, written
from onqueue.flows.tests.graphs import flow as flow_of
from onqueue.flows.tests.graphs import need, node, two_queues
from onqueue.kernel.db import Database
from onqueue.web.tests.clients import Client, ClientAs

pytestmark = pytest.mark.database


@pytest.fixture
async def admin(client_as: ClientAs) -> Client:
    return await client_as("administrator")


def wire(graph: Graph) -> Any:
    return msgspec.to_builtins(written(graph))


async def made(admin: Client, path: str, **body: Any) -> str:
    answer = await admin.post(f"/api/{path}", json=body)
    assert answer.status_code == 201, answer.text
    found: str = answer.json()["id"]
    return found


async def with_queues(admin: Client) -> Graph:
    """A flow that leads to two queues that are there."""
    sales = await made(admin, "queues", name="Sales")
    return two_queues(sales, await made(admin, "queues", name="Care"))


async def drafted(admin: Client, flow: str, graph: Graph, *, revision: int = 0) -> Any:
    body = {"revision": revision, "graph": wire(graph), "note": ""}
    answer = await admin.put(f"/api/flows/{flow}/draft", json=body)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_a_flow_is_drafted_published_compared_and_restored(
    admin: Client, database: Database
) -> None:
    graph = await with_queues(admin)
    flow = await made(admin, "flows", name="Welcome", description="First words")
    empty = (await admin.get(f"/api/flows/{flow}/graph")).json()
    assert (empty["in_force"], empty["draft"], empty["problems"]) == (None, None, [])
    shown = await drafted(admin, flow, graph)
    assert (shown["problems"], shown["in_force"], shown["draft"]["revision"]) == ([], None, 1)
    assert shown["draft"]["graph"] == wire(graph)
    published = await admin.post(
        f"/api/flows/{flow}/publish", json={"revision": 1, "note": "first"}
    )
    assert published.json()["in_force"]["number"] == 1
    assert published.json()["draft"] is None

    other = Graph(
        begin="hello",
        nodes=(node("say", "hello", text="Hi.", to="bye"), node("end", "bye")),
    )
    shown = await drafted(admin, flow, other)
    assert shown["draft"]["differences"] == [
        {"node": "hello", "change": "changed", "fields": ["next", "text"]},
        {"node": "bye", "change": "changed", "fields": ["text"]},
        {"node": "what", "change": "removed", "fields": []},
        {"node": "to_sales", "change": "removed", "fields": []},
        {"node": "to_care", "change": "removed", "fields": []},
    ]
    await admin.post(f"/api/flows/{flow}/publish", json={"revision": 1, "note": "shorter"})
    wrong = {"number": 1, "seen": 1, "note": "back"}
    assert (await admin.post(f"/api/flows/{flow}/restore", json=wrong)).status_code == 409
    back = await admin.post(f"/api/flows/{flow}/restore", json={**wrong, "seen": 2})
    assert back.json()["in_force"]["graph"] == wire(graph)
    versions = (await admin.get(f"/api/flows/{flow}/versions")).json()["items"]
    assert [(one["number"], one["note"], one["restores"]) for one in versions] == [
        (3, "back", 1),
        (2, "shorter", None),
        (1, "first", None),
    ]
    rows = await database.read(audit_rows)
    actions = [action for action, subject, _, _ in rows if subject == flow]
    assert actions == [
        "flow.created", "flow.drafted", "flow.published", "flow.drafted", "flow.published",
        "flow.version_restored",
    ]  # fmt: skip


async def test_a_draft_may_be_wrong_and_is_then_not_published(admin: Client) -> None:
    flow = await made(admin, "flows", name="Welcome")
    shown = await drafted(admin, flow, two_queues("nobody", "knows"))
    reason = "this queue does not exist or is archived"
    told = {"reason": reason, "form": "this {word} does not exist or is archived"}
    assert shown["problems"] == [
        {"node": node, "field": "queue", **told, "data": {"word": "queue"}}
        for node in ("to_sales", "to_care")
    ]
    answer = await admin.post(f"/api/flows/{flow}/publish", json={"revision": 1, "note": "x"})
    assert (answer.status_code, answer.json()["code"]) == (422, "flow.unsound")
    assert answer.json()["field"] == "to_sales.queue"
    assert (await admin.get(f"/api/flows/{flow}/graph")).json()["in_force"] is None


async def test_a_draft_that_somebody_else_changed_is_not_overwritten(admin: Client) -> None:
    graph = await with_queues(admin)
    flow = await made(admin, "flows", name="Welcome")
    await drafted(admin, flow, graph)
    body = {"revision": 0, "graph": wire(graph), "note": "mine"}
    assert (await admin.put(f"/api/flows/{flow}/draft", json=body)).status_code == 409
    publish = {"revision": 7, "note": "x"}
    assert (await admin.post(f"/api/flows/{flow}/publish", json=publish)).status_code == 409
    gone = await admin.delete(f"/api/flows/{flow}/draft?revision=1")
    assert gone.json()["draft"] is None
    nothing = await admin.post(f"/api/flows/{flow}/publish", json={"revision": 0, "note": "x"})
    assert nothing.json()["code"] == "routing.no_draft"


@pytest.mark.parametrize(
    "nodes, field",
    [
        ([{"kind": "dance", "id": "a"}], "graph.nodes.0"),
        ([{"kind": "say", "id": "a", "colour": "red"}], "graph.nodes.0.say.colour"),
        ([{"kind": "say"}], "graph.nodes.0.say.id"),
        ([{"kind": "say", "id": "A b"}], "graph.nodes.0.id"),
    ],
)
async def test_what_is_no_flow_is_refused_by_name(
    admin: Client, nodes: list[Any], field: str
) -> None:
    flow = await made(admin, "flows", name="Welcome")
    body = {"revision": 0, "graph": {"nodes": nodes}, "note": ""}
    answer = await admin.put(f"/api/flows/{flow}/draft", json=body)
    assert answer.status_code == 422
    assert field in [one["field"] for one in answer.json()["errors"]] + [answer.json()["field"]]
    assert (await admin.get(f"/api/flows/{flow}/graph")).json()["draft"] is None


async def test_a_test_run_talks_with_the_draft_and_keeps_nothing(admin: Client) -> None:
    graph = await with_queues(admin)
    flow = await made(admin, "flows", name="Welcome")
    await drafted(admin, flow, graph)
    asked = {"language": "en", "answers": ["hm", "broken", "too much"]}
    tried = (await admin.post(f"/api/flows/{flow}/try", json=asked)).json()
    assert [turn["answer"] for turn in tried["turns"]] == [None, "hm", "broken"]
    assert tried["turns"][0]["acts"][0] == {"kind": "tell", "text": "Welcome."}
    assert tried["turns"][2]["acts"][0]["kind"] == "route"
    assert tried["turns"][2]["passed"] == [
        {"node": "what", "exit": "care"},
        {"node": "to_care", "exit": ""},
    ]
    assert tried["state"]["outcome"] == "queued"


async def test_flows_are_listed_renamed_and_archived(admin: Client) -> None:
    flow = await made(admin, "flows", name="Welcome", description="First words")
    assert (await admin.post("/api/flows", json={"name": "welcome"})).status_code == 409
    listed = (await admin.get("/api/flows", params={"q": "first"})).json()
    assert [one["name"] for one in listed["items"]] == ["Welcome"]
    patch = {"version": 1, "name": "Hello", "archived": True}
    assert (await admin.patch(f"/api/flows/{flow}", json=patch)).json()["archived"] is True
    assert (await admin.get("/api/flows")).json()["total"] == 0
    lines = (await admin.get("/api/flows.csv", params={"archived": "yes"})).text.splitlines()
    assert [line.split(",")[1:3] for line in lines[1:]] == [["Hello", "First words"]]
    assert (await admin.get("/api/flows/nothing")).status_code == 404


async def published(admin: Client, graph: Graph, *, name: str = "Welcome") -> str:
    flow = await made(admin, "flows", name=name)
    await drafted(admin, flow, graph)
    answer = await admin.post(f"/api/flows/{flow}/publish", json={"revision": 1, "note": "go"})
    assert answer.status_code == 200, answer.text
    return flow


def number(queue: str, flow: str) -> dict[str, Any]:
    return {"number": "+49 30 1234", "queue_id": queue, "flow_id": flow}


async def test_a_number_leads_to_a_flow_that_was_published(admin: Client) -> None:
    graph = await with_queues(admin)
    queue = graph.nodes[2].queue  # type: ignore[union-attr]
    flow = await published(admin, graph)
    answer = await admin.post("/api/phone-numbers", json=number(queue, flow))
    assert (answer.status_code, answer.json()["flow_id"]) == (201, flow)
    shown = (await admin.get(f"/api/flows/{flow}/graph")).json()
    assert (shown["numbers"], shown["telephone_problems"]) == ([answer.json()["id"]], [])


async def test_a_number_does_not_lead_to_a_flow_that_a_telephone_cannot_follow(
    admin: Client,
) -> None:
    graph = await with_queues(admin)
    queue = graph.nodes[2].queue  # type: ignore[union-attr]
    never = await made(admin, "flows", name="Never published")
    ways = {"next": "bye", "unknown": "bye"}
    letters = flow_of(
        node("collect", "what", text="Your mail?", key="mail", check="email", next=ways),
        node("end", "bye"),
    )
    unfit = await published(admin, letters, name="Letters")
    for flow, reason in (
        (never, "this flow does not exist or is not published"),
        (unfit, "a telephone cannot go through this flow, because of its node “what”"),
        ("nothing", "this flow does not exist or is not published"),
    ):
        answer = await admin.post("/api/phone-numbers", json=number(queue, flow))
        assert answer.status_code == 422
        assert (answer.json()["field"], reason in answer.text) == ("flow_id", True)
    assert (await admin.get("/api/phone-numbers")).json()["items"] == []


async def test_a_flow_that_a_number_names_stays_and_stays_fit_for_telephones(
    admin: Client,
) -> None:
    graph = await with_queues(admin)
    queue = graph.nodes[2].queue  # type: ignore[union-attr]
    flow = await published(admin, graph)
    await admin.post("/api/phone-numbers", json=number(queue, flow))
    refused = await admin.patch(f"/api/flows/{flow}", json={"version": 1, "archived": True})
    assert (refused.status_code, refused.json()["code"]) == (409, "record.in_use")
    mail = node("collect", "mail", text="Your mail?", key="mail", next={})
    ways = {"next": "hello", "unknown": "hello"}
    letters = replace(graph, begin="mail", nodes=(*graph.nodes, replace(mail, next=ways)))
    shown = await drafted(admin, flow, letters)
    assert [one["node"] for one in shown["telephone_problems"]] == ["mail"]
    refused = await admin.post(f"/api/flows/{flow}/publish", json={"revision": 1, "note": "x"})
    assert (refused.status_code, refused.json()["code"]) == (422, "flow.unsound")
    assert refused.json()["field"] == "mail.check"


async def test_a_queue_or_skill_that_a_flow_names_cannot_be_archived(admin: Client) -> None:
    graph = await with_queues(admin)
    skill = await made(admin, "skills", name="Repairs")
    hard = node("set", "hard", skills=(need(skill, 3),), to="hello")
    flow = await made(admin, "flows", name="Welcome")
    await drafted(admin, flow, replace(graph, begin="hard", nodes=(hard, *graph.nodes)))
    for path in (f"queues/{graph.nodes[2].queue}", f"skills/{skill}"):  # type: ignore[union-attr]
        version = (await admin.get(f"/api/{path}")).json()["version"]
        body = {"version": version, "archived": True}
        answer = await admin.patch(f"/api/{path}", json=body)
        assert (answer.status_code, answer.json()["code"]) == (409, "record.in_use"), answer.text
        assert "“Welcome”" in answer.text
