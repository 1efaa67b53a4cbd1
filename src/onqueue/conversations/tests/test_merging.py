"""Two records of one customer become one with all that was said, and two again."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from onqueue.conversations import models, queries, service
from onqueue.conversations.events import CustomerLinked, decode
from onqueue.conversations.tests import scene
from onqueue.conversations.tests.scene import NOW
from onqueue.customers import queries as known
from onqueue.customers import service as customers
from onqueue.customers.errors import CustomerChanged, CustomerMerged, MergeOver
from onqueue.customers.rules import MERGE_UNDO_MS
from onqueue.customers.schemas import Customer, Merge
from onqueue.identity.service.by import By
from onqueue.journal import store
from onqueue.kernel.audit import Audit
from onqueue.kernel.authz import SYSTEM, RightMissing
from onqueue.kernel.db import Database
from onqueue.kernel.errors import Invalid, OnqueueError
from onqueue.kernel.rows import Paging

pytestmark = pytest.mark.database
BY = By(actor=SYSTEM, now=NOW, network="")


def two(session: Session) -> tuple[str, str]:
    """Ada who wrote, and Ada who called: one number is both's."""
    kept = customers.create_customer(
        session, by=BY, name="Ada", email="ada@example.org", phone="+49 30 1234567"
    )
    gone = customers.create_customer(
        session, by=BY, name="A. Lovelace", company="Engines", phone="+49 30 7654321"
    )
    for customer, key in ((kept, "chat:kept"), (gone, "chat:gone")):
        thread = scene.opened(session, key=key, visitor=key)
        scene.registered(session, id=f"of-{key[5:]}", conversation=thread.id)
        service.set_customer(
            session, conversation=thread.id, customer=customer.id, name="", now=NOW
        )
    return kept.id, gone.id


def merge(
    session: Session, *, kept: str, gone: str, by: By = BY, take: frozenset[str] = frozenset()
) -> Merge:
    return service.merge_customers(session, by=by, kept=kept, gone=gone, versions=(1, 1), take=take)


async def one(database: Database, customer: str) -> Customer:
    found = await database.read(known.customer, id=customer)
    assert found is not None
    return found


def conversations_of(session: Session, *, customer: str) -> set[str]:
    thread = models.Conversation
    return set(session.scalars(select(thread.key).where(thread.customer == customer)))


def found(session: Session, *, q: str) -> list[str]:
    return [one.id for one in known.customers_found(session, q=q, paging=Paging()).items]


async def test_a_merged_customer_has_what_both_had(database: Database) -> None:
    kept, gone = await database.write(two)
    made = await database.write(merge, kept=kept, gone=gone, take=frozenset({"company"}))
    assert (made.conversations, made.gone_name) == (1, "A. Lovelace")
    ada = await one(database, kept)
    assert (ada.name, ada.company, ada.phone, ada.version) == (
        "Ada", "Engines", "+49 30 1234567", 2,
    )  # fmt: skip
    assert [known.value for known in ada.identities] == [
        "ada@example.org", "+49 30 1234567", "+49 30 7654321",
    ]  # fmt: skip
    assert await database.read(conversations_of, customer=kept) == {"chat:kept", "chat:gone"}
    row = await database.read(queries.contact, id="of-gone")
    assert row is not None
    assert row.customer == kept
    assert (await one(database, gone)).merged_into == kept


async def test_search_and_numbers_find_one(database: Database) -> None:
    kept, gone = await database.write(two)
    await database.write(merge, kept=kept, gone=gone, take=frozenset({"company"}))
    for words in ("Engines", "Ada", ""):
        assert await database.read(found, q=words) == [kept]
    assert await database.read(found, q="Lovelace") == []
    callers = await database.read(known.customers_by_phone, number="+49307654321", region="DE")
    assert [one.id for one in callers] == [kept]


async def test_a_merge_is_in_the_journal_and_in_the_audit(database: Database) -> None:
    kept, gone = await database.write(two)
    before = await database.read(store.head)
    await database.write(merge, kept=kept, gone=gone, take=frozenset({"name"}))
    entries = await database.read(store.read_after, after=before, limit=10)
    facts = [decode(entry.payload) for entry in entries]
    assert [(type(fact), fact.customer) for fact in facts if isinstance(fact, CustomerLinked)] == [
        (CustomerLinked, kept)
    ]
    written = await database.read(_written)
    assert written == (kept, {"name": "Ada"}, {"merged": gone, "name": "A. Lovelace"})


