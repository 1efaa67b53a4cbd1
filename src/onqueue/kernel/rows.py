"""What do all tables have in common, and how is a long list read a page at a time?"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Final, Generic, Literal, TypeVar

from sqlalchemy import (
    JSON,
    BigInteger,
    Index,
    MetaData,
    Row,
    Select,
    UniqueConstraint,
    func,
    select,
    text,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.types import TypeEngine

from onqueue.kernel.errors import Invalid

PAGE_SIZE_MAX: Final = 200
PAGE_MAX: Final = 100_000
PAGE_SIZE: Final = 50

T = TypeVar("T")
U = TypeVar("U")

Ms = BigInteger
"""The column type of an instant or a duration in milliseconds."""

NAMING: Final = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
"""Constraints have the same name on both engines, so that a migration can name them."""


class Base(DeclarativeBase):
    """The base of every table. An `int` is a BIGINT; a dict or a list is JSON."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map: ClassVar[dict[Any, TypeEngine[Any]]] = {
        int: BigInteger(),
        dict[str, Any]: JSON(),
        list[Any]: JSON(),
        list[str]: JSON(),
    }


class Configured:
    """What all configured things have."""

    id: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    archived: Mapped[bool]
    version: Mapped[int]
    created_at: Mapped[int]
    changed_at: Mapped[int]
    changed_by: Mapped[str]


class Versioned:
    """What all versions have of what people draft and publish; without a number it is a draft."""

    id: Mapped[str] = mapped_column(primary_key=True)
    subject: Mapped[str]
    number: Mapped[int | None]
    """The highest one of a subject is in force."""
    rules: Mapped[dict[str, Any]]
    note: Mapped[str]
    restores: Mapped[int | None]
    revision: Mapped[int]
    changed_at: Mapped[int]
    changed_by: Mapped[str]
    published_at: Mapped[int | None]
    published_by: Mapped[str]


def version_constraints(table: str) -> tuple[UniqueConstraint, Index]:
    """Return what holds in each table of versions: numbers once, and one draft of a subject."""
    return (
        UniqueConstraint("subject", "number"),
        Index(
            f"uq_{table}_draft",
            "subject",
            unique=True,
            sqlite_where=text("number IS NULL"),
            postgresql_where=text("number IS NULL"),
        ),
    )


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """One page of a list; pages are counted from 1, `total` counts all items."""

    items: tuple[T, ...]
    total: int
    page: int
    size: int

    def map(self, convert: Callable[[T], U]) -> Page[U]:
        """Return the same page with every item converted."""
        items = tuple(convert(item) for item in self.items)
        return Page(items=items, total=self.total, page=self.page, size=self.size)


Order = Literal["asc", "desc"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Paging:
    """Which page is asked for and in what order; an unknown order is refused by name."""

    page: int = 1
    size: int = PAGE_SIZE
    sort: str = ""
    order: Order = "asc"

    def __post_init__(self) -> None:
        if not 1 <= self.size <= PAGE_SIZE_MAX:
            raise Invalid(
                field="size",
                reason="give a number from 1 to {most}",
                most=PAGE_SIZE_MAX,
            )
        if not 1 <= self.page <= PAGE_MAX:
            raise Invalid(field="page", reason="give a number from 1 to {most}", most=PAGE_MAX)


def page(
    session: Session,
    stmt: Select[T],
    *,
    paging: Paging,
    sorts: Mapping[str, Any],
    key: Any,
) -> Page[T]:
    """Read one page of single things.

    `sorts` names the columns that people may sort by, the first being the usual one. `key`
    is a unique column: it makes the order total, so that no row is on two pages.
    """
    cut, total = _cut(session, stmt, paging=paging, sorts=sorts, key=key)
    return Page(tuple(session.scalars(cut)), total, paging.page, paging.size)


def page_rows(
    session: Session,
    stmt: Select[*tuple[Any, ...]],
    *,
    paging: Paging,
    sorts: Mapping[str, Any],
    key: Any,
) -> Page[Row[*tuple[Any, ...]]]:
    """Read one page of rows of several columns; otherwise like `page`."""
    cut, total = _cut(session, stmt, paging=paging, sorts=sorts, key=key)
    return Page(tuple(session.execute(cut)), total, paging.page, paging.size)


def _cut(
    session: Session,
    stmt: Select[*tuple[Any, ...]],
    *,
    paging: Paging,
    sorts: Mapping[str, Any],
    key: Any,
) -> tuple[Select[*tuple[Any, ...]], int]:
    name = paging.sort or next(iter(sorts))
    if name not in sorts:
        raise Invalid(field="sort", reason="choose one of {known}", known=", ".join(sorts))
    column: ColumnElement[Any] = sorts[name]
    descending = paging.order == "desc"
    # SQLite puts rows without a value first and PostgreSQL last; people expect them last.
    ordered = stmt.order_by(
        column.is_(None),
        column.desc() if descending else column.asc(),
        key.desc() if descending else key.asc(),
    )
    total = session.scalar(select(func.count()).select_from(stmt.order_by(None).subquery()))
    start = (paging.page - 1) * paging.size
    return ordered.limit(paging.size).offset(start), total or 0


def every_page(read: Callable[..., Page[Any]], session: Session, **asked: Any) -> tuple[Any, ...]:
    """Return all pages of a list, for a file. Nothing is left out, however long it is."""
    paging: Paging = asked.pop("paging")
    items: list[Any] = []
    number = 1
    while True:
        part = Paging(page=number, size=PAGE_SIZE_MAX, sort=paging.sort, order=paging.order)
        found = read(session, paging=part, **asked)
        items.extend(found.items)
        if len(items) >= found.total or not found.items:
            return tuple(items)
        number += 1
