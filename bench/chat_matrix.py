"""How is the peer set up? Matrix Synapse: as many rooms of two people as we have chats.

It is installed from the package index into an environment of its own. Its limits of rates are
raised out of the way, passwords are hashed cheaply, presence, federation and the user directory
are off: what is left is the path of a message. It keeps SQLite, its default, with its default
durability, which is ours: a write-ahead log that is synchronised at every commit.

Making six hundred accounts and four hundred rooms takes it minutes, so it is done once and kept.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import shutil
import subprocess
import sys
from collections.abc import Awaitable, Callable, Iterable
from pathlib import Path
from typing import Any, Final, TypeVar
from urllib.parse import quote, urlencode

import msgspec

from bench.chat_centre import AGENTS, CHATS, free_port, wait_until_served
from bench.chat_wire import Wire

HOME: Final = Path(".cache/bench/synapse")
SECRET: Final = "bench"  # noqa: S105  # of a server that lives for minutes on this machine
AT_ONCE: Final = 8
RATE: Final = "{per_second: 100000, burst_count: 100000}"
FILTER: Final = {
    "presence": {"types": []},
    "account_data": {"types": []},
    "room": {
        "state": {"types": []},
        "ephemeral": {"types": []},
        "account_data": {"types": []},
        "timeline": {"limit": 100},
    },
}
T = TypeVar("T")
U = TypeVar("U")


class Member(msgspec.Struct):
    """Somebody with an account, and how far they have read."""

    user: str
    token: str
    since: str = ""


class Room(msgspec.Struct, frozen=True):
    """A customer and an agent, by their places among the members."""

    id: str
    customer: int
    agent: int


class MatrixPlan(msgspec.Struct):
    """What the peer's crowd must know."""

    port: int
    members: list[Member]
    rooms: list[Room]


def install() -> str:
    """Install the peer if it is not there, and return its version."""
    python = HOME / "venv/bin/python"
    if not (HOME / "installed").exists():
        print("Installing Matrix Synapse; this happens once.", flush=True)
        shutil.rmtree(HOME / "venv", ignore_errors=True)
        subprocess.run([sys.executable, "-m", "venv", HOME / "venv"], check=True)
        pip = [str(python), "-m", "pip", "install", "-q", "--disable-pip-version-check"]
        subprocess.run([*pip, "matrix-synapse"], check=True, stderr=subprocess.DEVNULL)
        (HOME / "installed").touch()
    asked = "from importlib.metadata import version; print(version('matrix-synapse'))"
    return subprocess.run(
        [python, "-c", asked], check=True, capture_output=True, text=True
    ).stdout.strip()


def prepared() -> bool:
    """Tell whether accounts and rooms are there from another run."""
    return (HOME / "ready/plan.json").exists()


def serve(data: Path) -> tuple[subprocess.Popen[bytes], MatrixPlan]:
    """Start the peer on a copy of what was prepared."""
    if not prepared():
        _prepare()
    shutil.copytree(HOME / "ready", data, dirs_exist_ok=True)
    plan = msgspec.json.decode((data / "plan.json").read_bytes(), type=MatrixPlan)
    plan.port = free_port()
    return _start(data, port=plan.port), plan


def _start(data: Path, *, port: int) -> subprocess.Popen[bytes]:
    (data / "log.yaml").write_text("version: 1\nroot: {level: ERROR}\n")
    (data / "homeserver.yaml").write_text(_settings(data.absolute(), port=port))
    command = [str(HOME / "venv/bin/python"), "-m", "synapse.app.homeserver"]
    command += ["-c", str(data / "homeserver.yaml")]
    if not (data / "signing.key").exists():
        subprocess.run([*command, "--generate-keys"], check=True, capture_output=True)
    log = (data / "server.log").open("wb")
    server = subprocess.Popen(command, stdout=log, stderr=log)
    wait_until_served(f"http://127.0.0.1:{port}/health", server=server)
    return server


