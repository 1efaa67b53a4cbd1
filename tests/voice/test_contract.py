"""Asterisk keeps the contract of telephony: who hears whom is measured at the phones."""

from onqueue.channels.voice.tests.contract import TelephonyContract


class TestAsterisk(TelephonyContract):
    """All that the contract asks."""
