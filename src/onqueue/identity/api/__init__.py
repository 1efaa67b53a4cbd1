"""The routes of identity."""

from onqueue.edge import join_routers
from onqueue.identity.api import audit, passwords, people, sessions, teams

router = join_routers(sessions.router, passwords.router, people.router, teams.router, audit.router)
