"""What do the directory's routes share? Who asks, which of a list, and files of lists."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection
from typing import Annotated, Any, TypeVar

from fastapi import Depends, Path, Query, Response
from sqlalchemy import ColumnElement

from onqueue.directory.access import MANAGE
from onqueue.directory.errors import RecordMissing
from onqueue.directory.queries.lists import (
    Archived,
    Listing,
    record,
    records_found,
)
from onqueue.directory.schemas import shown
from onqueue.edge import (
    CurrentActor,
    Ground,
    Network,
    OnGround,
    PageAsked,
    Search,
    csv_answer,
    requires,
)
from onqueue.identity.service.by import By
from onqueue.kernel.authz import Actor
from onqueue.kernel.rows import Paging, every_page
from onqueue.kernel.wire import ID_PATTERN, PageOf, page_of

Shown = TypeVar("Shown", bound=shown.Record)
Item = TypeVar("Item")

Manager = Annotated[Actor, requires(MANAGE)]
PathId = Annotated[str, Path(pattern=ID_PATTERN)]
QueueFilter = Annotated[str, Query(max_length=64)]


async def _managing(ground: OnGround, actor: Manager, network: Network) -> By:
    return By(actor=actor, now=ground.clock.now(), network=network)


async def _asking(ground: OnGround, actor: CurrentActor, network: Network) -> By:
    return By(actor=actor, now=ground.clock.now(), network=network)


Managing = Annotated[By, Depends(_managing)]
"""Somebody who may change how the centre is set up."""

Asking = Annotated[By, Depends(_asking)]
"""Anybody who works here."""


class ListAsked:
    """Which part of which list is asked for."""

    def __init__(
        self,
        actor: CurrentActor,
        ground: OnGround,
        paging: PageAsked,
        q: Search = "",
        archived: Annotated[Archived, Query()] = "no",
    ) -> None:
        self.actor = actor
        self.ground: Ground = ground
        self.paging: Paging = paging
        self.q = q
        self.archived: Archived = archived

    async def page(
        self, listing: Listing[Any, Shown], where: Collection[ColumnElement[bool]] = ()
    ) -> PageOf[Shown]:
        """Answer with a page."""
        found = await self.ground.db.read(
            records_found,
            listing=listing,
            q=self.q,
            archived=self.archived,
            where=where,
            paging=self.paging,
        )
        return page_of(found, same)

    async def csv(
        self,
        listing: Listing[Any, Any],
        *,
        name: str,
        columns: Collection[str],
        where: Collection[ColumnElement[bool]] = (),
    ) -> Response:
        """Answer with a file of the whole list, as it was searched and sorted."""
        asked = {"listing": listing, "q": self.q, "archived": self.archived, "where": where}

        found = await self.ground.db.read(
            lambda session: every_page(records_found, session, paging=self.paging, **asked)
        )
        return csv_of(found, name=name, columns=columns)


OnList = Annotated[ListAsked, Depends()]


def same(item: Item) -> Item:
    """Answer with what is shown as it is."""
    return item


def csv_of(
    items: Collection[Any],
    *,
    name: str,
    columns: Collection[str],
    cell: Callable[[Any], object] | None = None,
) -> Response:
    """Answer with a file of some columns; what is more than a value is written as JSON."""
    write = cell or _cell
    rows = [[write(getattr(item, column)) for column in columns] for item in items]
    return csv_answer(name=name, columns=[*columns], rows=rows)


async def found_or_missing(
    ground: Ground, *, listing: Listing[Any, Shown], subject: str, word: str
) -> Shown:
    """Return one thing, or say that there is none."""
    found = await ground.db.read(record, listing=listing, id=subject)
    if found is None:
        raise RecordMissing(kind=word)
    return found


def _cell(value: object) -> object:
    if value is None or isinstance(value, str | int | float):
        return value
    return json.dumps(value, ensure_ascii=False, default=vars)
