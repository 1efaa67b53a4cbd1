"""What is a telephone number, wherever it comes from?

People and carriers write one number in many ways: +49 30 1234567, 0049301234567, 030 1234567. All
comparing, dialling and storing is done in one form, E.164 (+49301234567), which this makes. A
number that was written without its country is read as one of `region`; without a region it
stays unknown, because to guess would be to call somebody else.
"""

from __future__ import annotations

from functools import cache
from typing import Final

import phonenumbers
from babel.core import get_global
from phonenumbers import NumberParseException, PhoneNumber, PhoneNumberFormat, ValidationResult

LENGTH_MAX: Final = 64
"""What is longer than this is no number, however it is written."""


def e164(written: str, *, region: str = "") -> str:
    """Return a number as +49301234567; empty when it is none that can be dialled from anywhere.

    Emergency and short numbers, extensions of an exchange and numbers without a country are none.
    """
    number = _parsed(written, region)
    if number is None:
        return ""
    if phonenumbers.is_possible_number_with_reason(number) != ValidationResult.IS_POSSIBLE:
        return ""
    if not written.strip().startswith(("+", "00")) and phonenumbers.is_valid_short_number(number):
        return ""
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)


def region_of(number: str) -> str:
    """Return the country of a number in E.164, as DE; empty where no single one is known."""
    parsed = _parsed(number, "")
    found = None if parsed is None else phonenumbers.region_code_for_number(parsed)
    return found if found is not None and len(found) == 2 and found.isalpha() else ""  # noqa: PLR2004 - ISO 3166


def shown(number: str) -> str:
    """Return a number in E.164 as people read it: +49 30 1234567. What is none stays as it is."""
    parsed = _parsed(number, "")
    if parsed is None:
        return number
    return phonenumbers.format_number(parsed, PhoneNumberFormat.INTERNATIONAL)


def spellings(number: str, *, region: str = "") -> frozenset[str]:
    """Return every way in which a number in E.164 may have been stored, as bare digits and +.

    Its national form is among them only where it belongs to `region`.
    """
    parsed = _parsed(number, "")
    if parsed is None:
        return frozenset({number})
    found = {number, f"00{number[1:]}"}
    if region and phonenumbers.region_code_for_number(parsed) == region:
        national = phonenumbers.format_number(parsed, PhoneNumberFormat.NATIONAL)
        found.add("".join(one for one in national if one.isdigit()))
    return frozenset(found)


@cache
def region_of_zone(time_zone: str) -> str:
    """Return the country of a time zone, as DE for Europe/Berlin; empty where it has none."""
    found = str(get_global("zone_territories").get(time_zone, ""))
    return found if found not in {"001", "ZZ"} else ""


def _parsed(written: str, region: str) -> PhoneNumber | None:
    text = written.strip()
    if not text or len(text) > LENGTH_MAX or any(one.isalpha() for one in text):
        return None
    if text.startswith("00"):
        text = f"+{text[2:]}"
    try:
        number = phonenumbers.parse(text, region or None)
    except NumberParseException:
        return None
    return None if number.extension else number


COSTLY: Final = ("+808", "+870", "+878", "+881", "+882", "+883", "+979")
"""International numbers of shared cost, satellites, personal numbers, networks and premium."""


def is_costly(number: str) -> bool:
    """Tell whether a number in E.164 is one that costs its caller more than a call to its country:
    premium, shared cost, personal, satellite.
    """
    if number.startswith(COSTLY):
        return True
    parsed = _parsed(number, "")
    return parsed is not None and phonenumbers.number_type(parsed) in _COSTLY_TYPES


_COSTLY_TYPES: Final = frozenset(
    {
        phonenumbers.PhoneNumberType.PREMIUM_RATE,
        phonenumbers.PhoneNumberType.SHARED_COST,
        phonenumbers.PhoneNumberType.PERSONAL_NUMBER,
    }
)
