"""How is one file taken out of a multipart request, without holding it in memory?

Usual form parsing reads the whole body before a route is asked. Here the name is known as
soon as the part's headers are, and the content is handed on piece by piece, so that a file
that is too large or not wanted is refused while it is still on its way.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from email.message import Message
from typing import Final

from python_multipart.exceptions import MultipartParseError
from python_multipart.multipart import MultipartParser, parse_options_header
from starlette.requests import ClientDisconnect, Request

from onqueue.conversations.errors import FileMalformed

FIELD: Final = "file"
NAME_MAX: Final = 1_000


@dataclass(slots=True)
class _Part:
    """What the parser has told so far of the one part that is wanted."""

    name: str | None = None
    ended: bool = False
    parts: int = 0
    chunks: list[bytes] = field(default_factory=list)
    _header: bytes = b""
    _value: bytes = b""
    _disposition: bytes = b""

    def on_part_begin(self) -> None:
        self.parts += 1
        self._disposition = b""

    def on_header_field(self, data: bytes, start: int, end: int) -> None:
        self._header += data[start:end]

    def on_header_value(self, data: bytes, start: int, end: int) -> None:
        self._value += data[start:end]

    def on_header_end(self) -> None:
        if self._header.lower() == b"content-disposition":
            self._disposition = self._value
        self._header = self._value = b""

    def on_headers_finished(self) -> None:
        _, options = parse_options_header(self._disposition)
        if options.get(b"name", b"").decode("utf-8", "replace") != FIELD:
            raise FileMalformed(
                field=FIELD, reason="send one file, in the field “{name}”", name=FIELD
            )
        if self.name is not None:
            raise FileMalformed(field=FIELD, reason="send one file at a time")
        name = options.get(b"filename", b"").decode("utf-8", "replace")
        self.name = name[:NAME_MAX] or "file"

    def on_part_data(self, data: bytes, start: int, end: int) -> None:
        self.chunks.append(data[start:end])

    def on_end(self) -> None:
        self.ended = True


@dataclass(frozen=True, slots=True)
class Upload:
    """A file on its way: the name that was sent, and the content."""

    name: str
    chunks: AsyncIterator[bytes]


async def read_upload(request: Request) -> Upload:
    """Return the file that a request brings, as soon as its name is known."""
    part = _Part()
    parser = _parser(request, part)
    body = request.stream()
    while part.name is None:
        chunk = await _next(body)
        if chunk is None:
            raise FileMalformed(field=FIELD, reason="there is no file in it")
        _feed(parser, chunk)
    return Upload(name=part.name, chunks=_rest(part, parser, body))


def _parser(request: Request, part: _Part) -> MultipartParser:
    message = Message()
    message["content-type"] = request.headers.get("content-type", "")
    boundary = message.get_param("boundary")
    if message.get_content_type() != "multipart/form-data" or not isinstance(boundary, str):
        raise FileMalformed(field=FIELD, reason="send it as multipart/form-data")
    return MultipartParser(
        boundary,
        {
            "on_part_begin": part.on_part_begin,
            "on_header_field": part.on_header_field,
            "on_header_value": part.on_header_value,
            "on_header_end": part.on_header_end,
            "on_headers_finished": part.on_headers_finished,
            "on_part_data": part.on_part_data,
            "on_end": part.on_end,
        },
    )


async def _rest(
    part: _Part, parser: MultipartParser, body: AsyncIterator[bytes]
) -> AsyncIterator[bytes]:
    while True:
        for chunk in part.chunks:
            yield chunk
        part.chunks.clear()
        more = await _next(body)
        if more is None:
            break
        _feed(parser, more)
    if not part.ended:
        raise FileMalformed(field=FIELD, reason="it ended in the middle; send it again")


async def _next(body: AsyncIterator[bytes]) -> bytes | None:
    try:
        async for chunk in body:
            if chunk:
                return chunk
    except ClientDisconnect:
        return None
    return None


def _feed(parser: MultipartParser, chunk: bytes) -> None:
    try:
        parser.write(chunk)
    except MultipartParseError:
        raise FileMalformed(field=FIELD, reason="it is not multipart/form-data") from None
