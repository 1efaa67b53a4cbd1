"""Simulated agents: each signs in, goes on queue and works through the desk's own API."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any, Final

import httpx
import structlog
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

from onqueue.cli.demo.talk import GOODBYES, REPLIES
from onqueue.kernel.ids import new_id
from onqueue.kernel.tasks import Tasks

if TYPE_CHECKING:
    from random import Random

    from onqueue.cli.demo.voice import AgentsTelephone

log = structlog.get_logger(__name__)

RING_S: Final = (1.0, 4.0)
TYPING_S: Final = (3.0, 12.0)
TALK_S: Final = (10.0, 60.0)
HOLDS: Final = 0.3
"""In so many calls the customer is put on hold."""
WRAP_UP_S: Final = (5.0, 20.0)
WORK_S: Final = (600.0, 1500.0)
BREAK_S: Final = (60.0, 180.0)
COME_BACK_S: Final = 2.0
TRIES: Final = 5

FALLBACK: Final = "Thank you, I have noted that. Is there anything else I can do for you?"


class Agent:
    """One simulated agent with one desk."""

    def __init__(
        self,
        *,
        address: str,
        email: str,
        password: str,
        dice: Random,
        telephone: AgentsTelephone | None = None,
    ) -> None:
        self._telephone = telephone
        self._address = address
        self._email = email
        self._password = password
        self._dice = dice
        self._http = httpx.AsyncClient(base_url=address, timeout=30)
        self._me = ""
        self._csrf = ""
        self._watched: set[str] = set()
        self._contacts: dict[str, dict[str, Any]] = {}
        self._tasks = Tasks()
        self._handled: set[str] = set()

    async def work(self) -> None:
        """Work for ever; come back after every loss of connection."""
        while True:
            try:
                await self._sign_in()
                await self._shift()
            except (OSError, httpx.HTTPError, ConnectionClosed, InvalidStatus) as error:
                log.debug("demo.agent_back", error=repr(error))
            await asyncio.sleep(COME_BACK_S)

    async def _sign_in(self) -> None:
        answer = await self._http.post(
            "/api/session", json={"email": self._email, "password": self._password}
        )
        answer.raise_for_status()
        body = answer.json()
        self._me, self._csrf = body["me"]["id"], body["csrf"]
        self._http.headers["X-CSRF"] = self._csrf
        self._watched.clear()
        self._handled.clear()

    async def _shift(self) -> None:
        cookie = "; ".join(f"{name}={value}" for name, value in self._http.cookies.items())
        url = f"{self._address.replace('http', 'ws', 1)}/api/live"
        headers = {"Cookie": cookie, "Origin": self._address}
        async with connect(url, additional_headers=headers, max_queue=256) as socket:
            await socket.send(
                json.dumps({"t": "hello", "csrf": self._csrf, "after": None, "epoch": None})
            )
            self._tasks = Tasks()
            self._tasks.start(self._day(), name="day")
            if self._telephone is not None:
                given = (await self._http.post("/api/calls/phone")).raise_for_status().json()
                registered = self._telephone.stay(user=given["name"], password=given["password"])
                self._tasks.start(registered, name="telephone")
            try:
                async for raw in socket:
                    await self._hear(socket, json.loads(raw))
            finally:
                await self._tasks.stop()

    async def _day(self) -> None:
        while True:
            await self._post("/api/floor/state", {"state": "on_queue"})
            await asyncio.sleep(self._dice.uniform(*WORK_S))
            await self._post("/api/floor/state", {"state": "break"})
            await asyncio.sleep(self._dice.uniform(*BREAK_S))

    async def _hear(self, socket: ClientConnection, frame: dict[str, Any]) -> None:
        kind = frame["t"]
        if kind == "ping":
            await socket.send('{"t":"pong"}')
        elif kind == "snapshot":
            for group, things in frame["entities"].items():
                for id_, thing in things.items():
                    await self._see(socket, group, id_, thing)
        elif kind == "patch":
            for group, id_, thing in frame["put"]:
                await self._see(socket, group, id_, thing)
            for _, id_ in frame["del"]:
                self._contacts.pop(id_, None)
        elif kind == "messages":
            self._read(socket, frame["conversation"], frame["items"])

    async def _see(
        self, socket: ClientConnection, group: str, id_: str, thing: dict[str, Any]
    ) -> None:
        if group == "offer" and thing["agent"] == self._me:
            self._once(f"offer {id_}", self._accept(id_))
        elif group == "agent" and id_ == self._me and thing["state"] == "set_aside":
            self._once(f"back {thing['since_at']}", self._come_back())
        elif group == "contact" and thing["agent"] == self._me:
            self._contacts[id_] = thing
            if thing["state"] == "active" and thing["channel"] == "voice":
                self._once(f"talk {id_}", self._talk(id_))
            elif thing["state"] == "active" and thing["conversation"] not in self._watched:
                self._watched.add(thing["conversation"])
                await socket.send(
                    json.dumps({"t": "watch", "conversation": thing["conversation"], "after": 0})
                )
            elif thing["state"] == "wrap_up":
                self._once(f"close {id_}", self._close(id_))

    def _read(
        self, socket: ClientConnection, conversation: str, items: list[dict[str, Any]]
    ) -> None:
        last = items[-1]
        if last["kind"] == "customer":
            self._once(f"reply {last['id']}", self._reply(socket, conversation, last))
        elif last["kind"] == "system":
            said = [item for item in items if item["kind"] == "customer"]
            if said:
                self._once(f"reply {said[-1]['id']}", self._reply(socket, conversation, said[-1]))

    async def _accept(self, offer: str) -> None:
        await asyncio.sleep(self._dice.uniform(*RING_S))
        await self._post(f"/api/floor/offers/{offer}/accept", None)

    async def _come_back(self) -> None:
        await asyncio.sleep(self._dice.uniform(*TYPING_S))
        await self._post("/api/floor/state", {"state": "on_queue"})

    async def _reply(
        self, socket: ClientConnection, conversation: str, asked: dict[str, Any]
    ) -> None:
        await asyncio.sleep(self._dice.uniform(1, 4))
        await self._post(f"/api/conversations/{conversation}/seen", {"seq": asked["seq"]})
        await socket.send(json.dumps({"t": "typing", "conversation": conversation}))
        await asyncio.sleep(self._dice.uniform(*TYPING_S))
        text = REPLIES.get(asked["text"], FALLBACK)
        body = {"id": new_id(), "kind": "reply", "text": text, "attachments": []}
        await self._post(f"/api/conversations/{conversation}/messages", body)
        if asked["text"] in GOODBYES:
            await asyncio.sleep(self._dice.uniform(*TYPING_S))
            for contact in [one for one in self._contacts.values() if one["state"] == "active"]:
                if contact["conversation"] == conversation:
                    await self._post(f"/api/floor/contacts/{contact['id']}/end", None)

    async def _talk(self, contact: str) -> None:
        """Talk for a while, sometimes with the customer on hold, and hang up."""
        await asyncio.sleep(self._dice.uniform(*TALK_S))
        if self._dice.random() < HOLDS:
            for on in (True, False):
                await self._post(f"/api/calls/{contact}/hold", {"on": on})
                await asyncio.sleep(self._dice.uniform(*TYPING_S))
        await self._post(f"/api/floor/contacts/{contact}/end", None)

    async def _close(self, contact: str) -> None:
        await asyncio.sleep(self._dice.uniform(*WRAP_UP_S))
        codes = await self._codes()
        queue = self._contacts.get(contact, {}).get("queue")
        fitting = [one["id"] for one in codes if not one["queue_ids"] or queue in one["queue_ids"]]
        if fitting:
            await self._post(
                f"/api/floor/contacts/{contact}/close", {"code": self._dice.choice(fitting)}
            )

    async def _codes(self) -> list[dict[str, Any]]:
        for _ in range(TRIES):
            try:
                answer = await self._http.get("/api/wrap-up-codes", params={"size": 50})
                found: list[dict[str, Any]] = answer.json()["items"]
            except (httpx.TransportError, KeyError, ValueError):
                await asyncio.sleep(COME_BACK_S)
            else:
                return found
        return []

    def _once(self, what: str, work: Any) -> None:
        if what in self._handled:
            work.close()
            return
        self._handled.add(what)
        self._tasks.start(work, name=what)

    async def _post(self, path: str, body: Any) -> None:
        for _ in range(TRIES):
            try:
                answer = await self._http.post(path, json=body)
                break
            except httpx.TransportError as error:
                # Every request may be repeated: ids are made here, and the floor forgives.
                log.debug("demo.agent_tries_again", path=path, error=repr(error))
                await asyncio.sleep(COME_BACK_S)
        else:
            return
        if answer.is_error:
            log.debug("demo.agent_refused", path=path, status=answer.status_code)
