"""Metrics: named alike, and readable by Prometheus."""

import pytest

from onqueue.kernel import metrics


def test_what_is_counted_is_shown() -> None:
    metrics.counter("onqueue_test_a_total", "A.", ["queue"]).labels("q1").inc(2)
    metrics.gauge("onqueue_test_b", "B.").set(5)
    metrics.histogram("onqueue_test_c_seconds", "C.", buckets=(1.0,)).observe(0.5)
    metrics.watch("onqueue_test_d", "D.", lambda: 1)
    metrics.watch("onqueue_test_d", "D.", lambda: 7)
    lines = metrics.render().decode().splitlines()
    for line in (
        'onqueue_test_a_total{queue="q1"} 2.0',
        "onqueue_test_b 5.0",
        'onqueue_test_c_seconds_bucket{le="1.0"} 1.0',
        'onqueue_test_d{site="main"} 7.0',
    ):
        assert line in lines


def test_people_of_one_site_see_no_others_numbers() -> None:
    metrics.watch("onqueue_test_e", "E.", lambda: 1, site="here")
    metrics.watch("onqueue_test_e", "E.", lambda: 2, site="there")
    said = metrics.render(only="here").decode().splitlines()
    assert 'onqueue_test_e{site="here"} 1.0' in said
    assert not any("there" in line or "process_" in line for line in said)
    assert 'onqueue_test_e{site="there"} 2.0' in metrics.render().decode().splitlines()
    metrics.forget("here")
    metrics.forget("there")
    assert "onqueue_test_e{" not in metrics.render().decode()


@pytest.mark.parametrize("name", ["test_total", "onqueue_test"])
def test_a_counter_is_named_as_all_are(name: str) -> None:
    with pytest.raises(AssertionError):
        metrics.counter(name, "No.")
