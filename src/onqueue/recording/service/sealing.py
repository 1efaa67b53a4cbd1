"""How is sound kept so that nobody who takes the disk can hear it?

AES-256 in GCM, in chunks: so an hour need not be in memory, and a player can begin anywhere. Each
recording has a key of its own, drawn for it, which lies before the chunks sealed with the centre's
key. A chunk is sealed together with the recording's id, its place and whether it is the last: what
was exchanged, turned round or cut off is not opened.
"""

from __future__ import annotations

import hashlib
import os
import struct
from typing import TYPE_CHECKING, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from onqueue.kernel.durable import keep_names, make_folder
from onqueue.kernel.ids import new_id
from onqueue.recording.errors import SealBroken

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

MAGIC: Final = b"ONQREC1\n"
NONCE: Final = 12
TAG: Final = 16
KEY: Final = 32
CHUNK: Final = 64 * 1024
HEAD: Final = len(MAGIC) + NONCE + KEY + TAG


def key_at(path: Path) -> bytes:
    """Return the centre's key; drawn the first time, for nobody else to read."""
    try:
        return read_key(path)
    except FileNotFoundError:
        pass
    make_folder(path.parent)
    # Nobody else's: what another process has linked already must not be written again.
    fresh = path.with_name(f"{path.name}.{new_id()}")
    opened = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(opened, "wb") as file:
        file.write(AESGCM.generate_key(bit_length=KEY * 8))
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(fresh, path)
    except FileExistsError:
        pass  # another process was quicker, and its key counts
    finally:
        fresh.unlink()
    keep_names(path.parent)
    return read_key(path)


def read_key(path: Path) -> bytes:
    """Return a key that is there."""
    key = path.read_bytes()
    if len(key) != KEY:
        raise SealBroken
    return key


def print_of(key: bytes) -> str:
    """Return by what a key is told from others; it says nothing of the key."""
    return hashlib.sha256(b"onqueue recordings " + key).hexdigest()[:16]


def sealed(pieces: Iterable[bytes], *, key: bytes, name: str) -> Iterator[bytes]:
    """Yield the sealed form of what comes in pieces of any size."""
    own = AESGCM.generate_key(bit_length=KEY * 8)
    nonce = os.urandom(NONCE)
    yield MAGIC + nonce + AESGCM(key).encrypt(nonce, own, _bound(name, -1, last=False))
    seal, place, rest = AESGCM(own), 0, bytearray()
    for piece in pieces:
        rest += piece
        while len(rest) > CHUNK:
            yield _seal(seal, bytes(rest[:CHUNK]), name=name, place=place, last=False)
            del rest[:CHUNK]
            place += 1
    yield _seal(seal, bytes(rest), name=name, place=place, last=True)


class Sealed:
    """A sealed recording that can be read from any place."""

    def __init__(self, *, head: bytes, size: int, key: bytes, name: str) -> None:
        """Take the first `HEAD` bytes, and how many there are in all."""
        if len(head) != HEAD or not head.startswith(MAGIC):
            raise SealBroken
        nonce, wrapped = head[len(MAGIC) :][:NONCE], head[len(MAGIC) + NONCE :]
        try:
            own = AESGCM(key).decrypt(nonce, wrapped, _bound(name, -1, last=False))
        except InvalidTag:
            raise SealBroken from None
        self._seal, self._name = AESGCM(own), name
        body = size - HEAD
        self.chunks = -(-body // (CHUNK + TAG))
        self.size = body - self.chunks * TAG

    def place_of(self, chunk: int) -> tuple[int, int]:
        """Return where a chunk lies in the file, from and to."""
        begin = HEAD + chunk * (CHUNK + TAG)
        return begin, min(begin + CHUNK + TAG, HEAD + self.size + self.chunks * TAG)

    def chunks_of(self, *, begin: int, end: int) -> Iterator[tuple[int, int, int]]:
        """Yield the chunks in which a stretch lies, and what of each belongs to it."""
        for chunk in range(begin // CHUNK, -(-end // CHUNK)):
            at = chunk * CHUNK
            yield chunk, max(begin - at, 0), min(end - at, CHUNK)

    def open(self, chunk: int, data: bytes) -> bytes:
        """Return what a chunk says; raise when it is not what was written there."""
        bound = _bound(self._name, chunk, last=chunk == self.chunks - 1)
        try:
            return self._seal.decrypt(_nonce(chunk), data, bound)
        except InvalidTag:
            raise SealBroken from None


def _seal(seal: AESGCM, data: bytes, *, name: str, place: int, last: bool) -> bytes:
    return seal.encrypt(_nonce(place), data, _bound(name, place, last=last))


def _nonce(place: int) -> bytes:
    """The key is the recording's own, so counting never says the same twice."""
    return place.to_bytes(NONCE)


def _bound(name: str, place: int, *, last: bool) -> bytes:
    return struct.pack(">q?", place, last) + name.encode()
