"""Accounts, sessions, roles and teams: who somebody is, and what they may do."""
