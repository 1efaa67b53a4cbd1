"""Is the server alive, can it serve, and what do its numbers say?

`live` and `ready` are for whoever restarts and whoever sends traffic, and tell anybody only
which check failed. The metrics are for this machine, for whoever has the token of the settings,
and for people who may watch the system.
"""

from __future__ import annotations

import hmac
from ipaddress import ip_address
from typing import Final, Literal

from fastapi import Request, Response

from onqueue.edge import MaybeActor, NotSignedIn, make_router
from onqueue.kernel import metrics
from onqueue.kernel.health import Report
from onqueue.kernel.wire import Answer
from onqueue.web.parts import Parts

FORWARDED: Final = ("forwarded", "x-forwarded-for", "x-real-ip")
"""A proxy on this machine is not this machine's operator."""

router = make_router(tags=["health"])


class HealthShown(Answer):
    """Whether all is well, and what is not."""

    ok: bool
    problems: dict[str, str]
    floor: Literal["leads", "stands_by", "elsewhere"]
    """What this process has to do with the floor."""


@router.get("/health/live")
async def read_live(request: Request, response: Response) -> HealthShown:
    """Say whether this process is alive; if not, restart it."""
    parts: Parts = request.app.state.parts
    return _shown(await parts.health.live(), parts, response)


@router.get("/health/ready")
async def read_ready(request: Request, response: Response) -> HealthShown:
    """Say whether this process can serve; if not, send it no traffic for now."""
    parts: Parts = request.app.state.parts
    return _shown(await parts.health.ready(), parts, response)


@router.get("/metrics", response_class=Response)
async def read_metrics(request: Request, actor: MaybeActor) -> Response:
    """Give the server's numbers in the form that Prometheus reads."""
    parts: Parts = request.app.state.parts
    token = parts.settings.metrics_token.get_secret_value()
    only = None
    if not (_is_this_machine(request) and not token) and not _has_token(request, token=token):
        if actor is None:
            raise NotSignedIn
        actor.require("system.watch")
        only = parts.settings.site
    return Response(metrics.render(only=only), media_type=metrics.CONTENT_TYPE)


def _shown(report: Report, parts: Parts, response: Response) -> HealthShown:
    if not report.ok:
        response.status_code = 503
    problems = {name: problem for name, problem in report.problems.items() if problem}
    return HealthShown(ok=report.ok, problems=problems, floor=_floor(parts))


def _floor(parts: Parts) -> Literal["leads", "stands_by", "elsewhere"]:
    if parts.house is not None and parts.house.leading.leads:
        return "leads"
    return "stands_by" if parts.settings.role in {"all", "floor"} else "elsewhere"


def _has_token(request: Request, *, token: str) -> bool:
    sent = request.headers.get("authorization", "")
    return bool(token) and hmac.compare_digest(sent.encode(), f"Bearer {token}".encode())


def _is_this_machine(request: Request) -> bool:
    if any(name in request.headers for name in FORWARDED) or request.client is None:
        return False
    try:
        return ip_address(request.client.host).is_loopback
    except ValueError:
        return False
