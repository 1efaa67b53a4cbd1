"""The commands. Each one reads the settings, does one thing, and says what came of it."""

from __future__ import annotations

import contextlib
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal, TypeVar

import msgspec
import typer
import uvloop

from onqueue.cli import asked, looking, moving, sim, voice
from onqueue.cli.greeting import greet
from onqueue.cli.serving import serve as serve_until_stopped
from onqueue.floor.wordings import Language
from onqueue.kernel import sites
from onqueue.kernel.errors import OnqueueError
from onqueue.kernel.logging import configure_logging
from onqueue.kernel.settings import Settings
from onqueue.migrations.migrate import upgrade
from onqueue.upkeep.rules import STATES
from onqueue.web.probe import BACKUP_NOTE

if TYPE_CHECKING:
    from collections.abc import Coroutine, Iterator

T = TypeVar("T")

app: Final = typer.Typer(
    help="Onqueue runs a contact centre.", no_args_is_help=True, add_completion=False
)
app.add_typer(sim.app, name="sim")
app.add_typer(voice.app, name="voice")

Host = Annotated[str | None, typer.Option(help="The address to listen on.")]
Port = Annotated[int | None, typer.Option(help="The port to listen on.")]
Data = Annotated[Path | None, typer.Option(help="The folder of the database, files and mail.")]

ToldIn = Annotated[Language, typer.Option(help="The language to tell it in.")]


@app.callback()
def _begin(
    site: Annotated[
        str | None,
        typer.Option(help="Which contact centre is meant, where an installation has several."),
    ] = None,
) -> None:
    asked.SITE.set(site)


@app.command()
def serve(
    host: Host = None,
    port: Port = None,
    data: Data = None,
    role: Annotated[
        Literal["all", "web", "floor", "jobs"] | None,
        typer.Option(help="What this process does, where several serve one centre."),
    ] = None,
) -> None:
    """Run the server. The first start asks in the browser for everything it needs."""
    settings = _settings(host=host, port=port, data=data, role=role, every_site=True)
    configure_logging(level=settings.log_level, form=settings.log_format)
    _run(serve_until_stopped(settings=settings, beside=greet))


@app.command()
def add_site(
    name: str,
    host: Annotated[list[str], typer.Option(help="A name by which people reach it.")],
    data: Data = None,
) -> None:
    """Give the installation one more contact centre, apart from all others."""
    settings = _settings(data=data, every_site=True)
    with _told():
        sites.add_site(settings.data_dir, name=name, hosts=host)
        made = sites.chosen(settings, name)
    typer.echo(f"{made.site} will be at {made.address} when the server is started again.")


@app.command()
def list_sites(data: Data = None) -> None:
    """Say which contact centres this installation serves, and where each is."""
    settings = _settings(data=data, every_site=True)
    with _told():
        for one in sites.settings_by_site(settings):
            typer.echo(f"{one.site}  {one.address}  {one.data_dir}")


@app.command()
def demo(
    host: Host = None,
    port: Port = None,
    data: Data = None,
    *,
    quiet: Annotated[bool, typer.Option(help="Leave out the simulated people.")] = False,
    voice: Annotated[
        bool, typer.Option(help="Install Asterisk, and let telephones call in as well.")
    ] = False,
    every: Annotated[float, typer.Option(help="Seconds between customers, on average.")] = 12.0,
    seed: Annotated[int, typer.Option(help="The seed of everything that is drawn.")] = 1,
) -> None:
    """Run a contact centre with people and customers in it, to watch and to work in."""
    from onqueue.cli.demo.running import run_demo

    settings = _settings(
        host=host, port=port, data=data or Path("data/demo"), demo=True, log_level="warning"
    )
    configure_logging(level=settings.log_level, form=settings.log_format)
    with _told():
        _run(run_demo(settings=settings, quiet=quiet, every_s=every, seed=seed, voice=voice))


@app.command()
def migrate(data: Data = None) -> None:
    """Bring the database to this version's schema."""
    settings = _settings(data=data)
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    with _told():
        upgrade(settings.database)
    typer.echo("The database is up to date.")


@app.command()
def openapi() -> None:
    """Print the description of the HTTP API."""
    sys.stdout.write(msgspec.json.format(msgspec.json.encode(looking.describe_api())).decode())
    sys.stdout.write("\n")


@app.command()
def explain(contact: str, data: Data = None, *, language: ToldIn = "en") -> None:
    """Say what happened to a contact, and why each agent was chosen; or an agent's short breaks."""
    settings = _settings(data=data)
    for line in _run(looking.explain(settings=settings, contact=contact, language=language)):
        typer.echo(line)


@app.command()
def verify(
    data: Data = None,
    *,
    listen: Annotated[
        bool, typer.Option(help="Open every recording of a call, and not only look for it.")
    ] = True,
) -> None:
    """Walk the database and say whether everything that must be true is true."""
    _verify(_settings(data=data), listen=listen)


