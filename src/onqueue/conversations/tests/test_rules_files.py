from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onqueue.conversations.errors import FileTypeRefused
from onqueue.conversations.rules.files import (
    HEAD_SIZE,
    NAME_MAX,
    SAFE_INLINE,
    STAFF_TYPES,
    FilePolicy,
    clean_name,
    judge_file,
)

PNG = b"\x89PNG\r\n\x1a\n" + bytes(30)
PDF = b"%PDF-1.7\n..."
JPEG = b"\xff\xd8\xff\xe0" + bytes(30)
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
STAFF = FilePolicy(types=STAFF_TYPES)


@pytest.mark.parametrize(
    "sent, kept",
    [
        ("invoice.pdf", "invoice.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\x\\photo.png", "photo.png"),
        ("\u200b.htaccess", "htaccess"),
        (".htaccess", "htaccess"),
        ("a\u202egnp.exe", "agnp.exe"),
        ("evil.p\u200bhp", "evil.php"),
        ("full\uff0fwidth.png", "width.png"),
        ("name\r\nSet-Cookie: x.png", "nameSet-Cookie_ x.png"),
        ('quo"te<b>.png', "quo_te_b_.png"),
        ("con.txt", "_con.txt"),
        ("NUL", "_NUL"),
        ("...", "file"),
        ("", "file"),
        ("trailing. ", "trailing"),
        ("ｆｉｌｅ．ｐｎｇ", "file.png"),
        ("x" * 300 + ".png", "x" * 116 + ".png"),
    ],
)
def test_hostile_names_become_harmless(sent: str, kept: str) -> None:
    assert clean_name(sent) == kept


@given(st.text(max_size=300))
def test_no_name_is_harmful(sent: str) -> None:
    kept = clean_name(sent)
    assert 0 < len(kept) <= NAME_MAX
    assert not kept.startswith(".")
    assert not set(kept) & set('/\\<>:"|?*;%\r\n\0')
    assert all(unicodedata.category(sign)[0] != "C" for sign in kept)


@pytest.mark.parametrize(
    "name, head, kept, media_type",
    [
        ("photo.PNG", PNG, "photo.PNG", "image/png"),
        ("photo.jpeg", JPEG, "photo.jpeg", "image/jpeg"),
        ("image", PNG, "image.png", "image/png"),
        ("terms.pdf", PDF, "terms.pdf", "application/pdf"),
        ("notes.txt", "grüße".encode(), "notes.txt", "text/plain"),
        ("cut.txt", ("x" * (HEAD_SIZE - 1) + "ü").encode()[:HEAD_SIZE], "cut.txt", "text/plain"),
        ("pic.webp", b"RIFF\0\0\0\0WEBPVP8 ", "pic.webp", "image/webp"),
        ("song.wav", b"RIFF\0\0\0\0WAVEfmt ", "song.wav", "audio/wav"),
        ("clip.mp4", b"\0\0\0\x18ftypisom", "clip.mp4", "video/mp4"),
        ("shot.heic", b"\0\0\0\x18ftypheic", "shot.heic", "image/heic"),
        ("logo.svg", SVG, "logo.svg", "image/svg+xml"),
        ("deck.docx", b"PK\x03\x04....", "deck.docx",
         "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ],
)  # fmt: skip
def test_a_type_is_believed_where_content_and_name_agree(
    name: str, head: bytes, kept: str, media_type: str
) -> None:
    assert judge_file(name=name, head=head, policy=STAFF) == (kept, media_type)


@pytest.mark.parametrize(
    "name, head",
    [
        ("photo.png", JPEG),
        ("photo.png", b"<script>alert(1)</script>"),
        ("notes.txt", SVG),
        ("notes.txt", b"<!doctype html><p>"),
        ("notes.txt", b"\xef\xbb\xbf  <HTML>"),
        ("notes.txt", b"nul\x00byte"),
        ("notes.txt", b"\xff\xfe\x00"),
        ("page.html", b"<html>"),
        ("run.exe", b"MZ\x90\x00"),
        ("run.php", b"<?php"),
        ("noending", b"plain text"),
        ("tune.riff", b"RIFF\0\0\0\0XXXX"),
    ],
)
def test_what_does_not_agree_is_refused(name: str, head: bytes) -> None:
    with pytest.raises(FileTypeRefused) as refused:
        judge_file(name=name, head=head, policy=STAFF)
    assert refused.value.code == "file.type_refused"
    assert refused.value.field == "file"


def test_a_widget_decides_which_types_it_takes() -> None:
    pictures = FilePolicy(types=("image/*",))
    assert judge_file(name="a.png", head=PNG, policy=pictures)[1] == "image/png"
    with pytest.raises(FileTypeRefused, match="not taken: files of this kind are not taken"):
        judge_file(name="a.pdf", head=PDF, policy=pictures)
    by_ending = FilePolicy(types=(".pdf",))
    assert judge_file(name="a.pdf", head=PDF, policy=by_ending)[1] == "application/pdf"


def test_only_pictures_of_points_are_shown_in_place() -> None:
    assert sorted(SAFE_INLINE) == ["image/gif", "image/jpeg", "image/png", "image/webp"]
