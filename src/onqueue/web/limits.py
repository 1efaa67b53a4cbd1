"""How often may somebody try, and how large may a request be?

Attempts are counted per network, per account and in all, in that order: one network that is
stopped cannot use up an account's attempts, nor everybody's. A window begins with the first
attempt in it. Whoever turns out to be honest gets the attempt back, so that two hundred agents
who sign in at nine from one office are not stopped, and two hundred guesses at once are.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send
from typing_extensions import override

from onqueue.kernel import attempts
from onqueue.kernel.clock import Clock
from onqueue.kernel.db import Database
from onqueue.kernel.errors import TooLarge, TooMany
from onqueue.web.errors import refusal_answer

KEYS_MAX: Final = 100_000
"""How many networks and accounts are remembered; beyond it the oldest are forgotten."""

BODY_BYTES_MAX: Final = 1024 * 1024
PARTS: Final = 60
"""A process takes a sixtieth of a large window at a time."""
UPLOAD_EXTRA_BYTES: Final = 64 * 1024
"""What multipart adds around a file."""

Key = tuple[str, str, str]
"""The name of a limit, what is counted, and whose."""


@dataclass(frozen=True, slots=True)
class Window:
    """At most so many attempts in so many seconds."""

    attempts: int
    seconds: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """The limits of one kind of attempt; None does not count."""

    network: Window | None = None
    account: Window | None = None
    total: Window | None = None


RULES: Final[Mapping[str, Rule]] = {
    "sign_in": Rule(network=Window(50, 300), account=Window(10, 900), total=Window(600, 60)),
    "password": Rule(network=Window(50, 300), account=Window(10, 900)),
    "forgot": Rule(network=Window(20, 3600), account=Window(3, 3600), total=Window(200, 3600)),
    "link": Rule(network=Window(60, 300), total=Window(600, 60)),
    "setup": Rule(network=Window(20, 300)),
    "chat.start": Rule(network=Window(300, 600), total=Window(3000, 60)),
    "chat.poll": Rule(network=Window(6000, 600), total=Window(60_000, 60)),
    "chat.upload": Rule(network=Window(120, 600), account=Window(20, 600)),
    "upload": Rule(account=Window(120, 600)),
}
"""Every limit by its name. `account` is whatever stands for one person: for signing in the
address that was typed, for customers their visitor token's id."""


class AttemptLimits:
    """Counts attempts in the memory of this process."""

    def __init__(self, *, clock: Clock, rules: Mapping[str, Rule] = RULES) -> None:
        self._clock = clock
        self._rules = rules
        self._counts: dict[Key, _Count] = {}

    async def count(self, name: str, *, network: str, account: str | None = None) -> CountedAttempt:
        """Count an attempt, or raise `TooMany`."""
        taken: list[_Count] = []
        for key, window in _windows(self._rules[name], name, network=network, account=account):
            count = await self._of(key, window)
            if count.left <= 0:
                now = self._clock.now()
                raise TooMany(retry_after_s=max(1, -(-(count.ends_at - now) // 1_000)))
            count.left -= 1
            taken.append(count)
        return CountedAttempt(taken)

    async def _of(self, key: Key, window: Window) -> _Count:
        """Return the count of a window. It does not wait: no attempt slips in between."""
        return self._here(key) or self._keep(key, window.attempts, ms=window.seconds * 1_000)

    def _here(self, key: Key) -> _Count | None:
        count = self._counts.get(key)
        return None if count is None or count.ends_at <= self._clock.now() else count

    def _keep(self, key: Key, attempts: int, *, ms: int) -> _Count:
        self._counts.pop(key, None)
        if len(self._counts) >= KEYS_MAX:
            self._forget(now=self._clock.now())
        count = self._counts[key] = _Count(ends_at=self._clock.now() + ms, left=attempts)
        return count

    def _forget(self, *, now: int) -> None:
        over = [key for key, count in self._counts.items() if count.ends_at <= now]
        for key in over or [next(iter(self._counts))]:
            del self._counts[key]


class SharedAttemptLimits(AttemptLimits):
    """Counts attempts together with the other processes of the centre.

    A small window is counted one by one in the database. Of a large one each process takes a
    part at a time, so that not every request writes: what it does not use is lost to the others.
    """

    def __init__(self, *, db: Database, clock: Clock, rules: Mapping[str, Rule] = RULES) -> None:
        super().__init__(clock=clock, rules=rules)
        self._db = db

    @override
    async def _of(self, key: Key, window: Window) -> _Count:
        """Return the count of our part of a window, with a new part when that is used up."""
        count = self._here(key)
        if count is not None and (count.left > 0 or count.spent):
            return count
        name, kind, subject = key
        taken = await self._db.write(
            attempts.take,
            limit=name,
            kind=kind,
            subject=subject,
            most=window.attempts,
            seconds=window.seconds,
            block=max(1, window.attempts // PARTS),
        )
        # Others may have come back with a part of theirs while we waited.
        count = self._here(key) or self._keep(key, 0, ms=taken.left_ms)
        count.left += taken.attempts
        # Nobody gives back to the others, so there is no use in asking again.
        count.spent = not taken.attempts
        return count


def _windows(
    rule: Rule, name: str, *, network: str, account: str | None
) -> Iterator[tuple[Key, Window]]:
    for kind, subject, window in (
        ("network", network, rule.network),
        ("account", account, rule.account),
        ("total", "", rule.total),
    ):
        if window is not None and subject is not None:
            yield (name, kind, subject), window


class CountedAttempt:
    """One attempt that was counted."""

    def __init__(self, taken: list[_Count]) -> None:
        self._taken = taken

    def give_back(self) -> None:
        """Uncount the attempt."""
        for count in self._taken:
            count.left += 1
        self._taken = []


@dataclass(slots=True)
class _Count:
    ends_at: int
    left: int
    spent: bool = False


class BodyLimit:
    """Refuses bodies that are too large before they fill the memory."""

    def __init__(self, app: ASGIApp, *, upload_bytes_max: int) -> None:
        self._app = app
        self._upload_bytes_max = upload_bytes_max

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        upload = scope["path"].endswith("/files")
        limit = self._upload_bytes_max if upload else BODY_BYTES_MAX
        most = limit + UPLOAD_EXTRA_BYTES if upload else limit
        if _announced(scope) > most:
            await refusal_answer(TooLarge(limit=limit))(scope, receive, send)
            return
        body = _Body(receive, most=most)
        await self._app(scope, body.receive, body.unless_over(send))
        if body.over and not body.answered:
            await refusal_answer(TooLarge(limit=limit))(scope, receive, send)


def _announced(scope: Scope) -> int:
    for name, value in scope["headers"]:
        if name == b"content-length" and value.isdigit():
            return int(value)
    return 0


class _Body:
    """Hands a body on until there is too much of it; then the client seems to have left."""

    def __init__(self, receive: Receive, *, most: int) -> None:
        self._receive = receive
        self._left = most
        self.over = False
        self.answered = False

    async def receive(self) -> Message:
        message = await self._receive()
        if message["type"] == "http.request":
            self._left -= len(message.get("body", b""))
            if self._left < 0:
                self.over = True
                return {"type": "http.disconnect"}
        return message

    def unless_over(self, send: Send) -> Send:
        async def pass_on(message: Message) -> None:
            # What the application says of a client that seems to have left is not the answer.
            if self.over and not self.answered:
                return
            self.answered = True
            await send(message)

        return pass_on
