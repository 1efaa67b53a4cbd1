"""What identity's tests share: its letters, and what the tables say."""

from __future__ import annotations

import pytest

from onqueue.identity.jobs import Letters, register
from onqueue.kernel.worker import Jobs
from onqueue.web.parts import Parts
from onqueue.web.tests.clients import Outbox


class Post:
    """Does the jobs, and takes the links out of the letters that were sent."""

    def __init__(self, jobs: Jobs, outbox: Outbox) -> None:
        self._jobs = jobs
        self._outbox = outbox

    async def deliver(self) -> list[tuple[str, str]]:
        """Send what is due, and return the recipient and the subject of each new letter."""
        had = len(self._outbox.sent)
        await self._jobs.run_due()
        return [(mail.to, mail.subject) for mail in self._outbox.sent[had:]]

    def token(self) -> str:
        """Return the token in the last letter."""
        return self._outbox.sent[-1].text.split("#")[1].split()[0]


@pytest.fixture
def post(jobs: Jobs, outbox: Outbox, parts: Parts) -> Post:
    letters = Letters(db=parts.db, mailer=outbox, clock=parts.clock, settings=parts.settings)
    register(jobs, letters=letters)
    return Post(jobs, outbox)
