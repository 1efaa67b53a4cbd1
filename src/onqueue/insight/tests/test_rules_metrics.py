from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from onqueue.insight.queries.figures import FIGURES
from onqueue.insight.rules import metrics
from onqueue.insight.rules.metrics import METRICS, Metric
from onqueue.insight.schemas import AGENT_SUMS, QUEUE_SUMS

DOCS = Path(__file__).parents[4] / "docs" / "metrics.md"
SECTION = re.compile(
    r"^### (?P<name>\w+) v(?P<version>\d+)\n\n"
    r"- unit: (?P<unit>.+)\n- credit: (?P<credit>.+)\n"
    r"- formula: (?P<formula>.+)\n- source: (?P<source>.+)\n",
    re.MULTILINE,
)
SUMS = Counter(
    offered=100, answered=80, within=60, abandoned=15, abandoned_within=8, abandoned_short=5,
    waiting=5, waiting_within=2, wait_ms=1_000_004, handled=3, talk_ms=600, hold_ms=0, wrap_ms=61,
    ratings=3, ratings_good=2, ratings_sum=11, busy_ms=3, available_ms=1,
)  # fmt: skip


@pytest.mark.agreement
def test_the_page_and_the_code_define_the_same_metrics() -> None:
    written = [match.groupdict() for match in SECTION.finditer(DOCS.read_text())]
    assert [
        {
            "name": metric.name,
            "version": str(metric.version),
            "unit": metric.unit,
            "credit": metric.credit,
            "formula": metric.formula,
            "source": metric.source,
        }
        for metric in METRICS
    ] == written
    assert len({metric.name for metric in METRICS}) == len(METRICS)


@pytest.mark.parametrize("metric", METRICS, ids=lambda metric: metric.name)
def test_a_formula_names_only_sums_that_there_are(metric: Metric) -> None:
    named = set(re.findall(r"\b\w+_\w+\b", metric.formula))
    assert named <= set(QUEUE_SUMS) | set(AGENT_SUMS)


def test_every_sum_can_be_clicked() -> None:
    assert set(QUEUE_SUMS) <= set(FIGURES)
    assert set(AGENT_SUMS) - set(FIGURES) == {"busy_ms", "available_ms"}


def test_ratios() -> None:
    assert metrics.service_level(SUMS) == round(60 / 90, 4) == 0.6667
    assert metrics.asa_ms(SUMS) == 12_500
    assert metrics.abandonment_rate(SUMS) == round(10 / 95, 4) == 0.1053
    assert metrics.aht_ms(SUMS) == 220
    assert metrics.occupancy(SUMS) == 0.75
    assert metrics.csat(SUMS) == 0.6667
    assert metrics.csat_mean(SUMS) == 3.6667


def test_of_nothing_there_is_no_ratio() -> None:
    nothing: Counter[str] = Counter()
    for ratio in (
        metrics.service_level, metrics.asa_ms, metrics.abandonment_rate, metrics.aht_ms,
        metrics.occupancy, metrics.csat, metrics.csat_mean,
    ):  # fmt: skip
        assert ratio(nothing) is None
