"""Which features have routes? Every router of the application, one a line."""

from __future__ import annotations

from typing import Final

from fastapi import APIRouter

from onqueue.conversations.api import router as conversations
from onqueue.customers.api import router as customers
from onqueue.directory.api import router as directory
from onqueue.flows.api import router as flows
from onqueue.identity.api import router as identity
from onqueue.insight.api import router as insight
from onqueue.outbound.api import router as outbound
from onqueue.recording.api import router as recordings
from onqueue.trials.api import router as trials
from onqueue.upkeep.api import router as upkeep
from onqueue.web import (
    breaks_api,
    calls_api,
    chat_api,
    desk_socket,
    films_api,
    floor_api,
    health,
    line_socket,
    outgoing_api,
    setup,
    static,
)
from onqueue.web.pages import routes as pages

ROUTERS: Final[tuple[APIRouter, ...]] = (
    identity,
    directory,
    customers,
    conversations,
    flows,
    insight,
    recordings,
    outbound,
    trials,
    upkeep,
    floor_api.router,
    breaks_api.router,
    films_api.router,
    desk_socket.router,
    line_socket.router,
    outgoing_api.router,
    calls_api.router,
    chat_api.router,
    setup.router,
    health.router,
    pages.router,
    static.router,
)
ASKED_MOST: Final = (conversations, floor_api.router, desk_socket.router)
"""A request tries one route after the other, so theirs are tried first."""
