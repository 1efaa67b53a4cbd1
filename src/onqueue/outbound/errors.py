"""How does calling out refuse?

    Forbidden  DialNotAllowed, DialCostly
    Refused    AgentSpent, CentreSpent, OutboundStopped, PolicyChanged
    NotFound   SpeedDialMissing

What is malformed is an `Invalid` with a field and a reason.
"""

from __future__ import annotations

from onqueue.kernel.errors import Forbidden, NotFound, Refused


class DialNotAllowed(Forbidden):
    """{number} may not be called from here. An administrator can allow numbers that begin like it,
    under Calling out.
    """

    code = "dial.not_allowed"


class DialCostly(Forbidden):
    """{number} is a premium or satellite number, which nobody may call unless an administrator
    allows it by name, under Calling out.
    """

    code = "dial.costly"


class AgentSpent(Refused):
    """Your calls of the last hour have cost as much as they may. Try again in a while, or ask a
    supervisor.
    """

    code = "dial.agent_spent"


class CentreSpent(Refused):
    """All calls of today have cost as much as they may. An administrator can raise the limit, under
    Calling out.
    """

    code = "dial.centre_spent"


class OutboundStopped(Refused):
    """Calling out was stopped because of unusual calls: {reason}. An administrator has to let it go
    on. Emergency numbers can be called all the same.
    """

    code = "dial.stopped"


class PolicyChanged(Refused):
    """{changed_by} has changed these rules in the meantime. Load them again, then repeat your
    change.
    """

    code = "dial_policy.changed"


class SpeedDialMissing(NotFound):
    """There is no such speed dial, or it is not yours."""

    code = "speed_dial.not_found"
