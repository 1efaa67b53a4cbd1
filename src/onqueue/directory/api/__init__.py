"""The routes of the directory."""

from onqueue.directory.api import (
    agents,
    centre,
    choices,
    hours,
    numbers,
    queues,
    replies,
    routing,
    widgets,
)
from onqueue.edge import join_routers

router = join_routers(
    centre.router,
    queues.router,
    routing.router,
    hours.router,
    choices.router,
    replies.router,
    widgets.router,
    numbers.router,
    agents.router,
)
