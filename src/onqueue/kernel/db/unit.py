"""What is one unit of work: a function, its session, and what waits for its commit?"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, Literal

import structlog
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Session
from typing_extensions import override

from onqueue.kernel.bus import Bus
from onqueue.kernel.clock import monotonic_s
from onqueue.kernel.crashpoints import reached
from onqueue.kernel.db.errors import CommitUnknown, DatabaseAway

_CALLBACKS: Final = "onqueue.after_commit"
_GROUND: Final = "onqueue.ground"
_CONNECTION: Final = "onqueue.connection"
_taking = threading.Lock()
"""A call is either taken up or given up: who is told that nothing was stored must be right."""
log = structlog.get_logger(__name__)

Callback = Callable[[], None]


@dataclass(frozen=True, slots=True)
class Ground:
    """What a transaction function can reach through its session."""

    bus: Bus
    site: str


def after_commit(session: Session, callback: Callback) -> None:
    """Call `callback` on the event loop once this transaction is durable.

    Callbacks run in the order in which they were given, before the caller of `db.write` goes
    on. When the transaction fails they are forgotten. One that raises is logged.
    """
    session.info.setdefault(_CALLBACKS, []).append(callback)


def announce(session: Session, topic: str, payload: bytes = b"") -> None:
    """Publish on the database's bus once this transaction is durable."""
    ground: Ground = session.info[_GROUND]
    after_commit(session, lambda: ground.bus.publish(topic, payload))


def site_of(session: Session) -> str:
    """Return the name of the contact centre that this session works for."""
    ground: Ground = session.info[_GROUND]
    return ground.site


def connection_of(session: Session) -> Connection:
    """Return the connection of this transaction, for statements that go past the session.

    The session finds out anew each time it is asked, which takes as long as some statements.
    What the session still has to write is not written first.
    """
    found: Connection | None = session.info.get(_CONNECTION)
    if found is None:
        found = session.info[_CONNECTION] = session.connection()
    return found


def dialect_of(session: Session) -> Literal["sqlite", "postgresql"]:
    """Return which database this session talks to."""
    return "sqlite" if session.get_bind().dialect.name == "sqlite" else "postgresql"


class UnitSession(Session):
    """The session of one function, in a savepoint or a transaction that it does not own."""

    @override
    def commit(self) -> None:
        """Refuse: whoever called the function commits, and it may share the commit."""
        raise RuntimeError("A transaction function does not commit; it returns.")

    def finish(self) -> None:
        """Write what is left and end the function's own savepoint or transaction."""
        super().commit()


class Call:
    """A function that somebody waits for."""

    __slots__ = (
        "_callbacks",
        "_future",
        "_ground",
        "_loop",
        "asked_s",
        "begun",
        "committing",
        "error",
        "fn",
        "result",
    )

    def __init__(
        self, fn: Callable[[Session], Any], *, ground: Ground, loop: asyncio.AbstractEventLoop
    ) -> None:
        self.fn = fn
        self._ground = ground
        self._loop = loop
        self.asked_s = monotonic_s()
        self._future: asyncio.Future[Any] = loop.create_future()
        self._callbacks: list[Callback] = []
        self.result: Any = None
        self.error: BaseException | None = None
        self.begun = False
        self.committing = False
        """Whether the commit had begun when the function ended."""

    def begin(self) -> bool:
        """Take the call up, unless nobody waits any more. Once it runs, it is carried through."""
        with _taking:
            self.begun = not self._future.done()
        return self.begun

    def give_up(self, *, writes: bool) -> None:
        """Tell the caller that the database is away. On the event loop."""
        with _taking:
            if not self._future.done():
                unknown = writes and self.begun
                self._future.set_exception(CommitUnknown() if unknown else DatabaseAway())

    def run(self, connection: Connection, *, keep: bool) -> None:
        """Run the function, remember how it ended, and leave no trace of it if it failed.

        Within a transaction of the connection the function gets a savepoint, otherwise a
        transaction. `keep` says whether what it wrote stays. Raises nothing that the
        function raised; what is raised concerns the connection.
        """
        self.result, self.error, self.committing, self._callbacks = None, None, False, []
        session = UnitSession(
            bind=connection,
            expire_on_commit=False,
            join_transaction_mode="create_savepoint",
            info={_GROUND: self._ground},
        )
        try:
            self.result = self.fn(session)
            if keep:
                session.flush()
                self.committing = True
                reached("write.ending")
                session.finish()
                reached("write.ended")
                self._callbacks = session.info.get(_CALLBACKS, [])
            # A read just ends: a rollback would empty the rows that it returns.
        except BaseException as error:  # noqa: BLE001  # it belongs to the caller, not to us
            self.error = error
            session.rollback()
        finally:
            session.close()

    async def outcome(self) -> Any:
        """Wait until the function has run and its commit is durable."""
        return await self._future

    def settle(self) -> None:
        """Run the callbacks and wake the caller. On the event loop, after the commit."""
        if self.error is None:
            for callback in self._callbacks:
                try:
                    callback()
                except Exception:
                    log.exception("after_commit.failed")
        if self._future.done():
            return
        if isinstance(self.error, StopIteration):
            # A future cannot carry it: it would end the coroutine that waits.
            self.error = RuntimeError(f"A transaction function raised {self.error!r}.")
        if self.error is not None:
            self._future.set_exception(self.error)
        else:
            self._future.set_result(self.result)


def settle_all(calls: list[Call], *, loop: asyncio.AbstractEventLoop) -> None:
    """Settle calls in their order, from any thread, with one hop to the event loop."""

    def settle() -> None:
        reached("write.settling")
        for call in calls:
            call.settle()

    if not loop.is_closed():
        loop.call_soon_threadsafe(settle)
