"""What does each metric mean? The one definition in code; docs/metrics.md is its twin.

A metric is a ratio of sums, or one sum. Sums are what is stored, added up over intervals
and queues; ratios are taken last, here, and nowhere else. So a board, an answer of the API
and a file cannot differ. A definition that changes gets a new version, and the old one's
numbers keep their name.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

SHORT_ABANDON_MS: Final = 5_000
"""Who leaves so soon has mostly opened the chat by mistake, and is counted apart."""
GOOD_SCORE: Final = 4
"""Ratings from here on, of 5, are satisfied customers."""

Unit = Literal["count", "share", "ms", "score"]
Credit = Literal["arrival", "end", "rating", "spread"]
DECIMALS: Final = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Metric:
    """One metric: what it is called, what it is, and where it comes from."""

    name: str
    version: int
    unit: Unit
    formula: str
    credit: Credit
    """Which instant puts it into an interval; `spread` is shared out over the time it took."""
    source: str


METRICS: Final = (
    Metric(
        name="offered", version=1, unit="count", credit="arrival",
        formula="stays in the queue that began, without those moved on unanswered",
        source=(
            "contact.arrived, contact.due, contact.diverted, contact.transferred, contact.requeued"
        ),
    ),
    Metric(
        name="answered", version=1, unit="count", credit="arrival",
        formula="stays that ended with an agent taking the contact",
        source="offer.accepted, contact.taken_over",
    ),
    Metric(
        name="abandoned", version=1, unit="count", credit="arrival",
        formula="stays that ended with the customer leaving",
        source="contact.abandoned",
    ),
    Metric(
        name="service_level", version=1, unit="share", credit="arrival",
        formula="within / (offered - abandoned_within - waiting_within)",
        source="stays; the threshold is the queue's at the moment of arrival",
    ),
    Metric(
        name="asa", version=1, unit="ms", credit="arrival",
        formula="wait_ms / answered",
        source="stays",
    ),
    Metric(
        name="abandonment_rate", version=1, unit="share", credit="arrival",
        formula="(abandoned - abandoned_short) / (offered - abandoned_short)",
        source="stays",
    ),
    Metric(
        name="aht", version=1, unit="ms", credit="end",
        formula="(talk_ms + hold_ms + wrap_ms) / handled",
        source="handlings by owners",
    ),
    Metric(
        name="occupancy", version=1, unit="share", credit="spread",
        formula="busy_ms / (busy_ms + available_ms)",
        source="agent intervals",
    ),
    Metric(
        name="csat", version=1, unit="share", credit="rating",
        formula="ratings_good / ratings",
        source="contact.rated",
    ),
    Metric(
        name="csat_mean", version=1, unit="score", credit="rating",
        formula="ratings_sum / ratings",
        source="contact.rated",
    ),
    Metric(
        name="state_time", version=1, unit="ms", credit="spread",
        formula="time in each state",
        source=(
            "agent.state_changed, agent.set_aside, agent.recovering, agent.recovered, agent.lost,"
            " agent.removed"
        ),
    ),
)  # fmt: skip

Sums = Mapping[str, int]


def share(part: int, whole: int) -> float | None:
    """Return a share to four places; of nothing there is none, and it is not zero."""
    return round(part / whole, DECIMALS) if whole > 0 else None


def mean_ms(total: int, count: int) -> int | None:
    """Return a mean in whole milliseconds; of nothing there is none."""
    return round(total / count) if count > 0 else None


def service_level(sums: Sums) -> float | None:
    """`service_level` v1: of those who waited past the threshold or were answered within it.

    Who left before the threshold, and who still waits before it, has told us nothing yet.
    """
    settled = sums["offered"] - sums["abandoned_within"] - sums["waiting_within"]
    return share(sums["within"], settled)


def asa_ms(sums: Sums) -> int | None:
    """`asa` v1: the mean wait of those who were answered."""
    return mean_ms(sums["wait_ms"], sums["answered"])


def abandonment_rate(sums: Sums) -> float | None:
    """`abandonment_rate` v1: short ones are in neither part."""
    short = sums["abandoned_short"]
    return share(sums["abandoned"] - short, sums["offered"] - short)


def aht_ms(sums: Sums) -> int | None:
    """`aht` v1: a transferred contact counts once for each agent who had it."""
    return mean_ms(sums["talk_ms"] + sums["hold_ms"] + sums["wrap_ms"], sums["handled"])


def occupancy(sums: Sums) -> float | None:
    """`occupancy` v1: several contacts at once are busy time once, so it never passes 1."""
    return share(sums["busy_ms"], sums["busy_ms"] + sums["available_ms"])


def csat(sums: Sums) -> float | None:
    """`csat` v1: no answer is not a bad answer."""
    return share(sums["ratings_good"], sums["ratings"])


def csat_mean(sums: Sums) -> float | None:
    """`csat_mean` v1."""
    return share(sums["ratings_sum"], sums["ratings"])
