"""How do figures refuse?"""

from __future__ import annotations

from onqueue.kernel.errors import Invalid


class FigureUnknown(Invalid):
    """There is no such figure: {reason}."""

    code = "figure.unknown"


class StretchInvalid(Invalid):
    """Check the time asked for: {reason}."""

    code = "figure.stretch_invalid"
