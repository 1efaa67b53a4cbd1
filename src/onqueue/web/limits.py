"""How often may somebody try, and how large may a request be?

Attempts are counted per network, per account and in all, in that order: one network that is
stopped cannot use up an account's attempts, nor everybody's. A window begins with the first
attempt in it. Whoever turns out to be honest gets the attempt back, so that two hundred agents
who sign in at nine from one office are not stopped, and two hundred guesses at once are.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from onqueue.kernel.clock import Clock
from onqueue.kernel.errors import TooLarge, TooMany
from onqueue.web.errors import refusal_answer

KEYS_MAX: Final = 100_000
"""How many networks and accounts are remembered; beyond it the oldest are forgotten."""

BODY_BYTES_MAX: Final = 1024 * 1024
UPLOAD_EXTRA_BYTES: Final = 64 * 1024
"""What multipart adds around a file."""


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
    "chat.message": Rule(account=Window(60, 60)),
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
        self._counts: dict[tuple[str, str, str], _Count] = {}

    def count(self, name: str, *, network: str, account: str | None = None) -> CountedAttempt:
        """Count an attempt, or raise `TooMany`. No attempt slips in between: nothing waits."""
        rule, now = self._rules[name], self._clock.now()
        taken: list[_Count] = []
        for kind, key, window in (
            ("network", network, rule.network),
            ("account", account, rule.account),
            ("total", "", rule.total),
        ):
            if window is None or key is None:
                continue
            count = self._of((name, kind, key), window=window, now=now)
            if count.used >= window.attempts:
                raise TooMany(retry_after_s=max(1, -(-(count.ends_at - now) // 1_000)))
            count.used += 1
            taken.append(count)
        return CountedAttempt(taken)

    def _of(self, key: tuple[str, str, str], *, window: Window, now: int) -> _Count:
        count = self._counts.get(key)
        if count is None or count.ends_at <= now:
            self._counts.pop(key, None)
            if len(self._counts) >= KEYS_MAX:
                self._forget(now=now)
            count = self._counts[key] = _Count(ends_at=now + window.seconds * 1_000)
        return count

    def _forget(self, *, now: int) -> None:
        over = [key for key, count in self._counts.items() if count.ends_at <= now]
        for key in over or [next(iter(self._counts))]:
            del self._counts[key]


class CountedAttempt:
    """One attempt that was counted."""

    def __init__(self, taken: list[_Count]) -> None:
        self._taken = taken

    def give_back(self) -> None:
        """Uncount the attempt."""
        for count in self._taken:
            count.used -= 1
        self._taken = []


@dataclass(slots=True)
class _Count:
    ends_at: int
    used: int = 0


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
