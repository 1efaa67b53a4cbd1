"""Where on this machine is our Asterisk, and what do the settings make of it?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from onqueue.channels.voice.asterisk.configuration import configure
from onqueue.channels.voice.asterisk.install import installed
from onqueue.channels.voice.asterisk.plan import Plan, read_trunks
from onqueue.channels.voice.asterisk.process import Asterisk

if TYPE_CHECKING:
    from pathlib import Path

    from onqueue.kernel.settings import Settings


@dataclass(frozen=True, slots=True)
class Place:
    """The folders of one Asterisk: what is installed, and what it writes."""

    folder: Path

    @property
    def program(self) -> Path:
        """What `onqueue voice install` fills."""
        return self.folder / "asterisk"

    @property
    def run(self) -> Path:
        """Configuration, logs, recordings and secrets."""
        return self.folder / "run"

    @property
    def trunks(self) -> Path:
        """The operator's list of carriers."""
        return self.folder / "trunks.toml"


def place_of(settings: Settings) -> Place:
    """Return the folders of this installation."""
    return Place(settings.data_dir.absolute() / "voice")


def plan_of(settings: Settings) -> Plan:
    """Return what Asterisk is to be given to know."""
    first, last = settings.asterisk_rtp_ports.split("-")
    return Plan(
        node=settings.site,
        bind=settings.asterisk_bind,
        sip_port=settings.asterisk_sip_port,
        tls_port=settings.asterisk_tls_port,
        http_port=settings.asterisk_http_port,
        events_port=settings.asterisk_events_port,
        rtp_from=int(first),
        rtp_to=int(last),
        public_address=settings.asterisk_public_address,
        certificate=settings.asterisk_certificate,
        key=settings.asterisk_key,
        calls_max=settings.asterisk_calls_max,
        emergency=_listed(settings.asterisk_emergency_numbers),
        dial_prefixes=_listed(settings.asterisk_dial_prefixes),
        trunks=read_trunks(place_of(settings).trunks),
    )


def prepare(*, place: Place, plan: Plan) -> Asterisk:
    """Write the configuration anew, and return the Asterisk that will read it."""
    made = installed(place.program)
    configure(plan=plan, program=place.program, made=made, run=place.run)
    return Asterisk(program=place.program, run=place.run)


def _listed(text: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in text.split(",") if word.strip())
