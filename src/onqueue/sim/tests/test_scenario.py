from __future__ import annotations

from pathlib import Path
from textwrap import dedent
from typing import get_args

import pytest

from onqueue.sim.examples import names, text
from onqueue.sim.run import run
from onqueue.sim.scenario import (
    Agents,
    Arrivals,
    BadScenario,
    Break,
    Channel,
    Diversion,
    Duration,
    Fault,
    Hours,
    Queue,
    Redial,
    Ring,
    Scenario,
    Tuning,
    read_scenario,
)

GOOD = """
format = 1
name = "small"
[queues.sales]
[arrivals.sales]
queue = "sales"
per_hour = 10
talk = { kind = "fixed", s = 60 }
[agents.team]
count = 2
queues = ["sales"]
"""


GUIDE = Path(__file__).parents[4] / "docs" / "guide" / "planner.md"


@pytest.mark.agreement
def test_the_example_of_the_guide_is_whole() -> None:
    written = GUIDE.read_text("utf-8").partition("This is a whole one:\n")[2]
    indented = written.partition("\n\nNames of tables")[0]
    result = run(read_scenario(dedent(indented)), seed=1)
    assert (result.scenario, result.days) == ("Two for sales", 5)


@pytest.mark.agreement
def test_the_guide_names_every_field() -> None:
    guide = GUIDE.read_text("utf-8")
    for part in (
        Scenario,
        Queue,
        Ring,
        Diversion,
        Arrivals,
        Redial,
        Agents,
        Break,
        Channel,
        Tuning,
        Hours,
    ):
        for field in part.__struct_fields__:
            assert f"`{field}" in guide or f"[{field}" in guide, (part, field)
    for fault in get_args(Fault):
        assert f"`{fault.__struct_config__.tag}`" in guide
    for duration in get_args(Duration):
        assert f'kind = "{duration.__struct_config__.tag}"' in guide


@pytest.mark.parametrize("name", names())
def test_every_example_can_be_read(name: str) -> None:
    assert read_scenario(text(name)).name


def test_a_scenario_is_read() -> None:
    read = read_scenario(GOOD)
    assert (read.days, read.agents["team"].count, read.arrivals["sales"].per_hour) == (1, 2, 10.0)


@pytest.mark.parametrize(
    "old,new,field,reason",
    [
        ("format = 1", "format = 2", "format", "Invalid enum value 2"),
        ("count = 2", "count = 0", "agents[...].count", "Expected `int` >= 1"),
        ("count = 2", "", "agents[...]", "Object missing required field `count`"),
        ("count = 2", "cuont = 2", "agents[...]", "Object contains unknown field `cuont`"),
        (
            'kind = "fixed", s = 60',
            'kind = "fixed", s = -1',
            "arrivals[...].talk.s",
            "Expected `float` >= 0.0",
        ),
        (
            'kind = "fixed", s = 60',
            'kind = "weibull"',
            "arrivals[...].talk.kind",
            "Invalid value 'weibull'",
        ),
        ("per_hour = 10", "", "arrivals.sales", "give either `per_hour` or `counts`"),
        ("per_hour = 10", "counts = [1, 2]", None, ""),
        (
            "per_hour = 10",
            'starts = "23:45"\ncounts = [1, 2]',
            "arrivals.sales.counts",
            "15 minutes past midnight",
        ),
        (
            "per_hour = 10",
            'per_hour = 10\nstarts = "12:00"\nends = "09:00"',
            "arrivals.sales.ends",
            "not after `starts`",
        ),
        (
            'queue = "sales"',
            'queue = "seals"',
            "arrivals.sales.queue",
            "there is no queue `seals`; there are: sales",
        ),
        (
            'queues = ["sales"]',
            'queues = ["seals"]',
            "agents.team.queues",
            "there is no queue `seals`; there are: sales",
        ),
        (
            "[queues.sales]",
            '[queues.sales]\nrings = [{ after_s = 5, queues = ["seals"] }]',
            "queues.sales.rings[0].queues",
            "there is no queue `seals`",
        ),
        (
            "[queues.sales]",
            '[queues.sales]\ndiversions = [{ when = "wait", to = "queue", target = "x" }]',
            "queues.sales.diversions[0].target",
            "there is no queue `x`",
        ),
        ("count = 2", "count = 2\ndeclines = 0.6\nmisses = 0.6", "agents.team.misses", "more than"),
        ("format = 1", "format = 1\nwarm_up_min = 1440", "warm_up_min", "nothing is left"),
        ("format = 1", "format = ", "the file", "this is no TOML"),
    ],
)
def test_what_is_wrong_is_named(old: str, new: str, field: str | None, reason: str) -> None:
    assert old in GOOD
    changed = GOOD.replace(old, new)
    if field is None:
        read_scenario(changed)
        return
    with pytest.raises(BadScenario) as refused:
        read_scenario(changed)
    assert refused.value.field == field
    assert refused.value.reason.startswith(reason)
    assert str(refused.value).startswith(f"{field}: ")


@pytest.mark.parametrize(
    "fault,field",
    [
        ('kind = "burst"\nat = "10:00"\narrivals = "salse"\ncount = 1', "faults[0].arrivals"),
        ('kind = "clock_stops"\nday = 1\nat = "10:00"\nlasts_s = 1', "faults[0].day"),
    ],
)
def test_a_fault_must_fit_the_rest(fault: str, field: str) -> None:
    with pytest.raises(BadScenario) as refused:
        read_scenario(f"{GOOD}\n[[faults]]\n{fault}")
    assert refused.value.field == field
