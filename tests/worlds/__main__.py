"""Live through many worlds: `./run worlds --seeds 20000`, or one: `--seed 17`."""

from __future__ import annotations

import argparse
import sys
from multiprocessing import Pool

from tests.worlds.lives import Life, live, sum_up


def main() -> int:
    """Print what was seen, and which seeds broke something; 0 when none did."""
    parser = argparse.ArgumentParser(prog="worlds", description=__doc__)
    parser.add_argument("--seeds", type=int, default=20_000, help="how many (20,000)")
    parser.add_argument("--start", type=int, default=0, help="the first seed (0)")
    parser.add_argument("--seed", type=int, help="one seed alone, with the error in full")
    chosen = parser.parse_args()
    if chosen.seed is not None:
        life = live(chosen.seed, whole=True)
        print(sum_up([life]))
        return 1 if life.broken else 0
    lives: list[Life] = []
    with Pool() as pool:
        seeds = range(chosen.start, chosen.start + chosen.seeds)
        for life in pool.imap_unordered(live, seeds, chunksize=20):
            lives.append(life)
            if life.broken:
                print(life.broken, flush=True)
            if len(lives) % 1_000 == 0:
                print(f"{len(lives):,} worlds", file=sys.stderr, flush=True)
    print(sum_up(lives))
    return 1 if any(life.broken for life in lives) else 0


if __name__ == "__main__":
    sys.exit(main())
