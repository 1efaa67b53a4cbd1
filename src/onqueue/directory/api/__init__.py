"""The routes of the directory."""

from fastapi import APIRouter

from onqueue.directory.api import agents, centre, choices, hours, queues, replies, routing, widgets

router = APIRouter()
for part in (centre, queues, routing, hours, choices, replies, widgets, agents):
    router.include_router(part.router)
