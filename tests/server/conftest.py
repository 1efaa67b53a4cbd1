"""A centre that runs."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from onqueue.boot import Program
from onqueue.kernel.clock import VirtualClock
from onqueue.kernel.settings import Settings
from tests.server.scene import Centre


@pytest.fixture
async def centre(settings: Settings, clock: VirtualClock) -> AsyncIterator[Centre]:
    """The whole program, with its invariants checked after every step."""
    program = Program(settings=settings.model_copy(update={"demo": True}), clock=clock)
    await program.start()
    running = Centre(program)
    await running.found()
    yield running
    # A test may have started another one in its place.
    await running.program.stop()
    assert running.program.house.driver.health.breaches == []
