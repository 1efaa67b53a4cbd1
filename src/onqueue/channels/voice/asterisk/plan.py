"""What is an Asterisk given to know: its ports, its trunks, and what it may dial?

Trunks are written by the operator into `trunks.toml` in the voice folder, which says who carries
calls to and from the telephone network:

    [[trunk]]
    name = "carrier"
    host = "sip.carrier.example"
    networks = ["198.51.100.0/24"]
    username = "…"
    password = "…"
    transport = "udp"
"""

from __future__ import annotations

import ipaddress
import re
import tomllib
from pathlib import Path
from typing import Annotated, Final, Literal

import msgspec

from onqueue.channels.voice.asterisk.errors import BadTrunks

NAME: Final = r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$"
LANES: Final = 4
Port = Annotated[int, msgspec.Meta(ge=1, le=65_535)]
Word = Annotated[str, msgspec.Meta(pattern=r"^[^\s;\[\]]{0,128}$")]
"""Goes into a configuration file as it is, so nothing that such a file reads as something else."""


class Trunk(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One way to the telephone network."""

    name: Annotated[str, msgspec.Meta(pattern=NAME)]
    host: Annotated[str, msgspec.Meta(pattern=r"^[A-Za-z0-9.:-]{1,255}$")]
    """Where calls are sent: a name or address, with a port if it is not 5060."""
    networks: tuple[str, ...]
    """From where calls may come; who calls from elsewhere is nobody."""
    username: Word = ""
    password: Word = ""
    registers: bool = False
    """Tell the carrier where we are; for those who do not know our address."""
    transport: Literal["udp", "tls"] = "udp"
    srtp: bool = False
    codecs: tuple[Literal["alaw", "ulaw", "g722", "opus"], ...] = ("alaw", "ulaw")


class Trunks(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole file."""

    trunk: tuple[Trunk, ...] = ()


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """All that the configuration is made from."""

    node: str = "onqueue"
    bind: str = "127.0.0.1"
    sip_port: Port = 5060
    tls_port: Port = 5061
    http_port: Port = 8088
    events_port: Port = 8089
    """Where Onqueue waits for Asterisk to connect."""
    rtp_from: Port = 10_000
    rtp_to: Port = 19_999
    public_address: Word = ""
    """What the world is to send sound to, behind NAT."""
    certificate: Path | None = None
    key: Path | None = None
    lanes: int = LANES
    calls_max: int = 200
    emergency: tuple[str, ...] = ("112", "911")
    dial_prefixes: tuple[str, ...] = ()
    """Numbers that may be dialled begin with one of these; none means that none may be."""
    trunks: tuple[Trunk, ...] = ()

    @property
    def application(self) -> str:
        """The name under which Asterisk knows us."""
        return "onqueue"

    @property
    def tls(self) -> bool:
        """Tell whether phones and carriers can be met on TLS."""
        return self.certificate is not None and self.key is not None


def read_trunks(path: Path) -> tuple[Trunk, ...]:
    """Read the operator's file; without one there is no trunk."""
    try:
        said = tomllib.loads(path.read_text())
        trunks = msgspec.convert(said, Trunks).trunk
        for trunk in trunks:
            for network in trunk.networks:
                ipaddress.ip_network(network)
    except FileNotFoundError:
        return ()
    except (OSError, ValueError) as error:
        raise BadTrunks(file=str(path), reason=str(error)) from None
    if len({trunk.name for trunk in trunks}) < len(trunks):
        raise BadTrunks(file=str(path), reason="two trunks have the same name")
    return trunks


def is_number(target: str) -> bool:
    """Tell whether a target is a telephone number rather than the name of a phone."""
    return re.fullmatch(r"\+?[0-9*#]{2,32}", target) is not None


def is_name(target: str) -> bool:
    """Tell whether a target could be the name of a phone."""
    return re.fullmatch(NAME, target) is not None


def may_dial(plan: Plan, number: str) -> bool:
    """Tell whether a number may be called: an emergency number always, others by prefix."""
    return number in plan.emergency or number.startswith(plan.dial_prefixes)
