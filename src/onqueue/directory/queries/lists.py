"""How are configured things listed, searched and looked up?"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Generic, Literal, TypeVar

from sqlalchemy import ColumnElement, String, cast, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from onqueue.directory import models
from onqueue.directory.queries import shows
from onqueue.directory.rules.texts import name_key
from onqueue.directory.schemas import shown
from onqueue.kernel.rows import Configured, Page, Paging, page

Row = TypeVar("Row", bound=Configured)
Shown = TypeVar("Shown", bound=shown.Record)
Archived = Literal["no", "yes", "any"]


@dataclass(frozen=True, kw_only=True)
class Listing(Generic[Row, Shown]):
    """A kind of configured thing: its table, what it is shown as, and how it is searched."""

    model: type[Row]
    show: Callable[[Row], Shown]
    searched: tuple[str, ...]
    sorts: tuple[str, ...]


SKILLS = Listing(
    model=models.Skill,
    show=shows.show_skill,
    searched=("key", "description"),
    sorts=("name", "description", "changed_at"),
)
GATES = Listing(
    model=models.Gate,
    show=shows.show_gate,
    searched=("key", "description"),
    sorts=("name", "description", "changed_at"),
)
HOURS = Listing(
    model=models.Hours,
    show=shows.show_hours,
    searched=("key",),
    sorts=("name", "time_zone", "changed_at"),
)
QUEUES = Listing(
    model=models.Queue,
    show=shows.show_queue,
    searched=("key", "description"),
    sorts=("name", "channel", "priority", "threshold_s", "changed_at"),
)
CODES = Listing(
    model=models.WrapUpCode,
    show=shows.show_code,
    searched=("key", "group"),
    sorts=("group", "name", "changed_at"),
)
REASONS = Listing(
    model=models.StateReason,
    show=shows.show_reason,
    searched=("key",),
    sorts=("state", "name", "changed_at"),
)
REPLIES = Listing(
    model=models.CannedReply,
    show=shows.show_reply,
    searched=("shortcut", "title", "text"),
    sorts=("shortcut", "title", "language", "changed_at"),
)
WIDGETS = Listing(
    model=models.ChatWidget,
    show=shows.show_widget,
    searched=("key",),
    sorts=("name", "changed_at"),
)

NUMBERS = Listing(
    model=models.PhoneNumber,
    show=shows.show_number,
    searched=("key", "number", "description"),
    sorts=("number", "description", "language", "changed_at"),
)


def records_found(
    session: Session,
    *,
    listing: Listing[Row, Shown],
    q: str = "",
    archived: Archived = "no",
    where: Collection[ColumnElement[bool]] = (),
    paging: Paging,
) -> Page[Shown]:
    """Return a page of one kind; `q` is found anywhere in what is searched."""
    model = listing.model
    stmt = select(model).where(*where)
    if archived != "any":
        stmt = stmt.where(model.archived.is_(archived == "yes"))
    words = name_key(q)
    if words:
        columns = [getattr(model, name) for name in listing.searched]
        stmt = stmt.where(or_(*(column.icontains(words, autoescape=True) for column in columns)))
    sorts = {name: getattr(model, "key" if name == "name" else name) for name in listing.sorts}
    found = page(session, stmt, paging=paging, sorts=sorts, key=model.id)
    return found.map(listing.show)


def all_records(
    session: Session,
    *,
    listing: Listing[Row, Shown],
    archived: Archived = "no",
    where: Collection[ColumnElement[bool]] = (),
) -> tuple[Shown, ...]:
    """Return everything of one kind, by name."""
    model = listing.model
    stmt = select(model).where(*where).order_by(model.key)
    if archived != "any":
        stmt = stmt.where(model.archived.is_(archived == "yes"))
    return tuple(listing.show(row) for row in session.scalars(stmt))


def record(session: Session, *, listing: Listing[Row, Shown], id: str) -> Shown | None:  # noqa: A002  # it is one
    """Return one thing, archived or not."""
    row = session.get(listing.model, id)
    return None if row is None else listing.show(row)


def for_queue(column: InstrumentedAttribute[list[str]], queue: str) -> ColumnElement[bool]:
    """Select what is for a queue: it names the queue, or no queue at all."""
    written: ColumnElement[str] = cast(column, String)
    return or_(written == "[]", written.contains(f'"{queue}"', autoescape=True))
