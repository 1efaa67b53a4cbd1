"""How does the feature of customers refuse?

    Refused    CustomerChanged, CustomerMerged, MergeOver, MergeTooLarge
    NotFound   CustomerMissing

What is malformed is an `Invalid` with a field and a reason.
"""

from __future__ import annotations

from onqueue.kernel.errors import NotFound, Refused


class CustomerChanged(Refused):
    """{changed_by} has changed this customer in the meantime. Load it again, then repeat your
    change.
    """

    code = "customer.changed"


class CustomerMissing(NotFound):
    """There is no such customer, or you may not see them."""

    code = "customer.not_found"


class CustomerMerged(Refused):
    """This customer was joined with {name} in the meantime. Open that record instead."""

    code = "customer.merged"


class MergeOver(Refused):
    """This merge cannot be taken back any more: {why}."""

    code = "customer.merge_over"


class MergeTooLarge(Refused):
    """{count} conversations are too many to be moved at once; at most {limit} are."""

    code = "customer.merge_too_large"
