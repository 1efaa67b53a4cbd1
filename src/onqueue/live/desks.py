"""What does each open desk get to know, and when?

A desk is one live connection of one person. It gets a snapshot of what the person may see
as version n, then patches: entities to put and entities to drop, each with the version they
bring the desk to. Versions count what the desks of this process were told, in its epoch.
Which entities changed comes from the journal; what they look like now comes from the
replica; whether this person may see them is asked at every push. A desk that cannot keep up
loses its backlog and gets a fresh snapshot instead, so one slow line costs bounded memory
and nobody else's time.

Those who oversee others are told at once. So are agents of their own work; how their queues
stand they hear with the next round (`tell_round`), because each move of one of five hundred
agents changes that for all of them.
"""

from __future__ import annotations

import asyncio
from collections import deque
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import msgspec

from onqueue.floor.refs import refs
from onqueue.kernel.ids import new_id
from onqueue.live.pictures import STATS, Pictures
from onqueue.live.views import Entity, Key, Sight, concerned, everything

if TYPE_CHECKING:
    from collections.abc import Iterable

    from onqueue.floor.events import Event
    from onqueue.kernel.authz import Actor
    from onqueue.kernel.clock import Clock
    from onqueue.live.names import Names
    from onqueue.live.replica import Batch, Replica

    Frames: TypeAlias = dict[tuple[tuple[Key, ...], tuple[Key, ...]], bytes]
    """The patches of one push, by what they put and what they drop."""

FRAMES_MAX: Final = 1_000
"""Frames that may wait for one desk before it is told to start over."""
RING_MAX: Final = 4_096
"""Versions a desk may have missed and still catch up without a snapshot."""
MISSED_FEW: Final = 50
"""So many entities may always be caught up with; else half of all that the person sees."""
SLICE: Final = 20
"""Desks that a round tells without letting anything else go on."""
PAUSE_S: Final = 0.002
"""So long a round then leaves the way to others: telling all at once would hold them up."""
SLOW: Final = frozenset({"queue", STATS})
"""What those who oversee nobody are shown in rounds."""

_encoder: Final = msgspec.json.Encoder()


class Desk:
    """One live connection: who, what was shown, and the frames that wait to be sent."""

    def __init__(self, *, actor: Actor, session: str = "") -> None:
        self.id = new_id()
        self.session = session
        """The sign-in that it rests on."""
        self.sight = Sight(actor)
        self.shown: set[Key] = set()
        """What the person sees; not kept for those who see the whole floor."""
        self.watching: dict[str, int] = {}
        self.lagging = False
        self.dismissed = False
        self._frames: deque[bytes] = deque()
        self._filled = asyncio.Event()

    @property
    def actor(self) -> Actor:
        """The person at the desk."""
        return self.sight.actor

    def send(self, frame: bytes) -> None:
        """Put a frame in line; over the limit, everything in line gives way to a snapshot."""
        if len(self._frames) >= FRAMES_MAX:
            self.fall_behind()
        if not self.lagging:
            self._frames.append(frame)
        self._filled.set()

    def fall_behind(self) -> None:
        """Give up what is in line: the desk gets a snapshot instead."""
        self._frames.clear()
        self.lagging = True
        self._filled.set()

    def tell(self, **frame: Any) -> None:
        """Put a frame in line, given as its fields."""
        self.send(_encoder.encode(frame))

    def dismiss(self) -> None:
        """End the connection: the person's sign-in or rights changed. The desk comes back."""
        self.dismissed = True
        self._filled.set()

    async def frames(self) -> list[bytes]:
        """Wait for frames; empty when the desk fell behind and needs a snapshot."""
        await self._filled.wait()
        self._filled.clear()
        taken = list(self._frames)
        self._frames.clear()
        return taken


