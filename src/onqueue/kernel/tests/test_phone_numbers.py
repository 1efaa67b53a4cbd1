"""Numbers have one form, however they are written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onqueue.kernel.phone_numbers import (
    e164,
    is_costly,
    region_of,
    region_of_zone,
    shown,
    spellings,
)


@pytest.mark.parametrize(
    "written, region",
    [
        ("+49 30 1234567", ""),
        ("+49 (0)30 1234567", ""),
        ("0049301234567", ""),
        ("00 49 30 / 123 45 67", "US"),
        ("030 1234567", "DE"),
        (" 030-1234567 ", "DE"),
    ],
)
def test_one_number_has_one_form(written: str, region: str) -> None:
    assert e164(written, region=region) == "+49301234567"


@pytest.mark.parametrize(
    "written",
    [
        "", "anonymous", "+", "030 1234567", "110", "+49", "+999 1234567", "+49301234567;ext=9",
        "9" * 65, "+49 30 1234567 x12", "sip:ada@example.org",
    ],
)  # fmt: skip
def test_what_is_no_number_or_lacks_its_country_is_not_guessed(written: str) -> None:
    assert e164(written) == ""


def test_a_short_number_is_none_even_with_a_country() -> None:
    assert e164("112", region="DE") == ""
    assert e164("201", region="DE") == "", "it can be dialled in its town alone"


def test_what_only_a_town_can_dial_is_no_number() -> None:
    assert e164("12", region="DE") == ""
    assert e164("+49 12") == ""


@pytest.mark.parametrize(
    "number, costly",
    [
        ("+493012345678", False), ("+4915112345678", False), ("+498001234567", False),
        ("+499001234567", True), ("+491801234567", True), ("+19005551234", True),
        ("+88161234567", True), ("+882161234567", True), ("+870123456789", True),
        ("+979123456789", True),
    ],
)  # fmt: skip
def test_costly_numbers_are_known(number: str, costly: bool) -> None:  # noqa: FBT001 - a case
    assert is_costly(number) is costly


def test_numbers_know_their_country() -> None:
    assert region_of("+49301234567") == "DE"
    assert region_of("+442071838750") == "GB"
    assert region_of("+80012345678") == "", "it belongs to no country"
    assert region_of("110") == ""


def test_a_number_is_shown_in_groups() -> None:
    assert shown("+49301234567") == "+49 30 1234567"
    assert shown("anonymous") == "anonymous"


def test_the_national_form_is_only_a_spelling_at_home() -> None:
    assert spellings("+49301234567", region="DE") == {
        "+49301234567", "0049301234567", "0301234567",
    }  # fmt: skip
    assert spellings("+49301234567", region="AT") == {"+49301234567", "0049301234567"}
    assert spellings("none") == {"none"}


def test_time_zones_have_countries() -> None:
    assert region_of_zone("Europe/Berlin") == "DE"
    assert region_of_zone("Etc/UTC") == ""


@given(st.text(max_size=80), st.sampled_from(["", "DE", "US", "IT"]))
def test_what_is_a_number_stays_what_it_is(written: str, region: str) -> None:
    number = e164(written, region=region)
    assert not number or e164(number) == number
