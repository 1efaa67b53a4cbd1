"""How do figures refuse?"""

from __future__ import annotations

from onqueue.kernel.errors import Invalid, NotFound, Refused


class FigureUnknown(Invalid):
    """There is no such figure: {reason}."""

    code = "figure.unknown"


class StretchInvalid(Invalid):
    """Check the time asked for: {reason}."""

    code = "figure.stretch_invalid"


class ListTooLong(Refused):
    """There are {total} rows behind this figure, and a file takes {limit}: narrow it down."""

    code = "figure.list_too_long"


class OutOfScope(NotFound):
    """This does not exist, or its figures are not for you."""

    code = "figure.out_of_scope"
