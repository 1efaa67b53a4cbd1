"""Reference values to 16 digits, computed elsewhere with 50 digits by two routes that agree."""

from __future__ import annotations

from itertools import pairwise
from math import inf

import pytest

from onqueue.floor import erlang
from onqueue.sim.student import estimate, quantile, within

BLOCKING = [
    (0.001, 1, 9.990009990009990e-4),
    (3.3, 3, 0.3806603323906063),
    (10.0, 15, 3.649694547237079e-2),
    (100.0 / 3, 51, 1.000936571933784e-3),
    (500.0, 478, 6.633728612523748e-2),
    (2000.0, 2401, 3.26760421728591e-19),
]
# load, agents, t: p_wait, mean waiting, served within t
WAITING = [
    (0.1, 2, 1 / 90, 4.761904761904762e-3, 2.506265664160401e-4, 0.9953375706261589),
    (50.0, 65, 1 / 9, 2.736169868891231e-2, 9.120566229637436e-2, 0.9948320426654720),
    (200.0, 271, 1.0, 1.110099767768492e-6, 3.127041599347864e-6, 1.0),
    (500.0, 512, 1 / 9, 0.4828250630151906, 20.11771095896627, 0.8727286951786503),
]
# load, agents, patience, t: p_wait, p_abandon, mean waiting, served, abandoned in t, p_wait > t
LEAVING = [
    (5.0, 10, 1e-4, 0.0, 1.839358678132670e-2, 1.837521615591455e-2, 9.187608077957275e-6,
     0.9816064132186733, 0.0, 1.839358678132670e-2),
    (10.0, 11, 0.5, 1.0, 0.3590326891757324, 0.1016369984943135, 0.5081849924715674,
     0.8983431936493694, 0.1016330485001481, 2.375785048247526e-5),
    (50.0, 86, 100.0, 1 / 3, 2.457103773595156e-6, 6.818142401173764e-10, 3.409071200586882e-6,
     0.9999999993036221, 6.818102163228401e-10, 1.456770573511610e-11),
    (200.0, 3, 100.0, 1 / 18, 1.0, 0.985, 19700.0, 0.0, 5.554012631418932e-4, 0.9994445987368581),
    (1000.0, 1095, 0.5, 1 / 9, 1.497004155926823e-3, 2.379805141571543e-5, 1.189902570785771e-2,
     0.9999762019484656, 2.379805141493553e-5, 1.195130590496425e-13),
    (10_000.0, 12_001, 0.1, 1 / 90, 4.611947365336628e-84, 2.192274222221473e-86,
     2.192274222221473e-83, 1.0, 2.192274222220967e-86, 1.578656301711929e-96),
]  # fmt: skip


@pytest.mark.parametrize("load,agents,expected", BLOCKING)
def test_blocking(load: float, agents: int, expected: float) -> None:
    assert erlang.blocking(load=load, agents=agents) == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize("load,agents,t,p_wait,mean_waiting,served", WAITING)
def test_waiting(
    load: float, agents: int, t: float, p_wait: float, mean_waiting: float, served: float
) -> None:
    found = erlang.waiting(load=load, agents=agents, t=t)
    assert found.p_wait == pytest.approx(p_wait, rel=1e-12)
    assert found.mean_waiting == pytest.approx(mean_waiting, rel=1e-12)
    assert found.mean_wait * load == pytest.approx(mean_waiting, rel=1e-12)
    assert found.served_within == pytest.approx(served, rel=1e-12)
    assert found.occupancy == pytest.approx(load / agents, rel=1e-12)


@pytest.mark.parametrize("row", LEAVING)
def test_leaving(row: tuple[float, ...]) -> None:
    load, agents, patience, t, p_wait, p_abandon, mean_waiting, served, abandoned, longer = row
    found = erlang.leaving(load=load, agents=agents, patience=patience, t=t)
    assert found.p_wait == pytest.approx(p_wait, rel=1e-11)
    assert found.p_abandon == pytest.approx(p_abandon, rel=1e-11)
    assert found.mean_waiting == pytest.approx(mean_waiting, rel=1e-11)
    assert found.served_within == pytest.approx(served, abs=1e-11)
    assert found.abandoned_within == pytest.approx(abandoned, rel=1e-9, abs=1e-12)
    assert found.p_wait_longer == pytest.approx(longer, rel=1e-11)
    assert found.occupancy * agents == pytest.approx(load * (1 - p_abandon), rel=1e-11)


