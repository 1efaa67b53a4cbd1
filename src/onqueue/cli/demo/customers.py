"""Simulated customers: each opens the widget's socket and chats as a person would."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any, Final

import structlog
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from onqueue.cli.demo.talk import COMMENTS, NAMES, TALKS
from onqueue.kernel.ids import new_id

if TYPE_CHECKING:
    from random import Random

    from onqueue.cli.demo.talk import Talk

log = structlog.get_logger(__name__)

PATIENCE_S: Final = (60.0, 240.0)
TYPING_S: Final = (2.0, 9.0)
SCORES: Final = (5, 5, 5, 5, 4, 4, 4, 3, 3, 2, 1)
GOODBYE_S: Final = 3.0


class Customer:
    """One customer with one concern."""

    def __init__(self, *, address: str, widget: str, dice: Random) -> None:
        self._address = address.replace("http", "ws", 1)
        self._widget = widget
        self._dice = dice
        self._name = dice.choice(NAMES)
        self._talk: Talk = dice.choice(TALKS)
        self._said = 0
        self._phase = "idle"

    async def chat(self) -> None:
        """Come, wait, talk, go; whatever goes wrong ends this customer and nobody else."""
        try:
            async with connect(f"{self._address}/api/chat/socket", max_queue=64) as socket:
                await self._tell(
                    socket, t="hello", widget=self._widget, lang=self._talk.language, after=0
                )
                async with asyncio.timeout(900):
                    await self._live(socket)
        except (OSError, TimeoutError, ConnectionClosed) as error:
            log.debug("demo.customer_left", error=repr(error))

    async def _live(self, socket: ClientConnection) -> None:
        patience = asyncio.get_running_loop().time() + self._dice.uniform(*PATIENCE_S)
        async for raw in socket:
            frame = json.loads(raw)
            kind = frame["t"]
            if kind == "ping":
                await self._tell(socket, t="pong")
            elif kind == "welcome" and frame["conversation"] is None:
                await self._begin(socket)
            elif (kind == "error" and frame["code"] in {"chat.closed", "queue.full"}) or (
                kind == "state" and await self._moved(socket, frame["state"])
            ):
                return
            elif kind == "message" and frame["from"] == "agent":
                await self._tell(socket, t="seen", seq=frame["seq"])
                await self._answer(socket)
            waiting = self._phase == "waiting"
            if waiting and asyncio.get_running_loop().time() > patience:
                await self._tell(socket, t="end", id=new_id())
                return

    async def _begin(self, socket: ClientConnection) -> None:
        self._said = 1
        form = {
            "name": self._name,
            "email": f"{self._name.split()[0].lower()}@example.test",
            "topic": self._talk.topic,
        }
        await self._tell(socket, t="start", id=new_id(), form=form, text=self._talk.customer[0])

    async def _moved(self, socket: ClientConnection, state: dict[str, Any]) -> bool:
        self._phase = state["phase"]
        if self._phase != "ended":
            return False
        if state["can_rate"] and self._dice.random() < 0.6:  # noqa: PLR2004 - most people rate
            score = self._dice.choice(SCORES)
            await asyncio.sleep(self._dice.uniform(*TYPING_S))
            comment = self._dice.choice(COMMENTS[score])
            await self._tell(socket, t="rate", id=new_id(), score=score, comment=comment)
            await asyncio.sleep(1)
        return True

    async def _answer(self, socket: ClientConnection) -> None:
        if self._said >= len(self._talk.customer):
            await asyncio.sleep(GOODBYE_S)
            if self._dice.random() < 0.5:  # noqa: PLR2004 - half of them close the chat themselves
                await self._tell(socket, t="end", id=new_id())
            return
        await asyncio.sleep(self._dice.uniform(1, 3))
        await self._tell(socket, t="typing")
        await asyncio.sleep(self._dice.uniform(*TYPING_S))
        line = self._talk.customer[self._said]
        self._said += 1
        await self._tell(socket, t="say", id=new_id(), text=line, files=[])

    async def _tell(self, socket: ClientConnection, **frame: Any) -> None:
        await socket.send(json.dumps(frame))


async def keep_coming(*, address: str, widget: str, dice: Random, every_s: float) -> None:
    """Let customers come at random, on average one `every_s` seconds."""
    here: set[asyncio.Task[None]] = set()
    async with asyncio.TaskGroup() as group:
        while True:
            await asyncio.sleep(dice.expovariate(1 / every_s))
            if len(here) >= CUSTOMERS_MAX:
                continue
            customer = Customer(address=address, widget=widget, dice=dice)
            task = group.create_task(customer.chat())
            here.add(task)
            task.add_done_callback(here.discard)


CUSTOMERS_MAX: Final = 60
