"""Sites: read from their file, each with a place of its own, and refused with a reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from onqueue.kernel.settings import Settings
from onqueue.kernel.sites import (
    FILE,
    SitesInvalid,
    add_site,
    chosen,
    in_schema,
    read_sites,
    settings_by_site,
)

TWO = """
[acme]
hosts = ["acme.example.com", "help.acme.example"]

[acme.settings]
mail_from = "Acme <help@acme.example.com>"

[bolt-works]
hosts = ["bolt.example.com"]
"""
SHARED = """
[a]
hosts = ["x.example"]
settings = {database_url = "sqlite:///x"}

[b]
hosts = ["y.example"]
settings = {database_url = "sqlite:///x"}
"""


def base(folder: Path, **given: object) -> Settings:
    return Settings(_env_file=None, data_dir=folder, **given)  # type: ignore[arg-type]


def test_without_a_file_there_is_one_site(tmp_path: Path) -> None:
    settings = base(tmp_path)
    assert read_sites(tmp_path) == {}
    assert settings_by_site(settings) == [settings]
    assert chosen(settings, None) is settings


def test_each_site_has_a_place_and_settings_of_its_own(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text(TWO)
    acme, bolt = settings_by_site(base(tmp_path, port=8_123, mail_from="All <all@example.com>"))
    assert (acme.site, bolt.site) == ("acme", "bolt-works")
    assert acme.data_dir == tmp_path / "sites" / "acme"
    assert acme.database == f"sqlite:///{tmp_path}/sites/acme/onqueue.sqlite3"
    assert bolt.database == f"sqlite:///{tmp_path}/sites/bolt-works/onqueue.sqlite3"
    assert acme.address == "http://acme.example.com:8123"
    assert (acme.mail_from, bolt.mail_from) == (
        "Acme <help@acme.example.com>",
        "All <all@example.com>",
    )
    assert {acme.mailbox, bolt.mailbox} == {
        tmp_path / "sites" / "acme" / "mail",
        tmp_path / "sites" / "bolt-works" / "mail",
    }
    assert len({acme.files_dir, bolt.files_dir}) == 2


def test_on_postgresql_each_site_is_a_schema(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text(TWO)
    url = "postgresql://onqueue:secret@db.example/onqueue"
    acme, bolt = settings_by_site(base(tmp_path, database_url=url))
    assert acme.database_url == in_schema(url, "site_acme")
    assert acme.database_url.endswith("?options=-csearch_path%3Dsite_acme")
    assert bolt.database_url.endswith("?options=-csearch_path%3Dsite_bolt_works")


def test_the_address_of_a_proxy_lends_its_scheme(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text(TWO)
    acme, _ = settings_by_site(base(tmp_path, public_url="https://onqueue.example.com"))
    assert acme.address == "https://acme.example.com"
    assert acme.cookies_are_secure


def test_a_site_is_chosen_by_name(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text(TWO)
    assert chosen(base(tmp_path), "acme").site == "acme"
    with pytest.raises(SitesInvalid, match="say which: acme, bolt-works"):
        chosen(base(tmp_path), None)
    with pytest.raises(SitesInvalid, match="there is no site ajax; sites: acme, bolt-works"):
        chosen(base(tmp_path), "ajax")


@pytest.mark.parametrize(
    "written,reason",
    [
        ("[acme", "sites.toml"),
        ("[acme]\n", "hosts"),
        ("[acme]\nhosts = []\n", "hosts"),
        ("[acme]\nhosts = ['Has Spaces']\n", "hosts"),
        ("[acme]\nhosts = ['a.example']\ncolour = 'red'\n", "colour"),
        ("[Acme]\nhosts = ['a.example']\n", "“Acme” is no name for a site"),
        ("[a]\nhosts = ['x.example']\n[b]\nhosts = ['x.example']\n", "x.example leads to a and"),
        ("[a]\nhosts = ['x.example']\n[a.settings]\nport = 9\n", "no setting port of its own"),
        (
            "[a]\nhosts = ['x.example']\n[a.settings]\nsession_idle_s = 'soon'\n",
            "a.settings.session_idle_s",
        ),
        (SHARED, "a and b would share a database"),
    ],
)
def test_a_file_that_cannot_be_used_says_why(tmp_path: Path, written: str, reason: str) -> None:
    (tmp_path / FILE).write_text(written)
    with pytest.raises(SitesInvalid, match=reason):
        settings_by_site(base(tmp_path))


def test_a_site_is_added_or_the_file_stays_as_it_was(tmp_path: Path) -> None:
    add_site(tmp_path, name="acme", hosts=["acme.example.com"])
    before = (tmp_path / FILE).read_text()
    for name, hosts in (
        ("acme", ["other.example"]),
        ("bolt", ["acme.example.com"]),
        ("bolt", ["Not A Host"]),
        ("Bolt", ["bolt.example.com"]),
    ):
        with pytest.raises(SitesInvalid):
            add_site(tmp_path, name=name, hosts=hosts)
        assert (tmp_path / FILE).read_text() == before
    add_site(tmp_path, name="bolt", hosts=["bolt.example.com"])
    assert [one.site for one in settings_by_site(base(tmp_path))] == ["acme", "bolt"]
