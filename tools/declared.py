"""Does a step's test read a file that is not among the inputs of the step? Then it fails.

A plugin of pytest, which `./run test` loads into its own steps. What is not among the inputs could
change without the test being run again. Programs that a test starts are not watched: they are ours,
and all of ours are inputs.
"""

import os
import sys
from pathlib import Path
from typing import Any, Final

from tools.inputs import Inputs
from tools.steps import ROOT, checks, tests

STEP: Final = "ONQUEUE_TEST_STEP"
READS: Final = frozenset({"open", "os.listdir", "os.scandir"})
MADE: Final = (".venv", ".cache", ".hypothesis", "build", "frontend/node_modules")
"""What setting up and running make: whoever makes it is an input."""
OURSELVES: Final = "tools/declared.py"
"""Is read when a failure is shown."""
COMPILED: Final = "__pycache__"


class UndeclaredRead(AssertionError):
    """A test opened what its step does not say that it reads."""


class Watch:
    """Hears of every file that this process opens."""

    def __init__(self, *, root: Path, inputs: Inputs, step: str) -> None:
        self._root = f"{root}{os.sep}"
        self._inputs = inputs
        self._step = step

    def __call__(self, event: str, given: tuple[Any, ...]) -> None:
        """Refuse it, if it is of the checkout and not among the inputs."""
        if event not in READS or not isinstance(given[0], str | bytes | os.PathLike):
            return
        path = os.fsdecode(given[0])
        if event == "open" and given[1] is None and os.sep not in path:
            # By os.open, of a name within a folder that is open: so whole trees are removed.
            return
        # Not resolved: a link in the checkout is what git knows, wherever it leads.
        path = os.path.abspath(path)  # noqa: PTH100
        if not path.startswith(self._root):
            return
        name = path.removeprefix(self._root)
        if name.startswith((*MADE, OURSELVES)) or COMPILED in name:
            return
        if self._is_declared(event, name):
            return
        raise UndeclaredRead(
            f"{name} is not among the inputs of the step {self._step}: add it in tools/steps.py, "
            "or mark the test with `agreement`"
        )

    def _is_declared(self, event: str, name: str) -> bool:
        if event == "open":
            return self._inputs.has(name)
        return self._inputs.may_have(name) or self._inputs.has(name)


def pytest_configure() -> None:
    """Watch from now on what the tests of this step open."""
    name = os.environ[STEP]
    (step,) = (one for one in checks() + tests() if one.name == name)
    assert step.inputs is not None
    sys.addaudithook(Watch(root=ROOT, inputs=step.inputs, step=name))
