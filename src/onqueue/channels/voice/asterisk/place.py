"""Where on this machine is our Asterisk, and what do the settings make of it?"""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from onqueue.channels.voice.asterisk.configuration import configure
from onqueue.channels.voice.asterisk.install import installed
from onqueue.channels.voice.asterisk.plan import Plan, is_number, read_trunks
from onqueue.channels.voice.asterisk.process import Asterisk
from onqueue.kernel.errors import Invalid

if TYPE_CHECKING:
    from pathlib import Path

    from onqueue.kernel.settings import Settings

PORT_MIN: Final = 1_024
PORT_MAX: Final = 65_535


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
    def speech(self) -> Path:
        """Where `onqueue voice install` puts what speaks texts."""
        return self.folder / "speech"

    @property
    def trunks(self) -> Path:
        """The operator's list of carriers."""
        return self.folder / "trunks.toml"


def place_of(settings: Settings) -> Place:
    """Return the folders of this installation."""
    return Place(settings.data_dir.absolute() / "voice")


def plan_of(settings: Settings) -> Plan:
    """Return what Asterisk is to be given to know."""
    first, last = (int(port) for port in settings.asterisk_rtp_ports.split("-"))
    if not PORT_MIN <= first < last <= PORT_MAX:
        reason = f"the first port must be lower than the last, both from {PORT_MIN} to {PORT_MAX}"
        raise Invalid(field="ONQUEUE_ASTERISK_RTP_PORTS", reason=reason)
    emergency = _listed(settings.asterisk_emergency_numbers)
    for number in emergency:
        if not is_number(number):
            reason = f"{number} is not a telephone number"
            raise Invalid(field="ONQUEUE_ASTERISK_EMERGENCY_NUMBERS", reason=reason)
    for field, address in (
        ("ONQUEUE_ASTERISK_BIND", settings.asterisk_bind),
        ("ONQUEUE_ASTERISK_PUBLIC_ADDRESS", settings.asterisk_public_address),
    ):
        if address and not _is_address(address):
            raise Invalid(field=field, reason=f"{address} is not an IP address")
    return Plan(
        node=settings.site,
        bind=settings.asterisk_bind,
        sip_port=settings.asterisk_sip_port,
        tls_port=settings.asterisk_tls_port,
        http_port=settings.asterisk_http_port,
        events_port=settings.asterisk_events_port,
        rtp_from=first,
        rtp_to=last,
        public_address=settings.asterisk_public_address,
        certificate=settings.asterisk_certificate,
        key=settings.asterisk_key,
        calls_max=settings.asterisk_calls_max,
        emergency=emergency,
        dial_prefixes=_listed(settings.asterisk_dial_prefixes),
        trunks=read_trunks(place_of(settings).trunks),
    )


def prepare(*, place: Place, plan: Plan) -> Asterisk:
    """Write the configuration anew, and return the Asterisk that will read it."""
    made = installed(place.program)
    configure(plan=plan, program=place.program, made=made, run=place.run)
    return Asterisk(program=place.program, run=place.run)


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True


def _listed(text: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in text.split(",") if word.strip())
