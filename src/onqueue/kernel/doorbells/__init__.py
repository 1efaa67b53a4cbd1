"""How do several processes of one centre wake each other up?

Each has a bus of its own. A `SharedBus` rings at the others for what concerns them, by a
`Doorbell`: PostgreSQL's notifications, or NATS. A doorbell may lose, repeat and delay what it
carries: whoever waits for it also looks by himself now and then.
"""

from onqueue.kernel.doorbells.shared import Doorbell, Outbox, SharedBus

__all__ = ["Doorbell", "Outbox", "SharedBus"]
