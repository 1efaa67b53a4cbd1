"""What is well, what should somebody look at, and where must somebody act?

Each part of the server gets a state and a sentence by its code. The worst part says how the
whole is. A server that says nothing is the worst news of all.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal, get_args

import msgspec

State = Literal["well", "look", "act"]
STATES: Final[tuple[State, ...]] = get_args(State)

FRESH_MS: Final = 45_000
"""So long a report counts; a server makes one every ten seconds."""
KEPT_MS: Final = 24 * 3_600_000
"""A process that said nothing for so long is forgotten."""
LOOK_LATE_MS: Final = 15 * 60_000
JOB_LATE_MS: Final = 60_000
JOB_STUCK_MS: Final = 10 * 60_000
SPACE_LOW_BYTES: Final = 1024**3
SPACE_OUT_BYTES: Final = 200 * 1024**2
WRITES_MANY: Final = 500
BACKUP_OLD_MS: Final = 7 * 24 * 3_600_000
CLOCK_AHEAD_MS: Final = 2_000
SIZES: Final = ((1024**4, "TiB"), (1024**3, "GiB"), (1024**2, "MiB"))
WHOLE_FROM: Final = 100
"""What is read without a fraction."""

SENTENCES: Final[Mapping[str, str]] = {
    "server.silent": "No server has told of itself for {seconds} s: start it, or look at its log.",
    "server.none": "No server has ever told of itself: start it.",
    "server.up": "{count} running, version {version}.",
    "floor.runs": "The floor takes commands; it was built again {restarts} times.",
    "floor.stopped": "No server runs the floor: nobody is offered anything. Look at the log.",
    "floor.broken": "What must be true of the floor is not: {sentence} Keep the data, report it.",
    "check.good": "All invariants held {seconds} s ago; looking took {took_ms} ms.",
    "check.none": "Nobody has looked at the invariants yet; the first look comes by itself.",
    "check.late": "The invariants were last looked at {minutes} min ago; that is too long.",
    "journal.at": "The journal is at {seq}, and all who follow it are there.",
    "journal.late": "Screens lag behind the journal by {behind} facts. The server may be too busy.",
    "projections.good": "All tables that follow the journal are up to date.",
    "projections.late": "These tables lag behind the journal: {names}.",
    "projections.failed": "These tables no longer follow the journal: {names}. Look at the log.",
    "jobs.good": "{queued} wait for their time, {running} are under way, none is parked.",
    "jobs.parked": "{parked} failed for good. Read why, then try them again or drop them.",
    "jobs.late": "A job has been due for {seconds} s.",
    "jobs.stuck": "A job has been due for {minutes} min: nothing is done any more.",
    "mail.good": "No letter waits.",
    "mail.waiting": "{count} letters wait to be sent.",
    "mail.late": "{count} letters wait, the oldest for {minutes} min. Look at the mail server.",
    "disk.good": "{free_bytes} are free where the data is.",
    "disk.low": "Only {free_bytes} are free where the data is. Make room.",
    "disk.out": "Only {free_bytes} are free where the data is. Make room now.",
    "disk.ailing": "The disk refused a write in the last minute: {sentence}",
    "database.good": "{engine}, {size_bytes}; {reads} reads and {writes} writes wait.",
    "database.busy": "{writes} writes wait for the database: it is too slow for what is asked.",
    "backup.known": "The last backup was made {hours} h ago.",
    "backup.old": "The last backup was made {days} days ago. Make one.",
    "backup.unknown": "No backup by `onqueue backup` is known. Others are not seen here.",
    "sockets.open": "{desks} desks and {widgets} widgets are connected; {files} files are open.",
    "background.good": "All background work goes on.",
    "background.stopped": "This background work has stopped: {names}. Start the server again.",
    "clock.right": "Time here is the machine's time.",
    "clock.ahead": "The machine's clock was set back: it is {seconds} s behind. Ours goes slower.",
    "findings.none": "Nothing was repaired or parked that nobody has seen.",
    "findings.new": "{count} things were repaired, parked or broken. Read them below.",
}
"""Every sentence about a part, by its code; screens have the same in their languages."""

KINDS: Final[Mapping[str, str]] = {
    "floor.mended": "The floor in memory was wrong and was built again from the journal: {detail}",
    "floor.broken": "The floor is not as it must be, and building it again did not help: {detail}",
    "floor.restarted": "The floor stopped and was built again from the journal: {detail}",
    "job.parked": "A job failed for good and is parked: {detail}",
    "projection.failed": "A table no longer follows the journal: {detail}",
    "task.stopped": "Background work ended by an error: {detail}",
    "database.away": "The database did not answer for a while; nothing was acknowledged: {detail}",
    "outbound.stopped": "Calling out was stopped because of unusual calls: {detail}",
    "outbound.spent": "A limit of what calls out may cost was reached: {detail}",
    "disk.ailing": "The disk refused a write; nothing was acknowledged meanwhile: {detail}",
}
"""What can be found, and how it is told."""
REPAIRED: Final = frozenset({"floor.mended", "floor.restarted"})


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """What a process says of itself. Each field has a default: older ones say less."""

    version: str = ""
    leads: bool = False
    restarts: int = 0
    looked_at: int = 0
    look_ms: int = 0
    mended: int = 0
    broken: tuple[str, ...] = ()
    head: int = 0
    feed_behind: int = 0
    """Facts that were there at the report before, and are still not shown."""
    projections_late: tuple[str, ...] = ()
    projections_failed: tuple[str, ...] = ()
    stopped: tuple[str, ...] = ()
    problems: dict[str, str] = {}
    free_bytes: int = 0
    ailing: str = ""
    engine: str = ""
    database_bytes: int = 0
    reads_waiting: int = 0
    writes_waiting: int = 0
    desks: int = 0
    widgets: int = 0
    files: int = 0
    memory_bytes: int = 0
    backup_at: int = 0
    clock_ahead_ms: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A report, by whom and when."""

    process: str
    at: int
    started_at: int
    report: Report


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """All that the verdict rests on."""

    now: int
    told: Sequence[Told] = ()
    head: int = 0
    queued: int = 0
    running: int = 0
    parked: int = 0
    due_since: int | None = None
    letters: int = 0
    letters_since: int | None = None
    findings_new: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One part of the server: how it is, and why."""

    name: str
    state: State
    code: str
    params: Mapping[str, str | int] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The sentence in English, for the command line and the letters."""
        said = {
            name: size_text(int(value)) if name.endswith("_bytes") else value
            for name, value in self.params.items()
        }
        return SENTENCES[self.code].format_map(said)


