"""What does each open desk get to know, and when?

A desk is one live connection of one person. It gets a snapshot of what the person may see
as version n, then patches: entities to put and entities to drop, each with the version they
bring the desk to. Versions count what the desks of this process were told, in its epoch.
Which entities changed comes from the journal; what they look like now comes from the
replica; whether this person may see them is asked at every push. A desk that cannot keep up
loses its backlog and gets a fresh snapshot instead, so one slow line costs bounded memory
and nobody else's time.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict, deque
from typing import TYPE_CHECKING, Any, Final

import msgspec

from onqueue.floor.refs import refs
from onqueue.kernel.ids import new_id
from onqueue.live.views import Entity, Key, Sight, entity, everything

if TYPE_CHECKING:
    from collections.abc import Iterable

    from onqueue.floor.events import Event
    from onqueue.floor.model import Floor
    from onqueue.kernel.authz import Actor
    from onqueue.kernel.clock import Clock
    from onqueue.live.names import Names
    from onqueue.live.replica import Batch, Replica

FRAMES_MAX: Final = 1_000
"""Frames that may wait for one desk before it is told to start over."""
RING_MAX: Final = 4_096
"""Versions a desk may have missed and still catch up without a snapshot."""

_encoder: Final = msgspec.json.Encoder()


class Desk:
    """One live connection: who, what was shown, and the frames that wait to be sent."""

    def __init__(self, *, actor: Actor, session: str = "") -> None:
        self.id = new_id()
        self.session = session
        """The sign-in that it rests on."""
        self.sight = Sight(actor)
        self.shown: set[Key] = set()
        self.watching: dict[str, int] = {}
        self.lagging = False
        self.dismissed = False
        self.ready = False
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
        self._desks: OrderedDict[str, Desk] = OrderedDict()
        """Those who oversee others come first: they have to act on what they see."""
        self._watchers: dict[str, dict[str, Desk]] = {}
        self._ring: deque[tuple[int, tuple[Key, ...]]] = deque(maxlen=RING_MAX)
        self._stats: dict[str, Entity] = {}
        self._version = 0
        replica.watch(self._changed, recover=self._recover)

    def __len__(self) -> int:
        return len(self._desks)

    def open(self, desk: Desk, *, after: int | None, epoch: str | None) -> None:
        """Let a desk in: catch up from `after` when that is still possible, or afresh."""
        self._desks[desk.id] = desk
        if desk.sight.watches:
            self._desks.move_to_end(desk.id, last=False)
        missed = self._missed(after) if epoch == self.epoch and after is not None else None
        desk.ready = True
        if missed is None:
            self.refresh(desk)
            return
        floor = self._replica.floor
        desk.shown = {key for key in everything(floor) if desk.sight.sees(floor, self._names, key)}
        self._patch([desk], missed, unseen_too=True)
        for queue in self._stats:
            self._put_stats(desk, queue)

    def close(self, desk: Desk) -> None:
        """Forget a desk."""
        self._desks.pop(desk.id, None)
        for conversation in tuple(desk.watching):
            self.unwatch(desk, conversation)

    def of(self, account: str) -> list[Desk]:
        """The desks one person has open."""
        return [desk for desk in self._desks.values() if desk.actor.account == account]

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
        entities: dict[str, dict[str, Entity]] = {}
        desk.shown = set()
        for key in everything(floor):
            if desk.sight.sees(floor, names, key):
                desk.shown.add(key)
                seen = entity(floor, names, key)
                assert seen is not None
                entities.setdefault(key[0], {})[key[1]] = seen
        for queue, stats in self._stats.items():
            if desk.sight.sees(floor, names, ("stats", queue)):
                entities.setdefault("stats", {})[queue] = stats
        desk.lagging = False
        desk.tell(
            t="snapshot",
            n=self._version,
            epoch=self.epoch,
            now_at=self._clock.now(),
            entities=entities,
        )

    def ping(self, desk: Desk) -> None:
        """Ask a desk whether it is there, and tell it the time that its timers count by."""
        desk.tell(t="ping", now_at=self._clock.now())

    def touch(self, keys: Iterable[Key]) -> None:
        """Show entities again whose names or visitors changed outside the floor."""
        touched = tuple(dict.fromkeys(keys))
        self._version += 1
        self._ring.append((self._version, touched))
        self._patch(self._desks.values(), touched)

    def put_stats(self, stats: Entity) -> None:
        """Show a queue's figures of the day where they changed."""
        queue = stats["queue"]
        before = self._stats.get(queue)
        if before is not None and _counted(before) == _counted(stats):
            return
        self._stats[queue] = stats
        for desk in self._desks.values():
            self._put_stats(desk, queue)

    def _put_stats(self, desk: Desk, queue: str) -> None:
        if desk.ready and desk.sight.sees(self._replica.floor, self._names, ("stats", queue)):
            put = [["stats", queue, self._stats[queue]]]
            desk.tell(t="patch", n=self._version, put=put, **{"del": []})

    def _missed(self, after: int) -> tuple[Key, ...] | None:
        oldest = self._ring[0][0] if self._ring else self._version + 1
        if after > self._version or after < oldest - 1:
            return None
        return tuple(dict.fromkeys(key for n, keys in self._ring if n > after for key in keys))

    async def _recover(self) -> None:
        """News was lost: every desk starts over from a snapshot."""
        for desk in self._desks.values():
            desk.fall_behind()

    async def _changed(self, batch: Batch) -> None:
        await self._names.learn(batch)
        touched = list(
            dict.fromkeys(
                key for one in batch if one.event is not None for key in self._keys(one.event)
            )
        )
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

    def _patch(
        self, desks: Iterable[Desk], keys: tuple[Key, ...], *, unseen_too: bool = False
    ) -> None:
        floor: Floor = self._replica.floor
        encoded: dict[Key, bytes] = {}
        whole: dict[tuple[tuple[Key, ...], tuple[Key, ...]], bytes] = {}
        for desk in list(desks):
            if not desk.ready:
                continue
            put, drop = self._split(desk, keys, floor, unseen_too=unseen_too)
            if not put and not drop and not unseen_too:
                continue
            frame = whole.get((put, drop))
            if frame is None:
                frame = whole[put, drop] = self._frame(put, drop, floor, encoded)
            desk.send(frame)

    def _split(
        self, desk: Desk, keys: tuple[Key, ...], floor: Floor, *, unseen_too: bool
    ) -> tuple[tuple[Key, ...], tuple[Key, ...]]:
        put: list[Key] = []
        drop: list[Key] = []
        for key in keys:
            if desk.sight.sees(floor, self._names, key):
                desk.shown.add(key)
                put.append(key)
            elif key in desk.shown or unseen_too:
                desk.shown.discard(key)
                drop.append(key)
        return tuple(put), tuple(drop)

    def _frame(
        self, put: tuple[Key, ...], drop: tuple[Key, ...], floor: Floor, encoded: dict[Key, bytes]
    ) -> bytes:
        parts = []
        for key in put:
            if key not in encoded:
                seen = entity(floor, self._names, key)
                encoded[key] = _encoder.encode([*key, seen])
            parts.append(encoded[key])
        return b'{"t":"patch","n":%d,"put":[%s],"del":%s}' % (
            self._version,
            b",".join(parts),
            _encoder.encode(drop),
        )


def _counted(stats: Entity) -> Entity:
    """A queue's figures without the moment they were counted at."""
    return {**stats, "at": 0, "today": {**stats["today"], "to_at": 0}}
