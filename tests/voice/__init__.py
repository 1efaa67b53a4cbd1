"""Calls through a real Asterisk, between phones that hear what is really sent."""
