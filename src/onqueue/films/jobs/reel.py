"""What did the board look like at a moment, and what changed after it?

The floor is evolved from the events, as the replica does, and shown through the same views. Every
so often its snapshot is kept, so that any moment is near one. One cursor stands where it was
last looked; going on from there costs what happened since.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, Final

from onqueue.films.schemas import Frame, Mark, Picture, Story, Strip, Told
from onqueue.floor import events, snapshot
from onqueue.floor.evolve import evolve
from onqueue.floor.explain import explain
from onqueue.floor.model import Floor
from onqueue.floor.refs import refs
from onqueue.live.views import Entity, Key, Sight, entity, everything

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from onqueue.floor.wordings import Language
    from onqueue.live.names import Naming

KEPT_EVERY: Final = 5_000
"""Events between two snapshots."""
STRIP_MAX: Final = 1_000
"""Events of one answer."""
MARKS_MAX: Final = 5_000

ASKED_FOR: Final[Mapping[type[events.Event], str]] = {
    events.ContactAbandoned: "abandoned",
    events.ContactDiverted: "diverted",
    events.OfferDeclined: "declined",
    events.OfferExpired: "missed",
    events.BreakRefused: "break_refused",
}
BEGINS: Final = (
    events.ContactArrived,
    events.ContactDue,
    events.ContactTransferred,
    events.ContactRequeued,
)
"""A wait begins with each of these."""
ENDS: Final = (events.OfferAccepted, events.ContactAbandoned, events.ContactTakenOver)


class Impossible(Exception):
    """An event does not follow from those before it."""

    def __init__(self, place: int) -> None:
        super().__init__(place)
        self.place = place


class Reel:
    """A stretch of a journal, to be looked at."""

    def __init__(
        self,
        *,
        floor: Floor,
        made: Sequence[events.Event],
        names: Naming,
        sight: Sight,
        progress: Callable[[int], None] | None = None,
    ) -> None:
        """Take the floor as it stood before the first event."""
        self._made = made
        self._times = [event.at for event in made]
        self._names = names
        self._sight = sight
        self._kept: list[bytes] = []
        self._seen: set[str] = set()
        self._waits: dict[str, tuple[int, int]] = {}
        self.called: dict[str, str] = {}
        self.marks: list[Mark] = []
        self._floor = floor
        self._at = 0
        self._run_through(progress)
        self.marks.sort(key=lambda one: one.at)
        self._shown: set[Key] = set()

    def _run_through(self, progress: Callable[[int], None] | None) -> None:
        floor = self._floor
        for place, event in enumerate(self._made):
            if place % KEPT_EVERY == 0:
                floor.index.unmark()
                self._kept.append(snapshot.dump(floor))
                if progress is not None:
                    progress(place)
            try:
                self._note(floor, event)
                evolve(floor, event)
            except (AssertionError, KeyError, ValueError, AttributeError):
                raise Impossible(place) from None
            self._note_sight(floor, event)
        self._at = len(self._made)

    def _note(self, floor: Floor, event: events.Event) -> None:
        if isinstance(event, events.QueueConfigured):
            self.called[event.queue] = event.spec.name
        elif isinstance(event, events.AgentConfigured):
            self.called[event.agent] = event.spec.name
        self._note_sight(floor, event)
        contact = getattr(event, "contact", "")
        kind = ASKED_FOR.get(type(event))
        if kind is not None and (contact in self._seen or self._sees_agent(floor, event)):
            self._mark(event.at, kind, contact)
        if isinstance(event, ENDS) and contact in self._waits:
            since_at, threshold_ms = self._waits.pop(contact)
            if event.at - since_at > threshold_ms and contact in self._seen:
                self._mark(since_at + threshold_ms, "late", contact)

    def _note_sight(self, floor: Floor, event: events.Event) -> None:
        found = floor.contacts.get(getattr(event, "contact", ""))
        if found is None:
            return
        if isinstance(event, BEGINS):
            threshold_ms = floor.queues[found.queue].spec.threshold_ms
            self._waits[found.id] = (event.at, threshold_ms)
        if found.id not in self._seen and self._sight.sees_contact(floor, found, self._names):
            self._seen.add(found.id)

    def _sees_agent(self, floor: Floor, event: events.Event) -> bool:
        agent = getattr(event, "agent", "")
        return bool(agent) and self._sight.sees(floor, self._names, ("agent", agent))

    def _mark(self, at: int, kind: str, contact: str) -> None:
        if len(self.marks) < MARKS_MAX:
            self.marks.append(Mark(at=at, kind=kind, contact=contact))

    def seek(self, at: int) -> Picture:
        """Return the board at a moment."""
        self._go_to(bisect_right(self._times, at))
        return Picture(n=self._at, at=at, entities=self._whole())

    def play(self, after: int) -> Strip:
        """Return what followed an event, at most so many events at once."""
        after = min(max(0, after), len(self._made))
        if after != self._at:
            self._go_to(after)
            self._whole()
        frames: list[Frame] = []
        until = min(len(self._made), after + STRIP_MAX)
        while self._at < until:
            frames.append(self._next_frame())
        return Strip(after=after, n=self._at, over=self._at == len(self._made), frames=frames)

    def story(self, contact: str, names: Mapping[str, str], language: Language) -> Story:
        """Tell what happened to a contact in this stretch; nothing of who may not be seen."""
        if contact not in self._seen:
            return Story(lines=())
        made = [event for event in self._made if getattr(event, "contact", "") == contact]
        lines = explain(made, {**self.called, **names}, language=language)
        return Story(
            lines=tuple(Told(at=one.at, code=one.code, text=one.sentence) for one in lines)
        )

    def _go_to(self, place: int) -> None:
        nearest = place // KEPT_EVERY * KEPT_EVERY
        if not nearest <= self._at <= place and self._kept:
            number = min(place // KEPT_EVERY, len(self._kept) - 1)
            self._floor, self._at = snapshot.load(self._kept[number]), number * KEPT_EVERY
        while self._at < place:
            evolve(self._floor, self._made[self._at])
            self._at += 1
        self._floor.index.unmark()

    def _next_frame(self) -> Frame:
        """Let everything happen that happened at the next moment."""
        at = self._times[self._at]
        touched: dict[Key, None] = {}
        while self._at < len(self._made) and self._times[self._at] == at:
            event = self._made[self._at]
            evolve(self._floor, event)
            self._at += 1
            found = refs(event, self._floor)
            for kind, ids in zip(("contact", "agent", "queue", "offer"), found, strict=True):
                touched |= {(kind, one): None for one in ids}
        self._floor.index.unmark()
        touched |= {("queue", queue): None for queue in self._queues_of(touched)}
        put: list[tuple[str, str, Entity]] = []
        gone: list[tuple[str, str]] = []
        for key in touched:
            if self._sight.sees(self._floor, self._names, key):
                shown = entity(self._floor, self._names, key)
                assert shown is not None, "what is seen is there"
                put.append((*key, shown))
                self._shown.add(key)
            elif key in self._shown:
                self._shown.discard(key)
                gone.append(key)
        return Frame(at=at, put=put, gone=gone)

    def _queues_of(self, touched: Mapping[Key, None]) -> list[str]:
        """Return the queues whose staff may have changed with an agent."""
        agents = [self._floor.agents.get(id_) for kind, id_ in touched if kind == "agent"]
        return [queue for one in agents if one for queue in one.spec.queues]

    def _whole(self) -> dict[str, dict[str, Entity]]:
        found: dict[str, dict[str, Entity]] = {}
        self._shown = set()
        self._floor.index.settle()
        for key in everything(self._floor):
            if self._sight.sees(self._floor, self._names, key):
                shown = entity(self._floor, self._names, key)
                assert shown is not None, "what is seen is there"
                found.setdefault(key[0], {})[key[1]] = shown
                self._shown.add(key)
        return found
