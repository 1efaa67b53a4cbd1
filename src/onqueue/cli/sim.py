"""`onqueue sim`: what would happen if? The simulator reads and draws; files and cores are ours."""

from __future__ import annotations

import asyncio
import contextlib
import sys
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, date, datetime
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, BinaryIO, Final

import msgspec
import typer

from onqueue.cli import asked, looking
from onqueue.floor import snapshot
from onqueue.floor.commands import ConfigureAgent
from onqueue.kernel.errors import OnqueueError
from onqueue.live import codec
from onqueue.sim import examples
from onqueue.sim.compare import compare, summarise
from onqueue.sim.past import Day, day_of
from onqueue.sim.relive import NO_CHANGE, Change, NotFollowed, relive
from onqueue.sim.report import Result
from onqueue.sim.run import Broken, run
from onqueue.sim.scenario import DAY_MS, BadScenario, Scenario, read_scenario
from onqueue.sim.versions import SEEDS_MAX, SEEDS_MIN, SEEDS_USUAL, live_both
from onqueue.sim.words import (
    agreement_line,
    comparison_lines,
    report_lines,
    summary_lines,
    versions_lines,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from onqueue.floor.events import Event
    from onqueue.sim.clockwork import Sink

app: Final = typer.Typer(
    help="Try a plan on the floor that runs for real: customers and agents from a scenario, in "
    "virtual time, from a seed. See docs/guide/planner.md.",
    no_args_is_help=True,
)

_START: Final = "fork" if sys.platform == "linux" else "spawn"
"""A fork has everything imported already, and here nothing runs yet that it could tear apart."""
LONG_DAYS: Final = 20
"""From so many days on it is shown how far a run is."""

Plan = Annotated[str, typer.Argument(help="A scenario: a TOML file, or the name of an example.")]
Seed = Annotated[int, typer.Option(help="What all chance follows from.")]
Confidence = Annotated[
    float, typer.Option(min=0.5, max=0.9999, help="How sure the intervals are to be.")
]
Seeds = Annotated[int, typer.Option(min=1, max=10_000, help="How many seeds to try.")]


@app.command("run")
def run_scenario(
    scenario: Plan,
    seed: Seed = 1,
    *,
    journal: Annotated[
        Path | None, typer.Option(help="Write every event into this file, a line each.")
    ] = None,
    json: Annotated[bool, typer.Option(help="Print the result as JSON.")] = False,
    check: Annotated[
        bool, typer.Option(help="Ask the floor's invariants after each command; takes long.")
    ] = False,
    intervals: Annotated[bool, typer.Option(help="Show each interval of the day.")] = False,
) -> None:
    """Simulate a scenario once, and report."""
    plan = read(scenario)
    with contextlib.ExitStack() as stack:
        sink = None if journal is None else _writing(stack.enter_context(journal.open("wb")))
        try:
            result = run(plan, seed=seed, progress=_show_days, sink=sink, check=check)
        except Broken as error:
            raise _told(f"Seed {seed}: {error}") from None
    if json:
        sys.stdout.write(msgspec.json.encode(result).decode() + "\n")
        return
    for line in report_lines(result, intervals=intervals):
        typer.echo(line)


@app.command("seeds")
def try_seeds(
    scenario: Plan, seeds: Seeds = 20, first: Seed = 1, *, confidence: Confidence = 0.95
) -> None:
    """Simulate a scenario under several seeds, on all cores, and say how sure each figure is."""
    results = run_all([read(scenario)], seeds=range(first, first + seeds))
    for line in summary_lines(results[0], summarise(results[0], confidence=confidence)):
        typer.echo(line)


@app.command("compare")
def compare_scenarios(
    first_scenario: Plan,
    second_scenario: Plan,
    seeds: Seeds = 20,
    first: Seed = 1,
    *,
    confidence: Confidence = 0.95,
) -> None:
    """Simulate two scenarios under the same seeds, and say what differs and how sure that is."""
    plans = [read(first_scenario), read(second_scenario)]
    before, after = run_all(plans, seeds=range(first, first + seeds))
    for line in comparison_lines(before, after, compare(before, after, confidence=confidence)):
        typer.echo(line)


@app.command("day")
def relive_day(
    day: Annotated[datetime, typer.Argument(formats=["%Y-%m-%d"], help="Like 2026-11-20.")],
    data: Annotated[
        Path | None, typer.Option(help="The folder of the database; else as for `serve`.")
    ] = None,
    journal: Annotated[
        Path | None, typer.Option(help="A file from `run --journal`, in the place of a database.")
    ] = None,
    without: Annotated[
        list[str] | None, typer.Option(help="An agent who stays away, by name; may be repeated.")
    ] = None,
    ageing_s: Annotated[
        float | None, typer.Option(min=0, help="What a step of priority is worth in waiting.")
    ] = None,
    *,
    draft: Annotated[
        str, typer.Option(help="Compare with a draft: a queue's name, or floor.")
    ] = "",
    seeds: Annotated[
        int, typer.Option(min=SEEDS_MIN, max=SEEDS_MAX, help="Under how many seeds to compare.")
    ] = SEEDS_USUAL,
    seed: Seed = 1,
) -> None:
    """Live a day of the journal again on the floor of this version, as it was or changed."""
    if draft:
        _try_draft(day.date(), data=data, draft=draft, seeds=seeds)
        return
    past = _past_day(day.date(), data=data, journal=journal)
    if not past.inputs:
        raise _told(f"The journal knows of nothing on {day.date()}.")
    name = str(day.date())
    was, agreement = relive(past, name=name, seed=seed)
    for line in report_lines(was):
        typer.echo(line)
    typer.echo(agreement_line(agreement))
    change = Change(without=_agents_named(past, without or []), ageing_s=ageing_s)
    if change != NO_CHANGE:
        typer.echo("\nChanged:")
        would_be, agreement = relive(past, name=name, seed=seed, change=change)
        for line in report_lines(would_be):
            typer.echo(line)
        typer.echo(agreement_line(agreement))


def _try_draft(day: date, *, data: Path | None, draft: str, seeds: int) -> None:
    try:
        settings = asked.settings(data=data)
        past, found = asyncio.run(looking.day_and_draft(settings=settings, day=day, rules=draft))
        compared = live_both(
            past,
            before=found.before,
            after=found.after,
            seeds=seeds,
            groups=found.groups,
            progress=lambda done, total: _show("runs", done, total),
        )
    except (OnqueueError, NotFollowed) as error:
        raise _told(str(error)) from None
    typer.echo(f"{day}, the draft of {draft} beside the rules in force, under {seeds} seeds\n")
    for line in versions_lines(compared, queues=found.queue_names, groups=found.group_names):
        typer.echo(line)


def _past_day(day: date, *, data: Path | None, journal: Path | None) -> Day:
    if journal is None:
        try:
            settings = asked.settings(data=data)
            return asyncio.run(looking.past_day(settings=settings, day=day))
        except OnqueueError as error:
            raise _told(f"{error} ({error.code})") from None
    if not journal.is_file():
        raise _told(f"There is no file {journal}.")
    midnight = datetime(day.year, day.month, day.day, tzinfo=UTC)
    from_at = round(midnight.timestamp()) * 1000
    with journal.open("rb") as file:
        happened = ((seq, codec.decode(line)) for seq, line in enumerate(file, 1))
        return day_of(happened, from_at=from_at, to_at=from_at + DAY_MS)


def _agents_named(past: Day, names: Sequence[str]) -> frozenset[str]:
    there = {agent.spec.name: agent.id for agent in snapshot.load(past.floor).agents.values()}
    there |= {
        what.spec.name: what.agent for _, _, what in past.inputs if isinstance(what, ConfigureAgent)
    }
    for name in names:
        if name not in there:
            raise _told(f"There is no agent {name}; there are: {', '.join(sorted(there))}.")
    return frozenset(there[name] for name in names)


@app.command("examples")
def list_examples(
    name: Annotated[str, typer.Argument(help="The one to print.")] = "",
) -> None:
    """List the scenarios that come with the program, or print one to start from."""
    if not name:
        for one in examples.names():
            typer.echo(one)
    elif name in examples.names():
        typer.echo(examples.text(name), nl=False)
    else:
        raise _told(f"There is no example {name}. There are: {', '.join(examples.names())}.")


def run_all(plans: Sequence[Scenario], *, seeds: range) -> list[list[Result]]:
    """Simulate each scenario under each seed, on as many cores as there are."""
    total, done = len(plans) * len(seeds), 0
    found: list[list[Result]] = [[] for _ in plans]
    with ProcessPoolExecutor(mp_context=get_context(_START)) as pool:
        tasks = [[pool.submit(_run_one, plan, seed) for seed in seeds] for plan in plans]
        for results, runs in zip(found, tasks, strict=True):
            for task in runs:
                results.append(task.result())
                done += 1
                _show("runs", done, total)
    return found


def _run_one(plan: Scenario, seed: int) -> Result:
    return run(plan, seed=seed)


def read(name: str) -> Scenario:
    """Read a scenario from a file or from those that come with the program."""
    path = Path(name)
    if path.is_file():
        text = path.read_text("utf-8")
    elif name in examples.names():
        text = examples.text(name)
    else:
        known = ", ".join(examples.names())
        raise _told(f"There is no file {name}, and no example of that name. There are: {known}.")
    try:
        return read_scenario(text)
    except BadScenario as error:
        raise _told(f"{name}: {error}") from None


def _told(sentence: str) -> typer.Exit:
    typer.echo(sentence, err=True)
    return typer.Exit(code=1)


def _show_days(done: int, days: int) -> None:
    if days >= LONG_DAYS:
        _show("days", done, days)


def _show(what: str, done: int, total: int) -> None:
    if sys.stderr.isatty():
        sys.stderr.write(f"\r{done} of {total} {what}" if done < total else "\r\x1b[K")
        sys.stderr.flush()


def _writing(file: BinaryIO) -> Sink:
    encoder = msgspec.json.Encoder()
    buffer = bytearray()

    def write(events: Sequence[Event]) -> None:
        buffer.clear()
        for event in events:
            encoder.encode_into(event, buffer, -1)
            buffer.extend(b"\n")
        file.write(buffer)

    return write
