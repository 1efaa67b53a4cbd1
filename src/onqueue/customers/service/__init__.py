"""How are customers known, recorded and changed?"""

from onqueue.customers.service.callers import forget_stand_in, know_caller
from onqueue.customers.service.merging import merge_customers, note_moved, undo_merge
from onqueue.customers.service.records import (
    change_customer,
    create_customer,
    export_customers,
    find_or_create,
    forget_visitors,
    issue_visitor,
    note_claims,
    resolve_visitor,
    touch_customer,
)

__all__ = [
    "change_customer",
    "create_customer",
    "export_customers",
    "find_or_create",
    "forget_stand_in",
    "forget_visitors",
    "issue_visitor",
    "know_caller",
    "merge_customers",
    "note_claims",
    "note_moved",
    "resolve_visitor",
    "touch_customer",
    "undo_merge",
]
