"""Calls through an Asterisk of our own: installed, configured, started, and driven by ARI."""
