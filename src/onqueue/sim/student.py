"""How sure is a mean of a few runs? Student's t, without tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import atan, cos, hypot, isnan, pi, sin, sqrt
from statistics import fmean, stdev
from typing import Final

HALVINGS: Final = 200


@dataclass(frozen=True, slots=True)
class Estimate:
    """A mean, and how far the truth may be from it at the confidence asked for."""

    mean: float
    half: float
    count: int

    @property
    def low(self) -> float:
        """The lower end."""
        return self.mean - self.half

    @property
    def high(self) -> float:
        """The upper end."""
        return self.mean + self.half

    @property
    def sure(self) -> bool:
        """Whether the sign is certain enough."""
        return self.low > 0 or self.high < 0


def estimate(values: Sequence[float], *, confidence: float = 0.95) -> Estimate:
    """Return the mean of independent values; with one alone, nothing is known of its error."""
    assert values, "something was measured"
    assert not any(map(isnan, values)), "what is no number is left out before"
    if len(values) == 1:
        return Estimate(values[0], float("inf"), 1)
    spread = stdev(values)
    reach = quantile((1 + confidence) / 2, len(values) - 1) if spread else 0.0
    return Estimate(fmean(values), reach * spread / sqrt(len(values)), len(values))


def quantile(share: float, freedom: int) -> float:
    """Return what a t variable stays below with this probability, one half or more."""
    assert 0.5 <= share < 1, share  # noqa: PLR2004  # the upper half; the lower is its mirror
    assert freedom >= 1, freedom
    low, high = 0.0, 1.0
    while within(high, freedom) < 2 * share - 1:
        high *= 2
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        if middle in {low, high}:
            break
        if within(middle, freedom) < 2 * share - 1:
            low = middle
        else:
            high = middle
    return high


def within(t: float, freedom: int) -> float:
    """Return the probability of lying between -t and t: the finite series by the angle of t."""
    angle = atan(t / sqrt(freedom))
    squared = (sqrt(freedom) / hypot(t, sqrt(freedom))) ** 2
    odd = freedom % 2
    total = term = cos(angle) if odd else 1.0
    if freedom == 1:
        return 2 * angle / pi
    for number in range(2 + odd, freedom - 1, 2):
        term *= squared * (number - 1) / number
        total += term
    total *= sin(angle)
    return 2 / pi * (angle + total) if odd else total
