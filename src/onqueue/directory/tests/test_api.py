"""The directory through its routes: shapes, refusals, lists and files."""

from __future__ import annotations

from typing import Any

import pytest

from onqueue.kernel.clock import VirtualClock
from onqueue.web.tests.clients import Client, ClientAs


@pytest.fixture
async def admin(client_as: ClientAs) -> Client:
    return await client_as("administrator")


async def made(client: Client, path: str, body: dict[str, Any]) -> dict[str, Any]:
    answer = await client.post(f"/api/{path}", json=body)
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def test_a_queue_has_the_agreed_shape(admin: Client, clock: VirtualClock) -> None:
    skill = await made(admin, "skills", {"name": "German", "description": "Speaks it"})
    hours = await made(
        admin,
        "hours",
        {
            "name": "Office",
            "time_zone": "Europe/Berlin",
            "weekly": [{"day": 1, "from": "09:00", "to": "12:30"}],
            "exceptions": [
                {
                    "date": "2026-12-24",
                    "name": "Half",
                    "intervals": [{"from": "09:00", "to": "12:00"}],
                }
            ],
        },
    )
    assert hours["weekly"] == [{"day": 1, "from": "09:00", "to": "12:30"}]
    assert hours["exceptions"] == [
        {"date": "2026-12-24", "name": "Half", "intervals": [{"from": "09:00", "to": "12:00"}]}
    ]
    queue = await made(
        admin,
        "queues",
        {
            "name": "General",
            "hours_id": hours["id"],
            "skills": [{"skill": skill["id"], "level": 2}],
        },
    )
    assert queue == {
        "id": queue["id"],
        "archived": False,
        "version": 1,
        "changed_at": clock.now(),
        "changed_by": "Administrator 1",
        "name": "General",
        "description": "",
        "channel": "chat",
        "priority": 0,
        "threshold_s": 20,
        "target_percent": 80,
        "offer_ttl_s": 20,
        "wrap_up_s": 60,
        "wrap_up_extension_s": 60,
        "wrap_up_extensions_max": 2,
        "hours_id": hours["id"],
        "skills": [{"skill": skill["id"], "level": 2}],
        "thresholds": {
            "waiting_amber": 5,
            "waiting_red": 10,
            "oldest_amber_s": 60,
            "oldest_red_s": 180,
            "sl_amber": 80,
            "sl_red": 60,
        },
    }
    answer = await admin.get(f"/api/queues/{queue['id']}")
    assert answer.json() == queue
    answer = await admin.patch(
        f"/api/queues/{queue['id']}", json={"version": 1, "hours_id": None, "archived": True}
    )
    assert (answer.status_code, answer.json()["hours_id"], answer.json()["archived"]) == (
        200,
        None,
        True,
    )


async def test_refusals_name_the_field_and_change_nothing(admin: Client) -> None:
    first = await made(admin, "queues", {"name": "General"})
    taken = await admin.post("/api/queues", json={"name": "general"})
    assert (taken.status_code, taken.json()["code"], taken.json()["field"]) == (
        409,
        "name.taken",
        "name",
    )
    stale = await admin.patch(f"/api/queues/{first['id']}", json={"version": 7, "name": "X"})
    assert (stale.status_code, stale.json()["code"]) == (409, "record.changed")
    assert stale.json()["data"]["version"] == 1
    nothing = await admin.patch("/api/queues/nope", json={"version": 1, "name": "X"})
    assert (nothing.status_code, nothing.json()["code"]) == (404, "record.not_found")
    for body, field in (
        ({"name": "X", "threshold_s": 0}, "threshold_s"),
        ({"name": "X", "channel": "pigeon"}, "channel"),
        ({"name": None}, "name"),
        ({"name": "X", "colour": "red"}, "colour"),
        ({"name": "x" * 121}, "name"),
        ({"name": "X", "thresholds": {"waiting_amber": -1}}, "thresholds.waiting_amber"),
    ):
        answer = await admin.post("/api/queues", json=body)
        assert answer.status_code == 422, body
        assert [error["field"] for error in answer.json()["errors"]] == [field], answer.text
    nameless = await admin.post("/api/queues", json={})
    assert (nameless.status_code, nameless.json()["field"]) == (422, "name")
    assert (await admin.get("/api/queues")).json()["items"] == [first]