def _settings(data: Path, *, port: int) -> str:
    rates = "".join(
        f"rc_{name}: {RATE}\n"
        for name in ("message", "registration", "joins_per_room", "admin_redaction")
    )
    return f"""
server_name: bench.invalid
report_stats: false
pid_file: {data}/pid
signing_key_path: {data}/signing.key
media_store_path: {data}/media
log_config: {data}/log.yaml
macaroon_secret_key: {SECRET}
form_secret: {SECRET}
registration_shared_secret: {SECRET}
bcrypt_rounds: 4
trusted_key_servers: []
presence: {{enabled: false}}
user_directory: {{enabled: false, search_all_users: false}}
database: {{name: sqlite3, args: {{database: {data}/homeserver.db}}}}
caches: {{global_factor: 10.0}}
event_cache_size: 100K
listeners:
  - {{port: {port}, type: http, bind_addresses: [127.0.0.1], resources: [{{names: [client]}}]}}
{rates}
rc_login: {{address: {RATE}, account: {RATE}, failed_attempts: {RATE}}}
rc_joins: {{local: {RATE}, remote: {RATE}}}
rc_invites: {{per_room: {RATE}, per_user: {RATE}, per_issuer: {RATE}}}
rc_room_creation: {RATE}
"""


def _prepare() -> None:
    part = HOME / "part"
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(parents=True)
    print(
        f"Making {CHATS + AGENTS} accounts and {CHATS} rooms, once; it takes minutes.",
        flush=True,
    )
    port = free_port()
    server = _start(part, port=port)
    try:
        plan = asyncio.run(_people_and_rooms(port))
    finally:
        server.terminate()
        server.wait(timeout=60)
    (part / "plan.json").write_bytes(msgspec.json.encode(plan))
    shutil.rmtree(HOME / "ready", ignore_errors=True)
    part.rename(HOME / "ready")


async def _people_and_rooms(port: int) -> MatrixPlan:
    async def join(number: int) -> Member:
        wire = Wire(port, headers={})
        path = "/_synapse/admin/v1/register"
        nonce = (await wire.ask("GET", path)).json()["nonce"]
        name = f"person{number}"
        parts = (nonce, name, SECRET, "notadmin")
        mac = hmac.new(SECRET.encode(), "\0".join(parts).encode(), hashlib.sha1).hexdigest()
        body = {"nonce": nonce, "username": name, "password": SECRET, "admin": False, "mac": mac}
        made = (await wire.ask("POST", path, body)).json()
        wire.close()
        return Member(user=made["user_id"], token=made["access_token"])

    members = await each(range(CHATS + AGENTS), join)

    async def meet(number: int) -> Room:
        agent = CHATS + number % AGENTS
        room = await create_room(port, members[number], members[agent])
        return Room(id=room, customer=number, agent=agent)

    async def look(member: Member) -> None:
        wire = Wire(port, headers=bearer(member))
        member.since = (await wire.ask("GET", sync_path("", timeout_ms=0))).json()["next_batch"]
        wire.close()

    rooms = await each(range(CHATS), meet)
    await each(members, look)
    return MatrixPlan(port=0, members=members, rooms=rooms)


async def create_room(port: int, customer: Member, agent: Member) -> str:
    """Let a customer invite an agent into a room of their own."""
    hers, his = Wire(port, headers=bearer(customer)), Wire(port, headers=bearer(agent))
    asked = {"preset": "trusted_private_chat", "invite": [agent.user], "is_direct": True}
    made = await hers.ask("POST", "/_matrix/client/v3/createRoom", asked)
    room = str(made.json()["room_id"])
    (await his.ask("POST", f"/_matrix/client/v3/rooms/{quote(room)}/join", {})).json()
    hers.close()
    his.close()
    return room


async def each(items: Iterable[T], work: Callable[[T], Awaitable[U]]) -> list[U]:
    """Do something for each of many, a few at a time."""
    gate = asyncio.Semaphore(AT_ONCE)

    async def one(item: T) -> U:
        async with gate:
            return await work(item)

    return await asyncio.gather(*(one(item) for item in items))


def bearer(member: Member) -> dict[str, str]:
    """Return the header that says who asks."""
    return {"Authorization": f"Bearer {member.token}"}


def sync_path(since: str, *, timeout_ms: int) -> str:
    """Return where news is asked for: the standard long poll, with only messages in it."""
    asked: dict[str, Any] = {
        "timeout": timeout_ms,
        "filter": msgspec.json.encode(FILTER).decode(),
    }
    if since:
        asked["since"] = since
    return f"/_matrix/client/v3/sync?{urlencode(asked)}"
