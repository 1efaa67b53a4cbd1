"""What does a telephone say and hear? Its own tone goes out, and what comes in is kept."""

import asyncio
import struct
from collections import deque

from typing_extensions import override

from onqueue.cli.demo.telephones.sound import PACKET, decode, heard_in, tone
from onqueue.kernel.tasks import Running, Tasks

SECOND = 8_000
PACKET_S = 0.02
KEPT = 500
WINDOW = 25
"""Packets that are looked at together: half a second."""
PATIENCE_S = 0.7
"""After so long without enough packets it is silence."""
AGREEING = 2
WINDOWS_MAX = 12
EVENT = 101
HEADER = 12
FEW = 10
LAST_STEPS = 6
SILENCE = b"\xff" * PACKET


class Media(asyncio.DatagramProtocol):
    """The sound of one call."""

    def __init__(self, name: str) -> None:
        self.sends = True
        self.to: tuple[str, int] | None = None
        self.keys: deque[str] = deque()
        self.heard_keys = ""
        """Those that the far end pressed."""
        self._event_at = b""
        self._tone = tone(name)
        self._came: deque[bytes] = deque(maxlen=KEPT)
        self._count = 0
        self._order = self._at = 0
        self._tasks = Tasks()
        self._task: Running | None = None
        self._transport: asyncio.DatagramTransport | None = None
        self.port = 0

    async def open(self, ip: str) -> None:
        loop = asyncio.get_running_loop()
        self._transport, _ = await loop.create_datagram_endpoint(lambda: self, local_addr=(ip, 0))
        self.port = self._transport.get_extra_info("sockname")[1]

    def start(self) -> None:
        if self._task is None:
            self._task = self._tasks.start(self._speak(), name="telephone: speak")

    async def close(self) -> None:
        await self._tasks.stop()
        if self._transport is not None:
            self._transport.close()

    @override
    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        if len(data) > HEADER and not data[1] & 0x7F:
            self._came.append(data[12:])
            self._count += 1
        elif len(data) > HEADER and data[1] & 0x7F == EVENT and data[4:8] != self._event_at:
            # One key is told many times, always with the time at which it went down.
            self._event_at = data[4:8]
            self.heard_keys += "0123456789*#"[data[HEADER]]

    async def hears(self) -> set[str]:
        """Listen until two looks in a row agree: what changes just now is not yet the answer."""
        looks: list[set[str]] = []
        while len(looks) < WINDOWS_MAX:
            looks.append(await self._look())
            if len(looks) >= AGREEING and looks[-1] == looks[-2]:
                return looks[-1]
        raise AssertionError(f"what is heard does not settle: {looks}")

    def last(self) -> bytes:
        """What came in the last seconds, as it was sent."""
        return b"".join(self._came)

    def forget(self) -> None:
        """Listen anew: what came before counts no more."""
        self._came.clear()

    async def _look(self) -> set[str]:
        loop = asyncio.get_running_loop()
        begin, end = self._count, loop.time() + PATIENCE_S
        while self._count - begin < WINDOW and loop.time() < end:  # noqa: ASYNC110 - sound comes
            await asyncio.sleep(PACKET_S)
        fresh = self._count - begin
        if fresh < WINDOW:
            # What little there is does not say who speaks, only that it is not silent.
            return heard_in(decode(b"".join(list(self._came)[-fresh:]))) if fresh > FEW else set()
        return heard_in(decode(b"".join(list(self._came)[-WINDOW:])))

    async def _speak(self) -> None:
        loop = asyncio.get_running_loop()
        due = loop.time()
        while True:
            if self.keys:
                due = await self._press(self.keys.popleft(), due)
            begin = self._at % SECOND
            self._send(self._tone[begin : begin + PACKET] if self.sends else SILENCE, 0, self._at)
            self._at += PACKET
            due += PACKET_S
            await asyncio.sleep(max(0.0, due - loop.time()))

    async def _press(self, key: str, due: float) -> float:
        loop = asyncio.get_running_loop()
        code = "0123456789*#".index(key)
        for step in range(1, 9):
            flags = 0x0A | (0x80 if step >= LAST_STEPS else 0)
            event = struct.pack("!BBH", code, flags, PACKET * step)
            self._send(event, EVENT, self._at, mark=step == 1)
            due += PACKET_S
            await asyncio.sleep(max(0.0, due - loop.time()))
        self._at += PACKET * 8
        return due

    def _send(self, payload: bytes, kind: int, at: int, *, mark: bool = False) -> None:
        if self.to is None or self._transport is None or self._transport.is_closing():
            return
        self._order += 1
        head = struct.pack("!BBHII", 0x80, kind | (0x80 if mark else 0), self._order, at, 7)
        self._transport.sendto(head + payload, self.to)
