"""What the tests of trials share."""

from __future__ import annotations

import pytest

from onqueue.kernel.clock import VirtualClock
from onqueue.kernel.db import Database
from onqueue.kernel.settings import Settings
from onqueue.trials.jobs import Trials
from onqueue.trials.tests.scene import Recorded, record_day


@pytest.fixture
async def recorded(database: Database, clock: VirtualClock) -> Recorded:
    return await record_day(database, clock)


@pytest.fixture
def trials(database: Database, clock: VirtualClock, settings: Settings) -> Trials:
    return Trials(db=database, clock=clock, settings=settings)
