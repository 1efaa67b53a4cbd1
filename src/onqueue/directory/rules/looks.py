"""What can be said about a chat widget, as values that are checked once, when it is saved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from onqueue.directory.rules.forms import FormField, FormOption, SkillNeed
from onqueue.directory.rules.texts import check_language
from onqueue.directory.rules.widgets import check_color, check_file_types, check_link
from onqueue.kernel.errors import Invalid

FILE_COUNT_MAX: Final = 10
DEFAULT_COLOR: Final = "#0b6e4f"
FILE_BYTES: Final = 10 * 1024 * 1024
FILE_TYPES: Final = ("image/png", "image/jpeg", "image/gif", "image/webp", ".pdf", ".txt")


@dataclass(frozen=True, kw_only=True)
class Look:
    """How a widget looks, and its texts by language."""

    color: str
    scheme: Literal["auto", "light", "dark"]
    position: Literal["right", "left"]
    title: Mapping[str, str]
    subtitle: Mapping[str, str]
    greeting: Mapping[str, str]
    launcher: Mapping[str, str]
    privacy_url: str | None


@dataclass(frozen=True, kw_only=True)
class FileRules:
    """Which files customers may send. Types are image/png, image/* or .pdf."""

    enabled: bool
    max_bytes: int
    max_count: int
    types: tuple[str, ...]


PLAIN_LOOK: Final = Look(
    color=DEFAULT_COLOR,
    scheme="auto",
    position="right",
    title={},
    subtitle={},
    greeting={},
    launcher={},
    privacy_url=None,
)
USUAL_FILES: Final = FileRules(enabled=True, max_bytes=FILE_BYTES, max_count=5, types=FILE_TYPES)


def read_look(written: Mapping[str, Any]) -> Look:
    """Turn a written look into one; what is left out is plain."""
    return Look(**{**vars(PLAIN_LOOK), **written})


def read_files(written: Mapping[str, Any]) -> FileRules:
    """Turn written file rules into rules; what is left out is as usual."""
    return FileRules(
        **{**vars(USUAL_FILES), **written, "types": tuple(written.get("types", FILE_TYPES))}
    )


def read_form(written: Sequence[Mapping[str, Any]]) -> tuple[FormField, ...]:
    """Turn a written form into one."""
    return tuple(
        FormField(
            key=entry["key"],
            label=entry["label"],
            kind=entry["kind"],
            required=entry["required"],
            options=tuple(FormOption(**option) for option in entry["options"]),
            queue_by_option=entry["queue_by_option"],
            skill_by_option=read_needs(entry["skill_by_option"]),
        )
        for entry in written
    )


def read_needs(written: Mapping[str, Mapping[str, Any]]) -> dict[str, SkillNeed]:
    """Turn written needs into needs, by what they depend on."""
    return {name: SkillNeed(**need) for name, need in written.items()}


def check_look(look: Look) -> None:
    """Refuse a look that browsers or customers cannot do anything with."""
    check_color(look.color)
    if look.privacy_url is not None:
        check_link(look.privacy_url, field="look")
    for texts in (look.title, look.subtitle, look.greeting, look.launcher):
        for language in texts:
            check_language(language, field="look")


def check_files(files: FileRules) -> None:
    """Refuse file rules that let nothing through."""
    check_file_types(files.types)
    if files.enabled and not files.types:
        raise Invalid(field="files", reason="name at least one type, or switch files off")
