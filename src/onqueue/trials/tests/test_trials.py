"""A draft is tried on a day that was, beside the rules in force."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from datetime import timedelta
from typing import Any

import msgspec
import pytest
from sqlalchemy.orm import Session

from onqueue.directory import service as directory
from onqueue.floor import commands
from onqueue.floor.specs import AgentSpec
from onqueue.identity.service.people import invite_person
from onqueue.identity.service.teams import create_team
from onqueue.kernel.authz import Actor, RightMissing
from onqueue.kernel.db import Database
from onqueue.kernel.errors import OnqueueError
from onqueue.kernel.rows import Paging
from onqueue.sim.past import Day
from onqueue.sim.relive import lived
from onqueue.sim.versions import Range, live_both
from onqueue.trials import queries, service
from onqueue.trials.errors import (
    DayNotRecorded,
    DraftChanged,
    NothingToTry,
    TrialsFull,
    TrialUnderWay,
)
from onqueue.trials.jobs import CHILD, Trials
from onqueue.trials.models import RulesTrial
from onqueue.trials.queries.recorded import Sides, day_recorded, sides
from onqueue.trials.schemas import LineShown, TrialShown
from onqueue.trials.tests.scene import DAY, TO_MESSAGE, Recorded

pytestmark = pytest.mark.database


async def begin(at: Recorded, subject: str, *, revision: int = 1, **given: Any) -> TrialShown:
    asked: dict[str, Any] = {"day": DAY, "seeds": 2, **given}
    return await at.database.write(
        service.begin_trial, by=at.by, subject=subject, revision=revision, **asked
    )


async def look(at: Recorded, trial: str) -> TrialShown:
    found = await at.database.read(queries.trial_found, trial=trial)
    assert found is not None
    return found


async def taken_up(at: Recorded, trial: str) -> None:
    while (await look(at, trial)).state == "queued":  # noqa: ASYNC110  # a row cannot wake us
        await asyncio.sleep(0)


def lines(trial: TrialShown, queue: str) -> dict[str, LineShown]:
    assert trial.outcome is not None
    (part,) = [one for one in trial.outcome.queues if one.id == queue]
    return {line.measure: line for line in part.lines}


async def gathered(at: Recorded, subject: str) -> tuple[Day, Sides]:
    def gather(session: Session) -> tuple[Day, Sides]:
        from_at, to_at = queries.stretch_of(DAY, zone="UTC")
        day = day_recorded(session, from_at=from_at, to_at=to_at)
        return day, sides(session, subject=subject, day=day)

    return await at.database.read(gather)


async def test_who_would_have_been_asked_for_a_message_is_counted(
    recorded: Recorded, trials: Trials
) -> None:
    await recorded.draft(recorded.orders, diversions=[TO_MESSAGE])
    begun = await begin(recorded, recorded.orders)
    assert (begun.state, begun.day, begun.so_far, begun.compared_to) == (
        "queued", "2026-01-05", False, 0,
    )  # fmt: skip
    assert [(one.field, one.before, one.after) for one in begun.changes] == [
        ("diversions", [], [TO_MESSAGE])
    ]
    await trials.run_due()
    done = await look(recorded, begun.id)
    assert (done.state, done.problem, done.done, done.total) == ("done", "", 4, 4)
    assert done.of_draft
    assert done.outcome is not None
    assert [(part.id, part.name) for part in done.outcome.queues] == [
        ("", ""), (recorded.orders, "Orders"), (recorded.repairs, "Repairs"),
    ]  # fmt: skip
    assert done.outcome.same == done.outcome.taken_then > 60
    orders = lines(done, recorded.orders)
    wait = orders["p90_ms"]
    assert wait.before is not None
    assert wait.after is not None
    assert wait.after.mean <= 1_000 < wait.before.mean
    assert wait.sure
    fewer = orders["offered"]
    assert fewer.difference is not None
    assert (fewer.difference.mean < -20, fewer.sure) == (True, True)
    occupancy = done.outcome.groups[0].lines[0]
    assert (occupancy.measure, occupancy.difference is not None) == ("occupancy", True)


async def test_a_draft_that_changes_nothing_changes_no_figure(recorded: Recorded) -> None:
    await recorded.draft(recorded.orders, sticky_s=0)
    day, found = await gathered(recorded, recorded.orders)
    assert found.before == found.after
    told: list[tuple[int, int]] = []
    compared = live_both(
        day, before=found.before, after=found.after, seeds=2, groups={},
        progress=lambda done, total: told.append((done, total)),
    )  # fmt: skip
    assert told == [(1, 4), (2, 4), (3, 4), (4, 4)]
    assert sorted(compared.queues) == sorted(["", recorded.orders, recorded.repairs])
    for line in (line for of in compared.queues.values() for line in of):
        assert line.before == line.after
        assert (line.difference, line.sure) == (Range(mean=0, low=0, high=0), False)


async def test_the_floor_s_rules_are_tried_too(recorded: Recorded) -> None:
    await recorded.draft("floor", hard_run_max=1, hard_rest_s=60, recovery_budget_s=0)
    day, found = await gathered(recorded, "floor")
    assert (found.before.tuning, found.after.tuning) == (
        commands.TuneFloor(ageing_ms=30_000, misses_max=2, presence_grace_ms=30_000),
        commands.TuneFloor(
            ageing_ms=30_000, misses_max=2, presence_grace_ms=30_000,
            hard_run_max=1, hard_rest_ms=60_000,
        ),
    )  # fmt: skip
    assert lived(day, seed=1, change=found.after).floor.hard_run_max == 1


async def test_agents_are_counted_in_their_teams(recorded: Recorded) -> None:
    await recorded.draft(recorded.orders, kept_free=1)
    team = await recorded.database.write(create_team, by=recorded.by, name="Early birds")
    _, before = await gathered(recorded, recorded.orders)
    assert (before.groups, before.group_names) == ({}, {})
    ann = await recorded.database.write(
        invite_person, by=recorded.by, email="ann@example.org", name="Ann", language="en",
        grants=(), teams=(team.id,),
    )  # fmt: skip
    day, _ = await gathered(recorded, recorded.orders)
    told = commands.ConfigureAgent(agent=ann.id, spec=AgentSpec(name="Ann"))
    there = msgspec.structs.replace(day, inputs=[(day.from_at, 0, told), *day.inputs])
    found = await recorded.database.read(sides, subject=recorded.orders, day=there)
    assert (found.groups, found.group_names) == ({ann.id: team.id}, {team.id: "Early birds"})


async def test_what_cannot_be_tried_is_refused(recorded: Recorded) -> None:
    async def refused(error: type[OnqueueError], **given: Any) -> None:
        with pytest.raises(error):
            await begin(recorded, recorded.orders, **given)

    await refused(NothingToTry)
    await recorded.draft(recorded.orders, kept_free=1)
    await refused(DraftChanged, revision=2)
    await refused(DayNotRecorded, day=DAY - timedelta(days=1))
    await refused(DayNotRecorded, day=DAY + timedelta(days=30))
    await begin(recorded, recorded.orders)
    await refused(TrialUnderWay)
    agent = Actor(account="a", name="A", rights=frozenset(), queues=None, teams=None, agent=True)
    with pytest.raises(RightMissing):
        await recorded.database.write(service.cancel_trial, actor=agent, trial="x", now=1)


async def test_trials_that_wait_have_a_limit(recorded: Recorded) -> None:
    await recorded.draft(recorded.orders, kept_free=1)
    begun = await begin(recorded, recorded.orders)

    def fill(session: Session) -> None:
        row = session.get(RulesTrial, begun.id)
        assert row is not None
        values = {column.key: getattr(row, column.key) for column in row.__table__.columns}
        for number in range(service.WAITING_MAX - 1):
            session.add(RulesTrial(**{**values, "id": f"t{number}", "subject": f"q{number}"}))

    await recorded.database.write(fill)
    await recorded.draft(recorded.repairs, kept_free=1)
    with pytest.raises(TrialsFull):
        await begin(recorded, recorded.repairs)


async def test_only_the_latest_are_kept(recorded: Recorded) -> None:
    await recorded.draft(recorded.orders, kept_free=1)
    ids = []
    for _ in range(service.KEPT_MAX + 2):
        recorded.clock.advance(ms=1)
        begun = await begin(recorded, recorded.orders)
        await recorded.database.write(
            service.cancel_trial, actor=recorded.by.actor, trial=begun.id, now=1
        )
        ids.append(begun.id)
    found = await recorded.database.read(
        queries.trials_found, subject=recorded.orders, paging=Paging()
    )
    assert [one.id for one in found.items] == ids[:1:-1]


async def test_a_draft_that_was_changed_is_not_tried_as_it_was(
    recorded: Recorded, trials: Trials
) -> None:
    await recorded.draft(recorded.orders, kept_free=1)
    begun = await begin(recorded, recorded.orders)
    await recorded.draft(recorded.orders, kept_free=2)
    await trials.run_due()
    failed = await look(recorded, begun.id)
    assert (failed.state, failed.problem_code) == ("failed", "trial.draft_changed")
    assert (failed.of_draft, failed.outcome) == (False, None)


async def test_a_trial_that_is_cancelled_stops(recorded: Recorded, trials: Trials) -> None:
    await recorded.draft(recorded.orders, kept_free=1)
    begun = await begin(recorded, recorded.orders, seeds=30)

    async def cancel() -> None:
        await taken_up(recorded, begun.id)
        cancelled = await recorded.database.write(
            service.cancel_trial, actor=recorded.by.actor, trial=begun.id, now=1
        )
        assert cancelled.state == "cancelled"

    # It comes back once the child has ended.
    await asyncio.gather(trials.run_due(), cancel())
    shown = await look(recorded, begun.id)
    assert (shown.state, shown.outcome) == ("cancelled", None)


async def test_a_server_that_stops_says_so(recorded: Recorded, trials: Trials) -> None:
    await recorded.draft(recorded.orders, kept_free=1)
    begun = await begin(recorded, recorded.orders, seeds=30)
    running = asyncio.ensure_future(trials.run())
    await taken_up(recorded, begun.id)
    running.cancel()
    await asyncio.wait([running])
    shown = await look(recorded, begun.id)
    assert (shown.state, shown.problem_code) == ("interrupted", "trial.interrupted")


async def test_a_server_that_died_is_noticed(recorded: Recorded, trials: Trials) -> None:
    await recorded.draft(recorded.orders, kept_free=1)
    begun = await begin(recorded, recorded.orders)
    write, now = recorded.database.write, recorded.clock.now
    claim = await write(service.claim_trial, now=now())
    assert claim is not None
    assert await write(service.claim_trial, now=now()) is None
    recorded.clock.advance(ms=service.LEASE_MS)
    await trials.run_due()
    shown = await look(recorded, begun.id)
    assert (shown.state, shown.finished_at) == ("interrupted", now())
    assert not await write(
        service.hold_trial, claim=claim, phase="living", done=1, total=2, now=now()
    )
    await write(service.finish_trial, claim=claim, outcome={"queues": []}, now=now())
    assert (await look(recorded, begun.id)).state == "interrupted"


async def test_a_trial_that_takes_too_long_is_stopped(
    recorded: Recorded, trials: Trials, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("onqueue.trials.jobs.MINUTES_MAX", 0)
    await recorded.draft(recorded.orders, kept_free=1)
    begun = await begin(recorded, recorded.orders, seeds=30)
    await trials.run_due()
    shown = await look(recorded, begun.id)
    assert (shown.state, shown.problem_code) == ("failed", "trial.too_long")


async def test_a_child_that_ends_at_once_is_told(
    recorded: Recorded, trials: Trials, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("onqueue.trials.jobs.CHILD", "onqueue.kernel.ids")
    await recorded.draft(recorded.orders, kept_free=1)
    begun = await begin(recorded, recorded.orders, seeds=2)
    await trials.run_due()
    shown = await look(recorded, begun.id)
    assert (shown.state, shown.problem_code) == ("failed", "trial.failed")


def test_a_child_ends_with_its_server() -> None:
    child = subprocess.Popen(
        [sys.executable, "-m", CHILD], stdin=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    assert child.stdin is not None
    order = b'{"database":"postgresql://nobody@203.0.113.1/x","site":"main","subject":"q",'
    order += b'"draft":"d","revision":1,"from_at":0,"to_at":1,"seeds":2}\n'
    child.stdin.write(order)
    child.stdin.close()
    assert child.wait() == 1


async def test_days_are_those_with_contacts(recorded: Recorded, database: Database) -> None:
    found = await database.read(queries.days_recorded, now=recorded.clock.now())
    assert [(one.day, one.over) for one in found.days] == [("2026-01-05", True)]
    assert (found.usual, found.days[0].contacts > 60) == ("2026-01-05", True)
    early = await database.read(queries.days_recorded, now=recorded.clock.now() - 15 * 3_600_000)
    assert [(one.day, one.over) for one in early.days] == [("2026-01-05", False)]
    assert early.usual == "2026-01-05"


async def test_a_day_that_is_not_over_is_tried_as_far_as_it_is(recorded: Recorded) -> None:
    recorded.clock._now -= 19 * 3_600_000  # back to two in the afternoon
    await recorded.draft(recorded.orders, kept_free=1)
    begun = await begin(recorded, recorded.orders)
    assert begun.so_far
    claim = await recorded.database.write(service.claim_trial, now=recorded.clock.now())
    assert claim is not None
    assert claim.to_at == recorded.clock.now()


async def test_nothing_is_recorded_at_first(database: Database) -> None:
    found = await database.read(queries.days_recorded, now=0)
    assert (found.days, found.usual) == ((), None)


async def test_a_trial_stays_with_what_was_published(recorded: Recorded, trials: Trials) -> None:
    revision = await recorded.draft(recorded.orders, kept_free=1)
    begun = await begin(recorded, recorded.orders)
    await recorded.database.write(
        directory.publish_draft, by=recorded.by, subject=recorded.orders, revision=revision,
        note="tried",
    )  # fmt: skip
    shown = await look(recorded, begun.id)
    assert (shown.of_draft, shown.compared_to) == (False, 0)
