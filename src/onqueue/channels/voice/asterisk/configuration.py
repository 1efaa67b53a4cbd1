"""What does Asterisk read when it starts? All of its files, written anew from the plan each time.

Nothing in them is edited by hand: what an operator decides is in the settings and in
`trunks.toml`. The folder is closed to others, because passwords are in it.
"""

from __future__ import annotations

import array
import math
import wave
from typing import TYPE_CHECKING, Final

from onqueue.channels.voice.asterisk.dialplan import AWAY_MESSAGE, dialplan
from onqueue.channels.voice.asterisk.modules import EMPTY, MODULES
from onqueue.channels.voice.asterisk.sip_conf import sip_conf
from onqueue.kernel.durable import make_folder
from onqueue.kernel.ids import new_token

if TYPE_CHECKING:
    from pathlib import Path

    from onqueue.channels.voice.asterisk.install import Installed
    from onqueue.channels.voice.asterisk.plan import Plan

FOLDERS: Final = (
    "etc", "run", "log", "db", "keys/keys", "moh", "data", "sounds/en/onqueue",
    "spool/recording", "spool/monitor", "spool/outgoing", "spool/tmp",
)  # fmt: skip
USER: Final = "onqueue"
RATE: Final = 8_000
MUSIC_S: Final = 20
MUSIC_HZ: Final = (550, 250)
MUSIC_LEVEL: Final = 3_000
WRITE_TIMEOUT_MS: Final = 1_000
"""The usual 100 ms cuts off a reader that was busy for a moment."""


def configure(*, plan: Plan, program: Path, made: Installed, run: Path) -> None:
    """Write the configuration below `run`, with folders for all that Asterisk writes."""
    for name in FOLDERS:
        make_folder(run / name)
    secret = secret_of(run)
    _link_data(program=program, made=made, run=run)
    _make_music(run / "moh" / "hold.wav")
    own_message = (run / "sounds" / "en" / f"{AWAY_MESSAGE}.wav").exists()
    modules = {path.stem for path in (program / made.modules).glob("*.so")}
    texts = {
        "asterisk": _asterisk(plan, program=program, made=made, run=run),
        "modules": _modules(modules),
        "logger": _LOGGER,
        "http": _http(plan),
        "ari": _ari(plan, secret=secret),
        "websocket_client": _websocket_client(plan, secret=secret),
        "rtp": f"[general]\nrtpstart = {plan.rtp_from}\nrtpend = {plan.rtp_to}\n"
        "icesupport = yes\nstrictrtp = yes\nrtcpinterval = 5000\n",
        "musiconhold": f"[default]\nmode = files\ndirectory = {run}/moh\n",
        "cdr": "[general]\nenable = no\n",
        "manager": "[general]\nenabled = no\n",
        "codecs": "[opus]\ntype = opus\n",
        "sorcery": _SORCERY,
        "amd": _AMD,
        "indications": _INDICATIONS,
        "pjsip": sip_conf(plan),
        "extensions": dialplan(plan, own_message=own_message),
    }
    for name in EMPTY:
        texts.setdefault(name, "")
    for name, text in texts.items():
        _write(run / "etc" / f"{name}.conf", text)


def secret_of(run: Path) -> str:
    """Return the password by which Asterisk and Onqueue know each other; drawn the first time."""
    path = run / "secret"
    if not path.exists():
        _write(path, new_token())
    return path.read_text().strip()


def _write(path: Path, text: str) -> None:
    path.touch(mode=0o600)
    path.chmod(0o600)
    path.write_text(text)


def _link_data(*, program: Path, made: Installed, run: Path) -> None:
    """Let Asterisk find its descriptions, and its own sounds after ours."""
    shipped = program / made.data
    for name in ("rest-api", "documentation"):
        _link(run / "data" / name, shipped / name)
    for name in ("sounds", "moh"):
        _link(run / "data" / name, run / name)
    for path in (program / made.sounds).iterdir():
        _link(run / "sounds" / "en" / path.name, path)


def _link(link: Path, to: Path) -> None:
    if link.is_symlink() and link.readlink() != to:
        link.unlink()
    if not link.exists() and to.exists():
        link.symlink_to(to)


