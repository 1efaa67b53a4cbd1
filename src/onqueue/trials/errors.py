"""How are trials of drafts refused?

Refused    NothingToTry, DraftChanged, TrialUnderWay, TrialsFull
NotFound   TrialMissing, DayNotRecorded
Hopeless   TrialFailed: why a trial ended without a result
"""

from __future__ import annotations

from onqueue.kernel.errors import NotFound, OnqueueError, Refused


class NothingToTry(Refused):
    """There is no draft of these rules to try. Change a rule and save the draft first."""

    code = "trial.no_draft"


class DraftChanged(Refused):
    """The draft was changed in the meantime. Load it again, then try it."""

    code = "trial.draft_changed"


class TrialUnderWay(Refused):
    """These rules are being tried already. Wait for the result, or cancel it."""

    code = "trial.under_way"


class TrialsFull(Refused):
    """{waiting} trials wait already. Try again when some of them are done."""

    code = "trial.full"


class TrialMissing(NotFound):
    """There is no such trial. It may have been removed; load the page again."""

    code = "trial.not_found"


class DayNotRecorded(NotFound):
    """No contact is recorded on {day}. Choose another day."""

    code = "trial.day_not_recorded"


class TrialFailed(OnqueueError):
    """The trial stopped unexpectedly. Try again; the server's log says more."""

    code = "trial.failed"


class RulesNotFollowed(TrialFailed):
    """The floor of that day does not go by these rules: {reason}"""

    code = "trial.rules_not_followed"


class TrialTooLong(TrialFailed):
    """The trial took longer than {minutes} minutes and was stopped. Choose a quieter day."""

    code = "trial.too_long"


class TrialInterrupted(TrialFailed):
    """The server was stopped before the trial was done. Start it again."""

    code = "trial.interrupted"