def size_text(size: int) -> str:
    """Return so many bytes as people read them: 70.7 GiB."""
    unit, name = next((one for one in SIZES if size >= one[0]), SIZES[-1])
    value = size / unit
    return f"{value:,.{0 if value >= WHOLE_FROM else 1}f}".removesuffix(".0") + f" {name}"


def judge(facts: Facts) -> tuple[Part, ...]:
    """Return every part with its state."""
    return tuple(_parts(facts))


def worst(parts: Sequence[Part]) -> Part:
    """Return the part that says how the whole is: the first of the worst."""
    return max(parts, key=lambda part: STATES.index(part.state))


def fresh(facts: Facts) -> list[Told]:
    """Return the reports that still count."""
    return [one for one in facts.told if facts.now - one.at <= FRESH_MS]


def _parts(facts: Facts) -> Iterator[Part]:
    up = fresh(facts)
    yield _server(facts, up)
    if up:
        yield _floor(up)
        yield _check(facts, up)
        yield _journal(facts, up)
        yield _projections(up)
    yield _jobs(facts)
    yield _mail(facts)
    if up:
        yield _disk(up)
        yield _database(up)
        yield _backup(facts, up)
        yield _background(up)
        yield _clock(up)
        yield _sockets(up)
    yield _findings(facts)


def _part(name: str, state: State, code: str, **params: str | int) -> Part:
    return Part(name=name, state=state, code=f"{name}.{code}", params=params)