def _make_music(path: Path) -> None:
    """Two soft notes in turn: something of our own, so nobody need ask for a licence."""
    if path.exists():
        return
    notes = array.array("h")
    for index in range(RATE * MUSIC_S):
        pitch = MUSIC_HZ[index // RATE % len(MUSIC_HZ)]
        notes.append(int(MUSIC_LEVEL * math.sin(2 * math.pi * pitch * index / RATE)))
    with wave.open(str(path), "wb") as music:
        music.setnchannels(1)
        music.setsampwidth(2)
        music.setframerate(RATE)
        music.writeframes(notes.tobytes())


def _asterisk(plan: Plan, *, program: Path, made: Installed, run: Path) -> str:
    folders = {
        "astetcdir": run / "etc",
        "astmoddir": program / made.modules,
        "astvarlibdir": run / "data",
        "astdatadir": run / "data",
        "astdbdir": run / "db",
        "astkeydir": run / "keys",
        "astagidir": run / "run",
        "astspooldir": run / "spool",
        "astrundir": run / "run",
        "astlogdir": run / "log",
        "astsbindir": run / "run",
        "astcachedir": run / "spool" / "tmp",
    }
    lines = "\n".join(f"{name} => {path}" for name, path in folders.items())
    # Silence is sent while a line waits, because firewalls and phones take no sound for an end.
    return f"""[directories]
{lines}
[options]
verbose = 1
debug = 0
nofork = yes
hideconnect = yes
transmit_silence = yes
live_dangerously = no
documentation_language = en_US
maxfiles = 65536
systemname = {plan.node}
"""


def _modules(there: set[str]) -> str:
    loaded = "\n".join(f"load = {name}.so" for name in MODULES if name in there)
    return f"[modules]\nautoload = no\n{loaded}\n"


def _http(plan: Plan) -> str:
    return f"""[general]
servername = onqueue
enabled = yes
bindaddr = 127.0.0.1
bindport = {plan.http_port}
sessionlimit = 1000
session_inactivity = 30000
session_keep_alive = 30000
enable_static = no
enable_status = no
"""


def lane_names(plan: Plan) -> list[str]:
    """Return the names of the connections: the first carries events, all carry requests."""
    return [f"lane{number}" for number in range(plan.lanes)]


def _ari(plan: Plan, *, secret: str) -> str:
    text = f"""[general]
enabled = yes
websocket_write_timeout = {WRITE_TIMEOUT_MS}
[{USER}]
type = user
read_only = no
password = {secret}
password_format = plain
"""
    for number, name in enumerate(lane_names(plan)):
        application = plan.application if number == 0 else f"{plan.application}-{name}"
        text += f"""[out-{name}]
type = outbound_websocket
websocket_client_id = {name}
apps = {application}
local_ari_user = {USER}
subscribe_all = no
"""
    return text


def _websocket_client(plan: Plan, *, secret: str) -> str:
    return "".join(
        f"""[{name}]
type = websocket_client
connection_type = persistent
uri = ws://127.0.0.1:{plan.events_port}/{name}
protocols = ari
username = {plan.node}
password = {secret}
reconnect_interval = 500
"""
        for name in lane_names(plan)
    )


# Phones are told to Asterisk while it runs and kept in memory; trunks come from the file.
_SORCERY = """[res_pjsip]
endpoint = config,pjsip.conf,criteria=type=endpoint
endpoint = memory
auth = config,pjsip.conf,criteria=type=auth
auth = memory
aor = config,pjsip.conf,criteria=type=aor
aor = memory
"""
_LOGGER = """[general]
dateformat = %F %T.%3q
[logfiles]
console => error
full.log => notice,warning,error,security
"""
_AMD = """[general]
initial_silence = 2500
greeting = 1500
after_greeting_silence = 800
total_analysis_time = 5000
min_word_length = 100
maximum_word_length = 5000
between_words_silence = 50
maximum_number_of_words = 3
silence_threshold = 256
"""
_INDICATIONS = """[general]
country = us
[us]
description = US
ringcadence = 2000,4000
dial = 350+440
busy = 480+620/500,0/500
ring = 440+480/2000,0/4000
congestion = 480+620/250,0/250
callwaiting = 440/300,0/10000
dialrecall = !350+440/100,!0/100
record = 1400/500,0/15000
info = !950/330,!1400/330,!1800/330,0
"""
