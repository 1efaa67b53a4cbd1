"""How customers are known: visitors, claims, verified addresses, and changes by staff."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from onqueue.customers import jobs, models, queries, service
from onqueue.customers.errors import CustomerChanged, CustomerMissing
from onqueue.customers.schemas import Identity
from onqueue.identity.service.by import By
from onqueue.kernel.audit import Audit
from onqueue.kernel.authz import SYSTEM, Actor, RightMissing
from onqueue.kernel.clock import VirtualClock
from onqueue.kernel.db import Database
from onqueue.kernel.errors import Invalid
from onqueue.kernel.ids import new_id
from onqueue.kernel.rows import Paging
from onqueue.kernel.worker import Jobs

DAY_MS = 24 * 3_600_000


@pytest.fixture
def by(clock: VirtualClock) -> By:
    return By(actor=SYSTEM, now=clock.now(), network="test")


def count(session: Session, *, model: Any) -> int:
    return session.scalar(select(func.count()).select_from(model)) or 0


async def found(database: Database, q: str) -> list[str]:
    page = await database.read(queries.customers_found, q=q, paging=Paging())
    return [customer.name for customer in page.items]


async def test_a_visitor_becomes_a_customer_with_the_first_contact(database: Database) -> None:
    token, customer = await database.write(service.issue_visitor, now=1_000, language="de")
    assert len(token) == 43
    known = await database.write(service.resolve_visitor, token=token, now=30_000)
    assert known is not None
    assert (known.customer_id, known.created_at, known.last_seen_at) == (customer, 1_000, 1_000)
    later = await database.write(service.resolve_visitor, token=token, now=61_000)
    assert later is not None
    assert later.last_seen_at == 61_000
    assert await database.write(service.resolve_visitor, token=token[:-1], now=0) is None
    assert await database.read(queries.customer, id=customer) is None

    made = await database.write(
        service.note_claims, customer=customer, now=70_000, name="Ada", email="Ada@Example.org"
    )
    assert made.id == customer
    assert (made.name, made.language, made.last_contact_at) == ("Ada", "de", 70_000)
    assert (made.email, made.email_verified) == ("Ada@Example.org", False)
    assert made.identities == (
        Identity(kind="email", value="Ada@Example.org", verified=False, created_at=70_000),
    )
    assert await database.read(queries.customer, id=customer) == made
    tokens = await database.read(lambda s: [*s.scalars(select(models.Visitor.token_hash))])
    assert token not in tokens


async def test_a_claimed_address_joins_nobody(database: Database, by: By) -> None:
    owner = await database.write(
        service.find_or_create,
        kind="email",
        value="ada@example.org",
        verified=True,
        now=1,
        name="Ada",
    )
    await database.write(
        service.change_customer, by=by, customer=owner.id, version=1, notes="Owes us nothing"
    )
    _, customer = await database.write(service.issue_visitor, now=2)
    stranger = await database.write(
        service.note_claims, customer=customer, now=3, name="Eve", email="ADA@example.org"
    )
    assert stranger.id == customer != owner.id
    assert (stranger.email_verified, stranger.notes) == (False, "")
    claimed = await database.write(
        service.find_or_create, kind="email", value="ada@example.org", verified=False, now=4
    )
    assert claimed.id not in {owner.id, stranger.id}
    again = await database.write(
        service.find_or_create, kind="email", value="ADA@example.org", verified=True, now=5
    )
    assert (again.id, again.email_verified, again.notes) == (owner.id, True, "Owes us nothing")
    assert await database.read(count, model=models.Customer) == 3


async def test_claims_fill_only_what_is_empty(database: Database, by: By) -> None:
    _, customer = await database.write(service.issue_visitor, now=1)
    await database.write(service.note_claims, customer=customer, now=2, name="Ada", phone="110")
    await database.write(
        service.change_customer, by=by, customer=customer, version=1, name="Ada Lovelace"
    )
    after = await database.write(
        service.note_claims, customer=customer, now=3, name="Queen", email="a@b.co", phone="112"
    )
    assert (after.name, after.email, after.phone) == ("Ada Lovelace", "a@b.co", "110")
    assert [(known.kind, known.value) for known in after.identities] == [
        ("phone", "110"),
        ("email", "a@b.co"),
        ("phone", "112"),
    ]


async def test_nobody_claims_endless_addresses(database: Database) -> None:
    _, customer = await database.write(service.issue_visitor, now=1)

    def claim_many(session: Session) -> None:
        for number in range(60):
            service.note_claims(session, customer=customer, now=2, email=f"a{number}@b.co")

    await database.write(claim_many)
    assert await database.read(count, model=models.CustomerIdentity) == 50


async def test_customers_are_found_by_what_is_known(database: Database, by: By) -> None:
    await database.write(
        service.create_customer, by=by, name="Zoë Müller", email="zoe@example.org", company="Acme"
    )
    await database.write(service.create_customer, by=by, name="Bob", phone="+49 (30) 1234-5")
    assert await found(database, "") == ["Bob", "Zoë Müller"]
    assert await found(database, "mull") == ["Zoë Müller"]
    assert await found(database, "zoe@example.org") == ["Zoë Müller"]
    assert await found(database, "ACME zo") == ["Zoë Müller"]
    assert await found(database, "493012345") == ["Bob"]
    assert await found(database, "\"*' OR 1=1 --") == []


async def test_a_change_by_staff(database: Database, by: By) -> None:
    made = await database.write(service.create_customer, by=by, name="Ada", email="a@b.co")
    changed = await database.write(
        service.change_customer, by=by, customer=made.id, version=1, email="c@d.co", notes="VIP"
    )
    assert (changed.version, changed.email, changed.email_verified) == (2, "c@d.co", False)
    assert [known.value for known in changed.identities] == ["a@b.co", "c@d.co"]
    same = await database.write(
        service.change_customer, by=by, customer=made.id, version=2, notes="VIP"
    )
    assert same == changed
    with pytest.raises(CustomerChanged) as stale:
        await database.write(
            service.change_customer, by=by, customer=made.id, version=1, notes="Nobody"
        )
    assert stale.value.data == {"version": 2, "changed_by": "Onqueue", "changed_at": by.now}
    with pytest.raises(Invalid):
        await database.write(
            service.change_customer, by=by, customer=made.id, version=2, email="nonsense"
        )
    with pytest.raises(CustomerMissing):
        await database.write(service.change_customer, by=by, customer="nope", version=1, name="A")
    assert await database.read(queries.customer, id=made.id) == changed
    assert await database.read(queries.customer_names, ids=[made.id, "nope"]) == {made.id: "Ada"}
    rows = await database.read(
        lambda s: [
            (r.action, r.before, r.after) for r in s.scalars(select(Audit).order_by(Audit.id))
        ]
    )
    assert rows == [
        ("customer.created", None, {"name": "Ada", "email": "a@b.co"}),
        (
            "customer.changed",
            {"email": "a@b.co", "notes": ""},
            {"email": "c@d.co", "notes": "VIP"},
        ),
    ]


async def test_without_rights_nothing_happens(database: Database, by: By) -> None:
    made = await database.write(service.create_customer, by=by, name="Ada")
    nobody = Actor(
        account="x",
        name="X",
        rights=frozenset({"report.read"}),
        queues=None,
        teams=None,
        agent=False,
    )
    poor = By(actor=nobody, now=by.now, network="")
    attempts: tuple[tuple[Any, dict[str, Any]], ...] = (
        (service.create_customer, {"name": "Eve"}),
        (service.change_customer, {"customer": made.id, "version": 1, "name": "Eve"}),
        (service.export_customers, {"q": "", "paging": Paging()}),
    )
    for use_case, asked in attempts:
        with pytest.raises(RightMissing):
            await database.write(use_case, by=poor, **asked)
    assert await found(database, "") == ["Ada"]
    assert await database.read(count, model=Audit) == 1


async def test_a_contact_moves_the_last_one(database: Database, by: By) -> None:
    made = await database.write(service.create_customer, by=by, name="Ada")
    for now in (5_000, 4_000):
        await database.write(service.touch_customer, customer=made.id, now=now)
    await database.write(service.touch_customer, customer="nope", now=9_000)
    after = await database.read(queries.customer, id=made.id)
    assert after is not None
    assert after.last_contact_at == 5_000


async def test_of_two_who_prove_one_address_at_once_one_record_stays(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = await database.write(
        service.find_or_create, kind="phone", value="+49 30 1", verified=True, now=1
    )

    def late(session: Session) -> str:
        # As if the other one committed between our look and our write.
        looked = session.scalar
        monkeypatch.setattr(session, "scalar", lambda *_: None)
        made = service.find_or_create(session, kind="phone", value="+49301", verified=True, now=2)
        monkeypatch.setattr(session, "scalar", looked)
        return made.id

    assert await database.write(late) == first.id
    assert await database.read(count, model=models.Customer) == 1


async def test_browsers_that_never_wrote_are_forgotten(
    database: Database, clock: VirtualClock
) -> None:
    start = clock.now()
    await database.write(service.issue_visitor, now=start)
    _, customer = await database.write(service.issue_visitor, now=start)
    await database.write(service.note_claims, customer=customer, now=start, name="Ada")
    await database.write(service.issue_visitor, now=start + 2 * DAY_MS)
    worker = Jobs(db=database, clock=clock)
    jobs.register(worker)
    await worker.run_due()
    clock.advance(ms=31 * DAY_MS)
    await worker.run_due()
    left = await database.read(lambda s: sorted(s.scalars(select(models.Visitor.created_at))))
    assert left == [start, start + 2 * DAY_MS]
    assert await database.read(queries.customer, id=new_id()) is None