async def test_a_merge_is_taken_back_as_it_was(database: Database) -> None:
    kept, gone = await database.write(two)
    before = [(await one(database, id_)).identities for id_ in (kept, gone)]
    made = await database.write(merge, kept=kept, gone=gone, take=frozenset({"company", "name"}))
    undone = await database.write(service.undo_merge, by=BY, merge=made.id)
    assert undone.undone_at == NOW
    ada, other = await one(database, kept), await one(database, gone)
    assert (ada.name, ada.company, other.name, other.merged_into) == (
        "Ada", "", "A. Lovelace", "",
    )  # fmt: skip
    assert [ada.identities, other.identities] == before
    assert await database.read(conversations_of, customer=kept) == {"chat:kept"}
    assert await database.read(conversations_of, customer=gone) == {"chat:gone"}
    assert await database.read(found, q="Lovelace") == [gone]
    with pytest.raises(MergeOver, match="taken back already"):
        await database.write(service.undo_merge, by=BY, merge=made.id)


async def test_what_was_changed_after_a_merge_stays_when_it_is_taken_back(
    database: Database,
) -> None:
    kept, gone = await database.write(two)
    made = await database.write(merge, kept=kept, gone=gone, take=frozenset({"company", "name"}))
    await database.write(
        customers.change_customer, by=BY, customer=kept, version=2, name="Ada Lovelace"
    )
    await database.write(service.undo_merge, by=BY, merge=made.id)
    ada = await one(database, kept)
    assert (ada.name, ada.company) == ("Ada Lovelace", "")


async def test_a_merge_is_taken_back_within_a_week_only(database: Database) -> None:
    kept, gone = await database.write(two)
    made = await database.write(merge, kept=kept, gone=gone)
    late = By(actor=SYSTEM, now=NOW + MERGE_UNDO_MS, network="")
    with pytest.raises(MergeOver, match="seven days"):
        await database.write(service.undo_merge, by=late, merge=made.id)
    assert (await one(database, gone)).merged_into == kept


async def test_of_two_merges_at_once_one_is_refused(database: Database) -> None:
    kept, gone = await database.write(two)
    outcomes = await asyncio.gather(
        database.write(merge, kept=kept, gone=gone),
        database.write(merge, kept=gone, gone=kept),
        return_exceptions=True,
    )
    refused = [one for one in outcomes if isinstance(one, OnqueueError)]
    assert len(refused) == 1
    assert isinstance(refused[0], CustomerMerged | CustomerChanged)
    merges = [await database.read(known.merges_into, customer=id_) for id_ in (kept, gone)]
    assert sorted(len(one) for one in merges) == [0, 1]


def _written(session: Session) -> tuple[str, object, object]:
    rows = select(Audit).where(Audit.action == "customer.merged")
    entry = session.scalars(rows).one()
    return entry.subject, entry.before, entry.after


async def test_what_still_comes_for_who_was_merged_is_for_who_stayed(database: Database) -> None:
    kept, gone = await database.write(two)
    await database.write(merge, kept=kept, gone=gone)
    told = await database.write(customers.note_claims, customer=gone, now=NOW, phone="110")
    assert told.id == kept
    with pytest.raises(CustomerMerged, match="Ada"):
        await database.write(
            customers.change_customer, by=BY, customer=gone, version=2, name="Nobody"
        )


async def test_who_was_seen_otherwise_is_not_merged(database: Database) -> None:
    kept, gone = await database.write(two)
    await database.write(
        customers.change_customer, by=BY, customer=gone, version=1, notes="Careful"
    )
    with pytest.raises(CustomerChanged):
        await database.write(merge, kept=kept, gone=gone)
    with pytest.raises(Invalid):
        await database.write(merge, kept=kept, gone=kept)
    agent = By(actor=scene.agent("ann"), now=NOW, network="")
    with pytest.raises(RightMissing):
        await database.write(merge, kept=kept, gone=gone, by=agent)
    assert (await one(database, gone)).merged_into == ""
