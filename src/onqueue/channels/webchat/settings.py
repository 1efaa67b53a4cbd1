"""What does a widget need to know to draw itself?"""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from onqueue.channels.webchat.errors import OriginRefused, WidgetMissing
from onqueue.channels.webchat.opening import widget_with_hours
from onqueue.directory import queries as directory
from onqueue.directory.rules import hours, widgets

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy.orm import Session

    from onqueue.directory.rules.forms import FormField
    from onqueue.directory.rules.hours import Hours


def widget_settings(
    session: Session,
    *,
    id: str,  # noqa: A002  # it is one
    language: str,
    origin: str | None,
    address: str,
    now: int,
    calls: bool = False,
) -> dict[str, Any]:
    """The public part of a widget's settings. Raises where the page may not show it."""
    found = widget_with_hours(session, id=id)
    if found is None:
        raise WidgetMissing
    widget, queue_hours = found
    if not widgets.origin_allowed(widget.allowed_origins, origin, address):
        raise OriginRefused
    is_open = any(hours.is_open(one, now) for one in queue_hours.values())
    return {
        "id": widget.id,
        "name": directory.centre(session).name,
        "languages": widget.languages,
        "form": [_question(question) for question in widget.form],
        "look": asdict(widget.look),
        "texts": dict(widget.texts.get(language, {})),
        "open": is_open,
        "opens_at": None if is_open else soonest(queue_hours.values(), now),
        "files": asdict(widget.files),
        "rating_enabled": widget.rating_enabled,
        "offline_message_enabled": widget.offline_message_enabled,
        "calls": calls and widget.calls_enabled,
    }


def soonest(queue_hours: Iterable[Hours | None], now: int) -> int | None:
    """The next opening of several calendars; None when none ever opens."""
    openings = [hours.next_opening(one, now) for one in queue_hours]
    return min((at for at in openings if at is not None), default=None)


def _question(question: FormField) -> dict[str, Any]:
    """A question without where its answers lead: that is not the page's business."""
    return {
        "key": question.key,
        "label": dict(question.label),
        "kind": question.kind,
        "required": question.required,
        "options": [
            {"value": option.value, "label": dict(option.label)} for option in question.options
        ],
    }
