"""The running program says how it is, and tells what it repaired by itself."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from onqueue.cli.looking import health
from onqueue.floor import commands
from onqueue.journal.store import begin_epoch
from onqueue.kernel import jobs
from onqueue.kernel.errors import Unavailable
from onqueue.kernel.rows import Page, Paging
from onqueue.live.inspecting import EVERY_MS
from onqueue.upkeep import queries
from onqueue.upkeep.models import Finding
from onqueue.upkeep.rules import Part, judge, worst
from onqueue.web.probe import BACKUP_NOTE
from tests.server.scene import Centre
from tests.server.test_chat_from_end_to_end import taken

LAST = Paging(sort="last_at", order="desc")


async def parts(centre: Centre) -> dict[str, Part]:
    await centre.program.upkeep.look()
    now = centre.program.clock.now()
    return {one.name: one for one in judge(await centre.program.db.read(queries.facts, now=now))}


async def findings(centre: Centre) -> Page[Finding]:
    return await centre.program.db.read(queries.findings, paging=LAST)


async def test_centre_that_is_well_says_so(centre: Centre, tmp_path: Path) -> None:
    await taken(centre)
    await parts(centre)
    found = await parts(centre)
    assert {name: one.state for name, one in found.items() if one.state != "well"} == {}
    assert found["sockets"].params["desks"] == 1
    assert found["sockets"].params["widgets"] == 1
    assert found["backup"].code == "backup.unknown"
    (tmp_path / BACKUP_NOTE).touch()
    assert (await parts(centre))["backup"].code in {"backup.known", "backup.old"}


async def test_floor_that_was_put_right_is_told(centre: Centre) -> None:
    driver = centre.program.house.driver
    driver._check = False
    await taken(centre)
    assert driver._floor is not None
    driver._floor.queues[centre.made.queue].counts["waiting"] += 3
    await centre.later(EVERY_MS + 1)
    found = await parts(centre)
    assert found["floor"].state == "well"
    assert (found["findings"].state, found["findings"].params) == ("look", {"count": 1})
    (only,) = (await findings(centre)).items
    assert (only.kind, only.times) == ("floor.mended", 1)
    await parts(centre)
    assert (await findings(centre)).items[0].times == 1


async def test_floor_that_failed_and_came_back_is_told(centre: Centre) -> None:
    # Somebody else took the lead: what is appended in the old epoch is refused.
    await centre.program.db.write(begin_epoch)
    driver = centre.program.house.driver
    with pytest.raises(Unavailable):
        await driver.ask(commands.CloseQueue(queue=centre.made.queue, opens_at=None))
    async with asyncio.timeout(60):
        while not driver.health.running:  # noqa: ASYNC110 -- the driver tells nobody
            await asyncio.sleep(0.01)
    await taken(centre)
    assert (await parts(centre))["floor"].params == {"restarts": 1}
    assert [one.kind for one in (await findings(centre)).items] == ["floor.restarted"]


async def test_job_that_failed_for_good_is_told(centre: Centre) -> None:
    kind = "identity.notice"
    now = centre.program.clock.now()
    await centre.program.db.write(jobs.enqueue, kind=kind, payload={}, now=now, attempts_max=1)
    for _ in range(200):
        if (await centre.program.db.read(jobs.counts))["parked"]:
            break
        await centre.settle_floor()
    found = await parts(centre)
    assert found["jobs"].params == {"parked": 1}
    (only,) = (await findings(centre)).items
    assert only.detail == "identity.notice: KeyError: 'name'"


async def test_background_work_that_ended_is_told_once(centre: Centre) -> None:
    async def end() -> None:
        raise RuntimeError("made up")

    await centre.program.tasks.start(end(), name="made-up").ended()
    await parts(centre)
    found = await parts(centre)
    assert found["background"].text.startswith("This background work has stopped: made-up.")
    (only,) = (await findings(centre)).items
    assert (only.kind, only.times) == ("task.stopped", 1)
    centre.program.tasks.crashed.clear()


async def test_command_line_says_the_same(centre: Centre) -> None:
    found = await parts(centre)
    state, lines = await health(settings=centre.program.settings)
    # The command line knows only the machine's clock, by which the tests' server is long silent.
    assert state == "act"
    assert lines[0].startswith("ACT: ")
    assert "No server has told of itself" in lines[0]
    assert worst(tuple(found.values())).state == "well"
