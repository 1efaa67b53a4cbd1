"""The routes of identity."""

from fastapi import APIRouter

from onqueue.identity.api import audit, passwords, people, sessions, teams

router = APIRouter(prefix="/api")
for part in (sessions.router, passwords.router, people.router, teams.router, audit.router):
    router.include_router(part)
