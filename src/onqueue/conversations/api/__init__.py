"""The routes of conversations."""

from onqueue.conversations.api import contacts, files, merging, threads
from onqueue.edge import join_routers

router = join_routers(threads.router, contacts.router, files.router, merging.router)
