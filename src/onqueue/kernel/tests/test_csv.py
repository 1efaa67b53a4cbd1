from __future__ import annotations

import csv
import io

import pytest

from onqueue.kernel.csv import csv_cell, csv_text


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        " =1+1",
        "\t=1+1",
        "\r\n=1+1",
        "\x00=1",
        "\u00a0=1",
        "\u2003=1",
        "\u200b=1",
        "\ufeff=1",
        "\uff1d1",
        "+49 40 123",
    ],
)
def test_what_a_spreadsheet_would_calculate_becomes_text(text: str) -> None:
    assert csv_cell(text) == f"'{text}"


@pytest.mark.parametrize(
    "value, text",
    [
        (None, ""),
        (True, "yes"),
        (False, "no"),
        (-12, "-12"),
        (-0.5, "-0.5"),
        ("", ""),
        ("   ", "   "),
        ("a=b", "a=b"),
        ('Ärger, "sehr"', 'Ärger, "sehr"'),
    ],
)
def test_everything_else_stays(value: object, text: str) -> None:
    assert csv_cell(value) == text


def test_a_table_is_read_back_as_it_was() -> None:
    rows = [["a,b", 'say "x"', "two\nlines", 3]]
    written = csv_text(columns=["=n", "b", "c", "d"], rows=rows)
    assert list(csv.reader(io.StringIO(written, newline=""))) == [
        ["'=n", "b", "c", "d"],
        ["a,b", 'say "x"', "two\nlines", "3"],
    ]


def test_a_row_of_another_length_is_a_fault() -> None:
    with pytest.raises(AssertionError):
        csv_text(columns=["a", "b"], rows=[["only one"]])
