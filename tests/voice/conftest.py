"""A real Asterisk for each process of tests, and a stage with phones for each test."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from tests.voice.exchange import Exchange, program
from tests.voice.stage import AsteriskStage


@pytest.fixture(scope="session")
def asterisk_program() -> Path:
    """The folder of an installed Asterisk."""
    return program()


@pytest.fixture(scope="session")
def exchange(
    asterisk_program: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Exchange]:
    """An Asterisk that runs until the last test."""
    exchange = Exchange(program=asterisk_program, folder=tmp_path_factory.mktemp("voice"))
    exchange.asterisk.start()
    yield exchange
    exchange.asterisk.stop()


@pytest.fixture
async def stage(exchange: Exchange) -> AsyncIterator[AsteriskStage]:
    """A driver connected to it, with phones that have registered."""
    exchange.asterisk.start()
    stage = AsteriskStage(exchange)
    await stage.open()
    yield stage
    await stage.close()
