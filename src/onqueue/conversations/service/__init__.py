"""What can be done in a conversation?"""

from onqueue.conversations.service.blobs import Blob, FileStore
from onqueue.conversations.service.callers import choose_customer
from onqueue.conversations.service.contacts import (
    rate_contact,
    refuse_contact,
    register_contact,
    set_recap,
)
from onqueue.conversations.service.files import (
    add_file,
    record_heard_file,
    record_refused_file,
    unsent_files,
)
from onqueue.conversations.service.merging import merge_customers, undo_merge
from onqueue.conversations.service.posting import (
    post_customer_message,
    post_note,
    post_reply,
    post_system,
    post_whisper,
)
from onqueue.conversations.service.scan import (
    CommandScanner,
    NullScanner,
    Scanner,
    scanner_from,
)
from onqueue.conversations.service.seeing import mark_seen
from onqueue.conversations.service.threads import open_conversation, set_customer
from onqueue.conversations.service.transcript import transcript_text
from onqueue.conversations.service.visits import close_visit, open_visit

__all__ = [
    "Blob",
    "CommandScanner",
    "FileStore",
    "NullScanner",
    "Scanner",
    "add_file",
    "choose_customer",
    "close_visit",
    "mark_seen",
    "merge_customers",
    "open_conversation",
    "open_visit",
    "post_customer_message",
    "post_note",
    "post_reply",
    "post_system",
    "post_whisper",
    "rate_contact",
    "record_heard_file",
    "record_refused_file",
    "refuse_contact",
    "register_contact",
    "scanner_from",
    "set_customer",
    "set_recap",
    "transcript_text",
    "undo_merge",
    "unsent_files",
]