async def test_only_those_with_the_right_change_things(
    admin: Client,
    client_as: ClientAs,
) -> None:
    skill = await made(admin, "skills", {"name": "German"})
    for role in ("agent", "supervisor"):
        client = await client_as(role)
        assert (await client.get("/api/skills")).json()["total"] == 1
        assert (await client.get("/api/centre")).json()["version"] == 0
        refused = await client.post("/api/skills", json={"name": 7})
        assert (refused.status_code, refused.json()["code"]) == (403, "right.missing")
        refused = await client.patch(
            f"/api/skills/{skill['id']}", json={"version": 1, "name": "Dutch"}
        )
        assert refused.status_code == 403
        refused = await client.put(f"/api/agents/{client.account}", json={})
        assert refused.status_code == 403
    anonymous = await client_as("anonymous")
    assert (await anonymous.get("/api/skills")).status_code == 401
    assert (await admin.get("/api/skills")).json()["items"] == [skill]


async def test_lists_are_searched_sorted_and_filed(admin: Client) -> None:
    for name in ("German", "Spanish", "100 % Returns", "=cmd"):
        await made(admin, "skills", {"name": name})
    gone = await made(admin, "skills", {"name": "Latin"})
    await admin.patch(f"/api/skills/{gone['id']}", json={"version": 1, "archived": True})

    async def names(query: str) -> list[str]:
        answer = await admin.get(f"/api/skills?{query}")
        assert answer.status_code == 200, answer.text
        return [item["name"] for item in answer.json()["items"]]

    assert await names("") == ["100 % Returns", "=cmd", "German", "Spanish"]
    assert await names("q=AN&order=desc") == ["Spanish", "German"]
    assert await names("q=%25") == ["100 % Returns"]
    assert await names("archived=yes") == ["Latin"]
    assert len(await names("archived=any")) == 5
    assert await names("size=2&page=2") == ["German", "Spanish"]
    assert (await admin.get("/api/skills?sort=secret")).status_code == 422
    file = await admin.get("/api/skills.csv?q=an&order=desc")
    assert file.headers["content-type"] == "text/csv; charset=utf-8"
    lines = file.content.decode("utf-8-sig").splitlines()
    assert lines[0] == "id,name,description,language,archived,changed_at"
    assert [line.split(",")[1] for line in lines[1:]] == ["Spanish", "German"]
    file = await admin.get("/api/skills.csv?size=1")
    assert len(file.text.splitlines()) == 5
    assert ",'=cmd," in file.text


@pytest.mark.parametrize(
    "path",
    ["skills", "queues", "gates", "hours", "wrap-up-codes", "state-reasons", "canned-replies",
     "chat-widgets", "phone-numbers", "agents"],
)  # fmt: skip
async def test_every_list_has_pages_and_a_file(admin: Client, path: str) -> None:
    answer = await admin.get(f"/api/{path}?q=zzz")
    assert answer.json() == {"items": [], "total": 0, "page": 1, "size": 50}
    file = await admin.get(f"/api/{path}.csv")
    assert (file.status_code, len(file.text.splitlines())) == (200, 1)
    missing = await admin.get(f"/api/{path}/nope")
    assert missing.status_code == (405 if path == "canned-replies" else 404)


async def test_hours_can_be_previewed_and_get_holidays(admin: Client) -> None:
    hours = await made(
        admin,
        "hours",
        {
            "name": "Office",
            "time_zone": "UTC",
            "weekly": [{"day": day, "from": "09:00", "to": "17:00"} for day in range(5)],
        },
    )
    answer = await admin.post(
        f"/api/hours/{hours['id']}/holidays",
        json={"version": 1, "country": "GB", "subdivision": "ENG", "year": 2026},
    )
    assert (answer.status_code, answer.json()["added"]) == (200, 9)
    answer = await admin.get(f"/api/hours/{hours['id']}/preview?days=2")
    nine = 1_767_225_600_000 + 33 * 3_600_000
    assert answer.json() == {
        "time_zone": "UTC",
        "open": False,
        "changes_at": nine,
        "days": [
            {"date": "2026-01-01", "closed": True, "exception": "New Year's Day", "intervals": []},
            {
                "date": "2026-01-02",
                "closed": False,
                "exception": None,
                "intervals": [{"from_at": nine, "to_at": nine + 8 * 3_600_000}],
            },
        ],
    }
    bad = await admin.post(
        "/api/hours",
        json={
            "name": "Night",
            "time_zone": "UTC",
            "weekly": [{"day": 0, "from": "22:00", "to": "06:00"}],
        },
    )
    assert (bad.status_code, bad.json()["field"]) == (422, "weekly")
    assert "goes over midnight; write it as" in bad.json()["title"]
    countries = (await admin.get("/api/holiday-countries?language=de")).json()
    assert {"code": "FR", "name": "Frankreich"}.items() <= next(
        country for country in countries if country["code"] == "FR"
    ).items()


