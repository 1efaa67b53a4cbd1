from __future__ import annotations

import asyncio
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest
from pydantic import SecretStr

from onqueue.kernel.clock import VirtualClock
from onqueue.kernel.mailer import FolderMailer, Mail, SmtpMailer, make_mailer
from onqueue.kernel.settings import Settings

MAIL = Mail(
    to="ada@example.org", subject="Grüße", text="Hallo Ada,\n\nhttps://x/#t\n", language="de"
)


class Server:
    """An SMTP server that keeps what it is given."""

    def __init__(self) -> None:
        self.letters: list[bytes] = []

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 test\r\n")
        while line := await reader.readline():
            word = line.split()[0].upper()
            if word == b"DATA":
                writer.write(b"354 go on\r\n")
                self.letters.append(await reader.readuntil(b"\r\n.\r\n"))
            writer.write(b"221 bye\r\n" if word == b"QUIT" else b"250 test\r\n")
            if word == b"QUIT":
                break
        await writer.drain()
        writer.close()


async def test_a_letter_becomes_a_file(tmp_path: Path) -> None:
    folder = tmp_path / "mail"
    mailer = FolderMailer(folder=folder, sender="Onqueue <q@example.org>", clock=VirtualClock())
    await mailer.send(MAIL)
    await mailer.send(MAIL)
    files = sorted(folder.iterdir())
    assert [path.suffix for path in files] == [".eml", ".eml"]
    assert files[0].stat().st_mode & 0o777 == 0o600
    letter = message_from_bytes(files[0].read_bytes(), policy=default)
    assert (letter["To"], letter["From"]) == ("ada@example.org", "Onqueue <q@example.org>")
    assert (letter["Subject"], letter["Content-Language"]) == ("Grüße", "de")
    assert letter["Date"] == "Thu, 01 Jan 2026 00:00:00 -0000"
    assert letter.get_content().splitlines() == MAIL.text.splitlines()


async def test_a_link_in_a_letters_file_can_be_copied_whole(tmp_path: Path) -> None:
    text = f"Für Bo:\nhttp://127.0.0.1:8000/desk/invitation#{'x' * 43}\n"
    folder = tmp_path / "mail"
    mailer = FolderMailer(folder=folder, sender="q@example.org", clock=VirtualClock())
    await mailer.send(Mail(to="bo@example.org", subject="Hello", text=text, language="de"))
    [file] = folder.iterdir()
    assert text in file.read_bytes().decode().replace("\r\n", "\n")


@pytest.mark.parametrize("field", ["to", "subject"])
async def test_a_line_break_cannot_add_a_header(field: str, tmp_path: Path) -> None:
    given = {"to": "a@b.c", "subject": "Hello", field: "x\r\nBcc: all@example.org"}
    mailer = FolderMailer(folder=tmp_path / "mail", sender="q@x.y", clock=VirtualClock())
    with pytest.raises(ValueError, match=r"[Hh]eader|line"):
        await mailer.send(Mail(text="", language="en", **given))
    assert not (tmp_path / "mail").exists()


async def test_a_letter_is_handed_to_the_server() -> None:
    server = Server()
    listening = await asyncio.start_server(server.talk, "127.0.0.1", 0)
    port = listening.sockets[0].getsockname()[1]
    mailer = SmtpMailer(url=f"smtp://127.0.0.1:{port}", sender="q@x.y", clock=VirtualClock())
    await mailer.send(MAIL)
    listening.close()
    letter = message_from_bytes(server.letters[0].removesuffix(b".\r\n"), policy=default)
    assert (letter["To"], letter["Subject"]) == ("ada@example.org", "Grüße")


def test_the_settings_decide(settings: Settings) -> None:
    clock = VirtualClock()
    assert isinstance(make_mailer(settings=settings, clock=clock), FolderMailer)
    to_server = settings.model_copy(update={"smtp_url": SecretStr("smtps://mail.example.org")})
    assert isinstance(make_mailer(settings=to_server, clock=clock), SmtpMailer)
