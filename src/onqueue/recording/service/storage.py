"""Where do sealed recordings lie? Behind a port: whatever keeps named bytes will do.

A name is written once. What was acknowledged stays when the power goes off.
"""

from __future__ import annotations

import asyncio
import os
from typing import TYPE_CHECKING, Protocol

from onqueue.kernel.durable import keep_names, make_folder
from onqueue.kernel.ids import new_id

if TYPE_CHECKING:
    from collections.abc import AsyncIterable, AsyncIterator
    from pathlib import Path


class Storage(Protocol):
    """Keeps named bytes."""

    async def put(self, name: str, chunks: AsyncIterable[bytes]) -> int:
        """Keep something under a name, whole or not at all; return its size."""
        ...

    async def size(self, name: str) -> int | None:
        """Return how large something is; None when it is not there."""
        ...

    async def read(self, name: str, *, begin: int, end: int) -> bytes:
        """Return a part, from one byte up to another."""
        ...

    async def delete(self, name: str) -> None:
        """Let something be gone; it is no mistake if it is."""
        ...

    def names(self) -> AsyncIterator[str]:
        """Yield the names of all that is kept."""
        ...


class Folder:
    """A folder on this machine."""

    def __init__(self, root: Path) -> None:
        self._root = root.absolute()

    async def put(self, name: str, chunks: AsyncIterable[bytes]) -> int:
        """Write beside and rename, so that nobody ever sees half of it."""
        path = self._path(name)
        fresh = path.with_name(f"{path.name}.{new_id()}")
        await asyncio.to_thread(make_folder, path.parent)
        opened = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        size = 0
        try:
            with os.fdopen(opened, "wb") as file:
                async for chunk in chunks:
                    await asyncio.to_thread(file.write, chunk)
                    size += len(chunk)
                await asyncio.to_thread(_flush, file.fileno(), file.flush)
            await asyncio.to_thread(_name, fresh, path)
        except BaseException:
            fresh.unlink(missing_ok=True)
            raise
        return size

    async def size(self, name: str) -> int | None:
        """Return how large a file is."""
        try:
            return (await asyncio.to_thread(self._path(name).stat)).st_size
        except FileNotFoundError:
            return None

    async def read(self, name: str, *, begin: int, end: int) -> bytes:
        """Read a part of a file."""
        return await asyncio.to_thread(_read, self._path(name), begin, end)

    async def delete(self, name: str) -> None:
        """Remove a file."""
        await asyncio.to_thread(self._path(name).unlink, missing_ok=True)

    async def names(self) -> AsyncIterator[str]:
        """Yield what the files are called, with those of which half was written."""
        for name in await asyncio.to_thread(_names, self._root):
            yield name

    def _path(self, name: str) -> Path:
        assert name.isalnum(), "names are drawn here"
        return self._root / name[-2:].lower() / name


def _flush(descriptor: int, flush: object) -> None:
    assert callable(flush)
    flush()
    os.fsync(descriptor)


def _name(fresh: Path, path: Path) -> None:
    fresh.replace(path)
    keep_names(path.parent)


def _read(path: Path, begin: int, end: int) -> bytes:
    with path.open("rb") as file:
        file.seek(begin)
        return file.read(end - begin)


def _names(root: Path) -> list[str]:
    return [path.name for path in root.rglob("*") if path.is_file()]
