"""How does the demo come to life? Its centre is made once; then people come and go."""

from __future__ import annotations

import asyncio
from random import Random
from typing import TYPE_CHECKING

import structlog
import typer

from onqueue.cli.demo.agents import Agent
from onqueue.cli.demo.customers import keep_coming
from onqueue.cli.demo.voice import (
    ON_TELEPHONE,
    AgentsTelephone,
    keep_calling,
    seed_voice,
    start_asterisk,
)
from onqueue.cli.demo_seed import PASSWORD, Demo, seed_demo
from onqueue.cli.serving import serve
from onqueue.identity.queries import handlers_found

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from onqueue.boot import Program
    from onqueue.kernel.settings import Settings

log = structlog.get_logger(__name__)


async def run_demo(
    *, settings: Settings, quiet: bool, every_s: float, seed: int, voice: bool
) -> None:
    """Serve the demo until somebody stops it; with `voice`, at an Asterisk of its own."""
    if not voice:
        await _run(settings, quiet=quiet, every_s=every_s, seed=seed, voice=False)
        return
    asterisk = await asyncio.to_thread(start_asterisk, settings)
    try:
        await _run(settings, quiet=quiet, every_s=every_s, seed=seed, voice=True)
    finally:
        await asyncio.to_thread(asterisk.stop)


async def _run(settings: Settings, *, quiet: bool, every_s: float, seed: int, voice: bool) -> None:
    made: list[Demo] = []

    async def prepare(program: Program) -> None:
        made.append(await seed_demo(program=program))
        if voice:
            emails = (made[0].agent, made[0].supervisor, *on_telephone(made[0]))
            now = program.clock.now()
            await program.db.write(_seed_voice, emails=emails, now=now)

    async def live(programs: Sequence[Program]) -> None:
        [program, *_] = programs
        _greet(program.settings, made[0], voice=voice)
        if not quiet:
            await _people(program.settings, made[0], every_s=every_s, seed=seed, voice=voice)

    await serve(settings=settings, prepare=prepare, beside=live)


def on_telephone(demo: Demo) -> tuple[str, ...]:
    """Which of the simulated agents take calls."""
    return demo.simulated[:ON_TELEPHONE]


def _seed_voice(session: Session, *, emails: Sequence[str], now: int) -> None:
    accounts = {one.email: one.id for one in handlers_found(session)}
    seed_voice(session, agents=tuple(accounts[email] for email in emails), now=now)


async def _people(
    settings: Settings, demo: Demo, *, every_s: float, seed: int, voice: bool
) -> None:
    dice = Random(seed)
    exchange = ("127.0.0.1", settings.asterisk_sip_port)
    talking = on_telephone(demo) if voice else ()
    async with asyncio.TaskGroup() as group:
        for email in demo.simulated:
            telephone = AgentsTelephone(exchange=exchange) if email in talking else None
            agent = Agent(
                address=settings.address,
                email=email,
                password=PASSWORD,
                dice=Random(dice.random()),
                telephone=telephone,
            )
            group.create_task(agent.work())
        group.create_task(
            keep_coming(address=settings.address, widget=demo.widget, dice=dice, every_s=every_s)
        )
        if voice:
            calling = keep_calling(exchange=exchange, dice=Random(seed), every_s=every_s)
            group.create_task(calling)


def _greet(settings: Settings, demo: Demo, *, voice: bool) -> None:
    address = settings.address
    rows: tuple[tuple[str, str, str], ...] = (
        ("Customer's page", f"{address}/demo/shop", "open the chat at the bottom right"),
        ("Desk", f"{address}/desk/", "sign in as one of these"),
        ("  agent", demo.agent, PASSWORD),
        ("  supervisor", demo.supervisor, PASSWORD),
        ("  administrator", demo.administrator, PASSWORD),
        ("Mail", str(settings.mailbox), "every letter is a file here"),
    )
    if voice:
        sip = f"127.0.0.1:{settings.asterisk_sip_port}"
        how = "get a desk phone's name and password in the desk's settings"
        rows = (*rows, ("Telephones", sip, how))
    typer.echo("\nOnqueue is running. Ctrl-C stops it.\n")
    for what, where, how in rows:
        typer.echo(f"  {what:<17} {where:<40} {how}")
    typer.echo("")
