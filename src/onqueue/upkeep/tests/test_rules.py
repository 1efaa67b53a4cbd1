"""Every state that a part can be in, and what it says."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest

from onqueue.upkeep.rules import (
    BACKUP_OLD_MS,
    FRESH_MS,
    KINDS,
    SENTENCES,
    Facts,
    Part,
    Report,
    Told,
    judge,
    size_text,
    worst,
)

MIB = 1024**2
WORDS = Path(__file__).parents[4] / "frontend" / "desk" / "src" / "i18n"
NOW = 1_767_225_600_000
GOOD = Report(
    version="1.0",
    leads=True,
    looked_at=NOW - 5_000,
    look_ms=3,
    head=70,
    free_bytes=9_000 * MIB,
    engine="SQLite",
    database_bytes=7 * MIB,
    desks=2,
    widgets=3,
    files=40,
    backup_at=NOW - 2 * 3_600_000,
)


def told(report: Report, *, at: int = NOW) -> Told:
    return Told(process="here:8000", at=at, started_at=NOW - 60_000, report=report)


def facts(**changed: object) -> Facts:
    report = msgspec.structs.replace(GOOD, **changed)
    return Facts(now=NOW, told=(told(report),), head=70)


def part(given: Facts, name: str) -> Part:
    (found,) = [one for one in judge(given) if one.name == name]
    return found


def said(given: Facts, name: str) -> tuple[str, str, str]:
    found = part(given, name)
    return found.state, found.code, found.text


def test_server_that_is_well_says_so_of_every_part() -> None:
    parts = judge(facts())
    assert [one.name for one in parts] == [
        "server",
        "floor",
        "check",
        "journal",
        "projections",
        "jobs",
        "mail",
        "disk",
        "database",
        "backup",
        "background",
        "clock",
        "sockets",
        "findings",
    ]
    assert {one.state for one in parts} == {"well"}
    assert worst(parts).name == "server"


@pytest.mark.parametrize(
    "name, changed, state, text",
    [
        ("floor", {"leads": False}, "act", "No server runs the floor"),
        ("floor", {"broken": ("Ada has two owners.",)}, "act", "Ada has two owners."),
        ("check", {"looked_at": 0}, "well", "Nobody has looked"),
        ("check", {"looked_at": NOW - 20 * 60_000}, "look", "20 min ago"),
        ("journal", {"feed_behind": 12}, "look", "by 12 facts"),
        ("projections", {"projections_late": ("insight.facts",)}, "look", "insight.facts"),
        ("projections", {"projections_failed": ("insight.facts",)}, "act", "no longer follow"),
        ("disk", {"free_bytes": 500 * MIB}, "look", "Only 500 MiB"),
        ("disk", {"free_bytes": 100 * MIB}, "act", "Make room now."),
        ("disk", {"ailing": "The disk is full."}, "act", "The disk is full."),
        ("database", {"writes_waiting": 700}, "look", "700 writes wait"),
        ("backup", {"backup_at": 0}, "well", "No backup by"),
        ("backup", {"backup_at": NOW - BACKUP_OLD_MS - 1}, "look", "7 days ago"),
        ("background", {"stopped": ("feed",)}, "act", "feed"),
        ("clock", {"clock_ahead_ms": 3_600_000}, "look", "3600 s behind"),
    ],
)
def test_part_that_is_not_well_says_why(
    name: str, changed: dict[str, object], state: str, text: str
) -> None:
    found = said(facts(**changed), name)
    assert found[0] == state
    assert text in found[2]


@pytest.mark.parametrize(
    "changed, name, expected",
    [
        ({"parked": 2}, "jobs", ("look", "jobs.parked")),
        ({"due_since": NOW - 59_000}, "jobs", ("well", "jobs.good")),
        ({"due_since": NOW - 60_000}, "jobs", ("look", "jobs.late")),
        ({"due_since": NOW - 600_000, "parked": 2}, "jobs", ("act", "jobs.stuck")),
        ({"letters": 3, "letters_since": NOW - 1_000}, "mail", ("well", "mail.waiting")),
        ({"letters": 3, "letters_since": NOW - 90_000}, "mail", ("look", "mail.late")),
        ({"findings_new": 1}, "findings", ("look", "findings.new")),
    ],
)
def test_what_the_database_says_counts(
    changed: dict[str, int], name: str, expected: tuple[str, str]
) -> None:
    assert said(replace(facts(), **changed), name)[:2] == expected  # type: ignore[arg-type]  # ints


@pytest.mark.parametrize(
    "size, text",
    [
        (72_364 * MIB, "70.7 GiB"),
        (500 * MIB, "500 MiB"),
        (1024 * MIB, "1 GiB"),
        (1_700 * 1024 * MIB, "1.7 TiB"),
        (int(1_023.9 * 1024) * MIB, "1,024 GiB"),
        (300_000, "0.3 MiB"),
        (0, "0 MiB"),
    ],
)
def test_sizes_are_told_as_people_read_them(size: int, text: str) -> None:
    assert size_text(size) == text


def test_server_that_is_silent_is_the_worst_news() -> None:
    assert worst(judge(Facts(now=NOW))).code == "server.none"
    silent = Facts(now=NOW, told=(told(GOOD, at=NOW - FRESH_MS - 1_000),))
    assert worst(judge(silent)).text.startswith("No server has told of itself for 46 s")


def test_one_leader_among_several_is_enough() -> None:
    beside = msgspec.structs.replace(GOOD, leads=False, free_bytes=100 * MIB)
    both = replace(facts(), told=(told(GOOD), replace(told(beside), process="there:8000")))
    assert part(both, "floor").state == "well"
    assert part(both, "disk").state == "act"
    assert part(both, "sockets").params == {"desks": 4, "widgets": 6, "files": 80}


def test_report_of_an_older_program_says_less() -> None:
    assert msgspec.convert({"version": "0.9"}, Report).leads is False


@pytest.mark.agreement
@pytest.mark.parametrize("language", ["en", "de"])
def test_every_sentence_has_words_in_every_language(language: str) -> None:
    words = json.loads((WORDS / language / "health.json").read_text(encoding="utf-8"))
    for codes, key in ((SENTENCES, "said"), (KINDS, "found")):
        assert {code.replace(".", "_") for code in codes} == set(words[key])
    if language == "en":
        for code, text in SENTENCES.items():
            shown = words["said"][code.replace(".", "_")]
            assert shown == text.replace("{", "{{").replace("}", "}}").replace("`", "")
