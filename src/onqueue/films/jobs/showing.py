"""The child that shows a film: `python -m onqueue.films.jobs.showing`.

It reads its order from its input, makes the film, says that it is ready, and then answers each
line with a line. When its input closes, the server is gone or the film was closed, and it ends.
"""

from __future__ import annotations

import asyncio
import resource
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Final

import msgspec
import structlog
from sqlalchemy.orm import Session

from onqueue.conversations import queries as conversations
from onqueue.directory import queries as directory
from onqueue.films import schemas
from onqueue.films.errors import BadLine, BadPlan, FilmFailed, FilmTooLong
from onqueue.films.jobs.reel import Impossible, Reel
from onqueue.floor import events
from onqueue.floor.evolve import evolve
from onqueue.floor.model import Floor
from onqueue.identity import queries as identity
from onqueue.journal import store
from onqueue.kernel.authz import Actor
from onqueue.kernel.children import Parent
from onqueue.kernel.db import Database
from onqueue.kernel.errors import OnqueueError
from onqueue.live import codec
from onqueue.live.names import NOBODY, About
from onqueue.live.views import Sight
from onqueue.sim import examples
from onqueue.sim.run import run
from onqueue.sim.scenario import BadScenario, read_scenario

if TYPE_CHECKING:
    from collections.abc import Mapping

    from onqueue.conversations.schemas import Visit

log = structlog.get_logger(__name__)

Begins = events.ContactArrived | events.ContactScheduled | events.ContactPlaced

EVENTS_MAX: Final = 300_000
MEMORY_BYTES_MAX: Final = 3 * 1024**3
CALLED_MAX: Final = 20_000
"""Contacts whose customers' names are looked up; those beyond are shown without."""


@dataclass
class Called:
    """What people and contacts of a film are called."""

    about: dict[str, About] = field(default_factory=dict)
    teams: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    people: dict[str, str] = field(default_factory=dict)
    things: dict[str, str] = field(default_factory=dict)

    def contact(self, contact: str) -> About:
        """The names of a contact."""
        return self.about.get(contact, NOBODY)

    def visits(self, conversation: str) -> tuple[Visit, ...]:
        """Nobody looks at a conversation in a film."""
        return ()

    def teams_of(self, agent: str) -> tuple[str, ...]:
        """The teams an agent belongs to now."""
        return self.teams.get(agent, ())

    def person(self, account: str) -> str:
        """The name of an account."""
        return self.people.get(account, "")


def main() -> None:
    """Do what is ordered."""
    parent = Parent()
    order = msgspec.json.decode(parent.hear(), type=schemas.Order)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES_MAX, MEMORY_BYTES_MAX))

    def say(line: schemas.Line) -> None:
        parent.say(schemas.write_line(line))

    try:
        reel, names = make(order, say)
    except OnqueueError as error:
        say(schemas.Failed(code=error.code, sentence=str(error)))
        return
    except Exception:
        log.exception("film.crashed")
        crash = FilmFailed()
        say(schemas.Failed(code=crash.code, sentence=str(crash)))
        return
    while raw := parent.hear():
        say(answer(reel, names, msgspec.json.decode(raw, type=schemas.Wanted)))


def answer(reel: Reel, names: Called, wanted: schemas.Wanted) -> schemas.Line:
    """Return what was asked for."""
    if isinstance(wanted, schemas.Seek):
        return reel.seek(wanted.at)
    if isinstance(wanted, schemas.Play):
        return reel.play(wanted.after)
    said = {**names.things, **names.people}
    return reel.story(wanted.contact, said, wanted.language)


def make(order: schemas.Order, say: Callable[[schemas.Line], None]) -> tuple[Reel, Called]:
    """Make the film, and say that it is ready."""
    floor, made, names = Floor(), list[events.Event](), Called()
    if order.source == "day":
        floor, made, names = asyncio.run(_read_day(order, say))
        actor = Actor(
            account=order.account,
            name=order.name,
            rights=frozenset(order.rights),
            queues=None if order.queues is None else frozenset(order.queues),
            teams=None if order.teams is None else frozenset(order.teams),
            agent=False,
        )
    else:
        made = _read_lines(order.text) if order.source == "file" else _live(order)
        # What somebody brought along holds nobody's secrets.
        rights = frozenset({"floor.watch"})
        actor = Actor(account="", name="", rights=rights, queues=None, teams=None, agent=False)
        names.about = {one.contact: About(customer_name=one.contact) for one in _arrivals(made)}
    known = {queue.id: queue.spec.name for queue in floor.queues.values()}
    known |= {agent.id: agent.spec.name for agent in floor.agents.values()}
    try:
        reel = Reel(
            floor=floor,
            made=made,
            names=names,
            sight=Sight(actor),
            progress=lambda done: say(schemas.Progress(done=done, total=len(made))),
        )
    except Impossible as error:
        raise BadLine(
            line=error.place + 1, reason="this cannot have followed from the lines before it"
        ) from None
    reel.called = {**known, **reel.called}
    begins = order.from_at or (made[0].at if made else 0)
    ends = order.to_at or (made[-1].at + 1 if made else 0)
    ends = min(ends, made[-1].at + 60_000) if made else ends
    say(schemas.Ready(from_at=begins, to_at=ends, events=len(made), marks=tuple(reel.marks)))
    return reel, names


