"""What was posted a moment ago, so that who carries it need not read it again?

The bus brings every message of this process along, after its commit. Whoever hears from the
journal of a place takes the message from here, and reads it from the database when it is not
here: because another process posted it, or because it is long ago. So nothing depends on it.
"""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING, Final

import msgspec

from onqueue.conversations.events import POSTED
from onqueue.conversations.schemas import Message

if TYPE_CHECKING:
    from collections.abc import Iterable

    from onqueue.kernel.bus import Bus

KEPT_MAX: Final = 500
"""As many as may wait between a commit and its delivery on a busy second."""

Place = tuple[str, int]
"""A conversation and a `seq` in it."""

_decoder: Final = msgspec.json.Decoder(Message)


class Fresh:
    """The messages that were posted last in this process."""

    def __init__(self, *, bus: Bus) -> None:
        self._posted = bus.subscribe(POSTED, buffer_max=KEPT_MAX)
        self._kept: OrderedDict[Place, Message] = OrderedDict()

    def find(self, places: Iterable[Place]) -> tuple[list[Message], set[Place]]:
        """Return the messages at these places, in order, and the places that must be read."""
        for payload in self._posted.taken():
            message = _decoder.decode(payload)
            self._kept[message.conversation, message.seq] = message
        while len(self._kept) > KEPT_MAX:
            self._kept.popitem(last=False)
        wanted = sorted(set(places))
        found = [self._kept[place] for place in wanted if place in self._kept]
        return found, {place for place in wanted if place not in self._kept}
