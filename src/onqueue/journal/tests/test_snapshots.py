"""Snapshots: the newest is found, the oldest go."""

from sqlalchemy import func, select

from onqueue.journal.models import SnapshotRow
from onqueue.journal.snapshots import Snapshot, load, save
from onqueue.kernel.db import Database


def snapshot(seq: int, *, version: int = 1, payload: bytes = b"\x00\xff") -> Snapshot:
    return Snapshot(stream="floor", seq=seq, at=9, format=version, payload=payload)


async def test_the_newest_of_a_format_is_found(database: Database) -> None:
    assert await database.read(load, stream="floor", format=1) is None
    await database.write(save, snapshot=snapshot(10))
    await database.write(save, snapshot=snapshot(20, version=2))
    assert await database.read(load, stream="floor", format=1) == snapshot(10)
    assert await database.read(load, stream="floor", format=2) == snapshot(20, version=2)
    assert await database.read(load, stream="other", format=1) is None


async def test_two_are_kept_and_the_same_number_is_overwritten(database: Database) -> None:
    for seq in (10, 20, 30):
        await database.write(save, snapshot=snapshot(seq))
    await database.write(save, snapshot=snapshot(30, payload=b"new"))
    kept = await database.read(
        lambda session: list(session.scalars(select(SnapshotRow.seq).order_by(SnapshotRow.seq)))
    )
    assert kept == [20, 30]
    assert await database.read(load, stream="floor", format=1) == snapshot(30, payload=b"new")
    assert await database.read(lambda s: s.scalar(select(func.count(SnapshotRow.seq)))) == 2
