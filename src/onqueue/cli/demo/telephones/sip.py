"""What do SIP messages look like? Enough of them for a telephone in a test, over UDP."""

import hashlib
import itertools
import re
from dataclasses import dataclass, field

_numbers = itertools.count(1)


def number() -> str:
    """Something that was not used before."""
    return f"{next(_numbers):08x}"


@dataclass
class Message:
    """A request or a response."""

    first: str
    headers: dict[str, list[str]] = field(default_factory=dict)
    body: str = ""

    @property
    def code(self) -> int | None:
        """The code of a response; a request has none."""
        return int(self.first.split()[1]) if self.first.startswith("SIP/2.0") else None

    @property
    def method(self) -> str:
        """What was asked for."""
        return self.get("cseq").split()[1]

    def get(self, name: str) -> str:
        return self.headers.get(name, [""])[0]

    def tag(self, name: str) -> str:
        found = re.search(r";tag=([^;>\s]+)", self.get(name))
        return found[1] if found else ""

    def uri(self, name: str) -> str:
        found = re.search(r"<([^>]+)>", self.get(name))
        return found[1] if found else self.get(name).split(";")[0]

    @property
    def branch(self) -> str:
        found = re.search(r"branch=([^;,\s]+)", self.get("via"))
        return found[1] if found else ""


def read(data: bytes) -> Message:
    head, _, body = data.decode(errors="replace").partition("\r\n\r\n")
    first, *lines = head.split("\r\n")
    message = Message(first=first, body=body)
    short = {"v": "via", "f": "from", "t": "to", "i": "call-id", "m": "contact"}
    for line in lines:
        name, _, value = line.partition(":")
        key = name.strip().lower()
        message.headers.setdefault(short.get(key, key), []).append(value.strip())
    return message


def written(first: str, headers: dict[str, str | list[str]], body: str = "") -> bytes:
    lines = [first]
    for name, value in headers.items():
        lines += [f"{name}: {one}" for one in (value if isinstance(value, list) else [value])]
    if body:
        kind = "message/sipfrag" if body.startswith("SIP/") else "application/sdp"
        lines.append(f"Content-Type: {kind}")
    lines.append(f"Content-Length: {len(body)}")
    return ("\r\n".join(lines) + "\r\n\r\n" + body).encode()


def proof(challenge: str, *, method: str, uri: str, name: str, password: str) -> str:
    """Answer to a digest challenge."""
    said = dict(re.findall(r'(\w+)="?([^",]+)"?', challenge))
    mine = number()
    who = _md5(f"{name}:{said['realm']}:{password}")
    what = _md5(f"{method}:{uri}")
    response = _md5(f"{who}:{said['nonce']}:00000001:{mine}:auth:{what}")
    opaque = f', opaque="{said["opaque"]}"' if "opaque" in said else ""
    return (
        f'Digest username="{name}", realm="{said["realm"]}", nonce="{said["nonce"]}", '
        f'uri="{uri}", response="{response}", algorithm=MD5, cnonce="{mine}", qop=auth, '
        f"nc=00000001{opaque}"
    )


def _md5(text: str) -> str:
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()


def described(*, ip: str, port: int, version: int, direction: str) -> str:
    """Where and how sound is wanted."""
    return (
        f"v=0\r\no=- 1 {version} IN IP4 {ip}\r\ns=-\r\nc=IN IP4 {ip}\r\nt=0 0\r\n"
        f"m=audio {port} RTP/AVP 0 101\r\na=rtpmap:0 PCMU/8000\r\n"
        f"a=rtpmap:101 telephone-event/8000\r\na=fmtp:101 0-15\r\na=ptime:20\r\na={direction}\r\n"
    )


def sound_goes_to(body: str) -> tuple[str, int] | None:
    """Where the other side wants sound."""
    ip = re.search(r"^c=IN IP4 (\S+)", body, re.MULTILINE)
    port = re.search(r"^m=audio (\d+)", body, re.MULTILINE)
    return (ip[1], int(port[1])) if ip and port else None
