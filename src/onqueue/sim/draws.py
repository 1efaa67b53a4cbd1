"""Where does chance come from, so that two scenarios meet the same chance?

From one seed. Each purpose of each kind of customer has a stream of its own, and each customer
takes exactly one number from each, whatever becomes of them. So the hundredth caller talks for
as long in both scenarios that are compared, whoever answers, and a change in one place does
not shake the others. What is needed more than once, or only sometimes, is mixed from the
customer's number (`mixed`), never drawn from a shared stream.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from functools import partial
from math import exp, log, log1p, sqrt
from statistics import NormalDist
from typing import Final

from onqueue.sim.scenario import (
    Duration,
    Exponential,
    Fixed,
    Gamma,
    Lognormal,
)

SECOND_MS: Final = 1_000
NEVER: Final = 2.0
"""No stream draws this, so that `iter(draw, NEVER)` goes on for ever."""
_WORD: Final = 2**64 - 1
_GOLDEN: Final = 0x9E3779B97F4A7C15
_UNIT: Final = 2.0**-53
_NORMAL: Final = NormalDist()
_LEAST: Final = 2.0**-54

Sampler = Callable[[float], int]
"""Makes a length in milliseconds of a number from 0 up to 1; a larger one never gives less."""


class Streams:
    """The streams of one seed, by purpose and name."""

    __slots__ = ("seed",)

    def __init__(self, seed: int) -> None:
        """Take the seed."""
        self.seed = seed

    def dice(self, purpose: str, name: str) -> random.Random:
        """Return a stream; the same words give the same stream."""
        return random.Random(f"{self.seed}/{purpose}/{name}")

    def numbers(self, purpose: str, name: str) -> Iterator[float]:
        """Return the numbers of a stream, from 0 up to 1, without end."""
        return iter(self.dice(purpose, name).random, NEVER)

    def lengths(self, purpose: str, name: str, of: Duration) -> Iterator[int]:
        """Return lengths in milliseconds, one number of the stream each."""
        return map(sampler(of), self.numbers(purpose, name))


def mixed(number: float, turn: int) -> float:
    """Make another number of one, for the given turn: as good as a new draw, and always the same.

    This is SplitMix64 with the number as its seed.
    """
    word = (int(number * 2**53) + (turn + 1) * _GOLDEN) & _WORD
    word = ((word ^ (word >> 30)) * 0xBF58476D1CE4E5B9) & _WORD
    word = ((word ^ (word >> 27)) * 0x94D049BB133111EB) & _WORD
    return ((word ^ (word >> 31)) >> 11) * _UNIT


def sampler(of: Duration) -> Sampler:
    """Return what draws lengths of this kind."""
    if isinstance(of, Fixed):
        length = round(of.s * SECOND_MS)
        return lambda _: length
    if isinstance(of, Exponential):
        scale = -of.mean_s * SECOND_MS
        return lambda number: round(scale * log1p(-number))
    if isinstance(of, Lognormal):
        variance = log1p((of.sd_s / of.mean_s) ** 2)
        middle = log(of.mean_s * SECOND_MS) - variance / 2
        return partial(_lognormal, middle, sqrt(variance))
    if isinstance(of, Gamma):
        shape = (of.mean_s / of.sd_s) ** 2
        return partial(_gamma_ms, shape, of.mean_s * SECOND_MS / shape)
    return partial(_between, [one * SECOND_MS for one in of.s])


def _lognormal(middle: float, spread: float, number: float) -> int:
    return round(exp(middle + spread * _NORMAL.inv_cdf(max(number, _LEAST))))


def _between(points: list[float], number: float) -> int:
    place = number * (len(points) - 1)
    low = int(place)
    return round(points[low] + (place - low) * (points[low + 1] - points[low]))


def _gamma_ms(shape: float, scale: float, number: float) -> int:
    return round(gamma(shape, number) * scale)


def gamma(shape: float, number: float) -> float:
    """Draw a gamma variable of scale 1 with one number: Marsaglia and Tsang's method.

    It needs an unknown number of draws, which are mixed from the one.
    """
    turn = 0
    boost = 1.0
    if shape < 1:
        boost = max(mixed(number, turn), _LEAST) ** (1 / shape)
        shape, turn = shape + 1, 1
    third = shape - 1 / 3
    slope = 1 / sqrt(9 * third)
    while True:
        normal = _NORMAL.inv_cdf(max(mixed(number, turn), _LEAST))
        cube = (1 + slope * normal) ** 3
        turn += 2
        if cube <= 0:
            continue
        chance = max(mixed(number, turn - 1), _LEAST)
        if log(chance) < normal * normal / 2 + third * (1 - cube + log(cube)):
            return third * cube * boost


def unit_exponential(number: float) -> float:
    """Draw an exponential variable with mean 1."""
    return -log1p(-number)


def day_factor(sd: float, number: float) -> float:
    """Draw by how much a day is busier than expected: gamma, mean 1."""
    if not sd:
        return 1.0
    shape = 1 / (sd * sd)
    return gamma(shape, number) / shape
