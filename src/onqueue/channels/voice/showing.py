"""What do desks see of calls? Each person the calls that they have a part in, when they change."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from onqueue.channels.voice.call import OVER, UP

if TYPE_CHECKING:
    from collections.abc import Callable

    from onqueue.channels.voice.call import Call


class Showing:
    """The calls as they were shown last."""

    def __init__(self, show: Callable[[dict[str, Any], frozenset[str]], None]) -> None:
        self._show = show
        self._shown: dict[str, tuple[dict[str, Any], frozenset[str]]] = {}

    def to(self, account: str) -> list[dict[str, Any]]:
        """Return the calls that somebody has a part in, as a desk shows them."""
        return [shown for shown, people in self._shown.values() if account in people]

    def forget(self, contact: str) -> None:
        """A call is over."""
        self._shown.pop(contact, None)

    def tell(self, call: Call) -> None:
        """Show a call to those who have a part in it, when it is another than before."""
        lines = [one for one in call.lines.values() if one.state != OVER]
        people = frozenset(one.account for one in lines if one.account)
        shown = {
            "contact": call.contact,
            "carrier": call.carrier,
            "held": call.held,
            "legs": [
                {
                    "leg": one.leg,
                    "role": one.role,
                    "account": one.account,
                    "up": one.state == UP,
                }
                for one in lines
            ],
            "listening": [
                {"account": account, "mode": mode} for account, mode in call.taps.items()
            ],
            "over": not lines,
        }
        before, knew = self._shown.get(call.contact, ({}, frozenset()))
        if shown != before or people != knew:
            self._shown[call.contact] = (shown, people)
            self._show(shown, people | knew)
