"""What can be told of flows: their graphs and versions, who is in them, and figures."""

from __future__ import annotations

from onqueue.flows.queries.figures import flow_figures
from onqueue.flows.queries.graphs import FLOWS, flow_shown, published, tried, versions_found
from onqueue.flows.queries.runs import (
    RATING,
    Asked,
    Routed,
    Standing,
    asked_now,
    callback_number,
    flow_for,
    led_since,
    left_message,
    open_run,
    rating_asked,
    routed,
    run_by_id,
    runs_begun,
    standing,
)

__all__ = [
    "FLOWS",
    "RATING",
    "Asked",
    "Routed",
    "Standing",
    "asked_now",
    "callback_number",
    "flow_figures",
    "flow_for",
    "flow_shown",
    "led_since",
    "left_message",
    "open_run",
    "published",
    "rating_asked",
    "routed",
    "run_by_id",
    "runs_begun",
    "standing",
    "tried",
    "versions_found",
]