@app.command()
def backup(
    file: Path,
    data: Data = None,
    *,
    with_key: Annotated[
        bool, typer.Option(help="Put in the key of the recordings: who has FILE can hear them.")
    ] = False,
) -> None:
    """Write the database, files and recordings into one FILE. The server may run on."""
    settings = _settings(data=data)
    with _told():
        made = moving.back_up(
            database=settings.database,
            files=settings.files_dir,
            to=file,
            key=settings.recording_key,
            with_key=with_key,
        )
    # The server's health says how old the last backup is.
    with contextlib.suppress(OSError):
        (settings.data_dir / BACKUP_NOTE).touch()
    typer.echo(f"{file}: {made.said}")
    if made.key_print and not made.holds_key:
        typer.echo(
            f"The key of the recordings, {settings.recording_key}, is not in it: without a copy of "
            "it elsewhere, nobody will hear them."
        )
    if settings.recordings_url:
        typer.echo(f"The recordings lie at {settings.recordings_url}, and are not in it.")


@app.command()
def restore(file: Path, data: Data = None) -> None:
    """Put a backup into an empty database and an empty data folder, and verify them."""
    settings = _settings(data=data)
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    with _told():
        made = moving.restore(
            backup=file,
            database=settings.database,
            files=settings.files_dir,
            key=settings.recording_key,
        )
    typer.echo(f"Restored: {made.said}")
    if made.key_print and not settings.recording_key.exists():
        typer.echo(
            "The key of the recordings was not in the backup. Put your copy of it at "
            f"{settings.recording_key}; until then nobody hears them."
        )
    _verify(settings)


@app.command()
def copy(
    source: str,
    target: str,
    *,
    data_from: Annotated[
        Path | None, typer.Option(help="The data folder whose files are copied along.")
    ] = None,
    data_to: Annotated[Path | None, typer.Option(help="The data folder they go to.")] = None,
) -> None:
    """Carry a centre from the database SOURCE into the empty database TARGET, and verify it.

    Both are addresses: sqlite:///PATH or postgresql://USER:PASSWORD@HOST/NAME. Stop the server
    first: what it writes meanwhile stays behind. Files stay where they are unless both
    data folders are named.
    """
    said = {"data_dir": data_to or data_from} if data_to or data_from else {}
    settings = Settings(database_url=target, **said)  # type: ignore[arg-type]  # the model checks
    origin = Settings(database_url=source, data_dir=data_from or settings.data_dir)
    apart = data_from is not None and data_to is not None
    with _told():
        sums = moving.copy(
            source=source,
            target=target,
            files=(origin.files_dir, settings.files_dir) if apart else None,
            keys=(origin.recording_key, settings.recording_key) if apart else None,
        )
    for name, found in sums.items():
        typer.echo(f"{name}: {found.rows} rows, sha256 {found.sha256[:16]}…, the same in both")
    _verify(settings)


@app.command()
def reset_link(email: str, data: Data = None) -> None:
    """Print a link with which somebody can choose a new password, when mail is no way."""
    settings = _settings(data=data)
    link = _run(looking.reset_link(settings=settings, email=email))
    if link is None:
        typer.echo(f"Nobody who can sign in has the address {email}.", err=True)
        raise typer.Exit(code=1)
    typer.echo(link)


@app.command()
def doctor(data: Data = None) -> None:
    """Look at the machine and the settings, and say what to mend."""
    good, lines = _run(looking.examine(settings=_settings(data=data)))
    for line in lines:
        typer.echo(line)
    raise typer.Exit(code=0 if good else 1)


@app.command()
def health(data: Data = None) -> None:
    """Say how the running server is: 0 when all is well, 1 to look at, 2 to act on."""
    state, lines = _run(looking.health(settings=_settings(data=data)))
    for line in lines:
        typer.echo(line)
    raise typer.Exit(code=STATES.index(state))


def _verify(settings: Settings, *, listen: bool = True) -> None:
    verdict = _run(looking.verify(settings=settings, listen=listen))
    for line in verdict.lines:
        typer.echo(line)
    raise typer.Exit(code=0 if verdict.good else 1)


def _settings(*, every_site: bool = False, **given: object) -> Settings:
    with _told():
        return asked.settings(every_site=every_site, **given)


def _run(work: Coroutine[Any, Any, T]) -> T:
    with _told():
        return uvloop.run(work)


@contextlib.contextmanager
def _told() -> Iterator[None]:
    """Say what is wrong in a sentence, and end with 1."""
    try:
        yield
    except OnqueueError as error:
        typer.echo(f"{error} ({error.code})", err=True)
        raise typer.Exit(code=1) from None
