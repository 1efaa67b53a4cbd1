"""Search: the same words are found on both engines, and nothing typed is an error."""

import pytest
from sqlalchemy import text

from onqueue.kernel.db import Database
from onqueue.kernel.search import find, forget, index, matching, parse, words_of

TEXTS = {
    "a": "Ann’s invoice no. 12.5 was never paid — see ann@example.org",
    "b": "The Ångström printer: paper jam again, printer off",
    "c": "Invoice paid. Thank you, JOSÉ! 1e5 0007",
    "d": "the door opens again",
}


@pytest.fixture
async def db(database: Database) -> Database:
    for at, (subject, words) in enumerate(TEXTS.items()):
        await database.write(
            index, kind="chat", subject=subject, text=words, at=at, scope=f"q{at % 2}"
        )
    return database


@pytest.mark.parametrize(
    "query,found",
    [
        ("invoice", "ca"),
        ("INVOICE paid", "ca"),
        ("inv", "ca"),
        ("inv paid", ""),
        ("paid inv", "ca"),
        ('"invoice paid"', "c"),
        ('"paid invoice"', ""),
        ('"paper jam" off', "b"),
        ('"printer pap', "b"),
        ("angstrom", "b"),
        ("jose", "c"),
        ("josé", "c"),
        ("ann@example.org", "a"),
        ("12.5", "a"),
        ("1e5", "c"),
        ("0007", "c"),
        ("7", ""),
        ("again", "db"),
        ("the", "db"),
        ("nothing", ""),
    ],
)
async def test_what_is_found_latest_first(db: Database, query: str, found: str) -> None:
    assert "".join(await db.read(find, kind="chat", query=query)) == found


@pytest.mark.parametrize(
    "query",
    [
        "",
        " ",
        '"',
        '""',
        '"""',
        "*",
        "'",
        "-",
        "()",
        "a AND",
        "NEAR(",
        "a OR (b",
        "col:a",
        "^a",
        "a*b*",
        "a & | ! <-> b",
        "a:*",
        ":A",
        "\\",
        "\x00a\x00",
        "%_",
        "😀",
        "\ud800x",
        "a" * 10_000,
        '" ' * 1_000,
        "'; DROP TABLE search_words; --",
    ],
)
async def test_nothing_typed_is_an_error(db: Database, query: str) -> None:
    assert isinstance(await db.read(find, kind="chat", query=query), list)
    assert "".join(await db.read(find, kind="chat", query="invoice")) == "ca"


async def test_words_are_not_operators(db: Database) -> None:
    assert await db.read(find, kind="chat", query="invoice OR printer") == []
    assert await db.read(find, kind="chat", query="NOT invoice") == []


async def test_pages_scopes_and_kinds(db: Database) -> None:
    assert await db.read(find, kind="chat", query="paid", limit=1) == ["c"]
    assert await db.read(find, kind="chat", query="paid", limit=1, offset=1) == ["a"]
    assert await db.read(find, kind="chat", query="again", scope="q1") == ["d", "b"]
    assert await db.read(find, kind="chat", query="again", scope="q0") == []
    assert await db.read(find, kind="customer", query="paid") == []


async def test_indexing_again_replaces_and_forgetting_removes(db: Database) -> None:
    await db.write(index, kind="chat", subject="a", text="Something new", at=9)
    assert await db.read(find, kind="chat", query="invoice") == ["c"]
    assert await db.read(find, kind="chat", query="something") == ["a"]
    await db.write(forget, kind="chat", subject="a")
    await db.write(forget, kind="chat", subject="a")
    assert await db.read(find, kind="chat", query="something") == []
    left = text("SELECT count(*) FROM search_words")
    assert await db.read(lambda session: session.scalar(left)) == 3


async def test_a_long_text_is_found_by_its_late_words(db: Database) -> None:
    await db.write(index, kind="chat", subject="long", text="word " * 30_000 + "needle", at=9)
    assert await db.read(find, kind="chat", query="needle word") == ["long"]


async def test_no_words_are_no_condition(db: Database) -> None:
    assert await db.read(lambda session: matching(session, kind="chat", query=" -- ")) is None


def test_words_are_folded() -> None:
    assert words_of("Straße_2 Ångström-ﬁt ’N’ 漢字") == [
        "strasse",
        "2",
        "angstrom",
        "fit",
        "n",
        "漢字",
    ]


def test_a_query_is_cut_to_its_limits() -> None:
    assert parse('a "b c" d"e') == [("a",), ("b", "c"), ("d",), ("e",)]
    assert len(parse(" ".join("abcdefghijklmnopqrstuvwxyz"))) == 16
    assert parse("x" * 1_000) == [("x" * 64,)]
