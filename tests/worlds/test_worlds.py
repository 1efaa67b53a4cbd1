"""A thousand small worlds in which everything goes wrong: nothing that must be true breaks."""

from __future__ import annotations

import pytest

from tests.worlds.lives import live, sum_up
from tests.worlds.sightings import Sightings

CHUNKS = 10
SEEDS_OF_CHUNK = 100


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_whatever_happens_nothing_breaks_and_nothing_is_stuck(chunk: int) -> None:
    first = chunk * SEEDS_OF_CHUNK
    lives = [live(seed) for seed in range(first, first + SEEDS_OF_CHUNK)]
    assert not [life.broken for life in lives if life.broken], sum_up(lives)
    seen = Sightings()
    for life in lives:
        seen.update(life.seen)
    assert chunk or seen.missing() == []
