"""When two addresses are one, and what of a claim is kept."""

from __future__ import annotations

import pytest

from onqueue.customers.rules import (
    check_fields,
    clean_claims,
    identity_key,
    is_email,
    name_key,
    needs_seen_update,
    search_text,
    visitor_key,
)
from onqueue.kernel.errors import Invalid


def test_addresses_are_compared_in_one_form() -> None:
    assert identity_key("email", " Ada@Example.ORG ") == "ada@example.org"
    assert identity_key("phone", " +49 (30) 12-34 ") == "+49301234"
    assert identity_key("phone", "030 1234") == "0301234"
    assert name_key("  Ada  LOVELACE ") == "ada lovelace"


def test_a_token_is_stored_as_its_hash() -> None:
    assert visitor_key("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


@pytest.mark.parametrize(
    "fields, field",
    [
        ({"name": "x" * 121}, "name"),
        ({"notes": "x" * 4_001}, "notes"),
        ({"email": "ada"}, "email"),
        ({"email": "a@b.co, c@d.co"}, "email"),
        ({"phone": "call me"}, "phone"),
        ({"language": "x" * 11}, "language"),
    ],
)
def test_what_cannot_be_is_refused(fields: dict[str, str], field: str) -> None:
    with pytest.raises(Invalid) as refusal:
        check_fields(fields)
    assert refusal.value.field == field


def test_what_can_be_is_taken() -> None:
    check_fields({"name": "Ada", "email": "ada@example.org", "phone": "110", "notes": ""})
    assert is_email("ada@example.org")
    assert not is_email("ada@example.org\n")


def test_claims_are_kept_or_dropped_but_never_refused() -> None:
    said = {"name": "  Ada\n Lovelace ", "email": "nonsense", "phone": None, "language": "e" * 11}
    assert clean_claims(said) == {"name": "Ada Lovelace"}
    assert clean_claims({"email": " a@b.co ", "phone": "+49 30 1"}) == {
        "email": "a@b.co",
        "phone": "+49 30 1",
    }


def test_a_customer_is_found_by_the_number_however_it_is_written() -> None:
    fields = {"name": "Ada", "email": "a@b.co", "phone": "+49 30 12", "company": "Analytics"}
    assert search_text(fields) == "Ada a@b.co +49 30 12 Analytics 00493012 3012 493012"
    assert search_text(fields | {"phone": "110"}) == "Ada a@b.co 110 Analytics 110"


def test_seen_is_written_once_a_minute() -> None:
    assert not needs_seen_update(seen_at=0, now=59_999)
    assert needs_seen_update(seen_at=0, now=60_000)
