"""Who waits, in which order, for the same thing?

A line holds the contacts that wait in one queue and want the same of an agent, or wait
for one person. Their order never changes with time: the common rate of ageing
makes age and priority one number, the key. So a plain sorted sequence does, kept in
blocks: adding and removing cost a search and a short shift, the head is at hand, and a
rank (the position told to the customer) costs one look at each block.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import MutableSequence
from typing import TYPE_CHECKING, Final

from onqueue.floor.routing.pools import Pool, RankedPool
from onqueue.floor.routing.wants import ranked

if TYPE_CHECKING:
    from collections.abc import Iterator

    from onqueue.floor.model import Contact
    from onqueue.floor.routing.wants import Want

BLOCK_MAX: Final = 512
"""A block that grows past this is cut in two."""
PASSED_MAX: Final = 32
"""Contacts in a line whose passes are remembered: the most that a match looks past."""

Entry = tuple[int, int, "Contact", "Line"]
Place = tuple[int, int]
Tops = MutableSequence[int]
"""The key of each line's head, by the number of the line. The lines of one agent are looked at
together, and fetching their heads from all over memory is most of what that costs."""
NOBODY: Final = 2**63 - 1
"""The top of an empty line."""


class Line:
    """Contacts that wait for the same thing, and the agents who could take them now."""

    __slots__ = (
        "_blocks",
        "_lasts",
        "_tops",
        "head",
        "number",
        "passed",
        "pool",
        "queue",
        "size",
        "target",
        "want",
    )

    def __init__(
        self, *, queue: str, want: Want, target: str | None, tops: Tops, number: int
    ) -> None:
        """Begin with nobody waiting and nobody free."""
        self._tops = tops
        self.number = number
        self.queue = queue
        self.want = want
        self.target = target
        rank = ranked(want)
        self.pool = Pool() if rank is None else RankedPool(rank, hard=want.hard)
        self.size = 0
        self.head: Entry | None = None
        self._blocks: list[list[Entry]] = []
        self._lasts: list[Entry] = []
        self.passed: dict[str, Contact] = {}
        """Those in the line on whom somebody passed."""

    def enter(self, contact: Contact) -> Contact | None:
        """Let a contact wait here. Past the bound, forget the last one's passes and return it."""
        self._add(contact)
        if contact.passes:
            self.passed[contact.id] = contact
            if len(self.passed) > PASSED_MAX:
                last = max(self.passed.values(), key=lambda one: (one.key, one.seq))
                self.forget(last)
                return last
        return None

    def forget(self, contact: Contact) -> None:
        """Let everybody be asked about a contact again."""
        del self.passed[contact.id]
        contact.passes.clear()

    def leave(self, contact: Contact) -> None:
        """Let a contact wait here no longer."""
        if contact.passes:
            self.passed.pop(contact.id, None)
        if self.head is not None and self.head[2] is contact:
            at = spot = 0
        else:
            at, spot = self._find((contact.key, contact.seq))
        block = self._blocks[at]
        assert block[spot][2] is contact, "a contact is where its key says"
        del block[spot]
        self.size -= 1
        if not block:
            del self._blocks[at]
            del self._lasts[at]
        elif spot == len(block):
            self._lasts[at] = block[-1]
        if not at and not spot:
            self.head = self._blocks[0][0] if self._blocks else None
            self._tops[self.number] = NOBODY if self.head is None else self.head[0]

    def rank(self, place: Place) -> int:
        """Return how many stand before this place, taken or not."""
        at, spot = self._find(place)
        return sum(map(len, self._blocks[:at])) + spot

    def __iter__(self) -> Iterator[Contact]:
        """Go through the contacts from the head."""
        for block in self._blocks:
            for entry in block:
                yield entry[2]

    def _add(self, contact: Contact) -> None:
        entry = (contact.key, contact.seq, contact, self)
        self.size += 1
        if self.head is None or entry < self.head:
            self.head = entry
            self._tops[self.number] = contact.key
        if not self._blocks:
            self._blocks.append([entry])
            self._lasts.append(entry)
            return
        if entry > self._lasts[-1]:
            at = len(self._blocks) - 1
            self._blocks[at].append(entry)
            self._lasts[at] = entry
        else:
            at = bisect_left(self._lasts, entry)
            block = self._blocks[at]
            block.insert(bisect_left(block, entry), entry)
        if len(self._blocks[at]) > BLOCK_MAX:
            self._cut(at)

    def _find(self, place: Place) -> tuple[int, int]:
        # A pair sorts just before the entry that begins with it.
        at = bisect_left(self._lasts, place)
        return at, bisect_left(self._blocks[at], place) if at < len(self._blocks) else 0

    def _cut(self, at: int) -> None:
        block = self._blocks[at]
        half = len(block) // 2
        self._blocks[at : at + 1] = [block[:half], block[half:]]
        self._lasts.insert(at, block[half - 1])
