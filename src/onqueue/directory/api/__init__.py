"""The routes of the directory."""

from fastapi import APIRouter

from onqueue.directory.api import agents, centre, choices, hours, queues, replies, widgets

router = APIRouter()
for part in (centre, queues, hours, choices, replies, widgets, agents):
    router.include_router(part.router)
