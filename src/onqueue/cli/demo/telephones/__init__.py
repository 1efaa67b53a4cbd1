"""Telephones made of nothing but a network: for the demo, and for tests."""
