"""Shared ground that knows no feature: database, clock, ids, errors, rights, jobs, bus, audit."""
