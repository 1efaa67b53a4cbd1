"""Which features have routes? Every router of the application, one a line."""

from __future__ import annotations

from typing import Final

from fastapi import APIRouter

from onqueue.directory.api import router as directory
from onqueue.identity.api import router as identity
from onqueue.web import health, setup, static

ROUTERS: Final[tuple[APIRouter, ...]] = (
    identity,
    directory,
    setup.router,
    health.router,
    static.router,
)
