"""How does the demo get telephones? An Asterisk of its own, and phones that call in time and again.

The phones are made of nothing but a network. They say one tone each, so there is something to hear
for whoever registers a telephone of their own and takes a call.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

import structlog
import typer

from onqueue.channels.voice.asterisk.install import install
from onqueue.channels.voice.asterisk.place import place_of, plan_of, prepare
from onqueue.channels.voice.speech.install import install as install_speech
from onqueue.cli.demo.telephones.phone import Call, Phone
from onqueue.directory import queries, service
from onqueue.directory.queries.lists import NUMBERS, QUEUES, all_records
from onqueue.flows import service as flows
from onqueue.flows.rules import graph
from onqueue.identity.service.by import By
from onqueue.kernel.authz import SYSTEM

if TYPE_CHECKING:
    from random import Random

    from sqlalchemy.orm import Session

    from onqueue.channels.voice.asterisk.process import Asterisk
    from onqueue.kernel.settings import Settings

log = structlog.get_logger(__name__)

NUMBER: Final = "+49 30 5550100"
DIALLED: Final = "49305550100"
MENU_NUMBER: Final = "+49 30 5550200"
MENU_DIALLED: Final = "49305550200"
"""Who calls here hears a menu first."""
THINKS_S: Final = (3.0, 12.0)
MESSAGE_S: Final = 6.0
QUEUE: Final = "Telephone"
CARRIER: Final = "127.0.0.2"
"""Who calls from here is the carrier; the phones of agents are at another address."""
TRUNKS: Final = f"""# The demo's carrier is this machine itself.
[[trunk]]
name = "demo"
host = "{CARRIER}:5070"
networks = ["{CARRIER}"]
codecs = ["ulaw"]
"""
VOICES: Final = ("carl", "cid", "sue")
OURS: Final = "ann"
ON_TELEPHONE: Final = 4
"""So many of the simulated agents take calls."""
PATIENCE_S: Final = (40.0, 180.0)
"""How long a caller waits and talks, before they hang up by themselves."""
MENU_SHARE: Final = 0.5
ORDER_SHARE: Final = 0.8
CALLERS_MAX: Final = 6
LOOK_EVERY_S: Final = 1.0
REGISTER_EVERY_S: Final = 240.0


def start_asterisk(settings: Settings) -> Asterisk:
    """Install Asterisk into the demo's folder unless it is there, and start it."""
    place = place_of(settings)
    install(place.program, say=typer.echo)
    install_speech(place.speech, say=typer.echo)
    if not place.trunks.exists():
        place.trunks.touch(mode=0o600)
        place.trunks.write_text(TRUNKS)
    asterisk = prepare(place=place, plan=plan_of(settings))
    asterisk.start()
    return asterisk


def seed_voice(session: Session, *, agents: tuple[str, ...], now: int) -> None:
    """Give the demo's centre a number with a queue, and let some agents take calls; once."""
    if all_records(session, listing=NUMBERS, archived="any"):
        return
    by = By(actor=SYSTEM, now=now, network="")
    known = [one for one in all_records(session, listing=QUEUES) if one.name == QUEUE]
    queue = (
        known[0]
        if known
        else service.create_queue(
            session, by=by, name=QUEUE, channel="voice", description="Who calls us"
        )
    )
    service.create_phone_number(
        session, by=by, number=NUMBER, queue_id=queue.id, description="The shop", language="en"
    )
    service.create_phone_number(
        session,
        by=by,
        number=MENU_NUMBER,
        queue_id=queue.id,
        flow_id=_seed_flow(session, by=by, queue=queue.id),
        description="The shop, with a menu",
        language="en",
    )
    for account in agents:
        profile = queries.agent_profile(session, account=account)
        assert profile is not None, "it was just found"
        service.put_agent(
            session,
            by=by,
            account=account,
            version=profile.version,
            skills=[{"skill": one.skill, "level": one.level} for one in profile.skills],
            queues=sorted({*profile.queues, queue.id}),
            capacity={**profile.capacity, "voice": 1},
            exclusive=profile.exclusive,
        )


