"""Onqueue: the contact centre that you host yourself."""

__version__ = "0.1.0"
