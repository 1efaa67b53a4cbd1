"""`onqueue voice`: the telephone exchange on this machine."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from onqueue.channels.voice.asterisk import archive
from onqueue.channels.voice.asterisk.doctor import examine
from onqueue.channels.voice.asterisk.install import install as install_into
from onqueue.channels.voice.asterisk.place import place_of, plan_of, prepare
from onqueue.channels.voice.asterisk.process import Asterisk
from onqueue.channels.voice.speech.install import install as install_speech
from onqueue.cli import asked
from onqueue.kernel.clock import SystemClock
from onqueue.kernel.errors import OnqueueError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from onqueue.kernel.settings import Settings

app: Final = typer.Typer(
    help="Install and run Asterisk, which carries telephone calls.", no_args_is_help=True
)

Data = Annotated[Path | None, typer.Option(help="The folder of the database, files and mail.")]


@app.command()
def install(
    data: Data = None,
    *,
    mirror: Annotated[
        str | None, typer.Option(help="The Debian archive, if not the one apt is set to.")
    ] = None,
    suite: Annotated[
        list[str] | None, typer.Option(help="A release of it to try, instead of the usual ones.")
    ] = None,
    anew: Annotated[bool, typer.Option(help="Install again, also what is there.")] = False,
) -> None:
    """Fetch Asterisk 22 and what speaks texts into the data folder. Nobody needs to be root."""
    suites = tuple(suite or archive.SUITES)
    place = place_of(_settings(data))
    with _told():
        install_into(place.program, say=typer.echo, mirror=mirror, suites=suites, anew=anew)
    try:
        install_speech(place.speech, say=typer.echo, mirror=mirror, suites=suites, anew=anew)
    except OnqueueError as error:
        # Calls work without it: callers in flows then hear a tone for each text.
        typer.echo(f"Texts cannot be spoken: {error} ({error.code})", err=True)


@app.command()
def start(data: Data = None) -> None:
    """Write the configuration from the settings, start Asterisk, and wait until it is up."""
    with _told():
        settings = _settings(data)
        running = prepare(place=place_of(settings), plan=plan_of(settings)).start()
        typer.echo(f"Asterisk is up as process {running}.")


@app.command()
def stop(data: Data = None) -> None:
    """End Asterisk, and with it all calls."""
    with _told():
        ended = _asterisk(_settings(data)).stop()
        typer.echo("Asterisk has ended." if ended else "Asterisk was not running.")


@app.command()
def status(data: Data = None) -> None:
    """Say whether Asterisk runs, and what it carries."""
    with _told():
        asterisk = _asterisk(_settings(data))
        running = asterisk.pid()
        if running is None:
            typer.echo("Asterisk is not running.")
            raise typer.Exit(code=1)
        typer.echo(f"Asterisk runs as process {running}.")
        for words in ("core show uptime", "core show channels count"):
            typer.echo(asterisk.ask(words).strip())


@app.command()
def doctor(data: Data = None) -> None:
    """Look at all that calls depend on, and say what to mend."""
    with _told():
        settings = _settings(data)
        found = examine(place=place_of(settings), plan=plan_of(settings), now=SystemClock().now())
    for finding in found:
        typer.echo(finding.line)
    raise typer.Exit(code=0 if all(finding.good for finding in found) else 1)


def _asterisk(settings: Settings) -> Asterisk:
    place = place_of(settings)
    return Asterisk(program=place.program, run=place.run)


def _settings(data: Path | None) -> Settings:
    return asked.settings(data=data)


@contextmanager
def _told() -> Iterator[None]:
    """Say what is wrong in a sentence, and end with 1."""
    try:
        yield
    except OnqueueError as error:
        typer.echo(f"{error} ({error.code})", err=True)
        raise typer.Exit(code=1) from None
