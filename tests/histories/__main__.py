"""Race for longer: `./run histories --seconds 120 --seed 7 --engine postgres`."""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
from pathlib import Path

from onqueue.kernel.clock import monotonic_s
from onqueue.kernel.settings import Settings
from onqueue.migrations import migrate
from tests.histories.racing import Outcome, Race, run
from tests.support import postgres
from tests.support.memory import quick_folder


def main() -> int:
    """Print what there was and what was wrong; 0 when nothing was."""
    parser = argparse.ArgumentParser(prog="histories", description=__doc__)
    parser.add_argument("--engine", choices=("sqlite", "postgres", "both"), default="both")
    parser.add_argument("--seconds", type=float, default=60, help="how long they race (60)")
    parser.add_argument("--deaths", type=int, default=8, help="how often somebody dies (8)")
    parser.add_argument("--hosts", type=int, default=1, help="processes, on PostgreSQL alone (1)")
    parser.add_argument("--agents", type=int, default=8)
    parser.add_argument("--customers", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1, help="of who does what, and of deaths (1)")
    chosen = vars(parser.parse_args())
    engine = chosen.pop("engine")
    race = Race(**chosen)
    if race.hosts > 1 and engine != "postgres":
        parser.error("several processes serve a centre on PostgreSQL alone: --engine postgres")
    engines = ("sqlite", "postgres") if engine == "both" else (engine,)
    return max(_told(one, race) for one in engines)


def _told(engine: str, race: Race) -> int:
    began_s = monotonic_s()
    outcome = _on_postgres(race) if engine == "postgres" else _on_sqlite(race)
    print(f"{engine}, seed {race.seed}, {monotonic_s() - began_s:.0f} s")
    for name, count in sorted(outcome.counts.items()):
        print(f"  {count:7,} {name}")
    for sentence in outcome.wrong:
        print(f"  WRONG: {sentence}")
    print(f"  {len(outcome.wrong)} wrong")
    return 1 if outcome.wrong else 0


def _on_sqlite(race: Race) -> Outcome:
    with tempfile.TemporaryDirectory(dir=quick_folder()) as folder:
        settings = Settings(_env_file=None, data_dir=Path(folder))
        migrate.upgrade(settings.database)
        return asyncio.run(run(settings, race))


def _on_postgres(race: Race) -> Outcome:
    cluster = postgres.Cluster()
    try:
        cluster.start()
        with tempfile.TemporaryDirectory(dir=quick_folder()) as folder:
            url = postgres.create(cluster.admin, "race")
            settings = Settings(_env_file=None, data_dir=Path(folder), database_url=url)
            return asyncio.run(run(settings, race))
    finally:
        cluster.stop()


if __name__ == "__main__":
    sys.exit(main())
