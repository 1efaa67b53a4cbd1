"""Callers in a flow: what they hear, what their keys mean, and what is written down."""