class Desks:
    """All open desks of this process."""

    def __init__(self, *, replica: Replica, names: Names, clock: Clock) -> None:
        self._clock = clock
        self.epoch = new_id()
        self._replica = replica
        self._names = names
        self._pictures = Pictures(replica=replica, names=names)
        self._desks: dict[str, Desk] = {}
        self._of: dict[str, dict[str, Desk]] = {}
        """The desks of each person."""
        self._whole: dict[str, Desk] = {}
        """Those of people who see the whole floor."""
        self._part: dict[str, Desk] = {}
        """Those of people who oversee a part of it."""
        self._own: dict[str, Desk] = {}
        """Those of people who see their own work."""
        self._showing: dict[Key, dict[str, Desk]] = {}
        """Which of the last ones show an entity."""
        self._next_round: dict[Key, None] = {}
        """What the last ones are yet to be told of."""
        self._round: dict[Key, None] = {}
        """What they are being told of now."""
        self._rounds = asyncio.Lock()
        self._watchers: dict[str, dict[str, Desk]] = {}
        self._ring: deque[tuple[int, tuple[Key, ...]]] = deque(maxlen=RING_MAX)
        self._version = 0
        self._all: tuple[int, bytes] = (-1, b"")
        """The whole floor, as of a version."""
        replica.watch(self._changed, recover=self._recover)

    def __len__(self) -> int:
        return len(self._desks)

    def open(self, desk: Desk, *, after: int | None, epoch: str | None) -> None:
        """Let a desk in: catch up from `after` when that is less than all there is, or afresh."""
        self._desks[desk.id] = self._of.setdefault(desk.actor.account, {})[desk.id] = desk
        self._group(desk)[desk.id] = desk
        missed = None
        if after is not None and epoch == self.epoch:
            missed = self._missed(after, most=max(MISSED_FEW, self._seen_by(desk) // 2))
        if missed is None:
            self.refresh(desk)
            return
        if not desk.sight.whole:
            for key in desk.sight.keys(self._replica.floor, self._names):
                self._show(desk, key)
        put, drop = self._split(desk, missed, unseen_too=True)
        desk.send(self._frame(put, drop))

    def close(self, desk: Desk) -> None:
        """Forget a desk."""
        self._desks.pop(desk.id, None)
        self._group(desk).pop(desk.id, None)
        theirs = self._of.get(desk.actor.account, {})
        theirs.pop(desk.id, None)
        if not theirs:
            self._of.pop(desk.actor.account, None)
        for key in tuple(desk.shown):
            self._hide(desk, key)
        for conversation in tuple(desk.watching):
            self.unwatch(desk, conversation)

    def of(self, account: str) -> list[Desk]:
        """The desks one person has open."""
        return list(self._of.get(account, {}).values())

    def everyone(self) -> list[Desk]:
        """All desks that are open here."""
        return list(self._desks.values())

    def watchers(self, conversation: str) -> list[Desk]:
        """The desks that look at a conversation."""
        return list(self._watchers.get(conversation, {}).values())

    def watch(self, desk: Desk, conversation: str, *, after: int) -> None:
        """Let a desk look at a conversation; it has had everything up to `after`."""
        if desk.id not in self._desks:
            return  # It went while it was found out whether it may.
        desk.watching[conversation] = after
        self._watchers.setdefault(conversation, {})[desk.id] = desk

    def unwatch(self, desk: Desk, conversation: str) -> None:
        """Let a desk look away; it need not have looked."""
        desk.watching.pop(conversation, None)
        watchers = self._watchers.get(conversation, {})
        watchers.pop(desk.id, None)
        if not watchers:
            self._watchers.pop(conversation, None)

    def refresh(self, desk: Desk) -> None:
        """Send a desk all that its person may see now."""
        floor, names = self._replica.floor, self._names
        if desk.sight.whole:
            entities = self._everything()
        else:
            keys = desk.sight.keys(floor, names)
            keys += [key for key in self._pictures.stats() if desk.sight.sees(floor, names, key)]
            for key in desk.shown - set(keys):
                self._hide(desk, key)
            for key in keys:
                self._show(desk, key)
            entities = self._pictures.together(keys)
        desk.lagging = False
        desk.send(
            b'{"t":"snapshot","n":%d,"epoch":%s,"now_at":%d,"entities":%s}'
            % (self._version, _encoder.encode(self.epoch), self._clock.now(), entities)
        )

    def ping(self, desk: Desk) -> None:
        """Ask a desk whether it is there, and tell it the time that its timers count by."""
        desk.tell(t="ping", now_at=self._clock.now())

    def touch(self, keys: Iterable[Key]) -> None:
        """Show entities that changed: those who oversee others first, for they have to act."""
        touched = self._advance(keys)
        self._pictures.forget(touched)
        frames: Frames = {}
        if self._whole:
            frame = self._frame(*self._there(touched))
            for desk in self._whole.values():
                desk.send(frame)
        for desk in self._part.values():
            self._patch(desk, touched, frames)
        for desk, some in self._whose(touched).items():
            self._patch(desk, some, frames)

    async def tell_round(self) -> None:
        """Tell agents how their queues stand, where that changed since the last round.

        It tells some desks at a time. Its version is given out at its end: whatever a desk has
        heard by then, what it missed of the round counts as later than that.
        """
        async with self._rounds:
            self._round, self._next_round = self._next_round, {}
            if not self._round:
                return
            desks = list(self._own.values())
            try:
                for first in range(0, len(desks), SLICE):
                    if first:
                        await asyncio.sleep(PAUSE_S)
                    self._tell_some(desks[first : first + SLICE])
            except BaseException:
                self._next_round.update(self._round)
                raise
            else:
                self._advance(self._round)
            finally:
                self._round = {}

    def _tell_some(self, desks: Iterable[Desk]) -> None:
        """Tell desks what the round has for them, as it is now."""
        gone = [key for key in self._round if self._pictures.of(key) is None]
        frames: Frames = {}
        agents = self._replica.floor.agents
        for desk in desks:
            if desk.id not in self._own:
                continue  # It went while others were told.
            agent = agents.get(desk.actor.account)
            queues = () if agent is None else agent.spec.queues
            some = [key for id_ in queues for key in _about(id_) if key in self._round]
            some += [key for key in gone if key in desk.shown]
            self._patch(desk, some, frames)

    def put_stats(self, stats: Iterable[Entity]) -> None:
        """Show queues' figures of the day where they changed."""
        changed = [(STATS, one["queue"]) for one in stats if self._pictures.note_stats(one)]
        if changed:
            self.touch(changed)

    def _advance(self, keys: Iterable[Key]) -> tuple[Key, ...]:
        touched = tuple(dict.fromkeys(keys))
        self._version += 1
        self._ring.append((self._version, touched))
        return touched

    def _group(self, desk: Desk) -> dict[str, Desk]:
        if desk.sight.whole:
            return self._whole
        return self._part if desk.sight.watches else self._own

    def _seen_by(self, desk: Desk) -> int:
        floor = self._replica.floor
        if desk.sight.whole:
            return len(everything(floor))
        return len(desk.sight.keys(floor, self._names))

    def _everything(self) -> bytes:
        """The whole floor, put together once for all who come at the same version."""
        version, entities = self._all
        if version != self._version:
            keys = [*everything(self._replica.floor), *self._pictures.stats()]
            entities = self._pictures.together(keys)
            self._all = self._version, entities
        return entities

    def _missed(self, after: int, *, most: int) -> tuple[Key, ...] | None:
        """What was touched since; None when that is not known any more, or more than `most`.

        Who comes back within a round is not among those it tells.
        """
        oldest = self._ring[0][0] if self._ring else self._version + 1
        if after > self._version or after < oldest - 1:
            return None
        missed = dict(self._round)
        for version, keys in reversed(self._ring):
            if version <= after or len(missed) > most:
                break
            missed.update(dict.fromkeys(keys))
        return tuple(missed) if len(missed) <= most else None

    async def _recover(self) -> None:
        """News was lost: every desk starts over from a snapshot."""
        self._pictures.forget_all()
        self._all = (-1, b"")
        for desk in self._desks.values():
            desk.fall_behind()

    async def _changed(self, batch: Batch) -> None:
        renamed = await self._names.learn(batch)
        touched = list(
            dict.fromkeys(
                key for one in batch if one.event is not None for key in self._keys(one.event)
            )
        )
        touched += [("agent", agent) for agent in renamed]
        if touched:
            self.touch([*touched, *self._around(touched)])

    def _keys(self, event: Event) -> list[Key]:
        found = refs(event, self._replica.floor)
        return [
            *(("contact", id_) for id_ in found.contacts),
            *(("offer", id_) for id_ in found.offers),
            *(("agent", id_) for id_ in found.agents),
            *(("queue", id_) for id_ in found.queues),
        ]

    def _around(self, touched: list[Key]) -> list[Key]:
        """The queues whose staff changed because an agent's state or load did."""
        agents = self._replica.floor.agents
        return [
            ("queue", queue)
            for kind, id_ in touched
            if kind == "agent" and id_ in agents
            for queue in agents[id_].spec.queues
        ]

    def _whose(self, touched: tuple[Key, ...]) -> dict[Desk, list[Key]]:
        """The desks of people who see their own work only, with what concerns each.

        Those who show an entity count as well as those who may see it: it may have left them.
        """
        found: dict[Desk, list[Key]] = {}
        for key in touched:
            if key[0] in SLOW:
                self._next_round[key] = None
                continue
            desks = dict(self._showing.get(key, {}))
            for agent in concerned(self._replica.floor, key):
                desks.update(self._of.get(agent, {}))
            for id_ in desks.keys() & self._own.keys():
                keys = found.setdefault(desks[id_], [])
                keys.append(key)
                if key[0] == "agent":
                    keys += self._regrouped(desks[id_])
        return found

    def _regrouped(self, desk: Desk) -> list[Key]:
        """The queues that the person of a desk began or ceased to work for."""
        agent = self._replica.floor.agents.get(desk.actor.account)
        now = {("queue", id_) for id_ in (() if agent is None else agent.spec.queues)}
        before = {key for key in desk.shown if key[0] == "queue"}
        return [key for _, id_ in sorted(now ^ before) for key in _about(id_)]

    def _there(self, keys: tuple[Key, ...]) -> tuple[tuple[Key, ...], tuple[Key, ...]]:
        put = tuple(key for key in keys if self._pictures.of(key) is not None)
        return put, tuple(key for key in keys if self._pictures.of(key) is None)

    def _patch(self, desk: Desk, keys: Iterable[Key], frames: Frames) -> None:
        """Show a desk what changed; those who see the same get the same frame."""
        put, drop = self._split(desk, keys)
        if not put and not drop:
            return
        frame = frames.get((put, drop))
        if frame is None:
            frame = frames[put, drop] = self._frame(put, drop)
        desk.send(frame)

    def _split(
        self, desk: Desk, keys: Iterable[Key], *, unseen_too: bool = False
    ) -> tuple[tuple[Key, ...], tuple[Key, ...]]:
        """What of this the person may see now, and what not any more."""
        floor = self._replica.floor
        put: list[Key] = []
        drop: list[Key] = []
        for key in dict.fromkeys(keys):
            if desk.sight.sees(floor, self._names, key) and self._pictures.of(key) is not None:
                self._show(desk, key)
                put.append(key)
            elif key in desk.shown or unseen_too:
                self._hide(desk, key)
                drop.append(key)
        return tuple(put), tuple(drop)

    def _show(self, desk: Desk, key: Key) -> None:
        if desk.sight.whole:
            return
        desk.shown.add(key)
        if desk.id in self._own:
            self._showing.setdefault(key, {})[desk.id] = desk

    def _hide(self, desk: Desk, key: Key) -> None:
        desk.shown.discard(key)
        showing = self._showing.get(key, {})
        showing.pop(desk.id, None)
        if not showing:
            self._showing.pop(key, None)

    def _frame(self, put: tuple[Key, ...], drop: tuple[Key, ...]) -> bytes:
        return b'{"t":"patch","n":%d,"put":[%s],"del":%s}' % (
            self._version,
            b",".join(self._pictures.put(key) for key in put),
            _encoder.encode(drop),
        )


def _about(queue: str) -> tuple[Key, Key]:
    """What there is to see of a queue."""
    return ("queue", queue), (STATS, queue)
