"""The use cases of identity, by what they are about.

sessions: signing in and out. passwords: changing, forgetting and first setting one.
people, teams: administration. founding: the first administrator. audit: reading who did what.
"""
