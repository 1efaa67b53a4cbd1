"""Who waits, in which order, for the same thing?

A line holds the contacts that wait in one queue and want the same of an agent, or wait
for one person. Their order never changes with time: the common rate of ageing
makes age and priority one number, the key. So a plain sorted sequence does: the head
apart, since most lines have no more than that, and the others in blocks. Adding and removing
cost a search and a short shift, and a rank (the position told to the customer) costs one look
at each block.
"""

from __future__ import annotations

from bisect import bisect_left
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

LineKey = tuple["Want", str | None]
Entry = tuple[int, int, "Contact", "Line"]
Place = tuple[int, int]
Tops = list[int]
"""The key of each line's head, by the number of the line. The lines of one agent are looked at
together, and fetching their heads from all over memory is most of what that costs."""
NOBODY: Final = 2**63 - 1
"""The top of an empty line."""


class Home:
    """The lines of one queue, and how many of those for anybody are empty."""

    __slots__ = ("empty", "lines")

    def __init__(self) -> None:
        """Begin without lines."""
        self.lines: dict[LineKey, Line] = {}
        self.empty = 0


class Line:
    """Contacts that wait for the same thing, and the agents who could take them now."""

    __slots__ = (
        "_blocks",
        "_lasts",
        "_tops",
        "emptied",
        "head",
        "home",
        "number",
        "passed",
        "pool",
        "queue",
        "rank_of",
        "size",
        "target",
        "want",
    )

    def __init__(
        self, *, queue: str, want: Want, target: str | None, tops: Tops, number: int, home: Home
    ) -> None:
        """Begin with nobody waiting and nobody free."""
        self.home = home
        self.emptied = 0
        """When the line ran empty last, counted in such moments."""
        self._tops = tops
        self.number = number
        self.queue = queue
        self.want = want
        self.target = target
        rank = self.rank_of = ranked(want)
        """What agents are ordered by here; None is by load."""
        self.pool = Pool() if rank is None else RankedPool(rank, hard=want.hard)
        self.size = 0
        self.head: Entry | None = None
        self._blocks: list[list[Entry]] = []
        self._lasts: list[Entry] = []
        self.passed: dict[str, Contact] = {}
        """Those in the line on whom somebody passed."""

    def note_passes(self, contact: Contact) -> Contact | None:
        """Remember who passed on a contact. Past the bound, forget the last one's and return it."""
        self.passed[contact.id] = contact
        if len(self.passed) > PASSED_MAX:
            last = max(self.passed.values(), key=lambda one: (one.key, one.seq))
            self.forget(last)
            return last
        return None

    def add(self, contact: Contact) -> None:
        """Let a contact wait here."""
        key = contact.key
        entry = (key, contact.seq, contact, self)
        self.size += 1
        head = self.head
        if head is None:
            self.head = entry
            self._tops[self.number] = key
            return
        if entry < head:
            self.head, entry = entry, head
            self._tops[self.number] = key
        blocks, lasts = self._blocks, self._lasts
        if not blocks:
            blocks.append([entry])
            lasts.append(entry)
            return
        if entry > lasts[-1]:
            at = len(blocks) - 1
            block = blocks[at]
            block.append(entry)
            lasts[at] = entry
        else:
            at = bisect_left(lasts, entry)
            block = blocks[at]
            block.insert(bisect_left(block, entry), entry)
        if len(block) > BLOCK_MAX:
            self._cut(at)

    def forget(self, contact: Contact) -> None:
        """Let everybody be asked about a contact again."""
        del self.passed[contact.id]
        contact.passes.clear()

    def leave(self, contact: Contact) -> None:
        """Let a contact wait here no longer."""
        if contact.passes:
            self.passed.pop(contact.id, None)
        self.size -= 1
        head = self.head
        if head is not None and head[2] is contact:
            if self._blocks:
                self.head = head = self._take(0, 0)
                self._tops[self.number] = head[0]
            else:
                self.head = None
                self._tops[self.number] = NOBODY
            return
        at, spot = self._find((contact.key, contact.seq))
        entry = self._take(at, spot)
        assert entry[2] is contact, "a contact is where its key says"

    def rank(self, place: Place) -> int:
        """Return how many stand before this place, taken or not."""
        if self.head is None or self.head[:2] >= place:
            return 0
        at, spot = self._find(place)
        return 1 + sum(map(len, self._blocks[:at])) + spot

    def holds(self, contact: Contact) -> bool:
        """Say whether a contact waits here, in the place that is its own."""
        if self.head is not None and self.head[2] is contact:
            return True
        at, spot = self._find((contact.key, contact.seq))
        if at == len(self._blocks) or spot == len(self._blocks[at]):
            return False
        return self._blocks[at][spot][2] is contact

    def __iter__(self) -> Iterator[Contact]:
        """Go through the contacts from the head."""
        if self.head is not None:
            yield self.head[2]
        for block in self._blocks:
            for entry in block:
                yield entry[2]

    def _take(self, at: int, spot: int) -> Entry:
        block = self._blocks[at]
        entry = block.pop(spot)
        if not block:
            del self._blocks[at]
            del self._lasts[at]
        elif spot == len(block):
            self._lasts[at] = block[-1]
        return entry

    def _find(self, place: Place) -> tuple[int, int]:
        # A pair sorts just before the entry that begins with it.
        at = bisect_left(self._lasts, place)
        return at, bisect_left(self._blocks[at], place) if at < len(self._blocks) else 0

    def _cut(self, at: int) -> None:
        block = self._blocks[at]
        half = len(block) // 2
        self._blocks[at : at + 1] = [block[:half], block[half:]]
        self._lasts.insert(at, block[half - 1])
