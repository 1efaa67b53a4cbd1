"""What does the doctor find, of an Asterisk that runs and of one that is not there?"""

import asyncio
from pathlib import Path

import msgspec

from onqueue.channels.voice.asterisk.doctor import examine
from onqueue.channels.voice.asterisk.place import Place
from onqueue.channels.voice.asterisk.plan import Plan
from onqueue.kernel.clock import SystemClock
from tests.voice.stage import AsteriskStage


async def test_all_is_well_with_an_asterisk_that_runs(stage: AsteriskStage, tmp_path: Path) -> None:
    exchange = stage.exchange
    plan = msgspec.structs.replace(exchange.plan, calls_max=20)
    found = await asyncio.to_thread(
        examine, place=exchange.place, plan=plan, now=SystemClock().now()
    )
    said = exchange.asterisk.ask("ari show websocket sessions")
    assert [finding.line for finding in found if not finding.good] == [], said


def test_what_is_not_there_is_said(tmp_path: Path) -> None:
    place = Place(tmp_path)
    found = examine(place=place, plan=Plan(), now=0)
    wrong = [finding.line for finding in found if not finding.good]
    assert any("onqueue voice install" in line for line in wrong)
    assert any("trunks.toml" in line for line in wrong)
