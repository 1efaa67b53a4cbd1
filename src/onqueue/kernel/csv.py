"""How is a table written so that a spreadsheet shows text as text?

A cell that begins with =, +, - or @ is a formula to a spreadsheet, and what customers type ends
up in cells. Such text gets an apostrophe in front. Spreadsheets skip leading spaces and control
characters before they look, so the guard skips them too. Numbers stay numbers.
"""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Final

FORMULA_STARTS: Final = frozenset("=+-@＝＋－＠−﹢﹣﹦﹫")
_SKIPPED_CATEGORIES: Final = frozenset({"Zs", "Zl", "Zp", "Cc", "Cf"})


def csv_cell(value: object) -> str:
    """Return a value as the text of a cell that is not a formula."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    text = str(value)
    if isinstance(value, int | float):
        return text
    return f"'{text}" if _is_formula(text) else text


def csv_text(*, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return a table as RFC 4180 text, its first line the names of the columns."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([csv_cell(column) for column in columns])
    for row in rows:
        assert len(row) == len(columns), "a row has as many cells as there are columns"
        writer.writerow([csv_cell(value) for value in row])
    return out.getvalue()


def _is_formula(text: str) -> bool:
    for character in text:
        if unicodedata.category(character) not in _SKIPPED_CATEGORIES:
            return character in FORMULA_STARTS
    return False
