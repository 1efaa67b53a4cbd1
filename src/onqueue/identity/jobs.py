"""What does identity do after the commit? It sends letters, and clears away what has ended.

A link is made by the job that sends it, so that its token is never written down anywhere but
in the letter. When sending fails, the next attempt makes a new link and ends the old one.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from string import Template
from typing import Any

from onqueue.identity.rules import (
    FORGOT_PATH,
    HOUR_MS,
    INVITATION_PATH,
    INVITATION_TTL_MS,
    LANGUAGES,
    RESET_PATH,
    RESET_TTL_MS,
)
from onqueue.identity.service.passwords import LinkMade, make_link, make_reset_link
from onqueue.identity.service.sessions import clear_outdated
from onqueue.kernel.clock import Clock
from onqueue.kernel.db import Database
from onqueue.kernel.mailer import Mail, Mailer
from onqueue.kernel.settings import Settings
from onqueue.kernel.worker import Jobs


@dataclass(frozen=True, slots=True, kw_only=True)
class Letters:
    """Writes and sends the letters of identity."""

    db: Database
    mailer: Mailer
    clock: Clock
    settings: Settings

    async def send_invitation(self, payload: dict[str, Any]) -> None:
        """Send a new invitation to somebody who is still invited."""
        made = await self.db.write(
            make_link, kind="invitation", account=payload["account"], now=self.clock.now()
        )
        if made is not None:
            await self._send_link(made, letter="invitation", ttl_ms=INVITATION_TTL_MS)

    async def send_reset(self, payload: dict[str, Any]) -> None:
        """Send a reset link to whoever has the address, if anybody has."""
        made = await self.db.write(make_reset_link, email=payload["email"], now=self.clock.now())
        if made is not None:
            await self._send_link(made, letter="reset", ttl_ms=RESET_TTL_MS)

    async def send_notice(self, payload: dict[str, Any]) -> None:
        """Tell somebody what was changed about their account."""
        words = {
            "name": payload["name"],
            "new": payload.get("new", ""),
            "link": self.settings.address + FORGOT_PATH,
        }
        await self.mailer.send(
            written(
                letter=payload["what"],
                language=payload["language"],
                to=payload["to"],
                words=words,
            )
        )

    async def clear(self, _payload: dict[str, Any]) -> None:
        """Delete sessions and links that have ended."""
        await self.db.write(
            clear_outdated,
            now=self.clock.now(),
            idle_ms=self.settings.session_idle_s * 1_000,
            age_ms_max=self.settings.session_age_s_max * 1_000,
        )

    async def _send_link(self, made: LinkMade, *, letter: str, ttl_ms: int) -> None:
        path = INVITATION_PATH if letter == "invitation" else RESET_PATH
        words = {
            "name": made.to.name,
            "link": self.settings.address + path + made.token,
            "hours": str(ttl_ms // HOUR_MS),
        }
        await self.mailer.send(
            written(letter=letter, language=made.to.language, to=made.to.email, words=words)
        )


def written(*, letter: str, language: str, to: str, words: dict[str, str]) -> Mail:
    """Return a letter in a language, its words filled in."""
    spoken = language if language in LANGUAGES else LANGUAGES[0]
    subject, text = _template(letter, spoken)
    return Mail(to=to, subject=subject, text=text.substitute(words), language=spoken)


def register(jobs: Jobs, *, letters: Letters) -> None:
    """Say who does identity's jobs."""
    jobs.handle("identity.invitation", letters.send_invitation)
    jobs.handle("identity.reset", letters.send_reset)
    jobs.handle("identity.notice", letters.send_notice)
    jobs.handle("identity.clear", letters.clear)
    jobs.every("identity.clear", cron="41 * * * *")


@cache
def _template(letter: str, language: str) -> tuple[str, Template]:
    path = files("onqueue.identity").joinpath("letters", language, f"{letter}.txt")
    subject, _, text = path.read_text(encoding="utf-8").partition("\n")
    return subject, Template(text)
