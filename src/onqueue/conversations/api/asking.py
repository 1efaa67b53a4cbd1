"""What do the routes of conversations share?"""

from __future__ import annotations

from typing import Annotated, Literal, cast

from fastapi import Depends, Path, Query
from starlette.requests import HTTPConnection

from onqueue.conversations.queries.finding import Filters
from onqueue.conversations.service import FileStore
from onqueue.edge import Search
from onqueue.kernel.wire import ID_PATTERN

PathId = Annotated[str, Path(pattern=ID_PATTERN)]
FilterText = Annotated[str, Query(max_length=64)]
FilterTime = Annotated[int | None, Query(ge=0, le=2**53)]
ContactState = Literal[
    "", "new", "scheduled", "waiting", "offered", "active", "wrap_up", "closed", "abandoned",
    "refused",
]  # fmt: skip


async def _filters(
    *,
    q: Search = "",
    queue: FilterText = "",
    agent: FilterText = "",
    state: ContactState = "",
    code: FilterText = "",
    customer: FilterText = "",
    csat: Annotated[int | None, Query(ge=1, le=5)] = None,
    from_at: Annotated[int | None, Query(alias="from", ge=0, le=2**53)] = None,
    to_at: Annotated[int | None, Query(alias="to", ge=0, le=2**53)] = None,
) -> Filters:
    return Filters(
        q=q,
        queue=queue,
        agent=agent,
        state=state,
        code=code,
        customer=customer,
        csat=csat,
        from_at=from_at,
        to_at=to_at,
    )


FiltersAsked = Annotated[Filters, Depends(_filters)]


async def _store(connection: HTTPConnection) -> FileStore:
    return cast("FileStore", connection.app.state.parts.files)


OnStore = Annotated[FileStore, Depends(_store)]
