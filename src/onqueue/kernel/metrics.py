"""What can an operator's monitoring count? Prometheus metrics, all named `onqueue_…`."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Sequence
from typing import Final

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    Metric,
    PlatformCollector,
    ProcessCollector,
    generate_latest,
)
from typing_extensions import override

CONTENT_TYPE: Final = "text/plain; version=0.0.4; charset=utf-8"
SECONDS: Final = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)

REGISTRY: Final = CollectorRegistry()
ProcessCollector(registry=REGISTRY)
PlatformCollector(registry=REGISTRY)

_watched: dict[str, Gauge] = {}
_sites: set[str] = set()


class _OfSite(CollectorRegistry):
    """What is watched of one site, and nothing of the others in the process."""

    def __init__(self, site: str) -> None:
        super().__init__()
        self._site = site

    @override
    def collect(self) -> Iterator[Metric]:
        for family in REGISTRY.collect():
            family.samples = [one for one in family.samples if one.labels.get("site") == self._site]
            if family.samples:
                yield family


def counter(name: str, text: str, labels: Sequence[str] = ()) -> Counter:
    """Return a new counter; `name` ends in `_total`."""
    return Counter(_checked(name, end="_total"), text, labels, registry=REGISTRY)


def gauge(name: str, text: str, labels: Sequence[str] = ()) -> Gauge:
    """Return a new number that goes up and down."""
    return Gauge(_checked(name), text, labels, registry=REGISTRY)


def histogram(
    name: str, text: str, labels: Sequence[str] = (), *, buckets: Sequence[float] = SECONDS
) -> Histogram:
    """Return a new distribution; usually of seconds, and then `name` ends in `_seconds`."""
    return Histogram(_checked(name), text, labels, registry=REGISTRY, buckets=buckets)


def watch(name: str, text: str, read: Callable[[], float], *, site: str = "main") -> None:
    """Show what `read` returns whenever somebody looks. Watching again replaces it."""
    found = _watched.get(name)
    if found is None:
        found = _watched[name] = gauge(name, text, ["site"])
    found.labels(site).set_function(read)
    _sites.add(site)


def forget(site: str) -> None:
    """Watch a site no longer: what it read from has stopped."""
    for found in _watched.values():
        with contextlib.suppress(KeyError):
            found.remove(site)
    _sites.discard(site)


def render(*, only: str | None = None) -> bytes:
    """Return all metrics in Prometheus' text format.

    `only` one site's where the process has several: people of one see no other's numbers.
    """
    if only is None or _sites <= {only}:
        return generate_latest(REGISTRY)
    return generate_latest(_OfSite(only))


def _checked(name: str, *, end: str = "") -> str:
    assert name.startswith("onqueue_"), name
    assert name.endswith(end), name
    return name
