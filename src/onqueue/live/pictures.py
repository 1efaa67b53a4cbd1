"""What do the things on the floor look like on their way to the desks?

A picture is an entity as it goes over the wire. It is made when somebody first has to see it, and
kept until the entity is touched: two thousand desks that come back at once are shown the same
agents. So there are at most as many as there are things on the floor.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import msgspec

from onqueue.live.views import Entity, Key, entity

if TYPE_CHECKING:
    from collections.abc import Iterable

    from onqueue.live.names import Naming
    from onqueue.live.replica import Replica

STATS: Final = "stats"
"""The kind of a queue's figures of the day. They are counted elsewhere and kept here."""

_encoder: Final = msgspec.json.Encoder()


class Pictures:
    """What is on the floor now, each thing encoded once until it changes."""

    def __init__(self, *, replica: Replica, names: Naming) -> None:
        self._replica = replica
        self._names = names
        self._stats: dict[str, Entity] = {}
        self._taken: dict[Key, bytes] = {}

    def of(self, key: Key) -> bytes | None:
        """The entity as JSON; None when it is no longer there."""
        taken = self._taken.get(key)
        if taken is None:
            seen = self._entity(key)
            if seen is None:
                return None
            taken = self._taken[key] = _encoder.encode(seen)
        return taken

    def forget(self, keys: Iterable[Key]) -> None:
        """Look at entities anew: they changed, or are gone."""
        for key in keys:
            self._taken.pop(key, None)

    def forget_all(self) -> None:
        """Look at everything anew."""
        self._taken.clear()

    def note_stats(self, stats: Entity) -> bool:
        """Take in a queue's figures of the day; whether they are others than before."""
        before = self._stats.get(stats["queue"])
        if before is not None and _counted(before) == _counted(stats):
            return False
        self._stats[stats["queue"]] = stats
        return True

    def stats(self) -> list[Key]:
        """The keys of all figures of queues that are on the floor."""
        return [(STATS, id_) for id_ in self._stats if id_ in self._replica.floor.queues]

    def together(self, keys: Iterable[Key]) -> bytes:
        """Those of the entities that are there, by kind and id."""
        kinds: dict[str, list[bytes]] = {}
        for key in keys:
            seen = self.of(key)
            if seen is not None:
                kinds.setdefault(key[0], []).append(b"%s:%s" % (_encoder.encode(key[1]), seen))
        parts = (b"%s:{%s}" % (_encoder.encode(kind), b",".join(of)) for kind, of in kinds.items())
        return b"{%s}" % b",".join(parts)

    def put(self, key: Key) -> bytes:
        """One entity of a patch; it is there."""
        seen = self.of(key)
        assert seen is not None, key
        return b"[%s,%s,%s]" % (_encoder.encode(key[0]), _encoder.encode(key[1]), seen)

    def _entity(self, key: Key) -> Entity | None:
        floor = self._replica.floor
        if key[0] == STATS:
            return self._stats.get(key[1]) if key[1] in floor.queues else None
        return entity(floor, self._names, key)


def _counted(stats: Entity) -> Entity:
    """A queue's figures without the moment they were counted at."""
    return {**stats, "at": 0, "today": {**stats["today"], "to_at": 0}}