def _seed_flow(session: Session, *, by: By, queue: str) -> str:
    """Draw what callers of the second number hear: a menu, and a message for who cannot wait."""
    choices = (
        graph.Choice(value="order", label={"en": "an order", "de": "eine Bestellung"}),
        graph.Choice(value="message", label={"en": "a message", "de": "eine Nachricht"}),
    )
    ways = {"order": "urgent", "message": "voice", "unknown": "wait"}
    welcome = {"en": "Welcome to the shop.", "de": "Willkommen im Laden."}
    about = {"en": "What is your call about?", "de": "Worum geht es?"}
    speak = {
        "en": "Please speak after the tone. Press the hash key when you are done.",
        "de": "Bitte sprechen Sie nach dem Ton. Drücken Sie am Ende die Raute.",
    }
    drawn = graph.Graph(
        begin="hello",
        person_queue=queue,
        nodes=(
            graph.SayNode(id="hello", text=welcome, next={"next": "about"}),
            graph.MenuNode(id="about", text=about, choices=choices, tries=1, next=ways),
            graph.SetNode(id="urgent", priority=1, topic="Order", next={"next": "wait"}),
            graph.QueueNode(id="wait", queue=queue),
            graph.MessageNode(id="voice", text=speak, queue=queue),
        ),
    )
    made = flows.create_flow(session, by=by, name="Telephone menu").id
    flows.put_draft(session, by=by, flow=made, revision=0, graph=drawn, note="")
    flows.publish_draft(session, by=by, flow=made, revision=1, note="For the demo")
    return made


async def keep_calling(*, exchange: tuple[str, int], dice: Random, every_s: float) -> None:
    """Let people call at random, on average one `every_s` seconds."""
    async with asyncio.TaskGroup() as group:
        here: set[asyncio.Task[None]] = set()
        while True:
            await asyncio.sleep(dice.expovariate(1 / every_s))
            if len(here) >= CALLERS_MAX:
                continue
            task = group.create_task(_call(exchange=exchange, dice=dice))
            here.add(task)
            task.add_done_callback(here.discard)


async def _call(*, exchange: tuple[str, int], dice: Random) -> None:
    """One person calls, and stays until somebody hangs up."""
    phone = Phone(name=dice.choice(VOICES), ip=CARRIER, exchange=exchange, user=_number(dice))
    await phone.open()
    try:
        menu = dice.random() < MENU_SHARE
        call = await phone.call(MENU_DIALLED if menu else DIALLED)
        if menu:
            await _press(call, dice=dice)
        try:
            await asyncio.wait_for(call.ended.wait(), dice.uniform(*PATIENCE_S))
        except TimeoutError:
            await call.hang_up()
            await asyncio.sleep(LOOK_EVERY_S)
    finally:
        await phone.close()


async def _press(call: Call, *, dice: Random) -> None:
    """Listen to the menu for a while, then choose; most want to talk."""
    await asyncio.sleep(dice.uniform(*THINKS_S))
    if dice.random() < ORDER_SHARE:
        call.media.keys.append("1")
        return
    call.media.keys.extend("2#")
    await asyncio.sleep(MESSAGE_S)
    call.media.keys.append("#")


def _number(dice: Random) -> str:
    return f"+4917{dice.randrange(10**7, 10**8)}"


class AgentsTelephone:
    """The telephone on the desk of a simulated agent: it registers, and answers by itself."""

    def __init__(self, *, exchange: tuple[str, int]) -> None:
        self._exchange = exchange

    async def stay(self, *, user: str, password: str) -> None:
        """Be registered until cancelled; Asterisk may not know the telephone for a moment."""
        phone = Phone(name=OURS, ip="127.0.0.1", exchange=self._exchange, user=user)
        await phone.open()
        try:
            while True:
                there = await phone.registers(password)
                await asyncio.sleep(REGISTER_EVERY_S if there else LOOK_EVERY_S)
        finally:
            await phone.close()
