"""By whom, when and from where is something changed?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from onqueue.kernel.authz import Actor

CHANGED_TOPIC: Final = "identity.changed"
"""Wakes whoever holds sockets of an account, whose id it carries: its rights, its status or
its sessions are not what they were."""


@dataclass(frozen=True, slots=True)
class By:
    """Who changes something, when, and from which network."""

    actor: Actor
    now: int
    network: str
