"""What of this machine, the settings and Asterisk needs mending? A sentence for each thing."""

from __future__ import annotations

import os
import resource
import shutil
import socket
import ssl
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final

import httpx

from onqueue.channels.voice.asterisk.configuration import USER, secret_of
from onqueue.channels.voice.asterisk.errors import NotInstalled
from onqueue.channels.voice.asterisk.install import installed
from onqueue.channels.voice.asterisk.process import Asterisk
from onqueue.channels.voice.speech.install import engine_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from onqueue.channels.voice.asterisk.place import Place
    from onqueue.channels.voice.asterisk.plan import Plan

MB: Final = 1024 * 1024
FREE_MB_MIN: Final = 2_000
"""An hour of one recorded call is some 60 MB."""
FILES_PER_CALL: Final = 16
PORTS_PER_CALL: Final = 4
SOCKET_PATH_MAX: Final = 100
CLOCK_OFF_S_MAX: Final = 5
CERTIFICATE_DAYS_MIN: Final = 14
ASK_S_MAX: Final = 5
DAY_S: Final = 86_400
MS: Final = 1_000
NEEDED: Final = ("res_ari", "res_websocket_client", "chan_pjsip", "res_stasis_snoop", "res_srtp")
CODECS: Final = ("codec_alaw", "codec_g722", "codec_opus_open_source", "codec_ulaw")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at."""

    good: bool
    said: str
    mend: str = ""
    """What to do when it is not good."""

    @property
    def line(self) -> str:
        """As a line for a person."""
        return f"ok    {self.said}" if self.good else f"MEND  {self.said} {self.mend}".rstrip()


def examine(*, place: Place, plan: Plan, now: int) -> list[Finding]:
    """Look at everything that calls depend on."""
    findings = [*_machine(place, plan, now), _speech(place)]
    try:
        version = installed(place.program).version
    except NotInstalled as error:
        return [*findings, Finding(good=False, said=str(error))]
    findings.append(
        Finding(
            good=" 22." in version,
            said=f"{version} is installed.",
            mend="22 is needed: give `onqueue voice install --anew`.",
        )
    )
    asterisk = Asterisk(program=place.program, run=place.run)
    if asterisk.pid() is None:
        findings += _ports(plan)
        said, mend = "Asterisk is not running.", "Give `onqueue voice start`."
        return [*findings, Finding(good=False, said=said, mend=mend)]
    return [*findings, *_running(asterisk, place=place, plan=plan, now=now)]


def _machine(place: Place, plan: Plan, now: int) -> Iterator[Finding]:
    there = next(one for one in (place.folder, *place.folder.parents) if one.exists())
    free = shutil.disk_usage(there).free // MB
    yield Finding(
        good=free >= FREE_MB_MIN,
        said=f"{free} MB are free for recordings.",
        mend=f"Make room: {FREE_MB_MIN} MB are needed.",
    )
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = plan.calls_max * FILES_PER_CALL
    yield Finding(
        good=hard == resource.RLIM_INFINITY or hard >= wanted,
        said=f"{hard} files may be open; {plan.calls_max} calls need {wanted}.",
        mend="Raise LimitNOFILE, or lower ONQUEUE_ASTERISK_CALLS_MAX.",
    )
    span = plan.rtp_to - plan.rtp_from + 1
    yield Finding(
        good=span >= plan.calls_max * PORTS_PER_CALL,
        said=f"{span} ports for sound; {plan.calls_max} calls need "
        f"{plan.calls_max * PORTS_PER_CALL}.",
        mend="Widen ONQUEUE_ASTERISK_RTP_PORTS, or lower ONQUEUE_ASTERISK_CALLS_MAX.",
    )
    control = len(os.fsencode(place.run / "run" / "asterisk.ctl"))
    yield Finding(
        good=control <= SOCKET_PATH_MAX,
        said=f"The path of Asterisk's socket has {control} bytes; {SOCKET_PATH_MAX} may be.",
        mend="Choose a data folder with a shorter path.",
    )
    yield Finding(
        good=bool(plan.trunks),
        said=f"{len(plan.trunks)} trunks are in {place.trunks}.",
        mend="Without one no telephone number can be reached, in an emergency neither: see the "
        "guide on trunks.",
    )
    if plan.certificate is not None:
        yield _certificate(plan.certificate, now)


def _speech(place: Place) -> Finding:
    engine = engine_of(place.speech)
    return Finding(
        good=engine is not None,
        said="Texts of flows are spoken."
        if engine is not None
        else "Nothing here speaks texts: callers in a flow hear a tone instead.",
        mend="Give `onqueue voice install`, or install espeak-ng, and start the server again.",
    )


def _certificate(path: Path, now: int) -> Finding:
    try:
        # The standard library reads a certificate's dates only so.
        read = ssl._ssl._test_decode_cert(str(path))  # type: ignore[attr-defined]  # noqa: SLF001
        left = (ssl.cert_time_to_seconds(read["notAfter"]) - now // MS) // DAY_S
    except (OSError, ssl.SSLError) as error:
        said = f"The certificate {path} cannot be read: {error}."
        return Finding(good=False, said=said, mend="Set ONQUEUE_ASTERISK_CERTIFICATE anew.")
    return Finding(
        good=left >= CERTIFICATE_DAYS_MIN,
        said=f"The certificate is good for {left} days.",
        mend="Renew it, then stop Asterisk and start it.",
    )


def _ports(plan: Plan) -> Iterator[Finding]:
    """Before it is started: does anybody else have its ports?"""
    wanted = [
        (plan.bind, plan.sip_port, socket.SOCK_DGRAM, "ONQUEUE_ASTERISK_SIP_PORT"),
        ("127.0.0.1", plan.http_port, socket.SOCK_STREAM, "ONQUEUE_ASTERISK_HTTP_PORT"),
    ]
    for address, port, kind, setting in wanted:
        with closing(socket.socket(socket.AF_INET, kind)) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, kind == socket.SOCK_STREAM)
            try:
                probe.bind((address, port))
            except OSError as error:
                yield Finding(
                    good=False,
                    said=f"Port {port} of {address} cannot be had: {error.strerror}.",
                    mend=f"End what has it, or set {setting}.",
                )
            else:
                yield Finding(good=True, said=f"Port {port} of {address} is free for Asterisk.")


def _running(asterisk: Asterisk, *, place: Place, plan: Plan, now: int) -> Iterator[Finding]:
    loaded = asterisk.ask("module show")
    missing = [name for name in (*NEEDED, *CODECS) if f"{name}.so" not in loaded]
    yield Finding(
        good=not missing,
        said=f"Missing modules: {', '.join(missing)}."
        if missing
        else "All modules and codecs that calls need are loaded.",
        mend="Give `onqueue voice install --anew`, then stop Asterisk and start it.",
    )
    bound = f"{plan.bind}:{plan.sip_port}"
    yield Finding(
        good=bound in asterisk.ask("pjsip show transports"),
        said=f"Phones and carriers are to be met at {bound}.",
        mend="Asterisk was started with other settings: stop it and start it.",
    )
    yield from _ari(place, plan, now)
    yield Finding(
        good=_is_connected(asterisk),
        said="Asterisk is to be connected to Onqueue.",
        mend="Start `onqueue serve`, and see that both have "
        f"ONQUEUE_ASTERISK_EVENTS_PORT={plan.events_port}.",
    )


def _is_connected(asterisk: Asterisk) -> bool:
    sessions = asterisk.ask("ari show websocket sessions").splitlines()
    return any(line.startswith("out-lane0 ") and " Up " in line for line in sessions)


def _ari(place: Place, plan: Plan, now: int) -> Iterator[Finding]:
    address = f"http://127.0.0.1:{plan.http_port}/ari/asterisk/ping"
    try:
        answer = httpx.get(address, auth=(USER, secret_of(place.run)), timeout=ASK_S_MAX)
        answer.raise_for_status()
    except httpx.HTTPError as error:
        yield Finding(
            good=False,
            said=f"Asterisk does not answer at {address}: {error}.",
            mend=f"Stop it and start it; its log is {place.run / 'log' / 'full.log'}.",
        )
        return
    yield Finding(good=True, said="Asterisk answers requests.")
    then = datetime.strptime(answer.json()["timestamp"], "%Y-%m-%dT%H:%M:%S.%f%z")
    off = abs(now / MS - then.timestamp())
    yield Finding(
        good=off <= CLOCK_OFF_S_MAX,
        said=f"Asterisk's clock is {off:.0f} s from ours.",
        mend="Set the machine's clock by NTP.",
    )
