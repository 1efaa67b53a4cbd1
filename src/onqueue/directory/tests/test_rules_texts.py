"""Placeholders, names, languages, and what a widget may be."""

from __future__ import annotations

import pytest

from onqueue.directory.rules.texts import (
    check_language,
    check_languages,
    check_placeholders,
    check_shortcut,
    fill,
    first_name,
    name_key,
    text_in,
)
from onqueue.directory.rules.widgets import (
    check_color,
    check_file_types,
    check_link,
    clean_origin,
    embed_code,
    origin_allowed,
)
from onqueue.kernel.errors import Invalid


def test_known_placeholders_are_filled() -> None:
    text = "Hello {customer.first_name}, this is {agent.name}. {unknown} {}"
    check_placeholders("Hello {customer.first_name}")
    values = {"customer.first_name": "Ada", "agent.name": "{queue.name}"}
    assert fill(text, values) == "Hello Ada, this is {queue.name}. {unknown} {}"
    assert fill("Hi {customer.name}!", {}) == "Hi !"


@pytest.mark.parametrize("text", ["{customer.password}", "{}", "{ customer.name }", "{a\nb}"])
def test_unknown_placeholders_are_refused(text: str) -> None:
    with pytest.raises(Invalid) as refusal:
        check_placeholders(f"Hello {text}")
    assert refusal.value.field == "text"
    assert refusal.value.reason == (
        f"{text} does not exist; there are {{customer.name}}, {{customer.first_name}}, "
        "{agent.name}, {agent.first_name}, {queue.name}, {centre.name}"
    )


def test_names() -> None:
    assert name_key("  Ｂilling   Team ") == "billing team"
    assert first_name("Ada Lovelace") == "Ada"
    assert first_name("  ") == ""


def test_texts_fall_back() -> None:
    texts = {"de": "Hallo", "en": "Hello", "es": ""}
    assert text_in(texts, "de", ["en"]) == "Hallo"
    assert text_in(texts, "de-AT", ["en"]) == "Hallo"
    assert text_in(texts, "es", ["en", "de"]) == "Hello"
    assert text_in(texts, "fr", []) == "Hallo"
    assert text_in({}, "fr", ["en"]) == ""


def test_languages() -> None:
    check_languages(["en", "pt-BR"])
    for bad in ([], ["en", "en"], ["EN"], ["english"], ["e" * 3] * 21):
        with pytest.raises(Invalid):
            check_languages(bad)
    with pytest.raises(Invalid) as refusal:
        check_language("en\n")
    assert refusal.value.field == "language"


def test_shortcuts() -> None:
    check_shortcut("hello-1")
    for bad in ("", "-a", "Hello", "a b", "ä", "a" * 31):
        with pytest.raises(Invalid):
            check_shortcut(bad)


def test_the_embed_code_is_one_safe_line() -> None:
    assert embed_code(public_url="https://desk.example/", widget="w1") == (
        '<script src="https://desk.example/widget/loader.js" data-widget="w1" async></script>'
    )
    assert embed_code(public_url='https://x"><b>', widget='"x') == (
        '<script src="https://x&quot;&gt;&lt;b&gt;/widget/loader.js" data-widget="&quot;x" '
        "async></script>"
    )


@pytest.mark.parametrize(
    "text, origin",
    [
        ("*", "*"),
        ("https://Example.com/", "https://example.com"),
        ("https://example.com:443", "https://example.com"),
        ("http://localhost:8000", "http://localhost:8000"),
        ("http://[::1]:80", "http://[::1]"),
    ],
)
def test_origins_are_cleaned(text: str, origin: str) -> None:
    assert clean_origin(text) == origin


@pytest.mark.parametrize(
    "text",
    [
        "", "example.com", "ftp://example.com", "https://", "https://a.b/path", "https://a.b?x",
        "https://a.b#x", "https://u:p@a.b", "https://a.b:x", "https://*.a.b", "https://[::1",
        "https://a b", "null",
    ],
)  # fmt: skip
def test_what_is_no_origin(text: str) -> None:
    with pytest.raises(Invalid):
        clean_origin(text)


def test_who_may_show_a_widget() -> None:
    own = "http://127.0.0.1:8000"
    assert origin_allowed(["*"], "https://any.example", own)
    assert origin_allowed(["https://shop.example"], "https://SHOP.example", own)
    assert origin_allowed([], own, own + "/")
    assert origin_allowed([], None, own)
    assert not origin_allowed([], "https://shop.example", own)
    assert not origin_allowed(["https://shop.example"], "https://shop.example.evil", own)
    assert not origin_allowed(["https://shop.example"], "http://shop.example", own)
    assert not origin_allowed(["https://shop.example"], "null", own)


def test_looks_and_files() -> None:
    check_color("#1a6b4f")
    check_link("https://example.com/privacy", field="look")
    check_file_types(["image/*", "image/png", ".pdf", "application/vnd.ms-excel"])
    for color in ("red", "#FFF", "#1a6b4f;x", ""):
        with pytest.raises(Invalid):
            check_color(color)
    for link in ("javascript:alert(1)", "/privacy", "https://", "http://a:b:c"):
        with pytest.raises(Invalid):
            check_link(link, field="look")
    for kinds in (["exe"], ["image/"], [".PDF"], [".a"] * 51):
        with pytest.raises(Invalid):
            check_file_types(kinds)
