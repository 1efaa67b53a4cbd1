"""Texts that callers hear: spoken by an engine, and kept as sound."""
