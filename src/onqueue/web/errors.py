"""How does an error become an answer? As problem+json (RFC 9457), with a code and a sentence.

Refusals that a feature means are told as they are. What nobody expected is logged once, here,
with an id; the answer carries the id and nothing else of it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final, cast

import structlog
from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from onqueue.kernel.errors import Invalid, OnqueueError, TooMany, Unavailable
from onqueue.kernel.ids import new_id
from onqueue.kernel.wire import FieldProblem, Problem

FIELD_PROBLEMS_MAX: Final = 20
CLOSE_INTERNAL: Final = 1011
"""The WebSocket code for a fault on the server's side."""

log = structlog.get_logger(__name__)

UNREAD: Final = "it cannot be read"
HTTP_PROBLEMS: Final[Mapping[int, tuple[str, str]]] = {
    400: ("input.unreadable", "The request could not be read. Check that it is valid JSON."),
    404: ("route.unknown", "There is nothing at this address."),
    405: ("method.unknown", "This address does not take this kind of request."),
    415: ("input.type", "Send JSON, and say so in Content-Type."),
}


def problem_of(error: OnqueueError) -> Problem:
    """Return what the wire says of a refusal."""
    errors = []
    if isinstance(error, Invalid):
        filled = {name: value for name, value in error.data.items() if name != "reason"}
        problem = FieldProblem(
            field=error.field or "", reason=error.reason, form=error.form, data=filled
        )
        errors.append(problem)
    return Problem(
        type="about:blank",
        title=str(error),
        status=error.status,
        code=error.code,
        field=error.field,
        detail=None,
        data=error.data,
        errors=errors,
    )


def problem_answer(problem: Problem, *, headers: Mapping[str, str] | None = None) -> Response:
    """Return a problem as an answer."""
    return Response(
        content=problem.model_dump_json(),
        status_code=problem.status,
        media_type="application/problem+json",
        headers=headers,
    )


def refusal_answer(error: OnqueueError) -> Response:
    """Return a refusal as an answer."""
    headers = None
    if isinstance(error, TooMany | Unavailable):
        headers = {"Retry-After": str(error.retry_after_s)}
    return problem_answer(problem_of(error), headers=headers)


def install_problems(app: FastAPI) -> None:
    """Make an application tell its refusals as problems."""
    app.add_exception_handler(OnqueueError, _refused)
    app.add_exception_handler(RequestValidationError, _malformed)
    app.add_exception_handler(HTTPException, _plain)


async def _refused(_request: Request, error: Exception) -> Response:
    return refusal_answer(cast("OnqueueError", error))


async def _malformed(_request: Request, error: Exception) -> Response:
    found = field_problems(cast("RequestValidationError", error).errors())
    first = found[0] if found else FieldProblem(field="", reason=UNREAD, form=UNREAD, data={})
    title = f"Check {first.field}: {first.reason}." if first.field else f"Check: {first.reason}."
    return problem_answer(
        Problem(
            type="about:blank",
            title=title,
            status=422,
            code="input.invalid",
            field=first.field or None,
            detail=None,
            data={},
            errors=found,
        )
    )


def field_problems(errors: Sequence[Any]) -> list[FieldProblem]:
    """Return what is wrong, by field: `roles.0.role`. What was typed is not repeated."""
    found = []
    for error in errors[:FIELD_PROBLEMS_MAX]:
        path = [str(step) for step in error["loc"]]
        # The first step says where it was: body, query, path, header.
        field = ".".join(path[1:]) if len(path) > 1 else ""
        if error["type"] == "json_invalid":
            field = ""
        said = error["msg"].removeprefix("Value error, ")
        reason = said[:1].lower() + said[1:]
        # Pydantic's own reasons are known by its names for them, ours by their words.
        form = reason if error["type"] == "value_error" else error["type"]
        given = error.get("ctx", {})
        data = {name: one for name, one in given.items() if isinstance(one, str | int)}
        found.append(FieldProblem(field=field, reason=reason, form=form, data=data))
    return found


async def _plain(_request: Request, error: Exception) -> Response:
    raised = cast("HTTPException", error)
    code, title = HTTP_PROBLEMS.get(raised.status_code, ("http", str(raised.detail)))
    problem = Problem(
        type="about:blank",
        title=title,
        status=raised.status_code,
        code=code,
        field=None,
        detail=None,
        data={},
        errors=[],
    )
    return problem_answer(problem, headers=raised.headers)


class LastResort:
    """Turns what nobody expected into an answer with an id, and logs it once under that id."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request or socket."""
        if scope["type"] not in {"http", "websocket"}:
            await self._app(scope, receive, send)
            return
        begun = False

        async def watch(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self._app(scope, receive, watch)
        except Exception as error:  # noqa: BLE001  # the last resort; `_tell` logs it
            await _tell(error, scope=scope, receive=receive, send=send, begun=begun)


async def _tell(
    error: Exception, *, scope: Scope, receive: Receive, send: Send, begun: bool
) -> None:
    told = isinstance(error, Unavailable) or (
        isinstance(error, OnqueueError) and error.status < 500  # noqa: PLR2004  # a refusal
    )
    if isinstance(error, OnqueueError) and told:
        answer = refusal_answer(error)
    else:
        error_id = new_id()
        log.error("request.failed", error_id=error_id, path=scope["path"], exc_info=error)
        answer = problem_answer(_unexpected(error_id))
    if scope["type"] == "websocket":
        # Before it is accepted, closing a socket refuses it.
        await send({"type": "websocket.close", "code": CLOSE_INTERNAL, "reason": ""})
    elif not begun:
        await answer(scope, receive, send)


def _unexpected(error_id: str) -> Problem:
    return Problem(
        type="about:blank",
        title="Something went wrong on our side. Try again in a moment; if it stays, tell your "
        f"administrator the number {error_id}.",
        status=500,
        code="internal",
        field=None,
        detail=None,
        data={"error_id": error_id},
        errors=[],
    )
