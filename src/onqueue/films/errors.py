"""How are films refused?

Refused    FilmsFull, NotReady
NotFound   FilmMissing, NothingRecorded
Hopeless   FilmFailed: why a film could not be made
"""

from __future__ import annotations

from onqueue.kernel.errors import NotFound, OnqueueError, Refused


class FilmsFull(Refused):
    """{open} films are open already. Try again when somebody has closed theirs."""

    code = "film.full"


class NotReady(Refused):
    """The film is still being made. Wait a moment."""

    code = "film.not_ready"


class FilmMissing(NotFound):
    """There is no such film any more. Open it again."""

    code = "film.not_found"


class NothingRecorded(NotFound):
    """Nothing is recorded on {day}. Choose another day."""

    code = "film.nothing_recorded"


class FilmFailed(OnqueueError):
    """The film stopped unexpectedly. Open it again; the server's log says more."""

    code = "film.failed"


class BadLine(FilmFailed):
    """Line {line} of the file is not what a journal has there: {reason}"""

    code = "film.bad_line"


class BadPlan(FilmFailed):
    """The scenario cannot be followed at {place}: {reason}"""

    code = "film.bad_scenario"


class FilmTooLong(FilmFailed):
    """The journal has more than {most} events for one film. Choose a shorter or quieter day."""

    code = "film.too_long"
