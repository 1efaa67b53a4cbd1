"""How does the demo come to life? Its centre is made once; then people come and go."""

from __future__ import annotations

import asyncio
from random import Random
from typing import TYPE_CHECKING

import structlog
import typer

from onqueue.cli.demo.agents import Agent
from onqueue.cli.demo.customers import keep_coming
from onqueue.cli.demo_seed import PASSWORD, Demo, seed_demo
from onqueue.cli.serving import serve

if TYPE_CHECKING:
    from collections.abc import Sequence

    from onqueue.boot import Program
    from onqueue.kernel.settings import Settings

log = structlog.get_logger(__name__)


async def run_demo(*, settings: Settings, quiet: bool, every_s: float, seed: int) -> None:
    """Serve the demo until somebody stops it."""
    made: list[Demo] = []

    async def prepare(program: Program) -> None:
        made.append(await seed_demo(program=program))

    async def live(programs: Sequence[Program]) -> None:
        [program, *_] = programs
        _greet(program.settings, made[0])
        if not quiet:
            await _people(program.settings.address, made[0], every_s=every_s, seed=seed)

    await serve(settings=settings, prepare=prepare, beside=live)


async def _people(address: str, demo: Demo, *, every_s: float, seed: int) -> None:
    dice = Random(seed)
    async with asyncio.TaskGroup() as group:
        for email in demo.simulated:
            agent = Agent(
                address=address, email=email, password=PASSWORD, dice=Random(dice.random())
            )
            group.create_task(agent.work())
        group.create_task(
            keep_coming(address=address, widget=demo.widget, dice=dice, every_s=every_s)
        )


def _greet(settings: Settings, demo: Demo) -> None:
    address = settings.address
    rows = (
        ("Customer's page", f"{address}/demo/shop", "open the chat at the bottom right"),
        ("Desk", f"{address}/desk/", "sign in as one of these"),
        ("  agent", demo.agent, PASSWORD),
        ("  supervisor", demo.supervisor, PASSWORD),
        ("  administrator", demo.administrator, PASSWORD),
        ("Mail", str(settings.mailbox), "every letter is a file here"),
    )
    typer.echo("\nOnqueue is running. Ctrl-C stops it.\n")
    for what, where, how in rows:
        typer.echo(f"  {what:<17} {where:<40} {how}")
    typer.echo("")
