"""The tables of customers.

Addresses are rows of their own, so that what was claimed and what was shown stay apart, and
joining two records can later be undone. A verified address is one customer's only.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from onqueue.kernel.rows import Base


class Customer(Base):
    """Somebody outside who contacts us."""

    __tablename__ = "customer"

    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    name_key: Mapped[str]
    email: Mapped[str]
    phone: Mapped[str]
    language: Mapped[str]
    company: Mapped[str]
    notes: Mapped[str]
    owner: Mapped[str] = mapped_column(default="", server_default="")
    """The account that looks after the customer; no foreign key, so that people can go."""
    created_at: Mapped[int]
    last_contact_at: Mapped[int | None]
    version: Mapped[int]
    changed_at: Mapped[int]
    changed_by: Mapped[str]
    merged_into: Mapped[str] = mapped_column(default="", server_default="")
    """The customer that this one turned out to be; empty for all who stand for themselves."""

    __table_args__ = (
        Index("ix_customer_name_key", "name_key"),
        Index("ix_customer_last_contact_at", "last_contact_at"),
    )


class CustomerIdentity(Base):
    """An address of a customer, claimed or verified."""

    __tablename__ = "customer_identity"

    id: Mapped[str] = mapped_column(primary_key=True)
    customer: Mapped[str] = mapped_column(ForeignKey("customer.id", ondelete="CASCADE"))
    kind: Mapped[str]
    value: Mapped[str]
    value_key: Mapped[str]
    verified: Mapped[bool]
    created_at: Mapped[int]

    __table_args__ = (
        Index("ix_customer_identity_customer", "customer"),
        Index("ix_customer_identity_kind_value_key", "kind", "value_key"),
        Index(
            "uq_customer_identity_verified",
            "kind",
            "value_key",
            unique=True,
            sqlite_where=text("verified"),
            postgresql_where=text("verified"),
        ),
    )


class CustomerMerge(Base):
    """Two records that became one: what went where, so that it can be taken back."""

    __tablename__ = "customer_merge"

    id: Mapped[str] = mapped_column(primary_key=True)
    kept: Mapped[str]
    gone: Mapped[str]
    gone_name: Mapped[str]
    before: Mapped[dict[str, Any]]
    """The kept customer's details before, and after."""
    after: Mapped[dict[str, Any]]
    identities: Mapped[list[str]]
    visitors: Mapped[list[str]]
    conversations: Mapped[list[str]]
    at: Mapped[int]
    by_name: Mapped[str]
    undone_at: Mapped[int | None]

    __table_args__ = (Index("ix_customer_merge_kept", "kept"),)


class Visitor(Base):
    """A browser that opened a chat. Its customer's record is made with the first contact, so
    the id here may not exist yet; that is why it is no foreign key.
    """

    __tablename__ = "visitor"

    token_hash: Mapped[str] = mapped_column(primary_key=True)
    customer: Mapped[str]
    language: Mapped[str]
    created_at: Mapped[int]
    last_seen_at: Mapped[int]

    __table_args__ = (
        Index("ix_visitor_customer", "customer"),
        Index("ix_visitor_last_seen_at", "last_seen_at"),
    )
