"""An Asterisk for tests: installed as a user does it, once for all runs, on free ports."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from onqueue.channels.voice.asterisk.configuration import secret_of
from onqueue.channels.voice.asterisk.place import Place, prepare
from onqueue.channels.voice.asterisk.plan import Plan, Trunk
from onqueue.channels.voice.asterisk.process import Asterisk
from onqueue.cli.demo.telephones import sound
from tests.support.loud import LOUD

ROOT = Path(__file__).parents[2]
CACHE = Path(os.environ.get("ONQUEUE_TEST_VOICE", ROOT / ".cache" / "voice"))
"""A data folder that stays between runs."""
INSTALL_S_MAX = 300
CARRIER = "127.0.0.2"
"""Who calls from here is the carrier; phones are at another address of this machine."""


def program() -> Path:
    """Install Asterisk, unless it is there; skip, and say so aloud, where that cannot be."""
    try:
        ran = subprocess.run(
            [sys.executable, "-m", "onqueue", "voice", "install", "--data", str(CACHE)],
            capture_output=True,
            text=True,
            check=False,
            timeout=INSTALL_S_MAX,
        )
    except subprocess.TimeoutExpired:
        pytest.skip(f"{LOUD} Asterisk was not fetched within {INSTALL_S_MAX} s.")
    if ran.returncode:
        reason = (ran.stderr.strip() or "it was not installed").splitlines()[-1]
        if any(code in ran.stderr for code in ("voice.no_apt", "no_mirror", "no_packages")):
            pytest.skip(f"{LOUD} {reason}")
        pytest.fail(ran.stderr)
    return CACHE / "voice" / "asterisk"


def free_port(kind: int, ip: str = "127.0.0.1") -> int:
    with closing(socket.socket(socket.AF_INET, kind)) as probe:
        probe.bind((ip, 0))
        return int(probe.getsockname()[1])


class Exchange:
    """One Asterisk with its configuration."""

    def __init__(self, *, program: Path, folder: Path) -> None:
        self.carrier_port = free_port(socket.SOCK_DGRAM, CARRIER)
        self.plan = Plan(
            node="main",
            sip_port=free_port(socket.SOCK_DGRAM),
            http_port=free_port(socket.SOCK_STREAM),
            events_port=free_port(socket.SOCK_STREAM),
            rtp_from=30_000,
            rtp_to=39_999,
            emergency=("112",),
            dial_prefixes=("+49",),
            trunks=(
                Trunk(
                    name="carrier",
                    host=f"{CARRIER}:{self.carrier_port}",
                    networks=(CARRIER,),
                    codecs=("ulaw",),
                ),
            ),
        )
        self.place = Place(folder)
        self.place.program.symlink_to(program)
        self.place.speech.symlink_to(program.with_name("speech"))
        self.asterisk = self._configured()
        custom = self.run / "sounds" / "en"
        sound.write(custom / "greeting.wav", "play:greeting", seconds=4)
        sound.write(custom / "news.wav", "play:news", seconds=4)
        sound.write(custom / "onqueue" / "away.wav", "play:away", seconds=4)
        sound.write(custom / "onqueue" / "closed.wav", "play:closed", seconds=4)
        self.asterisk = self._configured()
        self.secret = secret_of(self.run)

    @property
    def run(self) -> Path:
        return self.place.run

    @property
    def sip(self) -> tuple[str, int]:
        return ("127.0.0.1", self.plan.sip_port)

    @contextmanager
    def stopped(self) -> Iterator[None]:
        """Let the process stand still for a while."""
        running = self.asterisk.pid()
        assert running is not None
        os.kill(running, signal.SIGSTOP)
        try:
            yield
        finally:
            os.kill(running, signal.SIGCONT)

    def is_empty(self) -> bool:
        """Tell whether nobody talks."""
        return "0 active channels" in self.asterisk.ask("core show channels count")

    def _configured(self) -> Asterisk:
        return prepare(place=self.place, plan=self.plan)
