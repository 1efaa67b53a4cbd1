"""How does the feature of customers refuse?

    Refused    CustomerChanged
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
