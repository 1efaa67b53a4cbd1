"""What does the web application stand on? Made by `boot`, and by tests."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from onqueue.edge import Ground, Limiter
from onqueue.kernel.bus import Bus
from onqueue.kernel.clock import Clock
from onqueue.kernel.db import Database
from onqueue.kernel.health import Health
from onqueue.kernel.mailer import Mailer
from onqueue.kernel.passwords import Passwords
from onqueue.kernel.settings import Settings
from onqueue.kernel.worker import Jobs

if TYPE_CHECKING:
    from onqueue.channels.voice.exchange import Exchange
    from onqueue.channels.voice.outgoing import Outgoing
    from onqueue.channels.voice.phones import Phones
    from onqueue.channels.webchat.chats import Chats
    from onqueue.channels.webchat.files import ChatFiles
    from onqueue.conversations.service import FileStore
    from onqueue.films.jobs import Films
    from onqueue.live.house import House
    from onqueue.recording.service.vault import Vault


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """The parts that routes work with. The live ones are None where no floor runs."""

    settings: Settings
    db: Database
    clock: Clock
    bus: Bus
    jobs: Jobs
    mailer: Mailer
    passwords: Passwords
    house: House | None = None
    chats: Chats | None = None
    phones: Phones | None = None
    outgoing: Outgoing | None = None
    """What calls customers, where telephone calls are carried."""
    exchange: Exchange | None = None
    """What carries telephone calls, where there is something."""
    files: FileStore | None = None
    chat_files: ChatFiles | None = None
    films: Films | None = None
    vault: Vault | None = None
    """Where recordings of calls are kept."""
    limiter: Limiter
    health: Health = field(default_factory=Health)
    fill_demo: Callable[[], Awaitable[None]] | None = None
    """Puts the demo's people and queues into a centre that was just set up."""
    home: str = "/desk/"
    """Where the bare address leads."""

    @property
    def ground(self) -> Ground:
        """What the routes of features may use."""
        return Ground(db=self.db, clock=self.clock, settings=self.settings, bus=self.bus)
