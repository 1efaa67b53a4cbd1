from __future__ import annotations

from importlib.resources import files
from string import Template

import pytest

from onqueue.identity.jobs import Letters, register, written
from onqueue.identity.rules import LANGUAGES
from onqueue.identity.tests.conftest import Post
from onqueue.identity.tests.reading import links
from onqueue.kernel.clock import VirtualClock
from onqueue.kernel.mailer import Mail
from onqueue.kernel.worker import Jobs
from onqueue.web.parts import Parts
from onqueue.web.tests.clients import ClientAs, Outbox

LETTERS = ("email_changed", "invitation", "password_changed", "reset")


class BrokenOnce:
    """A mailer whose server is away at the first attempt."""

    def __init__(self, outbox: Outbox) -> None:
        self.outbox = outbox
        self.attempts = 0

    async def send(self, mail: Mail) -> None:
        self.attempts += 1
        if self.attempts == 1:
            raise ConnectionRefusedError
        await self.outbox.send(mail)


@pytest.mark.parametrize("letter", LETTERS)
def test_each_letter_is_there_in_each_language_with_the_same_words(letter: str) -> None:
    folder = files("onqueue.identity").joinpath("letters")
    words = {
        language: set(
            Template(
                folder.joinpath(language, f"{letter}.txt").read_text("utf-8")
            ).get_identifiers()
        )
        for language in LANGUAGES
    }
    assert words["de"] == words["en"]


def test_what_people_are_called_is_text_and_nothing_else() -> None:
    name = '<img src=x onerror="alert(1)">$link\r\nBcc: all@example.org'
    words = {"name": name, "link": "https://x", "hours": "72"}
    mail = written(letter="invitation", language="xx", to="a@b.c", words=words)
    assert (mail.subject, mail.language) == ("Your invitation to Onqueue", "en")
    assert mail.text.startswith(f"Hello {name},\n")


async def test_a_letter_that_failed_is_sent_again_with_a_new_link(
    client_as: ClientAs, clock: VirtualClock, jobs: Jobs, outbox: Outbox, parts: Parts
) -> None:
    broken = BrokenOnce(outbox)
    letters = Letters(db=parts.db, mailer=broken, clock=clock, settings=parts.settings)
    register(jobs, letters=letters)
    agent = await client_as("agent")
    await agent.post("/api/password/forgot", json={"email": agent.email})
    await jobs.run_due()
    first = await parts.db.read(links)
    clock.advance(ms=60_000)
    await jobs.run_due()
    assert (broken.attempts, len(outbox.sent)) == (2, 1)
    second = await parts.db.read(links)
    assert (len(first), len(second)) == (1, 1)
    assert first != second


async def test_what_has_ended_is_cleared_away(
    client_as: ClientAs, clock: VirtualClock, post: Post, parts: Parts
) -> None:
    agent = await client_as("agent")
    await agent.post("/api/password/forgot", json={"email": agent.email})
    await post.deliver()
    assert len(await parts.db.read(links)) == 1
    clock.advance(ms=2 * 3_600_000)
    await post.deliver()
    assert await parts.db.read(links) == []
    assert (await agent.get("/api/me/sessions")).status_code == 200
