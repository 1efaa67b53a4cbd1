"""One world's life, told so that it can be repeated."""

from __future__ import annotations

import traceback
from collections.abc import Iterable
from typing import NamedTuple

from tests.worlds.sightings import SITUATIONS, Sightings
from tests.worlds.world import World


class Life(NamedTuple):
    """What became of a seed."""

    seed: int
    seen: Sightings
    broken: str
    """What went wrong and how to see it again; empty when nothing did."""


def live(seed: int, *, whole: bool = False) -> Life:
    """Live through one world."""
    seen = Sightings()
    try:
        World(seed, seen).live()
    except Exception as error:  # noqa: BLE001 -- whatever breaks a world is told with its seed
        told = traceback.format_exc() if whole else f"{type(error).__name__}: {error}"
        return Life(seed, seen, f"{told}\n  again: ./run worlds --seed {seed}")
    return Life(seed, seen, "")


def sum_up(lives: Iterable[Life]) -> str:
    """Say how often each situation was seen, and what never was."""
    lives = list(lives)
    seen = Sightings()
    for life in lives:
        seen.update(life.seen)
    lines = [f"{seen[what]:>10,}  {what}" for what in SITUATIONS]
    missing = seen.missing()
    broken = [life.seed for life in lives if life.broken]
    lines.append(f"{len(lives):,} worlds, {len(broken)} broken, {len(missing)} things never seen")
    lines += [f"  never: {what}" for what in missing]
    return "\n".join([*lines, *(life.broken for life in lives if life.broken)])
