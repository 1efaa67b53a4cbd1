from __future__ import annotations

import gc

from onqueue.kernel import memory

MIB = 1024 * 1024

MAPS = """\
00400000-00800000 r-xp 00000000 fd:00 1234  /usr/bin/python3
01000000-01400000 rw-p 00000000 00:00 0     [heap]
7f0000000000-7f0000a00000 rw-p 00000000 00:00 0
7f0000b00000-7f0000e00000 rw-p 00000000 00:00 0
7f0000f00000-7f0001100000 rw-p 00000000 00:00 0
7f0010000000-7f0010a00000 rw-s 00000000 00:01 77  /dev/shm/shared (deleted)
7f0020000000-7f0020a00000 rw-p 00000000 fd:00 99  /usr/lib/libpython3.so
7f0030000000-7f0030a00000 r--p 00000000 00:00 0
7ffc00000000-7ffc00a00000 rw-p 00000000 00:00 0     [stack]
"""


def test_only_whole_large_pages_of_our_own_data_are_asked_for() -> None:
    assert list(memory.large_parts(MAPS.splitlines())) == [
        (0x01000000, 4 * MIB),
        (0x7F0000000000, 10 * MIB),
        (0x7F0000C00000, 2 * MIB),
    ]


def test_what_is_settled_is_not_searched_again() -> None:
    thresholds = gc.get_threshold()
    kept = [{"number": number, "ring": []} for number in range(1_000)]
    try:
        memory.settle()
        assert gc.get_freeze_count() >= len(kept)
        assert gc.get_threshold() == (memory.YOUNG_MAX, memory.OLDER_MAX, memory.OLDER_MAX)
    finally:
        gc.unfreeze()
        gc.set_threshold(*thresholds)


def test_what_is_in_large_pages_is_what_it_was() -> None:
    kept = [f"number {number}" for number in range(100_000)]
    memory.enlarge_pages()
    assert kept == [f"number {number}" for number in range(100_000)]