def _server(facts: Facts, up: Sequence[Told]) -> Part:
    if up:
        versions = sorted({one.report.version for one in up})
        return _part("server", "well", "up", count=len(up), version=", ".join(versions))
    if not facts.told:
        return _part("server", "act", "none")
    last = max(one.at for one in facts.told)
    return _part("server", "act", "silent", seconds=(facts.now - last) // 1_000)


def _floor(up: Sequence[Told]) -> Part:
    leading = [one.report for one in up if one.report.leads]
    if not leading:
        return _part("floor", "act", "stopped")
    broken = [sentence for one in leading for sentence in one.broken]
    if broken:
        return _part("floor", "act", "broken", sentence=broken[-1])
    return _part("floor", "well", "runs", restarts=max(one.restarts for one in leading))


def _check(facts: Facts, up: Sequence[Told]) -> Part:
    last = max((one.report for one in up), key=lambda report: report.looked_at)
    if not last.looked_at:
        return _part("check", "well", "none")
    ago_ms = max(0, facts.now - last.looked_at)
    if ago_ms > max(LOOK_LATE_MS, 200 * last.look_ms):
        return _part("check", "look", "late", minutes=ago_ms // 60_000)
    return _part("check", "well", "good", seconds=ago_ms // 1_000, took_ms=last.look_ms)


def _journal(facts: Facts, up: Sequence[Told]) -> Part:
    behind = max(one.report.feed_behind for one in up)
    if behind:
        return _part("journal", "look", "late", behind=behind)
    return _part("journal", "well", "at", seq=facts.head)


def _projections(up: Sequence[Told]) -> Part:
    failed = sorted({name for one in up for name in one.report.projections_failed})
    late = sorted({name for one in up for name in one.report.projections_late})
    if failed:
        return _part("projections", "act", "failed", names=", ".join(failed))
    if late:
        return _part("projections", "look", "late", names=", ".join(late))
    return _part("projections", "well", "good")


def _jobs(facts: Facts) -> Part:
    late_ms = 0 if facts.due_since is None else facts.now - facts.due_since
    if late_ms >= JOB_STUCK_MS:
        return _part("jobs", "act", "stuck", minutes=late_ms // 60_000)
    if facts.parked:
        return _part("jobs", "look", "parked", parked=facts.parked)
    if late_ms >= JOB_LATE_MS:
        return _part("jobs", "look", "late", seconds=late_ms // 1_000)
    return _part("jobs", "well", "good", queued=facts.queued, running=facts.running)


def _mail(facts: Facts) -> Part:
    if not facts.letters or facts.letters_since is None:
        return _part("mail", "well", "good")
    age_ms = facts.now - facts.letters_since
    if age_ms >= JOB_LATE_MS:
        return _part("mail", "look", "late", count=facts.letters, minutes=age_ms // 60_000)
    return _part("mail", "well", "waiting", count=facts.letters)


def _disk(up: Sequence[Told]) -> Part:
    ailing = [one.report.ailing for one in up if one.report.ailing]
    if ailing:
        return _part("disk", "act", "ailing", sentence=ailing[0])
    free = min(one.report.free_bytes for one in up)
    state: State = "act" if free < SPACE_OUT_BYTES else "look" if free < SPACE_LOW_BYTES else "well"
    code = {"act": "out", "look": "low", "well": "good"}[state]
    return _part("disk", state, code, free_bytes=free)


def _database(up: Sequence[Told]) -> Part:
    writes = max(one.report.writes_waiting for one in up)
    if writes >= WRITES_MANY:
        return _part("database", "look", "busy", writes=writes)
    return _part(
        "database",
        "well",
        "good",
        engine=up[0].report.engine,
        size_bytes=max(one.report.database_bytes for one in up),
        reads=max(one.report.reads_waiting for one in up),
        writes=writes,
    )


def _backup(facts: Facts, up: Sequence[Told]) -> Part:
    last = max(one.report.backup_at for one in up)
    if not last:
        return _part("backup", "well", "unknown")
    age_ms = max(0, facts.now - last)
    if age_ms > BACKUP_OLD_MS:
        return _part("backup", "look", "old", days=age_ms // (24 * 3_600_000))
    return _part("backup", "well", "known", hours=age_ms // 3_600_000)


def _background(up: Sequence[Told]) -> Part:
    stopped = sorted({name for one in up for name in one.report.stopped})
    if stopped:
        return _part("background", "act", "stopped", names=", ".join(stopped))
    return _part("background", "well", "good")


def _clock(up: Sequence[Told]) -> Part:
    ahead_ms = max(one.report.clock_ahead_ms for one in up)
    if ahead_ms >= CLOCK_AHEAD_MS:
        return _part("clock", "look", "ahead", seconds=ahead_ms // 1_000)
    return _part("clock", "well", "right")


def _sockets(up: Sequence[Told]) -> Part:
    return _part(
        "sockets",
        "well",
        "open",
        desks=sum(one.report.desks for one in up),
        widgets=sum(one.report.widgets for one in up),
        files=sum(one.report.files for one in up),
    )


def _findings(facts: Facts) -> Part:
    if facts.findings_new:
        return _part("findings", "look", "new", count=facts.findings_new)
    return _part("findings", "well", "none")
