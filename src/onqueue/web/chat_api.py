"""The widget's side of the web: its settings, its socket, the long poll, and files.

No cookies here: a widget lives on other people's pages. It proves who it is with the token
in its first frame, and which page it is on by the Origin header.
"""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
from functools import partial
from typing import Annotated, Any, Final, cast

import msgspec
from fastapi import Depends, Request, Response, WebSocket
from pydantic import Field
from starlette.requests import HTTPConnection
from starlette.websockets import WebSocketDisconnect

from onqueue.channels.webchat import frames
from onqueue.channels.webchat.chats import Chats
from onqueue.channels.webchat.files import ChatFiles
from onqueue.channels.webchat.session import ChatSession
from onqueue.channels.webchat.settings import widget_settings
from onqueue.channels.webchat.visitor import visitor_of
from onqueue.conversations.api.serving import file_answer
from onqueue.conversations.api.uploads import read_upload
from onqueue.edge import Limiter, Network, OnGround, OnLimits, make_router
from onqueue.kernel.errors import Unauthenticated
from onqueue.kernel.tasks import first_of
from onqueue.kernel.wire import Answer, Asked, Id
from onqueue.live.errors import FloorStopped

router = make_router(prefix="/api/chat", tags=["chat"])

PING_EVERY_S: Final = 10.0
SILENCE_S_MAX: Final = 30.0
FRAMES_A_CALL_MAX: Final = 50
TRY_AGAIN: Final = 1013


class TokenMissing(Unauthenticated):
    """Say hello first: this needs the token that you were given."""

    code = "token.missing"


class FileTaken(Answer):
    """A file that was received, and is not sent yet."""

    id: str
    name: str
    size: int
    type: str


class FileLink(Answer):
    """Where a customer can open a file for some minutes."""

    url: str


async def _chats(connection: HTTPConnection) -> Chats:
    chats = connection.app.state.parts.chats
    if chats is None:
        raise FloorStopped(retry_after_s=5)
    return cast("Chats", chats)


OnChats = Annotated[Chats, Depends(_chats)]


class FramesAsked(Asked):
    """What a widget without a socket sends: who it is, its frames, and how long it waits."""

    widget: Annotated[str, Field(max_length=64)]
    token: Annotated[str, Field(max_length=128)] | None = None
    conversation: Annotated[str, Field(max_length=64)] | None = None
    after: Annotated[int, Field(ge=0)] = 0
    lang: Annotated[str, Field(max_length=35, pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*$")] = (
        "en"
    )
    frames: Annotated[
        list[dict[str, Any]], Field(max_length=FRAMES_A_CALL_MAX, default_factory=list)
    ]
    wait_s: Annotated[float, Field(ge=0, le=20)] = 0


@router.get("/widgets/{widget}")
async def get_widget_settings(
    request: Request, ground: OnGround, widget: str, lang: str = "en"
) -> Response:
    """What a widget needs to draw itself; the same answer is not sent twice."""
    shown = await ground.db.read(
        widget_settings,
        id=widget,
        language=lang[:35],
        origin=request.headers.get("origin"),
        address=ground.settings.address,
        now=ground.clock.now(),
        calls=ground.settings.carries_calls,
    )
    body = msgspec.json.encode(shown)
    tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    headers = {"ETag": tag, "Cache-Control": "no-cache"}
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers=headers)
    return Response(body, media_type="application/json", headers=headers)


@router.websocket("/socket")
async def chat_socket(
    socket: WebSocket, chats: OnChats, limits: OnLimits, network: Network
) -> None:
    """Serve one widget until it goes."""
    await socket.accept()
    session = _session(socket, chats=chats, limits=limits, network=network)
    try:
        await Connection(socket, session).serve()
    finally:
        chats.leave(session)


def _session(
    connection: HTTPConnection, *, chats: Chats, limits: Limiter, network: str
) -> ChatSession:
    return ChatSession(
        chats=chats,
        origin=connection.headers.get("origin"),
        count_start=partial(limits.count, "chat.start", network=network),
    )


