"""What is decided and counted about recordings."""

from __future__ import annotations

import array

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onqueue.recording.rules.policy import DAY_MS, Policy, judge, keep_until
from onqueue.recording.rules.ranges import Range, asked_for
from onqueue.recording.rules.segments import SLACK_MS, Segment, accounted, has_gap
from onqueue.recording.rules.waveform import BARS_MAX, FULL, Meter, bars, speech

CONTACTS = [f"contact-{number}" for number in range(2_000)]


def verdict(
    policy: Policy,
    contact: str = "c",
    *,
    can_record: bool = True,
    can_tell: bool = True,
    declined: bool = False,
) -> tuple[bool, str]:
    found = judge(
        policy, contact=contact, can_record=can_record, can_tell=can_tell, declined=declined
    )
    return found.recorded, found.why


@pytest.mark.parametrize(
    "policy, said, expected",
    [
        (Policy(), {}, (False, "policy.off")),
        (Policy(mode="on"), {}, (True, "policy")),
        (Policy(mode="on"), {"can_record": False}, (False, "carrier.cannot")),
        (Policy(mode="on"), {"can_tell": False}, (False, "notice.unspoken")),
        (Policy(mode="on", announce=False), {"can_tell": False}, (True, "policy")),
        (Policy(mode="on"), {"declined": True}, (False, "customer.declined")),
    ],
)
def test_a_talk_is_recorded_or_it_is_said_why_not(
    policy: Policy, said: dict[str, bool], expected: tuple[bool, str]
) -> None:
    assert verdict(policy, "c", **said) == expected


@pytest.mark.parametrize("share", [1, 30, 99, 100])
def test_a_share_is_about_that_many_and_always_the_same_ones(share: int) -> None:
    policy = Policy(mode="share", share=share)
    drawn = [one for one in CONTACTS if verdict(policy, one)[0]]
    assert abs(len(drawn) - len(CONTACTS) * share / 100) <= len(CONTACTS) * 0.04
    assert drawn == [one for one in CONTACTS if verdict(policy, one)[0]]
    if share == 100:
        assert drawn == CONTACTS


def test_recordings_are_kept_so_many_days_or_until_somebody_deletes_them() -> None:
    assert keep_until(2, ended_at=7) == 7 + 2 * DAY_MS
    assert keep_until(0, ended_at=7) is None


def row(*ends: int) -> list[Segment]:
    return [
        Segment(kind="recorded", reason="", by="", from_at=a, to_at=b)
        for a, b in zip((0, *ends), ends, strict=False)
    ]


@given(
    ends=st.lists(st.integers(1, 100_000), min_size=1, max_size=6, unique=True).map(sorted),
    duration_ms=st.integers(0, 120_000),
)
def test_whatever_the_file_has_no_second_of_a_talk_is_missing(
    ends: list[int], duration_ms: int
) -> None:
    found = accounted(row(*ends), began_at=0, duration_ms=duration_ms, ended_at=ends[-1])
    assert not has_gap(found, began_at=0, ended_at=ends[-1])
    lost = sum(one.to_at - one.from_at for one in found if one.kind == "lost")
    short = ends[-1] - duration_ms
    assert lost == (short if short > SLACK_MS else 0)


def test_a_gap_is_seen() -> None:
    two = row(5, 9)
    assert has_gap(two[1:], began_at=0, ended_at=9)
    assert has_gap(two, began_at=0, ended_at=10)
    assert not has_gap(two, began_at=0, ended_at=9)


def test_the_meter_hears_each_channel_and_what_is_left_at_the_end() -> None:
    meter = Meter(channels=2, rate=8_000)
    loud = array.array("h", [100, -8_000] * 800)
    meter.hear(loud[:500])
    meter.hear(loud[500:])
    meter.hear(array.array("h", [0, 16_000] * 10))
    meter.finish()
    assert meter.loudest == [[100, 0], [8_000, 16_000]]


def test_bars_are_percent_and_never_too_many() -> None:
    assert bars([0, FULL // 2, FULL]) == [0, 50, 100]
    assert len(bars([FULL] * (BARS_MAX * 3 + 1))) <= BARS_MAX
    assert bars([]) == []


def test_speech_is_whole_over_a_breath_and_two_over_a_silence() -> None:
    loud, quiet = 5_000, 10
    breath, silence = [quiet] * 6, [quiet] * 7
    assert speech([loud, *breath, loud]) == [(0, 800)]
    assert speech([loud, *silence, loud]) == [(0, 100), (800, 900)]
    assert speech([quiet] * 20) == []


@pytest.mark.parametrize(
    "header, expected",
    [
        ("", (0, 100)),
        ("bytes=0-", (0, 100)),
        ("bytes=10-19", (10, 20)),
        ("bytes=90-500", (90, 100)),
        ("bytes=500-600", (100, 100)),
        ("bytes=9-3", (9, 9)),
        ("bytes=0-1,5-6", (0, 100)),
        ("bytes=-5", (0, 100)),
        ("lines=1-2", (0, 100)),
    ],
)
def test_a_range_is_never_more_than_there_is(header: str, expected: tuple[int, int]) -> None:
    found = Range.of(asked_for(header), size=100)
    assert (found.begin, found.end) == expected
