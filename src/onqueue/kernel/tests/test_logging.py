"""Messages: one line of JSON each, and nothing personal in them."""

import json
import logging
from collections.abc import Iterator

import pytest
import structlog

from onqueue.kernel.logging import Private, configure_logging


@pytest.fixture(autouse=True)
def undone() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:], root.level = handlers, level
    structlog.reset_defaults()


def test_messages_are_lines_of_json_without_personal_data(
    capsys: pytest.CaptureFixture[str],
) -> None:
    configure_logging(level="info", form="json")
    log = structlog.get_logger("onqueue.test")
    log.debug("unseen")
    log.info("chat.opened", email=Private("ann@example.org"), queue="q1")
    logging.getLogger("library").warning("hello %s", Private("ann"))
    first, second = map(json.loads, capsys.readouterr().err.splitlines())
    del first["timestamp"], second["timestamp"]
    assert first == {
        "event": "chat.opened",
        "email": "[private]",
        "queue": "q1",
        "level": "info",
        "logger": "onqueue.test",
    }
    assert second == {"event": "hello [private]", "level": "warning", "logger": "library"}


def test_an_error_is_one_line_too_and_holds_no_values(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logging(level="info", form="json")
    password = "hunter2"  # a local variable, as a traceback would show it
    try:
        raise KeyError(len(password))
    except KeyError:
        structlog.get_logger("onqueue.test").exception("broke")
    [line] = capsys.readouterr().err.splitlines()
    assert json.loads(line)["event"] == "broke"
    assert "KeyError" in line
    assert "hunter2" not in line


def test_for_people_messages_are_plain_lines(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logging(level="info", form="console")
    structlog.get_logger("onqueue.test").info("chat.opened", email=Private("ann@example.org"))
    written = capsys.readouterr().err
    assert "chat.opened" in written
    assert "ann@" not in written


def test_what_is_private_prints_as_such_and_can_be_asked_for() -> None:
    name = Private("Ann")
    assert (str(name), repr(name), f"{name:>3}", name.value) == (
        "[private]",
        "[private]",
        "[private]",
        "Ann",
    )