async def test_a_draft_of_hours_comes_to_the_same_as_when_it_is_saved(admin: Client) -> None:
    draft = {
        "name": "Office",
        "time_zone": "Europe/Berlin",
        "weekly": [{"day": day, "from": "09:00", "to": "17:00"} for day in range(5)],
        "exceptions": [
            {"date": "2026-01-02", "name": "Stock", "intervals": [{"from": "10:00", "to": "11:00"}]}
        ],
    }
    told = (await admin.post("/api/hours/preview?days=3", json=draft)).json()
    assert [(day["date"], day["closed"], day["exception"]) for day in told["days"]] == [
        ("2026-01-01", False, None),
        ("2026-01-02", False, "Stock"),
        ("2026-01-03", True, None),
    ]
    assert (await admin.get("/api/hours")).json()["total"] == 0
    hours = await made(admin, "hours", draft)
    assert (await admin.get(f"/api/hours/{hours['id']}/preview?days=3")).json() == told


@pytest.mark.parametrize(
    "change, field",
    [
        ({"time_zone": "Europe/Nowhere"}, "time_zone"),
        ({"weekly": [{"day": 0, "from": "22:00", "to": "06:00"}]}, "weekly"),
        ({"exceptions": [{"date": "2026-02-30", "name": "", "intervals": []}]}, "exceptions"),
    ],
)
async def test_a_draft_of_hours_that_could_not_be_saved_is_not_previewed(
    change: dict[str, Any], field: str, admin: Client
) -> None:
    draft = {"name": "Office", "time_zone": "UTC", "weekly": [], "exceptions": []}
    answer = await admin.post("/api/hours/preview", json={**draft, **change})
    assert (answer.status_code, answer.json()["field"]) == (422, field)


async def test_a_widget_keeps_what_was_said(admin: Client) -> None:
    queue = await made(admin, "queues", {"name": "General"})
    skill = await made(admin, "skills", {"name": "German"})
    form = [
        {
            "key": "topic",
            "label": {"en": "Topic", "de": "Thema"},
            "kind": "choice",
            "required": True,
            "options": [{"value": "a", "label": {"en": "<b>A</b>", "de": "A"}}],
            "queue_by_option": {"a": queue["id"]},
            "skill_by_option": {"a": {"skill": skill["id"], "level": 3}},
        }
    ]
    body = {
        "name": "Shop",
        "queue_id": queue["id"],
        "languages": ["en", "de"],
        "form": form,
        "skill_by_language": {"de": {"skill": skill["id"], "level": 1}},
        "texts": {"en": {"send": "Send it"}},
        "look": {"color": "#123456", "title": {"en": "Hello"}},
        "allowed_origins": ["https://Shop.example/", "https://shop.example"],
    }
    widget = await made(admin, "chat-widgets", body)
    assert widget["form"] == form
    assert widget["skill_by_language"] == body["skill_by_language"]
    assert widget["texts"] == body["texts"]
    assert widget["allowed_origins"] == ["https://shop.example"]
    assert widget["look"] == {
        "color": "#123456",
        "scheme": "auto",
        "position": "right",
        "title": {"en": "Hello"},
        "subtitle": {},
        "greeting": {},
        "launcher": {},
        "privacy_url": None,
    }
    assert (widget["files"]["enabled"], widget["files"]["max_count"]) == (True, 5)
    assert (await admin.get(f"/api/chat-widgets/{widget['id']}")).json() == widget
    same = await admin.patch(f"/api/chat-widgets/{widget['id']}", json={"version": 1, **body})
    assert same.json() == widget
    embed = (await admin.get(f"/api/chat-widgets/{widget['id']}/embed")).json()
    assert embed["html"].endswith(
        f'/widget/loader.js" data-widget="{widget["id"]}" async></script>'
    )
    for wrong, field in (
        ({"look": {"color": "red"}}, "look"),
        ({"look": {"privacy_url": "javascript:alert(1)"}}, "look"),
        ({"files": {"types": ["exe"]}}, "files"),
        ({"files": {"types": []}}, "files"),
        ({"allowed_origins": ["shop"]}, "allowed_origins"),
        ({"languages": ["en", "de", "fr"]}, "form"),
        ({"queue_id": "nope"}, "queue_id"),
        ({"form": [{**form[0], "queue_by_option": {"a": "nope"}}]}, "form"),
        ({"skill_by_language": {"de": {"skill": "nope", "level": 1}}}, "skill_by_language"),
        ({"texts": {"English": {}}}, "texts"),
    ):
        answer = await admin.patch(
            f"/api/chat-widgets/{widget['id']}", json={"version": 1, **wrong}
        )
        assert (answer.status_code, answer.json()["field"]) == (422, field), answer.text
    assert (await admin.get(f"/api/chat-widgets/{widget['id']}")).json() == widget


