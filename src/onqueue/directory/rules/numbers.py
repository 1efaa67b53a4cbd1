"""When are two telephone numbers the same?

A carrier writes the number that was dialled in its own way: +49 30 1234, 0049301234 or 49301234.
All three are one number. A number without its country is another one: 0301234 is 0301234.
"""

from __future__ import annotations

import re
from typing import Final

from onqueue.kernel.errors import Invalid

DIGITS_MIN: Final = 2
DIGITS_MAX: Final = 20
_SEPARATORS: Final = re.compile(r"[\s./()-]+")
_ABROAD: Final = re.compile(r"^(\+|00)")
_NUMBER: Final = re.compile(rf"[0-9]{{{DIGITS_MIN},{DIGITS_MAX}}}", re.ASCII)


def number_key(number: str) -> str:
    """Return a number as it is compared."""
    return _ABROAD.sub("", _SEPARATORS.sub("", number))


def check_number(number: str) -> None:
    """Refuse what nobody can dial."""
    if _NUMBER.fullmatch(number_key(number)) is None:
        reason = "write {least} to {most} digits, with + and the country in front"
        raise Invalid(field="number", reason=reason, least=DIGITS_MIN, most=DIGITS_MAX)
