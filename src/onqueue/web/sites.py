"""Which contact centre is a request for? The name that it was sent to says so.

Each site has an application of its own, with its own database, floor, sessions and files. What is
asked by a name that leads nowhere is refused, except whether this process is well.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from onqueue.kernel.errors import OnqueueError
from onqueue.kernel.health import Health
from onqueue.web.errors import refusal_answer

MISDIRECTED: Final = 421
CLOSE_REFUSED: Final = 1008
LIVE: Final = "/health/live"
PROBES: Final = frozenset({LIVE, "/health/ready"})
"""What is asked of the process, by whoever watches it, under any name."""


class SiteUnknown(OnqueueError):
    """No contact centre here has the address “{host}”."""

    code = "site.unknown"
    status = MISDIRECTED


class BySite:
    """The applications of all sites, by the names that lead to them."""

    def __init__(self, apps: Mapping[str, ASGIApp], *, healths: Mapping[str, Health]) -> None:
        """Take applications by host, and the checks of every site."""
        self._apps = dict(apps)
        self._healths = dict(healths)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand on to the site that was meant."""
        host = host_of(scope)
        app = self._apps.get(host)
        if app is not None:
            await app(scope, receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": CLOSE_REFUSED, "reason": ""})
        elif scope["path"] in PROBES:
            await (await self._probe(scope["path"]))(scope, receive, send)
        else:
            await refusal_answer(SiteUnknown(host=host[:100]))(scope, receive, send)

    async def _probe(self, path: str) -> JSONResponse:
        """Say whether all sites are well, and which are not."""
        problems: dict[str, str] = {}
        for site, health in self._healths.items():
            report = await (health.live() if path == LIVE else health.ready())
            problems |= {f"{site}: {name}": why for name, why in report.problems.items() if why}
        ok = not problems
        return JSONResponse({"ok": ok, "problems": problems}, status_code=200 if ok else 503)


def host_of(scope: Scope) -> str:
    """Return the name that a request was sent to, without its port."""
    for name, value in scope["headers"]:
        if name == b"host":
            host: str = value.decode("latin-1").lower()
            if host.startswith("["):
                return host.partition("]")[0] + "]"
            return host.partition(":")[0].removesuffix(".")
    return ""
