"""Which phones may register, and with which password? Told to Asterisk while it runs.

Asterisk keeps them in memory only: after its restart they are told again. So a password can be
made for one session of an agent, and nothing is left of it afterwards.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from onqueue.channels.voice.asterisk.link import AwayError
from onqueue.channels.voice.asterisk.plan import is_name
from onqueue.channels.voice.asterisk.wires import need

if TYPE_CHECKING:
    from onqueue.channels.voice.asterisk.link import Link

Kind = Literal["desk", "browser"]
REALM: Final = "onqueue"
SILENT_S: Final = {"desk": 60, "browser": 15}
"""A phone that sends nothing for so long is gone. A dead browser tab says no goodbye."""
SILENT_HELD_S: Final = 300
CONTEXTS: Final = {"desk": "from-phone", "browser": "from-browser"}
PLACE: Final = ("asterisk", "config", "dynamic", "res_pjsip")


@dataclass(frozen=True, slots=True)
class Phone:
    """A phone that may register."""

    name: str
    kind: Kind
    password: str = ""
    proof: str = ""
    """What a password proves itself by, where the password itself is not known."""


class Phones:
    """All phones that one node knows."""

    def __init__(self, link: Link) -> None:
        self._link = link
        self._known: dict[str, Phone] = {}
        self._told: set[str] = set()
        """Those that the node knows."""

    async def admit(
        self, name: str, *, password: str = "", proof: str = "", kind: Kind = "desk"
    ) -> None:
        """Let a phone register from now on; told again with another password, the old one ends."""
        assert is_name(name), name
        phone = Phone(name=name, kind=kind, password=password, proof=proof)
        self._known[name] = phone
        if self._link.up:
            await self._tell(phone)

    async def dismiss(self, name: str) -> None:
        """Let a phone register no more."""
        self._told.discard(name)
        if self._known.pop(name, None) is not None and self._link.up:
            for kind in ("endpoint", "aor", "auth"):
                await self._link.ask("DELETE", *PLACE, kind, name)

    def names(self, *, kind: Kind) -> frozenset[str]:
        """Return the phones of one kind that may register."""
        return frozenset(one.name for one in self._known.values() if one.kind == kind)

    def knows(self, name: str, *, proof: str) -> bool:
        """Tell whether the node lets a phone register, with this very password."""
        return name in self._told and self._known[name].proof == proof

    async def is_there(self, name: str) -> bool:
        """Tell whether a phone has registered."""
        try:
            found = await self._link.ask("GET", "endpoints", "PJSIP", name)
        except AwayError:
            return False
        return found.ok and found.body["state"] == "online"

    async def all_there(self) -> frozenset[str] | None:
        """Return all phones that have registered; None when that cannot be known now."""
        try:
            found = await self._link.ask("GET", "endpoints", "PJSIP")
        except AwayError:
            return None
        if not found.ok:
            return None
        return frozenset(one["resource"] for one in found.body if one["state"] == "online")

    async def tell_all(self) -> None:
        """Tell a node that knows none."""
        self._told.clear()
        for phone in list(self._known.values()):
            await self._tell(phone)

    async def _tell(self, phone: Phone) -> None:
        self._told.discard(phone.name)
        try:
            await self._put("auth", phone, **_auth(phone))
            await self._put("aor", phone, max_contacts="1", remove_existing="yes")
            await self._put("endpoint", phone, **_endpoint(phone))
        except AwayError:
            return  # it is told when the node comes back
        self._told.add(phone.name)

    async def _put(self, kind: str, phone: Phone, **attributes: str) -> None:
        if kind == "auth":
            attributes["username"] = phone.name
        fields = [{"attribute": key, "value": value} for key, value in attributes.items()]
        need(await self._link.ask("PUT", *PLACE, kind, phone.name, body={"fields": fields}))


def proof_of(name: str, *, password: str) -> str:
    """Return what a password proves itself by in SIP's digests, which are made with MD5."""
    said = f"{name}:{REALM}:{password}"
    return hashlib.md5(said.encode(), usedforsecurity=False).hexdigest()


def _auth(phone: Phone) -> dict[str, str]:
    if phone.proof:
        return {"auth_type": "md5", "md5_cred": phone.proof, "realm": REALM}
    return {"auth_type": "digest", "password": phone.password}


def _endpoint(phone: Phone) -> dict[str, str]:
    """What phones have in common, and what a browser needs besides."""
    common = {
        "context": CONTEXTS[phone.kind],
        "auth": phone.name,
        "aors": phone.name,
        "callerid": f"{phone.name} <{phone.name}>",
        "disallow": "all",
        "direct_media": "no",
        "dtmf_mode": "rfc4733",
        "timers": "no",
        "rtp_timeout": str(SILENT_S[phone.kind]),
        "rtp_timeout_hold": str(SILENT_HELD_S),
    }
    if phone.kind == "browser":
        return {**common, "allow": "opus,ulaw", "webrtc": "yes", "transport": "ws"}
    return {**common, "allow": "alaw,ulaw", "transport": "udp", "rewrite_contact": "yes"}
