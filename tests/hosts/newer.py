"""A program that is newer by one format: what it writes about offers, this one cannot read."""

from __future__ import annotations

from typing import Any

from onqueue.conversations import events as facts
from onqueue.floor import snapshot
from onqueue.journal.store import Fact
from onqueue.live import codec

OLD, NEW = b'"offer.made"', b'"offer.made.by.rules.to.come"'


class NewerDecoder:
    """Reads what was written before and what is written now."""

    def __init__(self, decoder: Any) -> None:
        self._decoder = decoder

    def decode(self, payload: bytes) -> Any:
        return self._decoder.decode(payload.replace(NEW, OLD))


def read_newer(setattr_: Any = setattr) -> None:
    """Read what the newer program writes."""
    setattr_(snapshot, "FORMAT", snapshot.FORMAT + 1)
    setattr_(codec, "_decoder", NewerDecoder(codec._decoder))
    setattr_(facts, "_floor_decoder", NewerDecoder(facts._floor_decoder))


def become_newer() -> None:
    """Be the newer program, for as long as this process lives."""
    read_newer()
    write = codec.to_fact

    def to_fact(event: Any) -> Fact:
        fact = write(event)
        return Fact(
            stream=fact.stream,
            kind=fact.kind,
            subject=fact.subject,
            at=fact.at,
            payload=fact.payload.replace(OLD, NEW),
        )

    codec.to_fact = to_fact
