"""The routes of conversations."""

from fastapi import APIRouter

from onqueue.conversations.api import contacts, files, threads

router = APIRouter()
for part in (threads, contacts, files):
    router.include_router(part.router)
