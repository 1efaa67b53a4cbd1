"""What every life of a server would do first, done once in the process they are forked from.

Most of it is the routes: they are worked out when they are first asked, which takes longer than
everything else that a short life does.
"""

from __future__ import annotations

import gc
from typing import Final

from onqueue.web.app import _routes

ASKED: Final = ("http", "websocket")

for route in _routes():
    for kind in ASKED:
        route.matches({"type": kind, "method": "GET", "path": "/warm", "headers": []})
# What is there now lives as long as they do: none of them needs to look through it.
gc.collect()
gc.freeze()
