"""Which centre is called, at which Asterisk, and beside which one of its own queues?

Two Asterisks from the same installation: one is Onqueue's, the other has nothing but `app_queue`
with the same agents as members. Only one of them is called at a time.
"""

from __future__ import annotations

import asyncio
import os
import socket
import subprocess
import sys
from pathlib import Path
from typing import Final

import msgspec
from sqlalchemy.orm import Session

from bench.chat_centre import (
    AgentSeat,
    found_always_open,
    free_port,
    seat,
    wait_until_served,
)
from onqueue.channels.voice.asterisk.phones import proof_of
from onqueue.channels.voice.asterisk.place import Place, place_of, prepare
from onqueue.channels.voice.asterisk.plan import Plan, Trunk
from onqueue.channels.voice.asterisk.process import Asterisk
from onqueue.channels.voice.models import DeskPhone
from onqueue.directory import service as directory
from onqueue.identity.service.by import By
from onqueue.kernel.authz import SYSTEM
from onqueue.kernel.clock import SystemClock
from onqueue.kernel.db import Database
from onqueue.kernel.settings import Settings
from onqueue.migrations.migrate import upgrade

CARRIER: Final = "127.0.0.2"
PHONES: Final = ("127.0.0.3", 25_060)
"""Where all agents' telephones are."""
DIALLED: Final = "4930700"
PASSWORD: Final = "bench"  # noqa: S105 - of telephones on this machine, for a minute
CALLS_MAX: Final = 5_000
SMALL: Final = 20
"""Members of the peer's other queue, for the backlog."""
SMALL_DIALLED: Final = "4930720"


class Centre(msgspec.Struct, frozen=True):
    """What the crowd and the callers must know."""

    port: int
    sip_port: int
    agents: list[AgentSeat]


def found(data: Path, *, agents: int) -> Centre:
    """Make a centre with a number, and agents with telephones, in an empty folder."""
    data.mkdir(parents=True, exist_ok=True)
    settings = Settings(data_dir=data)
    upgrade(settings.database)
    seats = asyncio.run(_found(settings, agents))
    return Centre(port=free_port(), sip_port=_free_udp_port(), agents=seats)


async def _found(settings: Settings, agents: int) -> list[AgentSeat]:
    db = Database(url=settings.database)
    await db.start()
    try:
        return await db.write(_make, now=SystemClock().now(), agents=agents)
    finally:
        await db.stop()


def _make(session: Session, *, now: int, agents: int) -> list[AgentSeat]:
    by = By(actor=SYSTEM, now=now, network="")
    hours = found_always_open(session, by=by)
    queue = directory.create_queue(session, by=by, name="Calls", hours_id=hours, wrap_up_s=0)
    directory.create_phone_number(
        session, by=by, number=f"+{DIALLED}", queue_id=queue.id, language="en"
    )
    seats = []
    for number in range(agents):
        agent = seat(session, by=by, name=f"agent{number}", role="agent")
        seats.append(agent)
        directory.put_agent(
            session, by=by, account=agent.account, version=0, skills=[], queues=[queue.id],
            capacity={"voice": 1}, exclusive=[],
        )  # fmt: skip
        proof = proof_of(agent.account, password=PASSWORD)
        session.add(DeskPhone(account=agent.account, proof=proof, made_at=now))
    return seats


