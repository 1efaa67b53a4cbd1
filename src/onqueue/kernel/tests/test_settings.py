"""Settings: defaults that work together, read from the environment."""

from pathlib import Path

import pytest

from onqueue.kernel.settings import Settings


def test_the_defaults_fit_together() -> None:
    settings = Settings(_env_file=None)
    assert settings.database == "sqlite:///data/onqueue.sqlite3"
    assert settings.address == "http://127.0.0.1:8000"
    assert settings.cookies_are_secure is False
    assert (settings.mailbox, settings.files_dir) == (Path("data/mail"), Path("data/files"))


def test_the_environment_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONQUEUE_PUBLIC_URL", "https://help.example.org/")
    monkeypatch.setenv("ONQUEUE_DATABASE_URL", "postgresql://localhost/onqueue")
    monkeypatch.setenv("ONQUEUE_SMTP_URL", "smtp://user:opensesame@localhost")
    settings = Settings(_env_file=None)
    assert settings.address == "https://help.example.org"
    assert settings.cookies_are_secure is True
    assert settings.database == "postgresql://localhost/onqueue"
    assert "opensesame" not in repr(settings)


def test_cookies_can_be_told_otherwise() -> None:
    assert Settings(_env_file=None, secure_cookies="always").cookies_are_secure is True
    told = Settings(_env_file=None, secure_cookies="never", public_url="https://a.example")
    assert told.cookies_are_secure is False


def test_every_setting_is_described() -> None:
    fields = Settings.model_fields
    assert [name for name, field in fields.items() if not field.description] == []
