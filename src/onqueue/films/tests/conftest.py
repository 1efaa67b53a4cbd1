"""What the tests of films share: an application with films, which end with the test."""

from __future__ import annotations

import dataclasses
from collections.abc import AsyncIterator

import pytest

from onqueue.films.jobs import Films
from onqueue.kernel.clock import VirtualClock
from onqueue.kernel.tasks import Tasks
from onqueue.web.parts import Parts


@pytest.fixture
async def films(clock: VirtualClock) -> AsyncIterator[Films]:
    tasks = Tasks()
    films = Films(clock=clock, tasks=tasks)
    yield films
    await films.stop()
    await tasks.stop()


@pytest.fixture
def parts(parts: Parts, films: Films) -> Parts:
    return dataclasses.replace(parts, films=films)
