"""Where do these words occur?

Text is folded to plain lower-case words here, the same way for texts and for queries and for
both databases, so they agree on what a word is. All words of a query must occur; the last may
be only the beginning of one; words in double quotes must follow each other. Nothing that a
person types is an error, and nothing is an operator.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from typing import Final

from sqlalchemy import (
    Index,
    Integer,
    Select,
    TextClause,
    UniqueConstraint,
    delete,
    select,
    text,
)
from sqlalchemy.orm import Mapped, Session, mapped_column
from sqlalchemy.types import BigInteger

from onqueue.kernel.db import Prepared, dialect_of
from onqueue.kernel.rows import Base

TEXT_MAX: Final = 200_000
"""Characters of a text that are searched; a conversation of a working day has fewer."""
QUERY_MAX: Final = 500
TERMS_MAX: Final = 16
WORD_MAX: Final = 64
PLACE_MAX: Final = 16_383
"""PostgreSQL counts places in a text up to here; later words are found, but not in phrases."""

_WORD: Final = re.compile(r"[^\W_]+")
_QUOTED: Final = re.compile(r'"([^"]*)"|([^"]+)')

Phrase = tuple[str, ...]


class SearchEntry(Base):
    """A thing that can be found. Its words lie in `search_words`, as each database likes."""

    __tablename__ = "search_entry"
    __table_args__ = (
        UniqueConstraint("kind", "subject"),
        Index("ix_search_entry_kind_at", "kind", "at"),
    )

    n: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    kind: Mapped[str]
    subject: Mapped[str]
    scope: Mapped[str]
    at: Mapped[int]


def index(
    session: Session, *, kind: str, subject: str, text: str, at: int, scope: str = ""
) -> None:
    """Make a thing found by the words of a text, instead of those it was found by before.

    Of several things found, the one with the latest `at` comes first. `scope` is anything
    that the caller wants to filter by, for instance a queue.
    """
    # The path of every message: statements made once, past the unit of work.
    session.flush()
    entry = {"kind": kind, "subject": subject, "scope": scope, "at": at}
    [[n]] = _ENTER.rows(session, entry)
    words = _AS_WORDS[dialect_of(session)](words_of(text[:TEXT_MAX]))
    _REPLACE[dialect_of(session)].run(session, [{"n": n, "words": words}])


def forget(session: Session, *, kind: str, subject: str) -> None:
    """Make a thing not be found any more."""
    stmt = (
        delete(SearchEntry)
        .where(SearchEntry.kind == kind, SearchEntry.subject == subject)
        .returning(SearchEntry.n)
    )
    for n in session.scalars(stmt).all():
        session.execute(_FORGET[dialect_of(session)], {"n": n})


def matching(session: Session, *, kind: str, query: str) -> Select[str] | None:
    """Return a SELECT of the subjects that a query finds, to be used with `in_`.

    None when the query holds no word: then there is nothing to filter by. The caller adds
    its own conditions on who may see what, so that pages and totals are right.
    """
    phrases = parse(query)
    if not phrases:
        return None
    engine = dialect_of(session)
    found = _FIND[engine].bindparams(query=_RENDER[engine](phrases))
    return select(SearchEntry.subject).where(SearchEntry.kind == kind, found)


def find(
    session: Session,
    *,
    kind: str,
    query: str,
    limit: int = 20,
    offset: int = 0,
    scope: str | None = None,
) -> list[str]:
    """Return the subjects that a query finds, the latest first; none for no words."""
    stmt = matching(session, kind=kind, query=query)
    if stmt is None:
        return []
    if scope is not None:
        stmt = stmt.where(SearchEntry.scope == scope)
    stmt = stmt.order_by(SearchEntry.at.desc(), SearchEntry.n.desc())
    return list(session.scalars(stmt.limit(limit).offset(offset)))


def words_of(value: str) -> list[str]:
    """Return the words of a text: letters and digits, lower-case, without accents."""
    folded = unicodedata.normalize("NFKD", value.casefold())
    plain = "".join(char for char in folded if not unicodedata.combining(char))
    return [word[:WORD_MAX] for word in _WORD.findall(plain)]


def parse(query: str) -> list[Phrase]:
    """Return what must occur: single words, and phrases of several. Never raises."""
    phrases: list[Phrase] = []
    for quoted, loose in _QUOTED.findall(query[:QUERY_MAX]):
        phrases += [tuple(words_of(quoted))] if quoted else [(word,) for word in words_of(loose)]
    return [phrase[:TERMS_MAX] for phrase in phrases if phrase][:TERMS_MAX]


def _as_text(words: list[str]) -> str:
    return " ".join(words)


def as_tsvector(words: list[str]) -> str:
    """Return how PostgreSQL writes words with their places."""
    # Not to_tsvector: PostgreSQL's parser has ideas of its own about numbers and addresses.
    return " ".join(f"{word}:{min(place, PLACE_MAX)}" for place, word in enumerate(words, 1))


def _fts5(phrases: list[Phrase]) -> str:
    # Words hold only letters and digits, so nothing in them needs escaping.
    return " AND ".join(f'"{" ".join(phrase)}"' for phrase in phrases) + " *"


def _tsquery(phrases: list[Phrase]) -> str:
    return " & ".join("(" + " <-> ".join(phrase) + ")" for phrase in _starred(phrases))


def _starred(phrases: list[Phrase]) -> list[Phrase]:
    *others, last = phrases
    return [*others, (*last[:-1], f"{last[-1]}:*")]


_AS_WORDS: Final[dict[str, Callable[[list[str]], str]]] = {
    "sqlite": _as_text,
    "postgresql": as_tsvector,
}
_RENDER: Final[dict[str, Callable[[list[Phrase]], str]]] = {"sqlite": _fts5, "postgresql": _tsquery}
_ENTER: Final = Prepared(
    text(
        "INSERT INTO search_entry (kind, subject, scope, at) VALUES (:kind, :subject, :scope, :at)"
        " ON CONFLICT (kind, subject) DO UPDATE SET scope = excluded.scope, at = excluded.at"
        " RETURNING n"
    )
)
_FORGET: Final[dict[str, TextClause]] = {
    "sqlite": text("DELETE FROM search_words WHERE rowid = :n"),
    "postgresql": text("DELETE FROM search_words WHERE n = :n"),
}
_FIND: Final[dict[str, TextClause]] = {
    "sqlite": text(
        "search_entry.n IN (SELECT rowid FROM search_words WHERE search_words MATCH :query)"
    ),
    "postgresql": text(
        "search_entry.n IN (SELECT n FROM search_words WHERE words @@ CAST(:query AS tsquery))"
    ),
}
_REPLACE: Final[dict[str, Prepared]] = {
    "sqlite": Prepared(
        text("INSERT OR REPLACE INTO search_words (rowid, words) VALUES (:n, :words)")
    ),
    "postgresql": Prepared(
        text(
            "INSERT INTO search_words (n, words) VALUES (:n, CAST(:words AS tsvector)) "
            "ON CONFLICT (n) DO UPDATE SET words = excluded.words"
        )
    ),
}
