"""Who shows films? A child process for each person who looks at one, in this process's care.

The child holds the events in its own memory, stands back for everybody else, and ends when its
input closes. A person has one film at a time: the next one closes the one before. A film that
nobody looks at for a while is closed.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import Final

import structlog

from onqueue.films import schemas
from onqueue.films.errors import FilmFailed, FilmMissing, FilmsFull, NotReady
from onqueue.kernel.authz import Actor
from onqueue.kernel.children import Child
from onqueue.kernel.clock import Clock
from onqueue.kernel.ids import new_id
from onqueue.kernel.tasks import Tasks

log = structlog.get_logger(__name__)

CHILD: Final = "onqueue.films.jobs.showing"
FILMS_MAX: Final = 4
IDLE_MS: Final = 10 * 60_000
MAKING_MS: Final = 10 * 60_000
ANSWER_S_MAX: Final = 60.0
LOOK_MS: Final = 15_000
LINE_MAX: Final = 64 * 1024 * 1024


@dataclass(eq=False)
class _Film:
    """A film, its child, and who looks at it."""

    id: str
    actor: Actor
    child: Child
    used_at: int
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    progress: schemas.Progress = field(default_factory=lambda: schemas.Progress(done=0, total=0))
    ready: schemas.Ready | None = None
    failed: schemas.Failed | None = None


class Films:
    """The films that are open in this process."""

    def __init__(self, *, clock: Clock, tasks: Tasks) -> None:
        self._clock = clock
        self._tasks = tasks
        self._films: dict[str, _Film] = {}
        self._opening = asyncio.Lock()

    async def run(self) -> None:
        """Close what nobody looks at, until cancelled; then close everything."""
        try:
            while True:
                await self._clock.wait_until(self._clock.now() + LOOK_MS)
                for film in list(self._films.values()):
                    if self._clock.now() - film.used_at > IDLE_MS:
                        await self._end(film)
        finally:
            await self.stop()

    async def stop(self) -> None:
        """Close all films."""
        for film in list(self._films.values()):
            await self._end(film)

    async def open(self, actor: Actor, order: schemas.Order) -> schemas.FilmShown:
        """Begin to make a film."""
        # One after the other: two who ask at once do not get the last place both.
        async with self._opening:
            mine = [one for one in self._films.values() if one.actor.account == actor.account]
            for film in mine:
                await self._end(film)
            if len(self._films) >= FILMS_MAX:
                raise FilmsFull(open=len(self._films))
            child = await Child.start(CHILD, line_max=LINE_MAX)
            film = _Film(id=new_id(), actor=actor, child=child, used_at=self._clock.now())
            self._films[film.id] = film
        self._tasks.start(self._make(film, order), name="film")
        return show(film)

    def look(self, actor: Actor, film: str) -> schemas.FilmShown:
        """Say how far a film is."""
        return show(self._found(actor, film))

    async def ask(self, actor: Actor, film: str, wanted: schemas.Wanted) -> schemas.Line:
        """Have something shown."""
        found = self._found(actor, film)
        if found.failed is not None:
            raise FilmMissing
        if found.ready is None:
            raise NotReady
        async with found.turn:
            try:
                async with asyncio.timeout(ANSWER_S_MAX):
                    return await self._exchange(found, schemas.write_line(wanted))
            except (TimeoutError, OSError, ValueError):
                log.warning("film.lost", film=film)
                await self._end(found)
                raise FilmMissing from None

    async def close(self, actor: Actor, film: str) -> None:
        """Close a film."""
        await self._end(self._found(actor, film))

    def _found(self, actor: Actor, film: str) -> _Film:
        found = self._films.get(film)
        # Who may see something else by now opens it again.
        if found is None or found.actor != actor:
            raise FilmMissing
        found.used_at = self._clock.now()
        return found

    async def _make(self, film: _Film, order: schemas.Order) -> None:
        try:
            async with asyncio.timeout(MAKING_MS / 1_000), film.turn:
                line = await self._exchange(film, schemas.write_line(order))
                while isinstance(line, schemas.Progress):
                    film.progress = line
                    film.used_at = self._clock.now()
                    line = await self._heard(film)
                if isinstance(line, schemas.Ready):
                    film.ready = line
                elif isinstance(line, schemas.Failed):
                    film.failed = line
        except (TimeoutError, OSError, ValueError):
            log.warning("film.not_made", film=film.id)
        if film.ready is None and film.failed is None:
            error = FilmFailed()
            film.failed = schemas.Failed(code=error.code, sentence=str(error))

    async def _exchange(self, film: _Film, said: bytes) -> schemas.Line:
        await film.child.say(said)
        return await self._heard(film)

    async def _heard(self, film: _Film) -> schemas.Line:
        raw = await film.child.hear()
        if not raw:
            raise OSError("the child has ended")
        return schemas.read_line(raw)

    async def _end(self, film: _Film) -> None:
        self._films.pop(film.id, None)
        await film.child.end()


def show(film: _Film) -> schemas.FilmShown:
    """Return a film as it is shown."""
    ready, failed = film.ready, film.failed
    return schemas.FilmShown(
        id=film.id,
        state="failed" if failed else "ready" if ready else "loading",
        done=film.progress.done,
        total=film.progress.total,
        problem_code=failed.code if failed else "",
        problem=failed.sentence if failed else "",
        from_at=ready.from_at if ready else 0,
        to_at=ready.to_at if ready else 0,
        events=ready.events if ready else 0,
        marks=tuple(
            schemas.MarkShown(at=one.at, kind=one.kind, contact=one.contact)  # type: ignore[arg-type]  # ours
            for one in (ready.marks if ready else ())
        ),
    )
