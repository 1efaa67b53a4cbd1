"""What the directory's tests share."""

from __future__ import annotations

import pytest

from onqueue.identity.service.by import By
from onqueue.kernel.authz import SYSTEM
from onqueue.kernel.clock import VirtualClock


@pytest.fixture
def by(clock: VirtualClock) -> By:
    return By(actor=SYSTEM, now=clock.now(), network="test")
