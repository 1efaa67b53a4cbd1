"""How does the directory refuse?

Invalid    AnswersInvalid, and Invalid itself with a field and a reason
Refused    NameTaken, NameArchived, RecordChanged, RecordInUse, CentreExists, DraftMissing
NotFound   RecordMissing
"""

from __future__ import annotations

from collections.abc import Mapping

from onqueue.kernel.errors import Invalid, NotFound, Refused


class AnswersInvalid(Invalid):
    """Check {field}: {reason}."""

    code = "answers.invalid"

    def __init__(self, *, problems: Mapping[str, str]) -> None:
        """Keep every problem; the first one is the sentence."""
        self.problems = dict(problems)
        field, reason = next(iter(problems.items()))
        super().__init__(field=field, reason=reason)


class NameTaken(Refused):
    """There is a {kind} called “{name}” already. Choose another name, or use that one."""

    code = "name.taken"


class NameArchived(Refused):
    """There is an archived {kind} called “{name}”. Restore it, or choose another name."""

    code = "name.archived"


class RecordChanged(Refused):
    """{changed_by} has changed this in the meantime. Load it again, then repeat your change."""

    code = "record.changed"


class RecordInUse(Refused):
    """This is in use by {by}. Change that first."""

    code = "record.in_use"


class RecordMissing(NotFound):
    """There is no such {kind}. It may have been removed; load the list again."""

    code = "record.not_found"


class CentreExists(Refused):
    """This contact centre has been set up already. Change it in the settings."""

    code = "centre.exists"


class ReplyShared(Refused):
    """This reply belongs to everyone. Archive it instead of removing it."""

    code = "reply.shared"


class PersonalRepliesFull(Refused):
    """You have {limit} replies of your own. Remove some that you do not use."""

    code = "reply.limit"


class DraftMissing(Refused):
    """There is no draft to publish. Somebody may have published or discarded it."""

    code = "routing.no_draft"
