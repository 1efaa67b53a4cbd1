"""Let the real program serve racing people, with faults in between, and look at what happened."""

from __future__ import annotations

import asyncio
import random
from collections import Counter, defaultdict
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Final

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session

from onqueue.cli.looking import verify
from onqueue.conversations.models import Contact, Message
from onqueue.directory.rules.checks import USUAL_CAPACITY
from onqueue.journal import store
from onqueue.kernel.clock import monotonic_s
from onqueue.kernel.db import Database
from onqueue.kernel.settings import Settings
from tests.crash.life import found
from tests.histories.checkers import check
from tests.histories.history import History, Place, Truth
from tests.histories.people import Customer, Staff, Supervisor
from tests.histories.serving import OneServer, Serving, SeveralHosts

END_S_MAX: Final = 90.0
MORE_S_MAX: Final = 60.0
"""How much longer the race may go on until all has been there that it is about."""
NEEDED: Final = (
    "chats",
    "accept done",
    "take_over done",
    "requeue done",
    "read done",
    "post unknown",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Race:
    """How many race, how long, and how often who serves them dies or freezes meanwhile."""

    agents: int = 8
    supervisors: int = 2
    customers: int = 20
    seconds: float = 8.0
    deaths: int = 2
    hosts: int = 1
    """Processes of the server; more than one on PostgreSQL alone."""
    seed: int = 1


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was wrong, and what there was at all."""

    wrong: list[str]
    counts: Counter[str]


async def run(settings: Settings, race: Race) -> Outcome:
    """Let them race, and check what they saw."""
    place = await found(settings, agents=race.agents, supervisors=race.supervisors)
    history = History(clock=monotonic_s)
    enough = asyncio.Event()
    staff = [
        (Staff if n < race.agents else Supervisor)(
            seat=seat, name=seat.account, place=place, history=history, seed=race.seed
        )
        for n, seat in enumerate(place.seats)
    ]
    customers = [
        Customer(number=n, place=place, history=history, seed=race.seed, pace_s=0.3)
        for n in range(race.customers)
    ]
    serving: Serving = OneServer(settings=settings, place=place)
    if race.hosts > 1:
        serving = SeveralHosts(settings=settings, place=place, number=race.hosts)
    await serving.start()
    async with asyncio.TaskGroup() as people:
        sitting = [people.create_task(one.live()) for one in staff]
        chatting = [people.create_task(one.live(until=enough)) for one in customers]
        try:
            await _live(serving, race)
            with suppress(TimeoutError):
                async with asyncio.timeout(MORE_S_MAX):
                    while missing(_counted(history, customers)):  # noqa: ASYNC110 -- counts tell nobody
                        await asyncio.sleep(0.1)
            enough.set()
            await asyncio.wait(chatting, timeout=END_S_MAX)
        finally:
            for task in (*sitting, *chatting):
                task.cancel()
            wrong = await serving.stop()
    wrong += [one for customer in customers for one in customer.unexpected]
    for customer, task in zip(customers, chatting, strict=True):
        if task.cancelled():
            wrong.append(f"{customer.name} could not go on; told last: {customer.told_last}")
    wrong += check(history, await _truth(settings), most=USUAL_CAPACITY["chat"])
    verdict = await verify(settings=settings)
    wrong += [] if verdict.good else list(verdict.lines)
    return Outcome(wrong, _counted(history, customers))


async def _live(serving: Serving, race: Race) -> None:
    """Let who serves live for a while, and be disturbed in between."""
    dice = random.Random(f"{race.seed}:deaths")
    for death in range(race.deaths + 1):
        share = race.seconds / (race.deaths + 1)
        await asyncio.sleep(share * dice.uniform(0.8, 1.2))
        if death < race.deaths:
            await serving.disturb(dice)


def missing(seen: Counter[str]) -> list[str]:
    """Return what the race is about and has not had yet."""
    return [needed for needed in NEEDED if not seen[needed]]


def _counted(history: History, customers: list[Customer]) -> Counter[str]:
    counts = Counter[str](chats=sum(one.finished for one in customers))
    for op in history.ops:
        said = {True: "done", False: "refused", None: "unknown"}[op.done]
        counts[f"{op.kind} {said}"] += 1
    return counts


async def _truth(settings: Settings) -> Truth:
    database = Database(url=settings.database, site=settings.site, read_only=True)
    await database.start()
    try:
        return await database.read(_read_truth)
    finally:
        await database.stop()


def _read_truth(session: Session) -> Truth:
    messages: dict[str, dict[str, Place]] = defaultdict(dict)
    for row in session.scalars(select(Message)):
        messages[row.conversation][row.id] = Place(row.seq, row.public_seq, row.text)
    facts = Counter[tuple[str, str, str]]()
    position = 0
    while entries := store.read_after(session, after=position, limit=store.READ_MAX):
        position = entries[-1].seq
        for entry in entries:
            if entry.stream == "floor":
                facts[_fact(entry.kind, msgspec.json.decode(entry.payload))] += 1
    return Truth(
        messages=messages, contacts=frozenset(session.scalars(select(Contact.id))), facts=facts
    )


def _fact(kind: str, event: dict[str, Any]) -> tuple[str, str, str]:
    who = "" if kind == "contact.arrived" else event.get("by") or event.get("agent") or ""
    return kind, event.get("contact") or "", who
