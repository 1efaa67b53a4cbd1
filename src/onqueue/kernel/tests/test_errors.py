"""Refusals: each says its sentence, with what it was given."""

import pytest

from onqueue.kernel.errors import (
    Forbidden,
    Invalid,
    NotFound,
    OnqueueError,
    Refused,
    TooLarge,
    TooMany,
    Unauthenticated,
    Unavailable,
)


class OfferGone(Refused):
    """This offer has ended;
    the contact went to {name}.

    A remark for whoever reads the code.
    """

    code = "offer.gone"


class Silent(NotFound):
    code = "silent"


def test_the_sentence_is_the_first_paragraph_filled_in() -> None:
    error = OfferGone(name="Ada", field="offer")
    assert str(error) == "This offer has ended; the contact went to Ada."
    assert (error.code, error.status, error.field, error.data) == (
        "offer.gone",
        409,
        "offer",
        {"name": "Ada"},
    )
    assert OfferGone.sentence() == "This offer has ended; the contact went to {name}."


def test_text_of_people_is_not_a_template() -> None:
    assert str(OfferGone(name="{field}")) == "This offer has ended; the contact went to {field}."


def test_a_word_that_is_missing_is_noticed_where_it_is_raised() -> None:
    with pytest.raises(KeyError):
        OfferGone()


def test_a_class_without_a_sentence_has_that_of_its_parent() -> None:
    assert str(Silent()) == "This does not exist, or you may not see it."


@pytest.mark.parametrize(
    "error,status,sentence",
    [
        (OnqueueError(), 500, "Something went wrong on our side; try again in a moment."),
        (Invalid(field="email", reason="give one"), 422, "Check email: give one."),
        (NotFound(), 404, "This does not exist, or you may not see it."),
        (Forbidden(), 403, "You are not allowed to do this."),
        (Unauthenticated(), 401, "Sign in first."),
        (TooMany(retry_after_s=9), 429, "Too many attempts; try again in 9 seconds."),
        (TooLarge(limit=5), 413, "This is too large; at most 5 bytes are taken."),
        (Unavailable(), 503, "The server is too busy; try again in 1 seconds."),
    ],
)
def test_the_kinds(error: OnqueueError, status: int, sentence: str) -> None:
    assert (error.status, str(error)) == (status, sentence)