def test_the_textbook_case() -> None:
    served = [
        erlang.waiting(load=10.0, agents=agents, t=20 / 180).served_within
        for agents in range(11, 16)
    ]
    assert [round(share, 4) for share in served] == [0.3896, 0.6402, 0.7956, 0.8884, 0.9415]


def test_published_numbers_with_customers_who_leave() -> None:
    palm = erlang.leaving(load=48.0, agents=50, patience=2.0)
    assert round(palm.p_abandon, 8) == 0.03091225
    assert round(palm.mean_wait * 60, 5) == 3.70947
    assert round(palm.mean_waiting, 5) == 2.96758
    assert round(palm.occupancy, 5) == 0.93032
    whitt = erlang.leaving(load=102.0, agents=100, patience=1.0)
    assert round(1 - whitt.p_wait, 4) == 0.4083
    assert round(whitt.p_abandon, 4) == 0.0499
    assert round(whitt.mean_waiting, 3) == 5.092


def test_between_the_formulas() -> None:
    endless = erlang.leaving(load=90.0, agents=100, patience=1e7)
    assert endless.p_wait == pytest.approx(erlang.waiting(load=90.0, agents=100).p_wait, rel=1e-5)
    assert erlang.leaving(load=90.0, agents=100, patience=inf) == erlang.waiting(
        load=90.0, agents=100
    )
    none = erlang.leaving(load=90.0, agents=100, patience=1e-9)
    assert none.p_abandon == pytest.approx(erlang.blocking(load=90.0, agents=100), rel=1e-5)


def test_agents_need_not_be_whole() -> None:
    shares = [
        erlang.leaving(load=20.0, agents=18 + step / 8, patience=0.5, t=0.1).served_within
        for step in range(33)
    ]
    steps = [after - before for before, after in pairwise(shares)]
    assert min(steps) > 0
    assert max(after / before for before, after in pairwise(steps)) < 1.01


@pytest.mark.parametrize(
    "load,agents,inverse",
    [(5.0, 2.5, 1.66381177717), (20.0, 3.25, 1.18193761617), (20.0, 25.5, 23.0610905754)],
)
def test_blocking_of_part_time(load: float, agents: float, inverse: float) -> None:
    # As by integrating 1 / B = a * (e^-at (1 + t)^n, over all t).
    assert 1 / erlang.blocking(load=load, agents=agents) == pytest.approx(inverse, rel=1e-9)


def test_fewer_agents_than_load_cannot_keep_up() -> None:
    with pytest.raises(AssertionError, match="grows for ever"):
        erlang.waiting(load=10.0, agents=10)


@pytest.mark.parametrize(
    "share,freedom,expected",
    [
        (0.975, 1, 12.706204736),
        (0.975, 2, 4.302652730),
        (0.975, 5, 2.570581836),
        (0.975, 120, 1.979930405),
        (0.995, 19, 2.860934606),
        (0.9995, 7, 5.407882521),
    ],
)
def test_students_t(share: float, freedom: int, expected: float) -> None:
    assert quantile(share, freedom) == pytest.approx(expected, rel=1e-9)
    assert within(expected, freedom) == pytest.approx(2 * share - 1, rel=1e-9)


def test_an_estimate() -> None:
    found = estimate([1.0, 2.0, 3.0, 4.0])
    assert found.mean == 2.5
    assert found.half == pytest.approx(3.182446305 * 1.290994449 / 2, rel=1e-8)
    assert found.sure
    assert not estimate([-1.0, 2.0, 3.0, 4.0]).sure
    assert estimate([7.0]).half == inf
    assert estimate([7.0, 7.0]).half == 0
