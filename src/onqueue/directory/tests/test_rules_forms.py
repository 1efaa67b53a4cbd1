"""What forms ask, which answers are good and where they lead."""

from __future__ import annotations

from dataclasses import replace

import pytest

from onqueue.directory.errors import AnswersInvalid
from onqueue.directory.rules.forms import (
    FormField,
    FormOption,
    Routed,
    SkillNeed,
    check_answers,
    check_form,
    is_email,
    route,
)
from onqueue.kernel.errors import Invalid

NAME = FormField(
    key="name", label={"en": "Name"}, kind="text", required=True,
    options=(), queue_by_option={}, skill_by_option={},
)  # fmt: skip
EMAIL = replace(NAME, key="email", kind="email", required=False)
PHONE = replace(NAME, key="phone", kind="phone", required=False)
TOPIC = replace(
    NAME,
    key="topic",
    kind="choice",
    options=(
        FormOption(value="billing", label={"en": "Billing"}),
        FormOption(value="other", label={"en": "Other"}),
    ),
    queue_by_option={"billing": "q-billing"},
    skill_by_option={"billing": SkillNeed(skill="s-money", level=3)},
)
FORM = (NAME, EMAIL, PHONE, TOPIC)


def test_good_answers_are_trimmed_and_ordered() -> None:
    answers = {"topic": "billing", "name": "  Ada \n Lovelace ", "email": " "}
    assert check_answers(FORM, answers) == {"name": "Ada Lovelace", "topic": "billing"}


def test_every_problem_is_told_at_once() -> None:
    with pytest.raises(AnswersInvalid) as refusal:
        check_answers(FORM, {"email": "ada", "phone": "call me", "topic": "<script>", "age": "36"})
    assert refusal.value.problems == {
        "age": "this is not asked",
        "name": "please answer this",
        "email": "this is not an email address; it looks like name@example.com",
        "phone": "this is not a telephone number; it looks like +49 30 123456",
        "topic": "please choose one of the answers offered",
    }
    assert str(refusal.value) == "Check age: this is not asked."
    assert refusal.value.status == 422


def test_long_answers_are_refused() -> None:
    with pytest.raises(AnswersInvalid) as refusal:
        check_answers((NAME,), {"name": "x" * 501})
    assert refusal.value.problems == {"name": "please use at most 500 characters"}


@pytest.mark.parametrize("good", ["a@b.co", "Ada.Lovelace+x@mail.example.org", "ä@bücher.example"])
def test_addresses(good: str) -> None:
    assert is_email(good)


@pytest.mark.parametrize(
    "bad",
    ["", "a@b", "a b@c.de", "a@b.c", "a@b..co\n", "a,b@c.de", "<a@b.co>", "x" * 250 + "@b.co"],
)
def test_no_addresses(bad: str) -> None:
    assert not is_email(bad)


@pytest.mark.parametrize("good", ["+49 30 123456", "(030) 12 34 56".strip("("), "0301234567"])
def test_telephone_numbers(good: str) -> None:
    assert check_answers((PHONE,), {"phone": good}) == {"phone": good}


def test_answers_lead_to_a_queue_and_skills() -> None:
    spoken = {"de": SkillNeed(skill="s-german", level=5), "fr": SkillNeed(skill="s-money", level=1)}

    def lead(topic: str, language: str) -> Routed:
        return route(
            form=FORM,
            queue="q-general",
            skill_by_language=spoken,
            answers={"topic": topic},
            language=language,
        )

    assert lead("billing", "de") == Routed(
        queue="q-billing", skills=(("s-german", 5), ("s-money", 3)), topic="Billing"
    )
    assert lead("billing", "fr") == Routed(
        queue="q-billing", skills=(("s-money", 3),), topic="Billing"
    )
    assert lead("other", "en") == Routed(queue="q-general", skills=(), topic="Other")
    assert lead("", "en") == Routed(queue="q-general", skills=(), topic="")


@pytest.mark.parametrize(
    "form, reason",
    [
        ((NAME, NAME), "there are two questions with the key “name”"),
        ((replace(NAME, key="Name"),),
         "the key “Name” must be small letters, digits and _, beginning with a letter"),
        ((replace(NAME, label={"de": "Name"}),), "the question “name” has no wording in “en”"),
        ((replace(TOPIC, options=()),), "the question “topic” needs answers to choose from"),
        ((replace(NAME, options=TOPIC.options),),
         "the question “name” takes no answers to choose from"),
        ((replace(TOPIC, options=TOPIC.options * 2),), "the question “topic” has an answer twice"),
        ((replace(TOPIC, queue_by_option={"x": "q"}),), "“x” is not an answer to “topic”"),
        ((replace(TOPIC, options=(FormOption(value="billing", label={}), TOPIC.options[1])),),
         "the answer “billing” has no wording in “en”"),
        (tuple(replace(NAME, key=f"n{n}") for n in range(21)), "ask at most 20 questions"),
        ((replace(TOPIC, options=tuple(
            FormOption(value=str(n), label={"en": "x"}) for n in range(51))),),
         "the question “topic” has more than 50 answers"),
    ],
)  # fmt: skip
def test_forms_that_cannot_be_asked(form: tuple[FormField, ...], reason: str) -> None:
    with pytest.raises(Invalid) as refusal:
        check_form(form, languages=["en"])
    assert (refusal.value.field, refusal.value.reason) == ("form", reason)


def test_a_good_form_passes() -> None:
    check_form(FORM, languages=["en"])
