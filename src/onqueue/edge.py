"""What do the routes of all features share? Who asks, what they stand on, and pages of lists.

The lowest module that knows the web framework. It decides nothing about accounts: `web`
resolves the session and leaves the actor on the request; here it is only read.

    router = make_router(prefix="/api", tags=["skills"])

    @router.get("/skills")
    async def list_skills(
        ground: OnGround, paging: PageAsked, actor: Annotated[Actor, requires("directory.manage")]
    ) -> PageOf[SkillShown]: ...
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address
from typing import Annotated, Final, Protocol, cast

from fastapi import APIRouter, Depends, Query, Response
from fastapi.params import Depends as Dependency
from fastapi.routing import APIRoute
from starlette.requests import HTTPConnection

from onqueue.kernel.authz import RIGHTS, Actor
from onqueue.kernel.bus import Bus
from onqueue.kernel.clock import Clock
from onqueue.kernel.csv import csv_text
from onqueue.kernel.db import Database
from onqueue.kernel.errors import Unauthenticated
from onqueue.kernel.rows import PAGE_MAX, PAGE_SIZE, PAGE_SIZE_MAX, Order, Paging
from onqueue.kernel.settings import Settings
from onqueue.kernel.wire import Problem

SEARCH_LENGTH_MAX: Final = 200
SORT_LENGTH_MAX: Final = 40
NETWORK_BITS_IPV6: Final = 64
"""One household or firm has at least such a block, so limits count the block as one."""


class NotSignedIn(Unauthenticated):
    """Sign in first; your session may have ended."""

    code = "session.missing"


# --- What every route is ----------------------------------------------------------------------


def make_router(
    *,
    prefix: str = "",
    tags: Sequence[str] = (),
    dependencies: Sequence[Dependency] = (),
    include_in_schema: bool = True,
) -> APIRouter:
    """Return what routes are declared on; each is complete as soon as it is declared.

    Nothing includes one router in another: that would work out every route once more, which is a
    fifth of the time that the program takes to start. Routes are joined as they are.
    """
    return APIRouter(
        prefix=prefix,
        tags=list(tags),
        dependencies=list(dependencies),
        include_in_schema=include_in_schema,
        generate_unique_id_function=_operation_id,
        responses={"4XX": {"model": Problem, "description": "Refused, and why."}},
    )


def join_routers(*parts: APIRouter) -> APIRouter:
    """Return a router with the routes of all its parts, in their order."""
    joined = make_router()
    for part in parts:
        joined.routes.extend(part.routes)
    return joined


def _operation_id(route: APIRoute) -> str:
    return route.name


# --- What a route stands on -------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """What every route may use; `web.app` puts one into the application's state."""

    db: Database
    clock: Clock
    settings: Settings
    bus: Bus


async def ground_of(connection: HTTPConnection) -> Ground:
    """Return the ground that the application stands on."""
    return cast("Ground", connection.app.state.ground)


OnGround = Annotated[Ground, Depends(ground_of)]


# --- Who asks ---------------------------------------------------------------------------------


async def maybe_actor(connection: HTTPConnection) -> Actor | None:
    """Return who is signed in, or None."""
    return cast("Actor | None", getattr(connection.state, "actor", None))


async def current_actor(connection: HTTPConnection) -> Actor:
    """Return who is signed in, or refuse."""
    actor = await maybe_actor(connection)
    if actor is None:
        raise NotSignedIn
    return actor


MaybeActor = Annotated[Actor | None, Depends(maybe_actor)]
CurrentActor = Annotated[Actor, Depends(current_actor)]

_RIGHT_CODES: Final = frozenset(code for code, _ in RIGHTS)


def requires(*rights: str) -> Dependency:
    """Make the dependency that lets in only who has one of the rights, and gives the actor.

    Use it as a parameter, `actor: Annotated[Actor, requires("people.manage")]`, or in a
    route's `dependencies`. Which rows the actor then sees is up to the feature's `access`.
    """
    assert rights, "name at least one right"
    assert _RIGHT_CODES.issuperset(rights), rights

    async def let_in(actor: CurrentActor) -> Actor:
        if not any(actor.may(right) for right in rights):
            actor.require(rights[0])
        return actor

    return cast("Dependency", Depends(let_in))


def network_of(connection: HTTPConnection) -> str:
    """Return the network that a request comes from, as limits and the audit name it."""
    host = connection.client.host if connection.client else ""
    try:
        address = ip_address(host)
    except ValueError:
        return host or "unknown"
    if not isinstance(address, IPv6Address):
        return str(address)
    if address.ipv4_mapped is not None:
        return str(address.ipv4_mapped)
    block = int(address) >> (128 - NETWORK_BITS_IPV6) << (128 - NETWORK_BITS_IPV6)
    return f"{IPv6Address(block)}/{NETWORK_BITS_IPV6}"


async def _network(connection: HTTPConnection) -> str:
    return network_of(connection)


Network = Annotated[str, Depends(_network)]


# --- The cookie -------------------------------------------------------------------------------


def session_cookie(settings: Settings) -> str:
    """Return the cookie's name. The prefix makes browsers refuse it from anywhere but here."""
    return "__Host-onqueue" if settings.cookies_are_secure else "onqueue"


def give_session(response: Response, *, settings: Settings, token: str) -> None:
    """Let the browser keep a session: no script reads it, and no other site sends it."""
    response.set_cookie(
        session_cookie(settings),
        token,
        max_age=settings.session_age_s_max,
        path="/",
        secure=settings.cookies_are_secure,
        httponly=True,
        samesite="strict",
    )


def take_session(response: Response, *, settings: Settings) -> None:
    """Let the browser forget its session."""
    response.delete_cookie(
        session_cookie(settings),
        path="/",
        secure=settings.cookies_are_secure,
        httponly=True,
        samesite="strict",
    )


def session_token(connection: HTTPConnection, *, settings: Settings) -> str | None:
    """Return what the browser sent as its session, whether or not it is one."""
    return connection.cookies.get(session_cookie(settings))


# --- How often --------------------------------------------------------------------------------


class Attempt(Protocol):
    """One attempt that was counted."""

    def give_back(self) -> None:
        """Uncount it: the attempt was honest, such as a right password."""


class Limiter(Protocol):
    """Counts attempts per account, per network and in all; `web.limits` has the numbers."""

    async def count(self, name: str, *, network: str, account: str | None = None) -> Attempt:
        """Count an attempt, or raise `TooMany`."""


async def _limiter(connection: HTTPConnection) -> Limiter:
    return cast("Limiter", connection.app.state.limiter)


OnLimits = Annotated[Limiter, Depends(_limiter)]


# --- Lists ------------------------------------------------------------------------------------


async def _paging(
    page: Annotated[int, Query(ge=1, le=PAGE_MAX)] = 1,
    size: Annotated[int, Query(ge=1, le=PAGE_SIZE_MAX)] = PAGE_SIZE,
    sort: Annotated[str, Query(max_length=SORT_LENGTH_MAX)] = "",
    order: Annotated[Order, Query()] = "asc",
) -> Paging:
    return Paging(page=page, size=size, sort=sort, order=order)


PageAsked = Annotated[Paging, Depends(_paging)]
Search = Annotated[str, Query(alias="q", max_length=SEARCH_LENGTH_MAX, pattern=r"^[^\x00]*$")]
"""What was typed into a list's search field; give the parameter the default ""."""


def csv_answer(*, name: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> Response:
    """Answer with a CSV file that a spreadsheet opens as text and numbers, never as formulas."""
    return Response(
        content=csv_text(columns=columns, rows=rows).encode("utf-8-sig"),
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}.csv"'},
    )
