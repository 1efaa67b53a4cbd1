"""What do desks see of calls? Each person the calls that they have a part in, when they change."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from onqueue.channels.voice import causes
from onqueue.channels.voice.call import LISTENER, OVER, UP
from onqueue.channels.voice.carriers import ASTERISK
from onqueue.channels.voice.reaching import why_unreached
from onqueue.floor import commands as floor

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from onqueue.channels.voice.call import Call, Line
    from onqueue.channels.voice.settling import Act


WHY: Final = {
    causes.ABSENT: "absent",
    causes.NO_RESPONSE: "unanswered",
    causes.NO_ANSWER: "unanswered",
    causes.NO_MEDIA: "silent",
    causes.BUSY: "refused",
    causes.REFUSED: "refused",
}
"""Why somebody's telephone had no part in a call, in the desk's words; else it is `failed`."""


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

    def tell_failed(self, call: Call, line: Line, *, acts: Sequence[Act], talked: bool) -> None:
        """Tell somebody that their telephone failed them, and why: the call has gone on."""
        lost = any(isinstance(act, floor.Requeue | floor.EndConsult) for act in acts)
        if lost or (line.role == LISTENER and not talked):
            why = WHY.get(line.cause or causes.LOST, "failed")
            phone = "telephone" if call.carrier == ASTERISK and not line.is_page else "page"
            shown = {"t": "call_lost", "contact": call.contact, "why": why, "phone": phone}
            self._show(shown, frozenset({line.account}))

    def tell(self, call: Call, *, recording: str) -> None:
        """Show a call to those who have a part in it, when it is another than before."""
        lines = [one for one in call.lines.values() if one.state != OVER]
        people = frozenset(one.account for one in lines if one.account)
        shown = {
            "t": "call",
            "contact": call.contact,
            "carrier": call.carrier,
            "held": call.held,
            "recording": recording,
            "legs": [
                {
                    "leg": one.leg,
                    "role": one.role,
                    "account": one.account,
                    "up": one.state == UP,
                    "page": one.is_page or call.carrier != ASTERISK,
                }
                for one in lines
            ],
            "listening": [
                {"account": account, "mode": mode} for account, mode in call.taps.items()
            ],
            "over": not lines,
            "out": _called(call),
        }
        before, knew = self._shown.get(call.contact, ({}, frozenset()))
        if shown != before or people != knew:
            self._shown[call.contact] = (shown, people)
            self._show(shown, people | knew)


def _called(call: Call) -> dict[str, str] | None:
    """Whom an agent calls, how far that is, and why it failed; None where somebody called in."""
    if call.out is None:
        return None
    customer = call.customer
    state, why = "calling_you", ""
    if customer is not None:
        state = "talking" if customer.state == UP else "ringing" if customer.rings else "dialling"
        state = "over" if customer.state == OVER else state
        if state == "over" and call.out.reached_at is None:
            why = why_unreached(customer)
    return {"number": call.out.number, "shows": call.out.shows, "state": state, "why": why}