def install(cache: Path) -> Path:
    """Put an Asterisk where all runs find it; returns its folder."""
    command = [sys.executable, "-m", "onqueue", "voice", "install", "--data", str(cache)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return cache / "voice"


def ours(data: Path, *, installed: Path, centre: Centre) -> tuple[Asterisk, dict[str, str]]:
    """Configure Onqueue's Asterisk; returns it with the settings by which the server finds it."""
    http, events = free_port(), free_port()
    place = place_of(Settings(data_dir=data))
    _link(place, installed)
    asterisk = prepare(
        place=place,
        plan=_plan(centre.sip_port, http=http, events=events, rtp=(20_000, 29_999)),
    )
    return asterisk, {
        "ONQUEUE_ASTERISK": "on",
        "ONQUEUE_ASTERISK_SIP_PORT": str(centre.sip_port),
        "ONQUEUE_ASTERISK_HTTP_PORT": str(http),
        "ONQUEUE_ASTERISK_EVENTS_PORT": str(events),
        "ONQUEUE_ASTERISK_RTP_PORTS": "20000-29999",
    }


def theirs(folder: Path, *, installed: Path, centre: Centre) -> tuple[Asterisk, int]:
    """Configure an Asterisk with `app_queue` alone; returns it with its port.

    Callers are answered when an agent is, as load tests of queues count it.
    """
    port = _free_udp_port()
    place = Place(folder)
    _link(place, installed)
    plan = _plan(port, http=free_port(), events=free_port(), rtp=(30_000, 39_999))
    asterisk = prepare(place=place, plan=plan)
    etc = place.run / "etc"
    members = [seat.account for seat in centre.agents]
    (etc / "ari.conf").write_text("[general]\nenabled = no\n")
    (etc / "websocket_client.conf").write_text("")
    (etc / "queues.conf").write_text(
        "[general]\npersistentmembers = no\nautofill = yes\n"
        + _queue("all", members)
        + _queue("small", members[:SMALL])
    )
    with (etc / "modules.conf").open("a") as modules:
        modules.write("load = app_queue.so\n")
    (etc / "extensions.conf").write_text(
        "[general]\nstatic = yes\n[from-trunk]\n"
        f"exten => {DIALLED},1,Queue(all,,,,120)\n same => n,Hangup()\n"
        f"exten => {SMALL_DIALLED},1,Queue(small,,,,120)\n same => n,Hangup()\n"
    )
    with (etc / "pjsip.conf").open("a") as sip:
        for member in members:
            sip.write(_telephone(member))
    return asterisk, port


def serve(data: Path, *, centre: Centre, settings: dict[str, str]) -> subprocess.Popen[bytes]:
    """Start the server, and wait until it answers."""
    log = (data / "server.log").open("wb")
    server = subprocess.Popen(
        [
            str(Path(sys.executable).with_name("onqueue")),
            "serve",
            "--data",
            str(data),
            "--port",
            str(centre.port),
        ],
        env={
            **os.environ,
            "ONQUEUE_TRUSTED_PROXIES": "127.0.0.1",
            "ONQUEUE_LOG_LEVEL": "warning",
            **settings,
        },
        stdout=log,
        stderr=log,
    )
    wait_until_served(f"http://127.0.0.1:{centre.port}/api/session", server=server)
    return server


def _plan(sip_port: int, *, http: int, events: int, rtp: tuple[int, int]) -> Plan:
    # Who calls out of the trunk's network is the carrier; nobody is called there.
    trunk = Trunk(name="carrier", host=f"{CARRIER}:5080", networks=(CARRIER,), codecs=("ulaw",))
    return Plan(
        node="main",
        sip_port=sip_port,
        http_port=http,
        events_port=events,
        rtp_from=rtp[0],
        rtp_to=rtp[1],
        calls_max=CALLS_MAX,
        trunks=(trunk,),
    )


def _link(place: Place, installed: Path) -> None:
    place.folder.mkdir(parents=True, exist_ok=True)
    place.program.symlink_to(installed / "asterisk")
    place.speech.symlink_to(installed / "speech")
    place.trunks.write_text(
        f'[[trunk]]\nname = "carrier"\nhost = "{CARRIER}:5080"\nnetworks = ["{CARRIER}"]\n'
        'codecs = ["ulaw"]\n'
    )


def _queue(name: str, members: list[str]) -> str:
    listed = "".join(f"member => PJSIP/{one}\n" for one in members)
    return (
        f"[{name}]\nstrategy = leastrecent\ntimeout = 30\nretry = 1\nringinuse = no\n"
        f"wrapuptime = 0\nmusicclass = default\nannounce-frequency = 0\n{listed}"
    )


def _telephone(name: str) -> str:
    ip, port = PHONES
    return f"""
[{name}]
type = endpoint
context = from-phone
transport = udp
aors = {name}
disallow = all
allow = ulaw
direct_media = no
timers = no
[{name}]
type = aor
contact = sip:{name}@{ip}:{port}
"""


def _free_udp_port() -> int:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
