"""Routes of films: a day of the floor to be looked at, from the journal, a file or a scenario."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal, cast

import msgspec
from fastapi import Depends, Path, Query, Request, Response
from starlette.requests import HTTPConnection

from onqueue.directory.queries.floor import centre
from onqueue.edge import OnGround, make_router, requires
from onqueue.films import schemas
from onqueue.films.errors import NothingRecorded
from onqueue.films.jobs import Films
from onqueue.insight import queries as insight
from onqueue.kernel.authz import Actor
from onqueue.kernel.errors import Invalid
from onqueue.kernel.wire import Answer, Id
from onqueue.live.errors import FloorStopped
from onqueue.trials.queries import stretch_of

router = make_router(prefix="/api/films", tags=["films"])
Watches = Annotated[Actor, requires("floor.watch")]


async def _films(connection: HTTPConnection) -> Films:
    films = connection.app.state.parts.films
    if films is None:
        raise FloorStopped(retry_after_s=5)
    return cast("Films", films)


OnFilms = Annotated[Films, Depends(_films)]


class Picture(Answer):
    """The whole board as it stood after event number `n`; entities by kind and id."""

    n: int
    at: int
    entities: dict[str, dict[str, dict[str, Any]]]


class Frame(Answer):
    """What changed at one moment."""

    at: int
    put: list[tuple[str, str, dict[str, Any]]]
    gone: list[tuple[str, str]]


class Strip(Answer):
    """What followed event number `after`, up to number `n`."""

    after: int
    n: int
    over: bool
    frames: list[Frame]


class Told(Answer):
    """A sentence of a contact's story."""

    at: int
    code: str
    text: str


@router.post("", status_code=201)
async def open_day(
    actor: Watches, films: OnFilms, ground: OnGround, asked: schemas.DayAsked
) -> schemas.FilmShown:
    """Open a recorded day as a film."""
    try:
        day = date.fromisoformat(asked.day)
    except ValueError:
        raise Invalid(field="day", reason="write it as 2026-11-20") from None
    zone = (await ground.db.read(centre)).time_zone
    from_at, to_at = stretch_of(day, zone=zone)
    found = await ground.db.read(insight.days_counted, from_at=from_at, to_at=to_at, time_zone=zone)
    if not found:
        raise NothingRecorded(day=asked.day)
    order = schemas.Order(
        source="day",
        database=ground.settings.database,
        site=ground.settings.site,
        from_at=from_at,
        to_at=to_at,
        account=actor.account,
        name=actor.name,
        rights=tuple(sorted(actor.rights)),
        queues=None if actor.queues is None else tuple(sorted(actor.queues)),
        teams=None if actor.teams is None else tuple(sorted(actor.teams)),
    )
    return await films.open(actor, order)


@router.post("/files", status_code=201)
async def open_file(actor: Watches, films: OnFilms, request: Request) -> schemas.FilmShown:
    """Open a simulation's journal, which is the body, as a film."""
    return await films.open(actor, schemas.Order(source="file", text=await request.body()))


@router.post("/scenarios", status_code=201)
async def open_scenario(
    actor: Watches, films: OnFilms, asked: schemas.ScenarioAsked
) -> schemas.FilmShown:
    """Live a scenario, and open it as a film."""
    order = schemas.Order(source="scenario", text=asked.scenario.encode(), seed=asked.seed)
    return await films.open(actor, order)


@router.get("/{film}")
async def look_at_film(actor: Watches, films: OnFilms, film: Id) -> schemas.FilmShown:
    """Say how far a film is, and what there is to go to."""
    return films.look(actor, film)


@router.delete("/{film}", status_code=204)
async def close_film(actor: Watches, films: OnFilms, film: Id) -> None:
    """Close a film."""
    await films.close(actor, film)


@router.get("/{film}/picture", response_model=Picture)
async def look_at_moment(
    actor: Watches, films: OnFilms, film: Id, at: Annotated[int, Query(ge=0)]
) -> Response:
    """Show the board at a moment."""
    return _plain(await films.ask(actor, film, schemas.Seek(at=at)))


@router.get("/{film}/strip", response_model=Strip)
async def go_on(
    actor: Watches, films: OnFilms, film: Id, after: Annotated[int, Query(ge=0)]
) -> Response:
    """Show what followed an event."""
    return _plain(await films.ask(actor, film, schemas.Play(after=after)))


@router.get("/{film}/contacts/{contact}")
async def tell_contact(
    actor: Watches,
    films: OnFilms,
    film: Id,
    contact: Annotated[str, Path(max_length=100)],
    language: Literal["en", "de"] = "en",
) -> list[Told]:
    """Tell what happened to a contact in the film, and why."""
    story = await films.ask(actor, film, schemas.Tell(contact=contact, language=language))
    assert isinstance(story, schemas.Story), "a story was asked for"
    return [Told(at=one.at, code=one.code, text=one.text) for one in story.lines]


def _plain(line: schemas.Line) -> Response:
    return Response(msgspec.json.encode(line), media_type="application/json")
