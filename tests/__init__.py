"""Tests of what crosses features, and what all tests share."""
