"""A draft is tried through the interface that the desk uses."""

from __future__ import annotations

from typing import Any

from onqueue.trials.jobs import Trials
from onqueue.trials.tests.scene import Recorded
from onqueue.web.tests.clients import ClientAs


async def test_a_draft_is_tried_looked_at_and_listed(
    recorded: Recorded, trials: Trials, client_as: ClientAs
) -> None:
    admin = await client_as("administrator")
    await recorded.draft(recorded.orders, kept_free=1)
    days = (await admin.get("/api/trials/days")).json()
    assert (days["usual"], len(days["days"])) == ("2026-01-05", 1)
    asked: dict[str, Any] = {
        "subject": recorded.orders, "revision": 1, "day": days["usual"], "seeds": 2,
    }  # fmt: skip
    begun = await admin.post("/api/trials", json=asked)
    assert (begun.status_code, begun.json()["state"]) == (201, "queued")
    trial = begun.json()["id"]
    await trials.run_due()
    shown = (await admin.get(f"/api/trials/{trial}")).json()
    assert (shown["state"], shown["asked_by"]) == ("done", "Administrator 1")
    measures = [line["measure"] for line in shown["outcome"]["queues"][0]["lines"]]
    assert measures == ["offered", "service_level", "asa_ms", "p90_ms", "abandoned", "handled"]
    listed = (await admin.get("/api/trials", params={"subject": recorded.orders})).json()
    assert (listed["total"], listed["items"]) == (1, [shown])
    cancelled = await admin.post(f"/api/trials/{trial}/cancel")
    assert cancelled.json()["state"] == "done"


async def test_what_is_wrong_is_said(recorded: Recorded, client_as: ClientAs) -> None:
    admin = await client_as("administrator")
    right: dict[str, Any] = {"subject": recorded.orders, "revision": 1, "day": "2026-01-05"}
    for wrong, status, said in (
        ({}, 409, "trial.no_draft"),
        ({"seeds": 1}, 422, "seeds"),
        ({"seeds": 31}, 422, "seeds"),
        ({"day": "yesterday"}, 422, "day"),
    ):
        answer = await admin.post("/api/trials", json={**right, **wrong})
        assert answer.status_code == status
        problem = answer.json()
        named = [one["field"] for one in problem["errors"]]
        assert said == problem["code"] or any(said in one for one in named)
    assert (await admin.get("/api/trials/nothing")).status_code == 404
    assert (await admin.post("/api/trials/nothing/cancel")).status_code == 404
