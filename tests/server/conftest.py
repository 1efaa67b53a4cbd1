"""A centre that runs."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import TYPE_CHECKING

import pytest

from onqueue.boot import Program
from onqueue.kernel.clock import VirtualClock
from onqueue.kernel.settings import Settings
from tests.server.scene import Centre, Founded

if TYPE_CHECKING:
    from conftest import MakeTemplate


@pytest.fixture(scope="session")
def founded(make_template: MakeTemplate) -> Founded:
    """A centre as every test here finds it: to found one takes as long as most tests."""
    made: list[Centre] = []

    async def found(settings: Settings) -> None:
        program = Program(settings=settings, clock=VirtualClock())
        await program.start()
        made.append(Centre(program))
        await made[0].found()
        await made[0].settle()
        await program.stop()

    template = make_template(found)
    return Founded(template=template, made=made[0].made, people=made[0].people)


@pytest.fixture
def database_template(founded: Founded) -> str:
    """Every test here has a copy of that centre, and of what it has in its journal."""
    return founded.template


@pytest.fixture
async def centre(
    settings: Settings, clock: VirtualClock, founded: Founded
) -> AsyncIterator[Centre]:
    """The whole program, with its invariants checked after every step."""
    program = Program(settings=settings.model_copy(update={"demo": True}), clock=clock)
    await program.start()
    running = Centre(program, founded)
    yield running
    # A test may have started another one in its place.
    await running.program.stop()
    assert running.program.house.driver.health.breaches == []
