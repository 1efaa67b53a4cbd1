"""Recordings in a bucket of any store that speaks S3.

What is put there appears when it is whole, in parts when it is large. A store that does not answer
is asked again for some seconds, and then by the job that wanted it.

The client is asked on threads of ours. Its own coroutines end a process that stops meanwhile by an
abort, now and then.
"""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Final, ParamSpec, TypeVar

import obstore
from obstore.exceptions import BaseError
from obstore.store import S3Store

from onqueue.recording.errors import StorageAway

if TYPE_CHECKING:
    from collections.abc import AsyncIterable, AsyncIterator, Callable

    from onqueue.kernel.settings import Settings

P = ParamSpec("P")
T = TypeVar("T")

SCHEME: Final = "s3://"
PART_BYTES: Final = 8 * 1024 * 1024
"""10,000 parts are the most that a store takes: 80 GB."""
PARTS_TOGETHER: Final = 2
THREADS: Final = 4
CONNECT_S: Final = 5
ANSWER_S: Final = 30
RETRIES: Final = 2
RETRY_S: Final = 10
AGAIN_S: Final = 60


class Bucket:
    """A bucket, or what lies below a name in it."""

    def __init__(self, *, settings: Settings) -> None:
        """Nothing is asked of the store yet."""
        bucket, _, prefix = settings.recordings_url.removeprefix(SCHEME).partition("/")
        endpoint = settings.recordings_endpoint
        self._where = settings.recordings_url
        # Of its own: whoever waits for a store keeps nobody else waiting.
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="bucket")
        self._store = S3Store(
            bucket,
            # Each centre of an installation has a folder of its own.
            prefix=f"{prefix.strip('/')}/{settings.site}".strip("/"),
            endpoint=endpoint or None,
            region=settings.recordings_region,
            access_key_id=settings.recordings_access_key.get_secret_value(),
            secret_access_key=settings.recordings_secret_key.get_secret_value(),
            virtual_hosted_style_request=False,
            client_options={
                "allow_http": endpoint.startswith("http://"),
                "connect_timeout": timedelta(seconds=CONNECT_S),
                "timeout": timedelta(seconds=ANSWER_S),
            },
            retry_config={
                "max_retries": RETRIES,
                "retry_timeout": timedelta(seconds=RETRY_S),
                "backoff": {"max_backoff": timedelta(seconds=1)},
            },
        )

    async def put(self, name: str, chunks: AsyncIterable[bytes]) -> int:
        """Send it in parts. What is not sent to the end is never seen by anybody."""
        size = 0
        writer = obstore.open_writer(
            self._store, name, buffer_size=PART_BYTES, max_concurrency=PARTS_TOGETHER
        )
        async for chunk in chunks:
            await self._ask(writer.write, chunk)
            size += len(chunk)
        await self._ask(writer.close)
        if await self.size(name) != size:
            raise StorageAway(retry_after_s=AGAIN_S, where=self._where, why="it kept a part")
        return size

    async def size(self, name: str) -> int | None:
        """Ask how large something is."""
        try:
            return (await self._ask(obstore.head, self._store, name))["size"]
        except FileNotFoundError:
            return None

    async def read(self, name: str, *, begin: int, end: int) -> bytes:
        """Fetch a part."""
        if begin == end:
            return b""
        part = partial(obstore.get_range, self._store, name, start=begin, end=end)
        return bytes(await self._ask(part))

    async def delete(self, name: str) -> None:
        """Have it removed."""
        with suppress(FileNotFoundError):
            await self._ask(obstore.delete, self._store, name)

    async def names(self) -> AsyncIterator[str]:
        """List what lies there, some thousand at a time."""
        listed = iter(obstore.list(self._store))
        while some := await self._ask(next, listed, ()):
            for one in some:
                yield one["path"]

    async def _ask(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        asked = partial(fn, *args, **kwargs)
        try:
            return await asyncio.get_running_loop().run_in_executor(self._threads, asked)
        except FileNotFoundError:
            raise
        except (BaseError, OSError) as error:
            # The first line says what; the rest is for who wrote the client.
            why = str(error).strip().splitlines()[0]
            raise StorageAway(retry_after_s=AGAIN_S, where=self._where, why=why) from None
