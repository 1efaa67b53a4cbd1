"""How do flows refuse?"""

from __future__ import annotations

from onqueue.kernel.errors import Invalid


class FlowUnsound(Invalid):
    """This flow cannot be published yet: {reason} ({field})."""

    code = "flow.unsound"
