from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from pydantic import ValidationError
from starlette.staticfiles import StaticFiles

from onqueue.kernel.settings import Settings
from onqueue.web import static
from onqueue.web.security import page_policy
from onqueue.web.tests.clients import Client

NewClient = Callable[..., Awaitable[Client]]
PAGE = '<meta name="csp-nonce" content="__CSP_NONCE__"><style nonce="__CSP_NONCE__"></style>'


@pytest.fixture
def built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Front ends as the build leaves them."""
    desk, widget = tmp_path / "static" / "desk", tmp_path / "static" / "widget"
    (desk / "assets").mkdir(parents=True)
    widget.mkdir()
    (desk / "index.html").write_text(PAGE)
    (desk / "icon.svg").write_text("<svg/>")
    (desk / "assets" / "main-abc123.js").write_text("let a = 1;\n" * 1_000)
    (widget / "loader.js").write_text("let b = 2;")
    (tmp_path / "secret.txt").write_text("secret")
    (tmp_path / "static" / "secret.txt").write_text("secret")
    monkeypatch.setattr(static, "STATIC", tmp_path / "static")
    monkeypatch.setattr(static, "desk_files", StaticFiles(directory=desk))
    monkeypatch.setattr(static, "widget_files", StaticFiles(directory=widget))
    return tmp_path


@pytest.mark.parametrize("path", ["/desk/", "/desk/index.html", "/desk/people/01k5", "/desk/reset"])
async def test_every_address_of_the_desk_is_its_page_with_a_new_nonce(
    path: str, built: Path, new_client: NewClient
) -> None:
    client = await new_client()
    first, second = await client.get(path), await client.get(path)
    found = re.search(r'content="([\w-]{43})"', first.text)
    assert found is not None
    nonce = found[1]
    assert first.text == PAGE.replace("__CSP_NONCE__", nonce)
    assert nonce not in second.text
    assert first.headers["content-security-policy"] == (
        f"default-src 'self'; script-src 'self'; style-src 'self' 'nonce-{nonce}'; "
        "img-src 'self' data: blob:; media-src 'self' blob:; font-src 'self'; "
        "connect-src 'self'; worker-src 'self'; object-src 'none'; frame-src 'none'; "
        "frame-ancestors 'none'; form-action 'self'; base-uri 'none'"
    )
    assert first.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    "url, framed",
    [
        ("", "'none'"),
        ("https://pay.example.org/take?ref={contact}", "https://pay.example.org"),
        ("https://pay.example.org:8443?x=1", "https://pay.example.org:8443"),
    ],
)
def test_only_the_origin_of_the_payment_page_is_framed(url: str, framed: str) -> None:
    assert f"; frame-src {framed}; " in page_policy(nonce="n", framed=url)


@pytest.mark.parametrize(
    "url", ["http://pay.example.org", "https://a.example *", "https://a.example; script-src *"]
)
def test_what_would_widen_the_policy_is_no_payment_page(url: str) -> None:
    with pytest.raises(ValidationError):
        Settings(_env_file=None, payment_page_url=url)


async def test_files_named_by_their_content_are_kept_and_compressed(
    built: Path, new_client: NewClient
) -> None:
    client = await new_client()
    answer = await client.get("/desk/assets/main-abc123.js")
    assert answer.text == "let a = 1;\n" * 1_000
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["content-encoding"] == "gzip"
    icon = await client.get("/desk/icon.svg")
    assert icon.headers["cache-control"] == "no-cache"
    again = await client.get("/desk/icon.svg", headers={"If-None-Match": icon.headers["etag"]})
    assert again.status_code == 304


async def test_the_widget_is_for_any_site(built: Path, new_client: NewClient) -> None:
    client = await new_client()
    answer = await client.get("/widget/loader.js", headers={"Origin": "https://shop.example"})
    assert answer.headers["access-control-allow-origin"] == "*"
    assert answer.headers["cross-origin-resource-policy"] == "cross-origin"
    assert answer.headers["cache-control"] == "public, max-age=300"
    assert answer.headers["x-content-type-options"] == "nosniff"
    named = await client.get("/widget/loader.js?v=abc")
    assert named.headers["cache-control"] == "public, max-age=31536000, immutable"
    tagged = {"If-None-Match": answer.headers["etag"]}
    assert (await client.get("/widget/loader.js", headers=tagged)).status_code == 304


@pytest.mark.parametrize(
    "path",
    [
        "/desk/../secret.txt",
        "/desk/%2e%2e/secret.txt",
        "/desk/..%2fsecret.txt",
        "/desk/%2e%2e%2f%2e%2e%2fsecret.txt",
        "/widget/..%2fsecret.txt",
        "/widget/%2e%2e%5csecret.txt",
        "/desk//etc/passwd.txt",
        "/desk/no.js",
        "/widget/no.js",
        "/widget/",
    ],
)
async def test_nothing_else_is_served(path: str, built: Path, new_client: NewClient) -> None:
    answer = await (await new_client()).get(path)
    assert "secret" not in answer.text
    assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json")


async def test_a_link_out_of_the_folder_is_not_followed(built: Path, new_client: NewClient) -> None:
    (built / "static" / "widget" / "link.txt").symlink_to(built / "secret.txt")
    assert (await (await new_client()).get("/widget/link.txt")).status_code == 404


async def test_before_the_build_the_desk_says_what_to_do(
    tmp_path: Path, new_client: NewClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(static, "STATIC", tmp_path)
    answer = await (await new_client()).get("/desk/")
    assert (answer.status_code, answer.json()["code"]) == (503, "desk.not_built")


async def test_the_bare_address_leads_to_the_desk(new_client: NewClient) -> None:
    client = await new_client()
    for path in ("/", "/desk"):
        answer = await client.get(path)
        assert (answer.status_code, answer.headers["location"]) == (307, "/desk/")
