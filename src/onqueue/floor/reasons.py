"""Why did the floor do something by itself? The reasons that it writes into its events.

They are kept in the journal as they stand here, so none is ever changed; `wordings` says each in
every language. What people type as a reason is their own words, and is told as it was typed.
"""

from __future__ import annotations

from typing import Final

AGENT_BREAKS: Final = "agent goes on a short break"
AGENT_LEFT: Final = "agent left the queue"
AGENT_RECOVERS: Final = "agent recovers"
AGENT_REMOVED: Final = "agent removed"
AGENT_SET_ASIDE: Final = "agent set aside"
BREAK_DAY: Final = "no minutes left today"
BREAK_FULL: Final = "as many away as may be"
BREAK_LEVEL: Final = "service level would fall too low"
BREAK_LONG: Final = "longer than a short break may be"
BREAK_SOON: Final = "too soon after the last one"
BREAK_WAIT: Final = "customers would wait too long"
BREAKS_OFF: Final = "no short breaks by rule"
"""Why a wish for a short break was refused."""
CONNECTION_LOST: Final = "connection lost"
"""An agent's desk was gone for longer than the grace."""
CONSULTATION_ENDED: Final = "consultation ended"
CUSTOMER_LEFT: Final = "customer left"
DECLINED: Final = "declined"
DIVERTED: Final = "contact diverted"
ENDED: Final = "contact ended"
MISSED_OFFERS: Final = "missed offers"
NOT_ANSWERED: Final = "not answered"
REQUEUED: Final = "contact requeued"
SIGNED_OFF: Final = "agent signed off"
SIGNED_OFF_BY_OTHERS: Final = "signed off by a supervisor"
TAKEN_OVER: Final = "contact taken over"
TIME_RAN_OUT: Final = "time ran out"
TRANSFERRED: Final = "contact transferred"

OF_THE_FLOOR: Final = frozenset(
    {
        AGENT_BREAKS,
        AGENT_LEFT,
        AGENT_RECOVERS,
        AGENT_REMOVED,
        AGENT_SET_ASIDE,
        BREAKS_OFF,
        BREAK_DAY,
        BREAK_FULL,
        BREAK_LEVEL,
        BREAK_LONG,
        BREAK_SOON,
        BREAK_WAIT,
        CONNECTION_LOST,
        CONSULTATION_ENDED,
        CUSTOMER_LEFT,
        DECLINED,
        DIVERTED,
        ENDED,
        MISSED_OFFERS,
        NOT_ANSWERED,
        REQUEUED,
        SIGNED_OFF,
        SIGNED_OFF_BY_OTHERS,
        TAKEN_OVER,
        TIME_RAN_OUT,
        TRANSFERRED,
    }
)

CUSTOMER_GONE: Final = "customer_gone"
"""A channel's: the customer's page has been gone for too long."""
LINE_LOST: Final = "line_lost"
"""A channel's: what carried the call has failed."""
CALLEE_BUSY: Final = "callee_busy"
CALLEE_NO_ANSWER: Final = "callee_no_answer"
CALLEE_REFUSED: Final = "callee_refused"
CALLEE_UNKNOWN: Final = "callee_unknown"
CALLEE_UNREACHABLE: Final = "callee_unreachable"
CALL_NOT_PERMITTED: Final = "call_not_permitted"
CALL_TOO_LONG: Final = "call_too_long"
CALL_TOO_DEAR: Final = "call_too_dear"
CALL_INTERRUPTED: Final = "call_interrupted"
"""A channel's: why a call to a customer came to nothing, or was ended."""
OF_CALLS: Final = frozenset(
    {
        CALLEE_BUSY,
        CALLEE_NO_ANSWER,
        CALLEE_REFUSED,
        CALLEE_UNKNOWN,
        CALLEE_UNREACHABLE,
        CALL_NOT_PERMITTED,
        CALL_TOO_LONG,
        CALL_TOO_DEAR,
        CALL_INTERRUPTED,
    }
)
BUSY: Final = "busy"
NOT_MINE: Final = "not_mine"
TECHNICAL: Final = "technical"
"""An agent's, chosen from the list when an offer is declined."""

OF_OTHERS: Final = frozenset({CUSTOMER_GONE, LINE_LOST, BUSY, NOT_MINE, TECHNICAL}) | OF_CALLS
