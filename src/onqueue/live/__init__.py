"""What drives the floor for real: inbox, loop, timers, presence, and its read replica."""
