"""Calls: a port to whatever carries them, its drivers, and what the floor's work is to a call."""
