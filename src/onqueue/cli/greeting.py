"""What does the terminal say when the server answers?"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import typer

from onqueue.identity.queries import is_set_up
from onqueue.web.setup_token import forget_setup_token, setup_token

if TYPE_CHECKING:
    from collections.abc import Sequence

    from onqueue.boot import Program


async def greet(programs: Sequence[Program]) -> None:
    """Say where each centre is; for one that is not set up, where and with what to begin."""
    for program in programs:
        await _greet(program)


async def _greet(program: Program) -> None:
    settings = program.settings
    if await program.parts.db.read(is_set_up):
        # Set up by the process before, which died before it could take the token away.
        await asyncio.to_thread(forget_setup_token, settings.data_dir)
        typer.echo(f"Onqueue is running: {settings.address}/desk/")
        return
    token = await asyncio.to_thread(setup_token, settings.data_dir)
    typer.echo("Onqueue is running, and this contact centre is still to be set up. Open")
    typer.echo(f"\n  {settings.address}/desk/setup#{token}\n")
    typer.echo("Whoever has this address can set the centre up, once.")
