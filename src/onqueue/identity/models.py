"""The tables of identity.

Secrets are kept only as hashes: passwords by argon2id, session and link tokens by SHA-256,
which is enough for 256 random bits.
"""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from onqueue.kernel.rows import Base


class Account(Base):
    """Somebody who works here."""

    __tablename__ = "account"

    id: Mapped[str] = mapped_column(primary_key=True)
    email: Mapped[str]
    email_key: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    name_key: Mapped[str] = mapped_column(index=True)
    language: Mapped[str]
    theme: Mapped[str]
    status: Mapped[str]
    password_hash: Mapped[str | None]
    password_changed_at: Mapped[int | None]
    last_seen_at: Mapped[int | None]
    created_at: Mapped[int]
    # Counts changes that administrators see, so that nobody overwrites what they have not seen.
    version: Mapped[int] = mapped_column(default=1)
    changed_at: Mapped[int] = mapped_column(default=0)
    changed_by: Mapped[str] = mapped_column(default="")


class AccountRole(Base):
    """A role that somebody has, for the site, a team or a queue."""

    __tablename__ = "account_role"

    account: Mapped[str] = mapped_column(
        ForeignKey("account.id", ondelete="CASCADE"), primary_key=True
    )
    role: Mapped[str] = mapped_column(primary_key=True)
    scope_kind: Mapped[str] = mapped_column(primary_key=True)
    scope: Mapped[str] = mapped_column(primary_key=True)


class Team(Base):
    """People who are led together."""

    __tablename__ = "team"

    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    name_key: Mapped[str] = mapped_column(unique=True)
    created_at: Mapped[int]


class AccountTeam(Base):
    """Membership of a team."""

    __tablename__ = "account_team"

    account: Mapped[str] = mapped_column(
        ForeignKey("account.id", ondelete="CASCADE"), primary_key=True
    )
    team: Mapped[str] = mapped_column(ForeignKey("team.id", ondelete="CASCADE"), primary_key=True)

    __table_args__ = (Index("ix_account_team_team", "team"),)


class AccountSession(Base):
    """A browser that is signed in. The cookie holds the token, this its hash."""

    __tablename__ = "account_session"

    id: Mapped[str] = mapped_column(primary_key=True)
    account: Mapped[str] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    created_at: Mapped[int]
    seen_at: Mapped[int] = mapped_column(index=True)
    network: Mapped[str]
    browser: Mapped[str]


class AccountLink(Base):
    """A link sent by mail that sets a password once: an invitation or a reset."""

    __tablename__ = "account_link"

    id: Mapped[str] = mapped_column(primary_key=True)
    account: Mapped[str] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str]
    token_hash: Mapped[str] = mapped_column(unique=True)
    created_at: Mapped[int]
    expires_at: Mapped[int] = mapped_column(index=True)


class Installation(Base):
    """The one row that says that this centre has been set up, and is locked to change who
    administers it.
    """

    __tablename__ = "installation"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    set_up_at: Mapped[int]
