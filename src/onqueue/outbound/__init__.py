"""Calls to customers: who may be called, what that may cost, and what was called."""
