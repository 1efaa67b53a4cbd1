"""Run the benchmarks that are named, or all of them: `python -m bench floor --quick`."""

from __future__ import annotations

import importlib
import sys
from typing import Final

BENCHMARKS: Final = (
    "floor", "durable", "restart", "failover", "sim", "sim_anchors", "desks", "chat",
    "voice",
)  # fmt: skip


def main(arguments: list[str]) -> int:
    """Run what is named first with the rest of the arguments; without a name, run everything."""
    if arguments and not arguments[0].startswith("-"):
        name, *rest = arguments
        if name not in BENCHMARKS:
            print(f"There is no benchmark {name}. There are: {', '.join(BENCHMARKS)}.")
            return 2
        return run(name, rest)
    return max(run(name, arguments) for name in BENCHMARKS)


def run(name: str, arguments: list[str]) -> int:
    """Run one benchmark."""
    print(f"== {name}")
    result = importlib.import_module(f"bench.{name}").main(arguments)
    assert isinstance(result, int)
    return result


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
