"""How does Onqueue refuse, and how is a refusal told?

    OnqueueError                 500  something is wrong on our side
    ├── Refused                  409  the request is well-formed, but the situation forbids it
    ├── Invalid                  422  the request is malformed: a field and a reason
    ├── NotFound                 404
    ├── Forbidden                403
    ├── Unauthenticated          401
    ├── TooMany                  429  with the seconds to wait
    ├── TooLarge                 413
    └── Unavailable              503  with the seconds to wait

A feature makes one subclass for each reason. The first paragraph of its docstring is the
sentence that a person reads; words in braces are filled from the keyword arguments:

    class OfferGone(Refused):
        'This offer has ended; the contact went to {name}.'  (a docstring)

        code = "offer.gone"

    raise OfferGone(name="Ada")

`rules` modules import this file, so it imports nothing that touches the outside.
"""

from __future__ import annotations

from typing import ClassVar


class OnqueueError(Exception):
    """Something went wrong on our side; try again in a moment."""

    code: ClassVar[str] = "internal"
    status: ClassVar[int] = 500

    def __init__(self, *, field: str | None = None, **data: str | int) -> None:
        self.field = field
        self.data = data
        named = data if field is None else {"field": field, **data}
        super().__init__(self.sentence().format_map(named))

    @classmethod
    def sentence(cls) -> str:
        """Return the sentence of this reason, its words in braces not filled in."""
        for kind in cls.__mro__:
            if kind.__doc__:
                return " ".join(kind.__doc__.strip().split("\n\n")[0].split())
        return cls.code


class Refused(OnqueueError):
    """This is not possible now."""

    code = "refused"
    status = 409


class Invalid(OnqueueError):
    """Check {field}: {reason}."""

    code = "input.invalid"
    status = 422

    def __init__(self, *, field: str, reason: str, **data: str | int) -> None:
        """Take the reason as a form: its words in braces are filled from the data.

        Whoever shows it in another language knows it by its form, so what differs from one
        refusal to the next belongs in the data.
        """
        self.form = reason
        self.reason = reason.format_map(data)
        super().__init__(field=field, **{**data, "reason": self.reason})


class NotFound(OnqueueError):
    """This does not exist, or you may not see it."""

    code = "not_found"
    status = 404


class Forbidden(OnqueueError):
    """You are not allowed to do this."""

    code = "forbidden"
    status = 403


class Unauthenticated(OnqueueError):
    """Sign in first."""

    code = "unauthenticated"
    status = 401


class TooMany(OnqueueError):
    """Too many attempts; try again in {retry_after_s} seconds."""

    code = "too_many"
    status = 429

    def __init__(self, *, retry_after_s: int, **data: str | int) -> None:
        self.retry_after_s = retry_after_s
        super().__init__(field=None, retry_after_s=retry_after_s, **data)


class TooLarge(OnqueueError):
    """This is too large; at most {limit} bytes are taken."""

    code = "too_large"
    status = 413

    def __init__(self, *, limit: int, **data: str | int) -> None:
        self.limit = limit
        super().__init__(field=None, limit=limit, **data)


class Unavailable(OnqueueError):
    """The server is too busy; try again in {retry_after_s} seconds."""

    code = "unavailable"
    status = 503

    def __init__(self, *, retry_after_s: int = 1, **data: str | int) -> None:
        self.retry_after_s = retry_after_s
        super().__init__(field=None, retry_after_s=retry_after_s, **data)
