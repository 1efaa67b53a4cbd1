"""Which files are taken, and under what name and type?

A file is believed only where its content and the end of its name agree, and only if the
widget allows that type. The name is for people to read; files are stored under names
drawn at random, outside everything that is served.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import Final

from onqueue.conversations.errors import FileTypeRefused

NAME_MAX: Final = 120
HEAD_SIZE: Final = 4_096
"""How many bytes from the beginning a type is told by."""

_ENDINGS: Final[dict[str, tuple[str, str]]] = {
    # ending: (what the content must look like, the type that it is then)
    "png": ("png", "image/png"),
    "jpg": ("jpeg", "image/jpeg"),
    "jpeg": ("jpeg", "image/jpeg"),
    "gif": ("gif", "image/gif"),
    "webp": ("webp", "image/webp"),
    "heic": ("iso-heic", "image/heic"),
    "svg": ("markup", "image/svg+xml"),
    "pdf": ("pdf", "application/pdf"),
    "txt": ("text", "text/plain"),
    "log": ("text", "text/plain"),
    "md": ("text", "text/plain"),
    "csv": ("text", "text/csv"),
    "json": ("text", "application/json"),
    "zip": ("zip", "application/zip"),
    "docx": ("zip", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "xlsx": ("zip", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "pptx": ("zip", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
    "odt": ("zip", "application/vnd.oasis.opendocument.text"),
    "ods": ("zip", "application/vnd.oasis.opendocument.spreadsheet"),
    "doc": ("ole", "application/msword"),
    "xls": ("ole", "application/vnd.ms-excel"),
    "rtf": ("rtf", "application/rtf"),
    "mp3": ("mp3", "audio/mpeg"),
    "ogg": ("ogg", "audio/ogg"),
    "wav": ("wav", "audio/wav"),
    "m4a": ("iso", "audio/mp4"),
    "mp4": ("iso", "video/mp4"),
    "webm": ("ebml", "video/webm"),
}
_FIRST_BYTES: Final[tuple[tuple[bytes, str], ...]] = (
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"GIF87a", "gif"),
    (b"GIF89a", "gif"),
    (b"%PDF-", "pdf"),
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"),
    (b"{\\rtf", "rtf"),
    (b"ID3", "mp3"),
    (b"\xff\xfb", "mp3"),
    (b"\xff\xf3", "mp3"),
    (b"OggS", "ogg"),
    (b"\x1aE\xdf\xa3", "ebml"),
)
_GIVEN_ENDINGS: Final = {"png": "png", "jpeg": "jpg", "gif": "gif", "webp": "webp", "pdf": "pdf"}
"""The ending given to a nameless file, as pasted pictures are."""

SAFE_INLINE: Final = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})
"""Pictures of points: nothing in them can run. All else is offered for download only."""

STAFF_TYPES: Final = tuple(sorted({media_type for _, media_type in _ENDINGS.values()}))
"""Staff is known by name, and may send whatever can be told apart."""

DEFAULT_TYPES: Final = (*sorted(SAFE_INLINE), "application/pdf", "text/plain")

_RESERVED: Final = frozenset(
    {"con", "prn", "aux", "nul"} | {f"{port}{n}" for port in ("com", "lpt") for n in range(10)}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FilePolicy:
    """What one channel takes. `types` holds types, `image/*` and endings like `.pdf`."""

    types: tuple[str, ...] = DEFAULT_TYPES
    size_max: int = 10 * 1024 * 1024

    def allows(self, *, media_type: str, ending: str) -> bool:
        """Tell whether a type is on the list."""
        group = media_type.split("/", 1)[0] + "/*"
        return not {media_type, group, f".{ending}"}.isdisjoint(self.types)


def clean_name(name: str) -> str:
    """Return a name that is safe to show and to offer for download, whatever was sent.

    Compatibility forms are resolved first, because a full-width slash becomes a slash;
    then invisible signs go, because they hide endings and turn names around.
    """
    plain = unicodedata.normalize("NFKC", name)
    plain = "".join(sign for sign in plain if unicodedata.category(sign)[0] != "C")
    plain = plain.replace("\\", "/").rsplit("/", 1)[-1]
    plain = "".join("_" if sign in '<>:"|?*;%' else sign for sign in plain)
    plain = " ".join(plain.split()).strip(". ")
    stem, dot, ending = plain.rpartition(".")
    if not dot:
        stem, ending = plain, ""
    if stem.split(".")[0].strip().lower() in _RESERVED:
        stem = f"_{stem}"
    ending = ending[:16]
    stem = stem[: NAME_MAX - len(ending) - 1].rstrip(". ") or "file"
    return f"{stem}.{ending}" if ending else stem


def judge_file(*, name: str, head: bytes, policy: FilePolicy) -> tuple[str, str]:
    """Return the safe name and the type of a file, or raise with the reason."""
    name = clean_name(name)
    look = _look(head)
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    if not ending and look in _GIVEN_ENDINGS:
        ending = _GIVEN_ENDINGS[look]
        name = f"{name}.{ending}"
    if ending not in _ENDINGS:
        raise FileTypeRefused(field="file", name=name, reason="files of this kind are not taken")
    wanted, media_type = _ENDINGS[ending]
    if look != wanted:
        raise FileTypeRefused(
            field="file",
            name=name,
            reason="its content is not what “.{ending}” promises",
            ending=ending,
        )
    if not policy.allows(media_type=media_type, ending=ending):
        raise FileTypeRefused(field="file", name=name, reason="files of this kind are not taken")
    return name, media_type


def _look(head: bytes) -> str:
    for first, look in _FIRST_BYTES:
        if head.startswith(first):
            return look
    if head[:4] == b"RIFF":
        return {b"WEBP": "webp", b"WAVE": "wav"}.get(head[8:12], "unknown")
    if head[4:8] == b"ftyp":
        return "iso-heic" if head[8:12] in {b"heic", b"heix", b"mif1"} else "iso"
    return _look_of_text(head)


def _look_of_text(head: bytes) -> str:
    try:
        # The head may be cut in the middle of a character: up to three bytes are missing.
        text = head.decode("utf-8", errors="strict")
    except UnicodeDecodeError as error:
        if len(head) < HEAD_SIZE or error.start < len(head) - 3:
            return "unknown"
        text = head[: error.start].decode("utf-8")
    if any(ord(sign) < 9 or 13 < ord(sign) < 32 for sign in text):  # noqa: PLR2004  # tab to return
        return "unknown"
    begin = text.lstrip("\ufeff \t\r\n").lower()
    markup = ("<!", "<?", "<html", "<svg", "<script", "<head", "<body", "<iframe")
    return "markup" if begin.startswith(markup) else "text"
