from __future__ import annotations

from itertools import islice
from statistics import fmean, stdev

import pytest

from onqueue.sim.draws import Streams, day_factor, gamma, mixed, sampler
from onqueue.sim.scenario import Duration, Exponential, Fixed, Gamma, Lognormal, Quantiles

DRAWS = 20_000


def drawn(of: Duration) -> list[int]:
    return list(islice(Streams(7).lengths("talk", "trial", of), DRAWS))


@pytest.mark.parametrize(
    "of,mean_s,sd_s",
    [
        (Fixed(s=12.5), 12.5, 0.0),
        (Exponential(mean_s=300), 300.0, 300.0),
        (Lognormal(mean_s=300, sd_s=200), 300.0, 200.0),
        (Gamma(mean_s=300, sd_s=200), 300.0, 200.0),
        (Gamma(mean_s=300, sd_s=600), 300.0, 600.0),
        (Quantiles(s=(0, 60, 180)), 75.0, 51.2),
    ],
)
def test_lengths_have_the_mean_and_the_spread_that_were_asked_for(
    of: Duration, mean_s: float, sd_s: float
) -> None:
    lengths = [length / 1000 for length in drawn(of)]
    assert min(lengths) >= 0
    # Four standard errors; spreads of skewed lengths vary more.
    assert abs(fmean(lengths) - mean_s) <= 4 * sd_s / DRAWS**0.5
    assert abs(stdev(lengths) - sd_s) <= 0.08 * sd_s


@pytest.mark.parametrize(
    "of",
    [Exponential(mean_s=9), Lognormal(mean_s=9, sd_s=5), Quantiles(s=(1, 2, 9))],
)
def test_a_larger_number_never_gives_less(of: Duration) -> None:
    lengths = [sampler(of)(number / 1000) for number in range(1000)]
    assert lengths == sorted(lengths)


def test_streams_are_known_by_their_words() -> None:
    def first(seed: int, purpose: str, name: str) -> list[float]:
        return list(islice(Streams(seed).numbers(purpose, name), 3))

    assert first(1, "talk", "sales") == first(1, "talk", "sales")
    others = [first(2, "talk", "sales"), first(1, "patience", "sales"), first(1, "talk", "care")]
    assert first(1, "talk", "sales") not in others


def test_mixed_numbers_are_as_good_as_drawn_ones() -> None:
    numbers = list(islice(Streams(1).numbers("customer", "trial"), DRAWS))
    again = [mixed(number, 1) for number in numbers]
    assert again == [mixed(number, 1) for number in numbers]
    assert len(set(again)) == DRAWS
    assert abs(fmean(again) - 0.5) < 4 * 12**-0.5 / DRAWS**0.5
    both = fmean((a - 0.5) * (b - 0.5) for a, b in zip(numbers, again, strict=True))
    assert abs(both) < 4 / 12 / DRAWS**0.5
    assert {mixed(0.25, turn) for turn in range(100)}.isdisjoint(again)
    assert all(0 <= number < 1 for number in again)


def test_days_are_as_busy_as_expected_on_average() -> None:
    factors = [day_factor(0.2, number) for number in islice(Streams(1).numbers("day", ""), 5000)]
    assert abs(fmean(factors) - 1) < 4 * 0.2 / 5000**0.5
    assert abs(stdev(factors) - 0.2) < 0.02
    assert day_factor(0.0, 0.5) == 1.0
    assert gamma(0.5, 0.0) >= 0
