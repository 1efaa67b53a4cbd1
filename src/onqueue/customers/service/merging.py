"""How do two records of one customer become one, and two again?

The record that goes stays as an empty name for the other: whatever still points to it finds the
one that was kept. What was moved is written down, and that alone is moved back.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from onqueue.customers import models
from onqueue.customers.access import access_customer_to_change
from onqueue.customers.errors import CustomerChanged, CustomerMissing, MergeOver
from onqueue.customers.queries import KIND, show_merge
from onqueue.customers.rules import MERGE_UNDO_MS, name_key
from onqueue.customers.schemas import Merge
from onqueue.customers.service.records import FIELDS, record_change, store
from onqueue.identity.service.by import By
from onqueue.kernel import search
from onqueue.kernel.errors import Invalid
from onqueue.kernel.ids import new_id

RIGHT: Final = "customer.merge"
UNDONE: Final = "it was taken back already"
TOO_OLD: Final = "seven days have passed"
NOT_LAST: Final = "the customer has since become part of another"


def merge_customers(
    session: Session,
    *,
    by: By,
    kept: str,
    gone: str,
    versions: tuple[int, int],
    take: Collection[str],
) -> Merge:
    """Let a customer become part of another. `versions` are those that were seen of both.

    Both rows are held in the order of their ids, so that of two who merge at once one waits, and
    then is told what the other did.
    """
    by.actor.require(RIGHT)
    if kept == gone:
        raise Invalid(field="gone", reason="choose another customer")
    rows = {
        id_: access_customer_to_change(session, actor=by.actor, customer=id_)
        for id_ in sorted((kept, gone))
    }
    for id_, seen in zip((kept, gone), versions, strict=True):
        row = rows[id_]
        session.refresh(row)
        if row.version != seen:
            raise CustomerChanged(
                version=row.version, changed_by=row.changed_by, changed_at=row.changed_at
            )
    ours, theirs = rows[kept], rows[gone]
    before = {name: getattr(ours, name) for name in FIELDS}
    for name in take:
        setattr(ours, name, getattr(theirs, name))
    after = {name: getattr(ours, name) for name in FIELDS}
    merge = models.CustomerMerge(
        id=new_id(),
        kept=kept,
        gone=gone,
        gone_name=theirs.name,
        before=before,
        after=after,
        identities=_move_identities(session, kept=kept, gone=gone),
        visitors=_move_visitors(session, kept=kept, gone=gone),
        conversations=[],
        at=by.now,
        by_name=by.actor.name,
        undone_at=None,
    )
    session.add(merge)
    theirs.merged_into = kept
    ours.last_contact_at = max(ours.last_contact_at or 0, theirs.last_contact_at or 0) or None
    search.forget(session, kind=KIND, subject=gone)
    for row in (ours, theirs):
        row.version, row.changed_at, row.changed_by = row.version + 1, by.now, by.actor.name
    ours.name_key = name_key(ours.name)
    store(session, row=ours)
    changed = [name for name in FIELDS if before[name] != after[name]]
    record_change(
        session,
        by=by,
        action="customer.merged",
        customer=kept,
        before={name: before[name] for name in changed},
        after={"merged": gone, **{name: after[name] for name in changed}},
    )
    return show_merge(merge)


def note_moved(session: Session, *, merge: str, conversations: Collection[str]) -> Merge:
    """Write down which conversations went along."""
    row = session.get_one(models.CustomerMerge, merge)
    row.conversations = list(conversations)
    session.flush()
    return show_merge(row)


def undo_merge(session: Session, *, by: By, merge: str) -> tuple[Merge, tuple[str, ...]]:
    """Let two records be two again; returns the conversations that are to go back.

    Details that were changed since stay as they are, and so does all that came since.
    """
    by.actor.require(RIGHT)
    row = session.get(models.CustomerMerge, merge, with_for_update=True, populate_existing=True)
    if row is None:
        raise CustomerMissing
    ids = sorted((row.kept, row.gone))
    rows = {id_: session.get_one(models.Customer, id_, with_for_update=True) for id_ in ids}
    ours, theirs = rows[row.kept], rows[row.gone]
    why = UNDONE if row.undone_at is not None else TOO_OLD if _is_old(row, by) else ""
    if not why and (ours.merged_into or theirs.merged_into != row.kept):
        why = NOT_LAST
    if why:
        raise MergeOver(why=why)
    for name in FIELDS:
        if getattr(ours, name) == row.after[name]:
            setattr(ours, name, row.before[name])
    ours.name_key, theirs.merged_into, row.undone_at = name_key(ours.name), "", by.now
    _give_back(session, row=row)
    for one in (ours, theirs):
        one.version, one.changed_at, one.changed_by = one.version + 1, by.now, by.actor.name
        store(session, row=one)
    record_change(
        session, by=by, action="customer.unmerged", customer=row.kept, after={"unmerged": row.gone}
    )
    return show_merge(row), tuple(row.conversations)


def _is_old(row: models.CustomerMerge, by: By) -> bool:
    return by.now >= row.at + MERGE_UNDO_MS


def _move_identities(session: Session, *, kept: str, gone: str) -> list[str]:
    """Move the addresses that the kept customer does not have; return which they were."""
    model = models.CustomerIdentity
    mine = {
        (one.kind, one.value_key)
        for one in session.scalars(select(model).where(model.customer == kept))
    }
    moved = []
    for one in session.scalars(select(model).where(model.customer == gone)).all():
        if one.verified or (one.kind, one.value_key) not in mine:
            one.customer = kept
            moved.append(one.id)
    session.flush()
    return moved


def _move_visitors(session: Session, *, kept: str, gone: str) -> list[str]:
    model = models.Visitor
    theirs = update(model).where(model.customer == gone).values(customer=kept)
    return list(session.scalars(theirs.returning(model.token_hash)).all())


def _give_back(session: Session, *, row: models.CustomerMerge) -> None:
    identity, visitor = models.CustomerIdentity, models.Visitor
    session.execute(
        update(identity)
        .where(identity.id.in_(row.identities), identity.customer == row.kept)
        .values(customer=row.gone)
    )
    session.execute(
        update(visitor)
        .where(visitor.token_hash.in_(row.visitors), visitor.customer == row.kept)
        .values(customer=row.gone)
    )
    session.expire_all()
