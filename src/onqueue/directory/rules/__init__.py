"""The directory's pure logic: opening hours, forms, placeholders and what a widget may be."""

from onqueue.directory.rules.forms import (
    FormField,
    FormOption,
    Routed,
    SkillNeed,
    check_answers,
    is_email,
    route,
)
from onqueue.directory.rules.hours import (
    Change,
    Hours,
    Interval,
    Span,
    intervals,
    is_open,
    next_change,
    next_closing,
    next_opening,
)
from onqueue.directory.rules.texts import PLACEHOLDERS, fill, first_name, text_in
from onqueue.directory.rules.widgets import embed_code, origin_allowed

__all__ = [
    "PLACEHOLDERS",
    "Change",
    "FormField",
    "FormOption",
    "Hours",
    "Interval",
    "Routed",
    "SkillNeed",
    "Span",
    "check_answers",
    "embed_code",
    "fill",
    "first_name",
    "intervals",
    "is_email",
    "is_open",
    "next_change",
    "next_closing",
    "next_opening",
    "origin_allowed",
    "route",
    "text_in",
]
