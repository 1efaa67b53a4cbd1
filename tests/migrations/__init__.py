"""Tests of the database's history."""