async def test_who_sees_which_agents(
    admin: Client,
    client_as: ClientAs,
) -> None:
    team = (await admin.post("/api/teams", json={"name": "North"})).json()
    ann = await client_as("agent", name="Ann")
    bob = await client_as("agent", name="Bob")
    change = {"version": 1, "teams": [team["id"]]}
    changed = await admin.patch(f"/api/people/{ann.account}", json=change)
    assert changed.status_code == 200, changed.text
    lead = await client_as("supervisor", scope=("team", team["id"]))
    chief = await client_as("supervisor")

    async def seen(client: Client, query: str = "") -> list[str]:
        return [item["name"] for item in (await client.get(f"/api/agents{query}")).json()["items"]]

    assert await seen(admin) == ["Ann", "Bob"]
    assert await seen(chief, "?order=desc") == ["Bob", "Ann"]
    assert await seen(lead) == ["Ann"]
    assert await seen(bob) == ["Bob"]
    assert (await bob.get(f"/api/agents/{ann.account}")).status_code == 404
    assert (await lead.get(f"/api/agents/{bob.account}")).status_code == 404
    assert (await lead.get(f"/api/agents/{ann.account}")).status_code == 200

    skill = await made(admin, "skills", {"name": "German"})
    put = await admin.put(
        f"/api/agents/{ann.account}",
        json={
            "version": 0,
            "skills": [{"skill": skill["id"], "level": 9}],
            "queues": [],
            "capacity": {"chat": 2},
            "exclusive": ["voice"],
        },
    )
    assert put.json() == {
        "account_id": ann.account,
        "name": "Ann",
        "skills": [{"skill": skill["id"], "level": 9}],
        "queues": [],
        "capacity": {"chat": 2},
        "exclusive": ["voice"],
        "units_max": 0,
        "units": {},
        "reserved": {},
        "interrupts": [],
        "cleared": [],
        "version": 1,
    }
    assert await seen(admin, f"?skill={skill['id']}") == ["Ann"]
    assert await seen(admin, "?queue=nope") == []
    file = await admin.get("/api/agents.csv?q=ann")
    assert file.text.splitlines()[1].startswith(f"{ann.account},Ann,")


async def test_agents_keep_replies_of_their_own(
    admin: Client,
    client_as: ClientAs,
) -> None:
    ann, bob = await client_as("agent"), await client_as("agent")
    body = {"shortcut": "hi", "title": "Hello", "text": "Hello {agent.name}"}
    shared = await made(admin, "canned-replies", body)
    own = await made(ann, "canned-replies", {**body, "personal": True, "language": "de"})
    assert (await ann.post("/api/canned-replies", json=body)).status_code == 403
    assert [r["id"] for r in (await ann.get("/api/canned-replies")).json()["items"]] == [
        shared["id"],
        own["id"],
    ]
    german = (await ann.get("/api/canned-replies?language=de&queue=any")).json()["items"]
    assert german == [own]
    assert (await bob.get("/api/canned-replies")).json()["items"] == [shared]
    assert (await bob.delete(f"/api/canned-replies/{own['id']}")).status_code == 404
    changed = await ann.patch(f"/api/canned-replies/{own['id']}", json={"version": 1, "text": "Hi"})
    assert (changed.json()["text"], changed.json()["personal"]) == ("Hi", True)
    assert (await ann.delete(f"/api/canned-replies/{own['id']}")).status_code == 204
    assert (await ann.get("/api/canned-replies")).json()["total"] == 1


