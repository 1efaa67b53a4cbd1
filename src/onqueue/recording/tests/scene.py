"""A talk that is over and lies where the carrier wrote it, for tests of a whole centre."""

from __future__ import annotations

from sqlalchemy.orm import Session

from onqueue.directory import service as directory
from onqueue.identity.service.by import By
from onqueue.kernel.authz import SYSTEM
from onqueue.recording.schemas import PolicyAsked
from onqueue.recording.service import policies, talks

NOW = 1_700_000_000_000


def talked(session: Session, *, raw: str, seconds: int, days: int) -> None:
    """A queue records its calls, and one talk of it, `talk1`, is over."""
    by = By(actor=SYSTEM, now=NOW, network="")
    queue = directory.create_queue(session, by=by, name="Calls", channel="voice").id
    body = PolicyAsked(mode="on", announce=False, days=days, version=0)
    policies.set_policy(session, by=by, queue=queue, body=body)
    talks.begin_talk(
        session, id="talk1", contact="c1", queue=queue, agent="ada", talk="1",
        can_record=True, can_tell=True, now=NOW,
    )  # fmt: skip
    talks.change_segment(session, recording="talk1", kind="recorded", reason="", by="", now=NOW)
    talks.take_sound(
        session, recording="talk1", duration_ms=seconds * 1_000, raw=raw, sha256="", voices=[""],
        ends_with_file=False, now=NOW + seconds * 1_000,
    )  # fmt: skip
