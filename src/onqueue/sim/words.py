"""How does a report read? Lines for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final

from onqueue.insight.rules import metrics
from onqueue.sim.compare import Line
from onqueue.sim.report import all_rows, figures, queue_sums, time_of_day, time_sums

if TYPE_CHECKING:
    from onqueue.sim.remembered import Agreement
    from onqueue.sim.report import Result
    from onqueue.sim.student import Estimate
    from onqueue.sim.tally import Row
    from onqueue.sim.told import Told
    from onqueue.sim.versions import Compared, Range

HEAD: Final = (
    f"{'':<18} {'offered':>9} {'answered':>9} {'abandoned':>10} {'refused':>8}"
    f" {'in time':>8} {'ASA':>8} {'aband.':>7} {'AHT':>8}"
)


def report_lines(result: Result, *, intervals: bool = False) -> Iterator[str]:
    """Yield the report of one run."""
    yield (
        f"{result.scenario}: {result.days} days, seed {result.seed}, "
        f"{result.contacts:,} contacts, {result.commands:,} commands to the floor"
    )
    yield ""
    yield HEAD
    for name, rows in result.queues.items():
        yield _queue_line(name, rows)
    if len(result.queues) > 1:
        yield _queue_line("all queues", all_rows(result.queues))
    if intervals:
        yield from _interval_lines(result)
    yield ""
    yield f"{'':<18} {'busy h':>9} {'free h':>9} {'occupancy':>10}"
    for name, rows in result.groups.items():
        yield _group_line(name, rows)
    if len(result.groups) > 1:
        yield _group_line("all agents", all_rows(result.groups))
    if result.told is not None:
        yield ""
        yield from _told_lines(result.told)
    yield ""
    yield from definitions()


def agreement_line(agreement: Agreement) -> str:
    """Say how far a day went as it did."""
    share = agreement.same / agreement.taken_then if agreement.taken_then else None
    return (
        f"{agreement.taken:,} times somebody took a contact; of the {agreement.taken_then:,} that "
        f"were taken that day, too, {percent(share)} went to the same agent."
    )


def definitions() -> Iterator[str]:
    """Yield what the columns mean, as docs/metrics.md says it."""
    named = {metric.name: metric.formula for metric in metrics.METRICS}
    yield f"in time: {named['service_level']}"
    yield f"aband.: {named['abandonment_rate']}; ASA: {named['asa']}; AHT: {named['aht']}"
    yield "All as in docs/metrics.md, from the same formulas as boards and reports."


def percent(share: float | None) -> str:
    """Write a share."""
    return "-" if share is None else f"{share:.1%}"


def seconds(ms: int | None) -> str:
    """Write a time."""
    return "-" if ms is None else f"{ms / 1000:.1f} s"


def _queue_line(name: str, rows: list[Row]) -> str:
    of = figures(queue_sums(rows))
    return (
        f"{name:<18} {of.offered:>9,} {of.answered:>9,} {of.abandoned:>10,} {of.refused:>8,}"
        f" {percent(of.service_level):>8} {seconds(of.asa_ms):>8}"
        f" {percent(of.abandonment_rate):>7} {seconds(of.aht_ms):>8}"
    )


def _interval_lines(result: Result) -> Iterator[str]:
    for name, rows in result.queues.items():
        yield ""
        yield f"{name}, by the interval of the day in which they came"
        for slot, row in enumerate(rows):
            if any(row):
                yield _queue_line(f"  {time_of_day(slot)}", [row])


def _group_line(name: str, rows: list[Row]) -> str:
    sums = time_sums(rows)
    busy, free = sums["busy_ms"] / 3_600_000, sums["available_ms"] / 3_600_000
    return f"{name:<18} {busy:>9,.1f} {free:>9,.1f} {percent(metrics.occupancy(sums)):>10}"


def _told_lines(told: Told) -> Iterator[str]:
    if not told.checked:
        yield "Nobody who was told a wait was answered, so there is nothing to check."
        return
    held, sooner, later = (
        percent(part / told.checked) for part in (told.held, told.sooner, told.later)
    )
    yield (
        f"Told waits: {told.told:,} told, {told.checked:,} answered. In the range told: {held}, "
        f"where 80% should be; sooner: {sooner}; later: {later}. On average told "
        f"{told.error_ms / told.checked / 1000:+.1f} s against what came."
    )


NAMES: Final = {
    "service_level": ("in time", 100.0, " %"),
    "asa_ms": ("ASA", 0.001, " s"),
    "abandonment_rate": ("aband.", 100.0, " %"),
    "aht_ms": ("AHT", 0.001, " s"),
    "occupancy": ("occupancy", 100.0, " %"),
    "p90_ms": ("wait of 90 %", 0.001, " s"),
}
"""How a measure is called, and in what it is shown; those not named are counts."""


def summary_lines(results: Sequence[Result], lines: Sequence[Line]) -> Iterator[str]:
    """Yield what several seeds say of one scenario."""
    yield f"{results[0].scenario}: {results[0].days} days under {len(results)} seeds"
    for line in lines:
        if line.measure == next(iter(NAMES)):
            yield ""
            yield line.queue or "all queues"
        yield f"  {_name(line):<12} {_shown(line, line.first):>24}"
    yield ""
    yield from definitions()


def comparison_lines(
    first: Sequence[Result], second: Sequence[Result], lines: Sequence[Line]
) -> Iterator[str]:
    """Yield what the same seeds say of two scenarios. A star marks a difference that is sure."""
    yield f"A: {first[0].scenario}, {first[0].days} days"
    yield f"B: {second[0].scenario}, {second[0].days} days; both under {len(first)} seeds"
    for line in lines:
        if line.measure == next(iter(NAMES)):
            yield ""
            yield f"{line.queue or 'all queues':<14} {'A':>24} {'B':>24} {'B - A':>24}"
        sure = " *" if line.difference is not None and line.difference.sure else ""
        yield (
            f"  {_name(line):<12} {_shown(line, line.first):>24} {_shown(line, line.second):>24}"
            f" {_shown(line, line.difference, signed=True):>24}{sure}"
        )
    yield ""
    yield "* the difference is not 0, at the confidence asked for; it is taken seed by seed."
    yield from definitions()


def _name(line: Line) -> str:
    return NAMES.get(line.measure, (line.measure, 1.0, ""))[0]


def _shown(line: Line, of: Estimate | None, *, signed: bool = False) -> str:
    if of is None:
        return "-"
    _, scale, unit = NAMES.get(line.measure, ("", 1.0, ""))
    mean = of.mean * scale
    return f"{mean:{'+' if signed else ''},.2f} ± {of.half * scale:,.2f}{unit}"


def versions_lines(
    compared: Compared, *, queues: Mapping[str, str], groups: Mapping[str, str]
) -> Iterator[str]:
    """Yield what a day came to under the rules in force and under a draft."""
    parts = [
        *((queues.get(one, one) or "all queues", of) for one, of in compared.queues.items()),
        *((groups.get(one, "agents in no team") if one else "all agents", of)
          for one, of in compared.groups.items()),
    ]  # fmt: skip
    for name, lines in parts:
        yield f"{name:<14} {'in force':>12} {'draft':>12} {'difference':>28}"
        for line in lines:
            said, scale, unit = NAMES.get(line.measure, (line.measure, 1.0, ""))
            sure = " *" if line.sure else ""
            yield (
                f"  {said:<12} {_mean(line.before, scale):>12} {_mean(line.after, scale):>12}"
                f" {_between(line.difference, scale) + unit:>28}{sure}"
            )
        yield ""
    share = compared.same / compared.taken_then if compared.taken_then else None
    yield (
        f"Under the rules in force {percent(share)} of {compared.taken_then:,} contacts went to "
        "the same agent as on that day."
    )
    yield "* the difference is not 0, with 95 % confidence, on this day."


def _mean(of: Range | None, scale: float) -> str:
    return "-" if of is None else f"{of.mean * scale:,.2f}"


def _between(of: Range | None, scale: float) -> str:
    if of is None or of.low is None or of.high is None:
        return "-"
    return f"{of.mean * scale:+,.2f} ({of.low * scale:+,.2f} to {of.high * scale:+,.2f})"
