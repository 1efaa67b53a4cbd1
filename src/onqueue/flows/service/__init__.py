"""What can be done with flows: draw them, let them count, and lead customers through them."""

from __future__ import annotations

from onqueue.flows.service.graphs import (
    change_flow,
    create_flow,
    discard_draft,
    publish_draft,
    put_draft,
    restore_version,
    set_entries,
)
from onqueue.flows.service.runs import (
    Moved,
    answer_run,
    begin_run,
    end_silent_runs,
    give_up_run,
    held_run,
    leave_run,
)

__all__ = [
    "Moved",
    "answer_run",
    "begin_run",
    "change_flow",
    "create_flow",
    "discard_draft",
    "end_silent_runs",
    "give_up_run",
    "held_run",
    "leave_run",
    "publish_draft",
    "put_draft",
    "restore_version",
    "set_entries",
]