class Connection:
    """One socket and the three things that go on at once: read, write, beat."""

    def __init__(self, socket: WebSocket, session: ChatSession) -> None:
        self._socket = socket
        self._session = session
        self._heard_at = asyncio.get_running_loop().time()

    async def serve(self) -> None:
        """Read, write and beat until one of them ends."""
        await first_of(self._read(), self._write(), self._beat())
        with contextlib.suppress(RuntimeError, WebSocketDisconnect):
            await self._socket.close(TRY_AGAIN)

    async def _read(self) -> None:
        while True:
            try:
                raw = await self._socket.receive_text()
            except (WebSocketDisconnect, RuntimeError, KeyError):
                # KeyError: a binary frame, which no widget sends.
                return
            self._heard_at = asyncio.get_running_loop().time()
            await self._session.receive(raw)

    async def _write(self) -> None:
        while not self._session.closed:
            for frame in await self._session.waiting():
                try:
                    await self._socket.send_text(frame.decode())
                except (WebSocketDisconnect, RuntimeError):
                    return

    async def _beat(self) -> None:
        while asyncio.get_running_loop().time() - self._heard_at <= SILENCE_S_MAX:
            self._session.tell(t="ping")
            await asyncio.sleep(PING_EVERY_S)


@router.post("/frames")
async def post_chat_frames(
    request: Request, chats: OnChats, limits: OnLimits, network: Network, asked: FramesAsked
) -> Response:
    """The same frames without a socket: take some, wait a while, answer with what there is."""
    await limits.count("chat.poll", network=network)
    session = _session(request, chats=chats, limits=limits, network=network)
    try:
        await session.receive(
            frames.encode(
                t="hello",
                widget=asked.widget,
                token=asked.token,
                conversation=asked.conversation,
                after=asked.after,
                lang=asked.lang,
            )
        )
        for frame in asked.frames:
            if frame.get("t") != "hello":
                await session.receive(msgspec.json.encode(frame))
        answered = await session.waiting(wait_s=0)
        if asked.wait_s and not asked.frames and not _has_news(answered):
            answered += await session.waiting(wait_s=asked.wait_s)
    finally:
        chats.leave(session)
    return Response(b'{"frames":[%s]}' % b",".join(answered), media_type="application/json")


def _has_news(answered: list[bytes]) -> bool:
    """Whether there is more than the welcome that every call begins with."""
    return any(not frame.startswith(b'{"t":"welcome"') for frame in answered)


async def _files(connection: HTTPConnection) -> ChatFiles:
    files = connection.app.state.parts.chat_files
    if files is None:
        raise FloorStopped(retry_after_s=5)
    return cast("ChatFiles", files)


OnFiles = Annotated[ChatFiles, Depends(_files)]


def _token(request: Request) -> str:
    token = request.headers.get("authorization", "").removeprefix("Bearer ").strip()
    if not token:
        raise TokenMissing
    return token


@router.post("/files", status_code=201)
async def post_chat_file(
    request: Request, files: OnFiles, limits: OnLimits, network: Network
) -> FileTaken:
    """Take one file from a customer; it is sent with the next message that names it."""
    token = _token(request)
    await limits.count("chat.upload", network=network, account=visitor_of(token))
    upload = await read_upload(request)
    taken = await files.receive(upload.chunks, name=upload.name, token=token)
    return FileTaken.model_validate(taken)


@router.post("/files/{file}/link")
async def post_chat_file_link(
    request: Request, files: OnFiles, limits: OnLimits, network: Network, file: Id
) -> FileLink:
    """Give a customer a new link to a file that they were shown some time ago."""
    await limits.count("chat.poll", network=network)
    return FileLink(url=await files.link(file=file, token=_token(request)))


@router.get("/files/{file}", response_class=Response)
async def get_chat_file(files: OnFiles, file: Id, t: str = "") -> Response:
    """Give a customer a file by a link that lives for minutes."""
    found, path = await files.find(file=file, ticket=t[:200])
    return file_answer(found, path)
