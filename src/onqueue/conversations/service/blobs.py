"""How does an uploaded file get onto the disk, and which one does not stay there?

A file is written under a random name outside everything that is served, piece by piece,
and dropped as soon as it is too large. Only when its type is believed and the scanner has
nothing against it does the caller get a `Blob`, to be recorded by `add_file`.
"""

from __future__ import annotations

import asyncio
import hashlib
import os
from collections.abc import AsyncIterable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final, Literal

from onqueue.conversations.errors import (
    FileInfected,
    FileTooLarge,
    FileTypeRefused,
    ScanUnavailable,
)
from onqueue.conversations.rules.files import HEAD_SIZE, FilePolicy, clean_name, judge_file
from onqueue.conversations.service.scan import Scanner
from onqueue.kernel.crashpoints import reached
from onqueue.kernel.durable import keep_names, make_folder
from onqueue.kernel.ids import new_token

WRITE_SIZE: Final = 256 * 1024
"""How much is gathered before a thread is asked to write it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Blob:
    """A file on the disk that was judged and found good."""

    blob: str
    name: str
    size: int
    type: str
    sha256: str
    scan: Literal["clean", "unscanned"]


class FileStore:
    """The folder of received files."""

    def __init__(self, *, root: Path, scanner: Scanner) -> None:
        # A scanner in another folder is given the path as it is.
        self._root = root.absolute()
        self._scanner = scanner

    async def receive(self, chunks: AsyncIterable[bytes], *, name: str, policy: FilePolicy) -> Blob:
        """Store what is sent; raise, and keep nothing, if it may not be taken."""
        blob = new_token()
        path = self.path(blob)
        try:
            size, head, digest = await self._write(chunks, path=path, policy=policy)
            if size == 0:
                raise FileTypeRefused(field="file", name=clean_name(name), reason="it is empty")
            name, media_type = judge_file(name=name, head=head, policy=policy)
            scan = await self._scan(path, name=name)
        except BaseException:
            # Also when the sender goes away in the middle, which cancels us.
            path.unlink(missing_ok=True)
            raise
        return Blob(blob=blob, name=name, size=size, type=media_type, sha256=digest, scan=scan)

    def path(self, blob: str) -> Path:
        """Return where a file is. Two letters of its name choose the folder."""
        assert blob.replace("-", "").replace("_", "").isalnum(), "names are drawn here"
        return self._root / blob[:2].lower() / blob

    async def discard(self, blob: str) -> None:
        """Remove a file; it is no mistake if it is gone already."""
        await asyncio.to_thread(self.path(blob).unlink, missing_ok=True)

    async def _write(
        self, chunks: AsyncIterable[bytes], *, path: Path, policy: FilePolicy
    ) -> tuple[int, bytes, str]:
        out = await asyncio.to_thread(_create, path)
        digest, head, size, pending = hashlib.sha256(), b"", 0, bytearray()
        try:
            async for chunk in chunks:
                size += len(chunk)
                if size > policy.size_max:
                    raise FileTooLarge(limit=policy.size_max)
                digest.update(chunk)
                head += chunk[: HEAD_SIZE - len(head)]
                pending += chunk
                if len(pending) >= WRITE_SIZE:
                    await asyncio.to_thread(out.write, bytes(pending))
                    pending.clear()
            await asyncio.to_thread(_finish, out, bytes(pending), path.parent)
        finally:
            out.close()
        return size, head, digest.hexdigest()

    async def _scan(self, path: Path, *, name: str) -> Literal["clean", "unscanned"]:
        verdict = await self._scanner.scan(path)
        if verdict == "infected":
            raise FileInfected(field="file", name=name, reason="the virus scanner objects to it")
        if verdict == "unknown" and self._scanner.required:
            raise ScanUnavailable(retry_after_s=60)
        return "clean" if verdict == "clean" else "unscanned"


def _create(path: Path) -> BinaryIO:
    make_folder(path.parent)
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0)
    return os.fdopen(os.open(path, flags, 0o600), "wb")


def _finish(out: BinaryIO, rest: bytes, folder: Path) -> None:
    out.write(rest)
    out.flush()
    reached("blob.written")
    # A file that was acknowledged must survive the power going off.
    os.fsync(out.fileno())
    keep_names(folder)
    reached("blob.durable")