async def test_choices_can_be_narrowed(admin: Client) -> None:
    queue = await made(admin, "queues", {"name": "General"})
    code = await made(
        admin, "wrap-up-codes", {"name": "Solved", "group": "Good", "queue_ids": [queue["id"]]}
    )
    other = await made(admin, "wrap-up-codes", {"name": "Anywhere"})
    found = (await admin.get("/api/wrap-up-codes?queue=another")).json()["items"]
    assert found == [other]
    found = (await admin.get(f"/api/wrap-up-codes?queue={queue['id']}&sort=name")).json()["items"]
    assert found == [other, code]
    reason = await made(admin, "state-reasons", {"state": "break", "name": "Lunch"})
    assert (await admin.get("/api/state-reasons?state=meeting")).json()["total"] == 0
    renamed = await admin.patch(
        f"/api/state-reasons/{reason['id']}", json={"version": 1, "name": "Long lunch"}
    )
    assert renamed.json()["name"] == "Long lunch"
    moved = await admin.patch(
        f"/api/state-reasons/{reason['id']}", json={"version": 2, "state": "meeting"}
    )
    assert moved.status_code == 422


async def test_the_centre_is_changed_with_its_version(admin: Client) -> None:
    assert (await admin.get("/api/centre")).json() == {
        "name": "Onqueue",
        "languages": ["en"],
        "time_zone": "UTC",
        "ageing_s": 30,
        "misses_max": 2,
        "presence_grace_s": 30,
        "version": 0,
    }
    answer = await admin.patch("/api/centre", json={"version": 0, "name": "A"})
    assert answer.status_code == 404


async def test_rules_go_from_draft_to_published_and_back(admin: Client) -> None:
    queue = (await made(admin, "queues", {"name": "General"}))["id"]
    rules = {"rings": [{"after_s": 20, "priority": 1}, {"after_s": 20, "priority": 2}]}
    wrong = await admin.put(f"/api/routing/{queue}/draft", json={"revision": 0, "rules": rules})
    assert (wrong.status_code, wrong.json()["field"]) == (422, "rules.rings.1.after_s")
    rules["rings"][1]["after_s"] = 40
    drafted = await admin.put(f"/api/routing/{queue}/draft", json={"revision": 0, "rules": rules})
    assert drafted.status_code == 200, drafted.text
    unsaid = await admin.post(f"/api/routing/{queue}/publish", json={"revision": 1, "note": ""})
    assert (unsaid.status_code, unsaid.json()["field"]) == (422, "note")
    asked = {"revision": 1, "note": "Friday"}
    published = await admin.post(f"/api/routing/{queue}/publish", json=asked)
    found = published.json()
    assert (found["in_force"]["number"], found["in_force"]["published_by"], found["draft"]) == (
        1,
        "Administrator 1",
        None,
    )
    assert found["in_force"]["rules"]["rings"][1] == {
        "after_s": 40,
        "drop": [],
        "lower": [],
        "queues": [],
        "priority": 2,
    }
    asked = {"number": 0, "seen": 1, "note": "no"}
    back = await admin.post(f"/api/routing/{queue}/restore", json=asked)
    assert back.json()["in_force"]["restores"] == 0
    versions = (await admin.get(f"/api/routing/{queue}/versions")).json()
    assert [one["number"] for one in versions["items"]] == [2, 1]
    assert [one["field"] for one in versions["items"][0]["differences"]] == ["rings"]
    floor = await admin.put(
        "/api/routing/floor/draft", json={"revision": 0, "rules": {"hard_run_max": 2}}
    )
    assert floor.json()["draft"]["rules"]["hard_run_max"] == 2
    assert (await admin.get("/api/routing/nope")).status_code == 404


async def test_a_supervisor_closes_a_queue_at_once(admin: Client, client_as: ClientAs) -> None:
    queue = (await made(admin, "queues", {"name": "General"}))["id"]
    lead = await client_as("supervisor")
    unsaid = await lead.put(f"/api/queues/{queue}/closure", json={"reason": ""})
    assert (unsaid.status_code, unsaid.json()["field"]) == (422, "reason")
    closed = await lead.put(f"/api/queues/{queue}/closure", json={"reason": "Fire alarm"})
    assert closed.json()["reason"] == "Fire alarm"
    assert [one["queue"] for one in (await admin.get("/api/queue-closures")).json()] == [queue]
    assert (await lead.delete(f"/api/queues/{queue}/closure")).status_code == 204
    assert (await admin.get("/api/queue-closures")).json() == []
