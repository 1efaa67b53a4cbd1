"""What do the formulas of Erlang say? Blocking, waiting, and waiting with customers who leave.

For planning at a glance, and to check the simulator against what is exactly known. Units are
free: `load` is arrivals times mean handle time, `patience` and `t` are in mean handle times.

Nothing here overflows or loses its digits to a difference of large numbers: one positive series
is summed outwards from its largest term, and everything is made of its logarithm. With x agents
over theta (theta = 1 / patience) and z = load / theta, that series is

    M(x, z) = 1 + z / (x + 1) + z^2 / ((x + 1)(x + 2)) + ...

The number of agents need not be whole.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, expm1, inf, lgamma, log, log1p, pi, sqrt
from typing import Final

TINY: Final = 1e-17
"""A term that is so small a part of the sum ends it."""
SERIES_TERMS_MAX: Final = 20_000_000
FRACTIONS: Final = 200
STIRLING_FROM: Final = 16.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Wait:
    """What happens to customers of one queue in the long run; times in mean handle times."""

    p_wait: float
    """Who comes has to wait."""
    p_abandon: float
    mean_wait: float
    """Of all, whether answered or not."""
    mean_waiting: float
    """How many wait at a moment."""
    occupancy: float
    served_within: float
    """Answered within `t`, of all who come."""
    abandoned_within: float
    p_wait_longer: float
    """Who comes waits longer than `t`, answered or not."""


def blocking(*, load: float, agents: float) -> float:
    """Erlang B: the share who find everybody busy, and go."""
    assert load > 0, "somebody comes"
    return exp(-_log_inverse_blocking(load, agents))


def waiting(*, load: float, agents: float, t: float = 0.0) -> Wait:
    """Erlang C: everybody waits until answered. There must be more agents than load."""
    assert agents > load, "with fewer agents than load the queue grows for ever"
    free = agents - load
    inverse = exp(_log_inverse_blocking(load, agents))
    p_wait = 1 / (1 + (inverse - 1) * free / agents)
    if inverse == inf:
        p_wait = agents / free * blocking(load=load, agents=agents)
    longer = p_wait * exp(-free * t)
    return Wait(
        p_wait=p_wait,
        p_abandon=0.0,
        mean_wait=p_wait / free,
        mean_waiting=p_wait * load / free,
        occupancy=load / agents,
        served_within=1 - longer,
        abandoned_within=0.0,
        p_wait_longer=longer,
    )


def leaving(*, load: float, agents: float, patience: float, t: float = 0.0) -> Wait:
    """Erlang A: who waits loses patience after an exponential time."""
    if patience == inf:
        return waiting(load=load, agents=agents, t=t)
    theta = 1 / patience
    x, y = agents / theta, load / theta
    log_m, tail = _series(x, y)
    log_inverse = _log_inverse_blocking(load, agents)
    odds = _expm1_over(log_inverse, log_m)
    p_wait = 1 / (1 + odds)
    mean_waiting = p_wait * tail
    p_abandon = theta * mean_waiting / load
    longer, served_late = _late(
        load=load, agents=agents, theta=theta, t=t, p_wait=p_wait, log_m=log_m
    )
    return Wait(
        p_wait=p_wait,
        p_abandon=p_abandon,
        mean_wait=mean_waiting / load,
        mean_waiting=mean_waiting,
        occupancy=load * (1 - p_abandon) / agents,
        served_within=1 - p_abandon - served_late,
        abandoned_within=max(0.0, p_abandon - longer + served_late),
        p_wait_longer=longer,
    )


def _late(  # what remains after t
    *, load: float, agents: float, theta: float, t: float, p_wait: float, log_m: float
) -> tuple[float, float]:
    """Return who waits longer than t, and who of them is answered."""
    x, y = agents / theta, load / theta
    z = y * exp(-theta * t)
    if not z:
        return 0.0, 0.0
    log_mz, _ = _series(x, z)
    # The wait offered to a customer of endless patience exceeds t.
    if y > x:
        log_offered = _log_gamma_share(x, z) - _log_gamma_share(x, y)
    else:
        log_offered = -load * expm1(-theta * t) / theta - agents * t + log_mz - log_m
    offered = p_wait * exp(log_offered)
    longer = offered * exp(-theta * t)
    served = agents / load * offered * -expm1(-log_mz)
    return longer, served


def _expm1_over(log_inverse: float, log_m: float) -> float:
    """Return (1/B - 1) / M from logarithms."""
    if log_inverse > 1:
        return exp(log_inverse + log1p(-exp(-log_inverse)) - log_m)
    return expm1(log_inverse) * exp(-log_m)


def _log_inverse_blocking(load: float, agents: float) -> float:
    """Return log(1 / B), by whichever way loses nothing."""
    whole = agents == int(agents)
    if whole and (load >= agents + 1 or agents <= load + 60 * sqrt(load) + 200):
        return _falling(load, agents)
    if load >= agents + 1:
        return _stepping(load, agents)
    log_m, _ = _series(agents, load)
    # Poisson: P(N <= n) = 1 - P(n) * (M - 1), and B = P(n) / P(N <= n).
    log_p = _log_poisson(agents, load)
    beyond = exp(log_p + log_m) - exp(log_p)
    return log1p(-beyond) - log_p


def _stepping(load: float, agents: float) -> float:
    """Step up from less than one agent, where a fraction continues quickly."""
    part = agents - int(agents)
    fraction = 0.0
    for number in range(FRACTIONS, 0, -1):
        fraction = number * (number - 1 - part) / (load + 2 * number - part - fraction)
    inverse = load / (load - part - fraction)
    for number in range(1, int(agents) + 1):
        inverse = 1 + (number + part) / load * inverse
    return log(inverse)


def _falling(load: float, agents: float) -> float:
    """Sum 1 + n/a + n(n-1)/a^2 + ... from its largest term, as far as the terms are positive."""
    peak = max(0, int(agents - load))
    log_peak = 0.0
    if peak:
        log_peak = _log_poisson(agents - peak, load) - _log_poisson(agents, load)
    total = term = 1.0
    place = float(peak)
    while place < agents:
        term *= (agents - place) / load
        place += 1
        total += term
        if term < TINY * total:
            break
    term, place = 1.0, float(peak)
    while place > 0:
        term *= load / (agents - place + 1)
        place -= 1
        total += term
        if term < TINY * total:
            break
    return log_peak + log(total)


def _log_gamma_share(x: float, z: float) -> float:
    """Return log P(x, z), the lower incomplete gamma function as a share of the whole."""
    peak, total, _ = _sum(x, z)
    return log(total) + _log_poisson(x + peak, z)


def _series(x: float, z: float) -> tuple[float, float]:
    """Return log M(x, z), and the sum of j times its j-th term over M."""
    peak, total, first_moment = _sum(x, z)
    if not peak:
        return log1p(total - 1), first_moment / total
    log_m = log(total) + _log_poisson(x + peak, z) - _log_poisson(x, z)
    # Of all terms: sum of j t_j = (z - x) M + x, which has no difference to lose here.
    return log_m, (z - x) + x * exp(-log_m)


def _sum(x: float, z: float) -> tuple[int, float, float]:
    """Return the place of the largest term of M(x, z), and relative to it sum and first moment.

    With z at most x the terms only fall; else they grow until the place z - x, from where they are
    summed both ways.
    """
    peak = max(0, int(z - x))
    total, first_moment = 1.0, 0.0
    term, place = 1.0, peak
    for _ in range(SERIES_TERMS_MAX):
        place += 1
        term *= z / (x + place)
        total += term
        first_moment += (place - peak) * term
        if term < TINY * total:
            break
    term, place = 1.0, peak
    while place > 0:
        term *= (x + place) / z
        place -= 1
        total += term
        if term < TINY * total:
            break
    return peak, total, first_moment


def _log_poisson(x: float, z: float) -> float:
    """Return log of z^x e^-z / Gamma(x + 1), by Loader's deviance where x is large."""
    if x < STIRLING_FROM:
        return x * log(z) - z - lgamma(x + 1) if x else -z
    return -_stirling(x) - _deviance(x, z) - log(2 * pi * x) / 2


def _stirling(x: float) -> float:
    """Return log Gamma(x + 1) less Stirling's approximation, for x of 16 and more."""
    w = 1 / (x * x)
    inner = 1 / 1260 - w * (1 / 1680 - w * (1 / 1188 - w * (691 / 360360 - w / 156)))
    return (1 / 12 - w * (1 / 360 - w * inner)) / x


def _deviance(x: float, z: float) -> float:
    """Return x log(x / z) + z - x without loss where they are near each other."""
    ratio = (x - z) / (x + z)
    if abs(ratio) < 0.1:  # noqa: PLR2004
        total = (x - z) * ratio
        term = 2 * x * ratio
        place = 1
        while True:
            term *= ratio * ratio
            place += 2
            following = total + term / place
            if following == total:
                return total
            total = following
    return x * log(x / z) + z - x
