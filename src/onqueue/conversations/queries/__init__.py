"""What is written down about conversations? For this feature and for those above it."""

from onqueue.conversations.queries.answers import answers_of
from onqueue.conversations.queries.callers import caller_of, caller_region, earlier_than
from onqueue.conversations.queries.contacts import (
    contact,
    contact_now,
    contacts_not_routed,
    contacts_of,
    last_agent,
    last_contact,
    open_visits,
    participations,
    parties_now,
    places_visited,
    visits,
)
from onqueue.conversations.queries.explaining import explained
from onqueue.conversations.queries.messages import (
    file_link,
    link_key,
    messages,
    messages_by_seq,
    public_messages,
    public_messages_by_seq,
    public_seq_at,
    public_seq_of,
)
from onqueue.conversations.queries.threads import (
    conversation,
    conversation_by_key,
    conversation_of_visitor,
    seen_cursors,
)
from onqueue.conversations.queries.verify import verify

__all__ = [
    "answers_of",
    "caller_of",
    "caller_region",
    "contact",
    "contact_now",
    "contacts_not_routed",
    "contacts_of",
    "conversation",
    "conversation_by_key",
    "conversation_of_visitor",
    "earlier_than",
    "explained",
    "file_link",
    "last_agent",
    "last_contact",
    "link_key",
    "messages",
    "messages_by_seq",
    "open_visits",
    "participations",
    "parties_now",
    "places_visited",
    "public_messages",
    "public_messages_by_seq",
    "public_seq_at",
    "public_seq_of",
    "seen_cursors",
    "verify",
    "visits",
]
