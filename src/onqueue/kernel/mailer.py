"""How does mail leave? Through an SMTP server, or into a folder that a person can open."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import formatdate
from pathlib import Path
from typing import Final, Protocol
from urllib.parse import unquote, urlsplit

import aiosmtplib

from onqueue.kernel.clock import Clock
from onqueue.kernel.ids import new_id
from onqueue.kernel.settings import Settings

TIMEOUT_S: Final = 30
SUBMISSION_PORT: Final = 587
TLS_PORT: Final = 465


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """A letter in plain text: no markup, so nothing in a name can become a link or a picture."""

    to: str
    subject: str
    text: str
    language: str


class Mailer(Protocol):
    """Sends mail."""

    async def send(self, mail: Mail) -> None:
        """Hand a letter over; raises when it could not be, and the caller tries again."""


def make_mailer(*, settings: Settings, clock: Clock) -> Mailer:
    """Return the mailer that the settings ask for."""
    url = settings.smtp_url.get_secret_value()
    if url:
        return SmtpMailer(url=url, sender=settings.mail_from, clock=clock)
    return FolderMailer(folder=settings.mailbox, sender=settings.mail_from, clock=clock)


class FolderMailer:
    """Writes each letter as an .eml file; their names sort in the order of sending."""

    def __init__(self, *, folder: Path, sender: str, clock: Clock) -> None:
        self._folder = folder
        self._sender = sender
        self._clock = clock

    async def send(self, mail: Mail) -> None:
        """Write the letter; it appears in the folder only when it is whole."""
        # As it is: people read these files, and follow the links that are in them.
        message = _message(mail, sender=self._sender, now=self._clock.now(), cte="8bit")
        await asyncio.to_thread(self._write, message.as_bytes(policy=SMTP))

    def _write(self, content: bytes) -> None:
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        name = new_id()
        part = self._folder / f".{name}.part"
        part.write_bytes(content)
        part.chmod(0o600)
        part.replace(self._folder / f"{name}.eml")


class SmtpMailer:
    """Hands each letter to an SMTP server."""

    def __init__(self, *, url: str, sender: str, clock: Clock) -> None:
        parts = urlsplit(url)
        assert parts.scheme in {"smtp", "smtps"}, "smtp_url begins with smtp:// or smtps://"
        self._tls = parts.scheme == "smtps"
        self._host = parts.hostname or "localhost"
        self._port = parts.port or (TLS_PORT if self._tls else SUBMISSION_PORT)
        self._user = unquote(parts.username) if parts.username else None
        self._password = unquote(parts.password) if parts.password else None
        self._sender = sender
        self._clock = clock

    async def send(self, mail: Mail) -> None:
        """Hand the letter over; STARTTLS is used when the server offers it."""
        message = _message(mail, sender=self._sender, now=self._clock.now())
        await aiosmtplib.send(
            message,
            hostname=self._host,
            port=self._port,
            username=self._user,
            password=self._password,
            use_tls=self._tls,
            # A password goes only through an encrypted connection.
            start_tls=True if self._password and not self._tls else None,
            timeout=TIMEOUT_S,
        )


def _message(mail: Mail, *, sender: str, now: int, cte: str | None = None) -> EmailMessage:
    # EmailMessage refuses line breaks in headers, so a name cannot add a recipient.
    message = EmailMessage()
    message["From"] = sender
    message["To"] = mail.to
    message["Subject"] = mail.subject
    message["Date"] = formatdate(now / 1_000)
    message["Message-ID"] = f"<{new_id()}@onqueue>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(mail.text, cte=cte)
    message["Content-Language"] = mail.language
    return message
