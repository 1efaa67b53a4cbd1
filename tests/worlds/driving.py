"""A floor with a driver that may crash at any moment, and a journal that may not.

It works as the live driver does: a batch is decided, appended as a whole, and only then
answered. A crash before the append loses the batch, a crash after it only the answers. Either
way the floor is thrown away and built again from what is durable.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from onqueue.floor import commands
from onqueue.floor.events import (
    BreakAsked,
    BreakBegun,
    BreakDeferred,
    BreakGranted,
    BreakLapsed,
    BreakRefused,
    Event,
    OfferMade,
    OfferWithdrawn,
)
from onqueue.floor.evolve import evolve
from onqueue.floor.invariants import Breach, check, glances
from onqueue.floor.model import Floor
from onqueue.floor.snapshot import dump, load
from onqueue.floor.step import Step, step

if TYPE_CHECKING:
    import random
    from collections.abc import Iterator

    from tests.worlds.sightings import Sightings

ONCE_ONLY: Final = (
    commands.Arrive,
    commands.Schedule,
    commands.Abandon,
    commands.CallOut,
    commands.Reach,
    commands.KeepPlace,
    commands.Accept,
    commands.Decline,
    commands.End,
    commands.Close,
    commands.EndRecovery,
    commands.DropBreak,
    commands.Connect,
    commands.Disconnect,
    commands.TakeOver,
    commands.Transfer,
    commands.Requeue,
    commands.EndConsult,
    commands.CompleteConsult,
    commands.Prioritise,
    commands.ConfigureQueue,
    commands.ConfigureAgent,
)
"""Commands that have one effect however often they are repeated."""


class Broken(AssertionError):
    """Something that must always be true is not."""


OF_BREAKS: Final = frozenset(
    {BreakAsked, BreakGranted, BreakBegun, BreakRefused, BreakDeferred, BreakLapsed}
    | {OfferMade, OfferWithdrawn}
)


def away_by_queue(floor: Floor) -> dict[str, set[str]]:
    """Say who is on a short break, or about to go, by a plain look at everybody."""
    found: dict[str, set[str]] = {queue: set() for queue in floor.queues}
    for agent in floor.agents.values():
        if agent.wish is not None and agent.wish.state in {"granted", "begun", "late"}:
            for queue in set(agent.spec.queues) & found.keys():
                found[queue].add(agent.id)
    return found


@dataclass
class Driver:
    """The floor, what is durable of it, and what may happen to it."""

    dice: random.Random
    seen: Sightings
    floor: Floor = field(default_factory=Floor)
    journal: list[Event] = field(default_factory=list)
    snapshot: bytes | None = None
    kept: int = 0
    """How much of the journal the snapshot holds."""
    now: int = 1_000_000
    crashes: bool = True
    glances: tuple[Floor, Iterator[list[Breach]]] | None = None
    """A look at everything that the floor does not wait for."""

    def do(self, *batch: commands.Command) -> list[Step]:
        """Carry a batch out, whatever it takes: who gets no answer asks again."""
        fate = self.dice.random() if self.crashes else 1.0
        done = self._decide(batch)
        made = [event for one in done for event in one.events]
        if fate < 0.02:
            self.seen.note("a batch was lost before it was durable")
            self._restart()
            if any(event.__struct_config__.tag == "offer.made" for event in made):
                self.seen.note("a contact was offered again after a crash forgot the first offer")
            done = self._decide(batch)
            made = [event for one in done for event in one.events]
        self.journal += made
        if 0.02 <= fate < 0.05:
            self.seen.note("a batch was durable, and nobody was told")
            before = dump(self.floor)
            self._restart()
            self._require(dump(self.floor) == before, "what is rebuilt is what was")
            self._ask_again(batch)
        if fate > 0.97:
            self.snapshot, self.kept = dump(self.floor), len(self.journal)
        for one in done:
            self.seen.update(str(event.__struct_config__.tag) for event in one.events)
            if one.refusal is not None:
                self.seen[one.refusal.code] += 1
        return done

    def pass_time(self, span_ms: int) -> None:
        """Let the clock go on, jump, or go back."""
        self.now += span_ms
        if span_ms < 0:
            self.seen.note("the clock went back")
        elif span_ms > 60_000 and self.floor.deadlines.is_due(self.now):
            self.seen.note("the clock jumped ahead past a deadline")
        self.do(commands.Tick())

    def _decide(self, batch: tuple[commands.Command, ...]) -> list[Step]:
        done = []
        for command in batch:
            before = away_by_queue(self.floor)
            done.append(step(self.floor, command, self.now))
            self._watch_breaks(before, done[-1])
            breaches = check(self.floor)
            self._require(not breaches, str(breaches))
            self._glance()
        return done

    def _glance(self) -> None:
        """Look on, as the driver does between two batches."""
        if self.glances is None or self.glances[0] is not self.floor:
            self.glances = self.floor, glances(self.floor)
        breaches = next(self.glances[1], None)
        if breaches is None:
            self.seen.note("everything was looked at while the floor went on")
            self.glances = None
        self._require(not breaches, str(breaches))

    def _watch_breaks(self, before: dict[str, set[str]], done: Step) -> None:
        """Count anew who is away after each break that the rule granted.

        Only in steps in which nothing else moves people, so that the numbers are those that the
        rule saw.
        """
        by_rule = {one.agent for one in done.events if isinstance(one, BreakGranted) and not one.by}
        if not by_rule or not all(type(one) in OF_BREAKS for one in done.events):
            return
        rules = self.floor.breaks
        for queue, gone in away_by_queue(self.floor).items():
            if not (gone - before.get(queue, set())) & by_rule:
                continue
            here = len(gone) + sum(
                queue in one.spec.queues and one.state == "on_queue" and one.connected
                for one in self.floor.agents.values()
                if one.id not in gone
            )
            most = max(1, here * rules.away_percent_max // 100) if rules.away_percent_max else here
            most = min(most, rules.away_max or most)
            self._require(len(gone) <= most, f"{len(gone)} of {here} are away from {queue}")
            self.seen.note("the rule let somebody go on a short break")
            if most > 1 and len(gone) == most:
                self.seen.note("as many were on a short break as the rule allows")

    def _ask_again(self, batch: tuple[commands.Command, ...]) -> None:
        """Repeat what was durable already: the later ones of a batch may depend on each other."""
        if len(batch) > 1 or not isinstance(batch[0], ONCE_ONLY):
            return
        # What was due meanwhile happens first: it is no effect of the command.
        due = step(self.floor, commands.Tick(), self.now)
        self.journal += due.events
        again = step(self.floor, batch[0], self.now)
        self._require(not again.events, f"{batch[0]} had an effect twice: {again.events}")
        self.seen.note("a command was repeated and changed nothing")

    def _restart(self) -> None:
        if self.snapshot is None:
            self.floor = Floor()
            self.seen.note("the floor was rebuilt from the journal alone")
        else:
            self.floor = load(self.snapshot)
            self.seen.note("the floor was rebuilt from a snapshot and the journal")
        for event in self.journal[self.kept :]:
            evolve(self.floor, event)
        self.floor.index.unmark()

    @staticmethod
    def _require(holds: bool, what: str) -> None:  # noqa: FBT001 -- reads like an assertion
        if not holds:
            raise Broken(what)
