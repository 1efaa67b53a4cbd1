"""How do figures refuse?"""

from __future__ import annotations

from onqueue.kernel.errors import Invalid, NotFound


class FigureUnknown(Invalid):
    """There is no such figure: {reason}."""

    code = "figure.unknown"


class StretchInvalid(Invalid):
    """Check the time asked for: {reason}."""

    code = "figure.stretch_invalid"


class OutOfScope(NotFound):
    """This does not exist, or its figures are not for you."""

    code = "figure.out_of_scope"