def _arrivals(
    made: Sequence[events.Event],
) -> Iterator[Begins]:
    for event in made:
        if isinstance(event, Begins):
            yield event


def _read_lines(text: bytes) -> list[events.Event]:
    """Read a simulated journal; what is wrong is told with its line."""
    made: list[events.Event] = []
    for number, line in enumerate(text.splitlines(), 1):
        if number > EVENTS_MAX:
            raise FilmTooLong(most=EVENTS_MAX)
        try:
            event = codec.decode(line)
        except (msgspec.MsgspecError, UnicodeDecodeError) as error:
            raise BadLine(line=number, reason=str(error)) from None
        if made and event.at < made[-1].at:
            raise BadLine(line=number, reason="this happened before the line above it")
        made.append(event)
    if not made:
        raise BadLine(line=1, reason="the file is empty")
    return made


def _live(order: schemas.Order) -> list[events.Event]:
    """Live a scenario, and keep what happened."""
    made: list[events.Event] = []

    def keep(happened: Sequence[events.Event]) -> None:
        made.extend(happened)
        if len(made) > EVENTS_MAX:
            raise FilmTooLong(most=EVENTS_MAX)

    text = order.text.decode()
    try:
        plan = read_scenario(examples.text(text) if text in examples.names() else text)
        run(plan, seed=order.seed, sink=keep)
    except BadScenario as error:
        raise BadPlan(place=error.field, reason=error.reason) from None
    return made


async def _read_day(
    order: schemas.Order, say: Callable[[schemas.Line], None]
) -> tuple[Floor, list[events.Event], Called]:
    database = Database(url=order.database, site=order.site, read_only=True)
    await database.start()
    try:
        return await database.read(_gather, order=order, say=say)
    finally:
        await database.stop()


def _gather(
    session: Session, *, order: schemas.Order, say: Callable[[schemas.Line], None]
) -> tuple[Floor, list[events.Event], Called]:
    """Follow the journal from its beginning: the floor at midnight follows from all before."""
    floor, made = Floor(), list[events.Event]()
    last, position = store.head(session), 0
    while entries := store.read_after(session, after=position, limit=store.READ_MAX):
        position = entries[-1].seq
        say(schemas.Progress(done=position, total=last))
        for entry in entries:
            if entry.stream != codec.STREAM:
                continue
            event = codec.to_event(entry)
            if event.at >= order.to_at:
                return floor, made, _names(session, floor, made)
            if event.at < order.from_at:
                evolve(floor, event)
            else:
                made.append(event)
        if len(made) > EVENTS_MAX:
            raise FilmTooLong(most=EVENTS_MAX)
    return floor, made, _names(session, floor, made)


def _names(session: Session, floor: Floor, made: Sequence[events.Event]) -> Called:
    came = (one.contact for one in _arrivals(made))
    contacts = islice(dict.fromkeys([*floor.contacts, *came]), CALLED_MAX)
    agents = set(floor.agents) | {
        one.agent for one in made if isinstance(one, events.AgentConfigured)
    }
    people = agents | {by for one in made if (by := getattr(one, "by", ""))}
    teams = identity.teams_of(session, accounts=tuple(agents))
    return Called(
        about={one: found for one in contacts if (found := _about(session, one)) is not None},
        teams={one: tuple(team.id for team in found) for one, found in teams.items()},
        people=dict(identity.names_of(session, accounts=people)),
        things={
            **directory.queue_names(session),
            **directory.skill_names(session),
            **directory.code_names(session),
        },
    )


def _about(session: Session, contact: str) -> About | None:
    row = conversations.contact(session, id=contact)
    if row is None:
        return None
    thread = conversations.conversation(session, id=row.conversation)
    name = thread.customer_name if thread is not None else ""
    return About(customer_name=name, topic=row.topic, language=row.language)


if __name__ == "__main__":
    main()
