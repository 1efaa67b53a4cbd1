"""Which steps have passed on this machine, with which inputs, and when?

As with builds: what has not changed is not done again.

A file for each step in .cache, with the last keys under which it passed: who changes branches and
comes back finds what was tried before.
"""

import json
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from tools.inputs import Seen, Tree
from tools.reports import Tally
from tools.steps import Step

KEYS_MAX: Final = 20


@dataclass(frozen=True)
class Pass:
    """One time that a step passed."""

    at_s: float
    """By the clock of the machine, for people only."""
    tally: Tally


class Passes:
    """What is kept of all steps."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def find(self, step: str, key: str) -> Pass | None:
        """Return when a step passed with the very same inputs, if it did."""
        return self._read(step).get(key)

    def keep(self, step: str, key: str, passed: Pass) -> None:
        """Remember that it passed, in place of what was longest ago."""
        known = self._read(step)
        known.pop(key, None)
        known[key] = passed
        self._write(step, dict(list(known.items())[-KEYS_MAX:]))

    def forget(self, step: str, key: str) -> None:
        """It has failed with the same inputs: that it passed before is worth nothing."""
        known = self._read(step)
        if known.pop(key, None) is not None:
            self._write(step, known)

    def _file(self, step: str) -> Path:
        return self._folder / f"{step}.json"

    def _read(self, step: str) -> dict[str, Pass]:
        try:
            read = json.loads(self._file(step).read_text("utf-8"))
            return {
                key: Pass(at_s=one["at_s"], tally=Tally(**one["tally"]))
                for key, one in read.items()
            }
        except (OSError, ValueError, LookupError, TypeError, AttributeError):
            # Never written, or by another version: then nothing has passed.
            return {}

    def _write(self, step: str, known: dict[str, Pass]) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        written = self._file(step).with_suffix(".new")
        written.write_text(json.dumps({key: asdict(one) for key, one in known.items()}), "utf-8")
        written.replace(self._file(step))


class Ledger:
    """Which steps need not be run again: what they passed with is what there is."""

    def __init__(self, *, tree: Tree, passes: Passes) -> None:
        self._tree = tree
        self._passes = passes

    def earlier(self, step: Step) -> Pass | None:
        """Return when a step passed with what there is now; None if it is to be run."""
        seen = self.see(step)
        return None if seen is None else self._passes.find(step.name, seen.key)

    def see(self, step: Step) -> Seen | None:
        """Look at a step's inputs, if it has any that can be looked at."""
        if step.inputs is None:
            return None
        return self._tree.see(step.inputs, step=repr(step))

    def settle(self, step: Step, *, before: Seen | None, came: Tally, passed: bool) -> None:
        """Note what came of a step, which saw these inputs when it began.

        Whoever saves a file while it runs cannot know what it was run with. And what was left out
        for want of a program shall be tried as soon as there is one.
        """
        if before is None:
            return
        if not passed:
            self._passes.forget(step.name, before.key)
        elif came.not_tried == 0 and self.see(step) == before:
            now_s = time.time()  # noqa: TID251 - for people, who ask when it was
            self._passes.keep(step.name, before.key, Pass(at_s=now_s, tally=came))
