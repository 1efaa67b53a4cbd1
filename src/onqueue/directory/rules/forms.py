"""What does a chat form ask, are the answers good, and where do they lead?"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from onqueue.directory.errors import AnswersInvalid
from onqueue.kernel.errors import Invalid

FIELDS_MAX: Final = 20
OPTIONS_MAX: Final = 50
ANSWER_LENGTH_MAX: Final = 500
EMAIL_LENGTH_MAX: Final = 254
KINDS: Final = ("text", "email", "phone", "choice")
TOPIC_KEY: Final = "topic"

KEY: Final = re.compile(r"[a-z][a-z0-9_]{0,39}", re.ASCII)
EMAIL: Final = re.compile(r"[^\s@<>\",;]{1,64}@[^\s@<>\",;]{1,189}\.[^\s@.<>\",;]{2,63}")
PHONE: Final = re.compile(r"\+?[0-9]([ ()./-]{0,2}[0-9]){4,19}", re.ASCII)


@dataclass(frozen=True, kw_only=True)
class SkillNeed:
    """A skill and the least level of it."""

    skill: str
    level: int


@dataclass(frozen=True, kw_only=True)
class FormOption:
    """One answer that can be chosen."""

    value: str
    label: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class FormField:
    """One question of a form."""

    key: str
    label: Mapping[str, str]
    kind: Literal["text", "email", "phone", "choice"]
    required: bool
    options: tuple[FormOption, ...]
    queue_by_option: Mapping[str, str]
    skill_by_option: Mapping[str, SkillNeed]


@dataclass(frozen=True, kw_only=True)
class Routed:
    """Where a contact goes, what it needs and what it is about."""

    queue: str
    skills: tuple[tuple[str, int], ...]
    topic: str


def check_form(form: Sequence[FormField], *, languages: Sequence[str]) -> None:
    """Refuse forms that cannot be asked."""
    if len(form) > FIELDS_MAX:
        raise Invalid(field="form", reason="ask at most {most} questions", most=FIELDS_MAX)
    keys = [question.key for question in form]
    for key in keys:
        if keys.count(key) > 1:
            raise Invalid(
                field="form", reason="there are two questions with the key “{key}”", key=key
            )
    for question in form:
        _check_question(question, languages=languages)


def check_answers(form: Sequence[FormField], answers: Mapping[str, str]) -> dict[str, str]:
    """Return the answers trimmed and in the form's order; refuse them with every problem."""
    asked = {question.key for question in form}
    problems = {key: "this is not asked" for key in answers if key not in asked}
    good: dict[str, str] = {}
    for question in form:
        answer = " ".join(answers.get(question.key, "").split())
        problem = _problem(question, answer)
        if problem:
            problems[question.key] = problem
        elif answer:
            good[question.key] = answer
    if problems:
        raise AnswersInvalid(problems=problems)
    return good


def route(
    *,
    form: Sequence[FormField],
    queue: str,
    skill_by_language: Mapping[str, SkillNeed],
    answers: Mapping[str, str],
    language: str,
) -> Routed:
    """Say where good answers lead. The last question that names a queue wins."""
    needs: dict[str, int] = {}
    spoken = skill_by_language.get(language)
    wanted = [spoken] if spoken else []
    for question in form:
        answer = answers.get(question.key, "")
        queue = question.queue_by_option.get(answer, queue)
        if answer in question.skill_by_option:
            wanted.append(question.skill_by_option[answer])
    for need in wanted:
        needs[need.skill] = max(need.level, needs.get(need.skill, 0))
    return Routed(queue=queue, skills=tuple(sorted(needs.items())), topic=topic_of(form, answers))


def topic_of(form: Sequence[FormField], answers: Mapping[str, str]) -> str:
    """Say what a contact is about: the answer to the topic, or else to the first choice."""
    choices = [question.key for question in form if question.kind == "choice"]
    for key in (TOPIC_KEY, *choices):
        if answers.get(key):
            return _worded(form, key=key, answer=answers[key])
    return ""


def _worded(form: Sequence[FormField], *, key: str, answer: str) -> str:
    """Say an answer as the form's first language does, for whoever reads it at a desk."""
    for question in form:
        for option in question.options:
            if question.key == key and option.value == answer:
                return next(iter(option.label.values()), answer)
    return answer


def _problem(question: FormField, answer: str) -> str:
    if not answer:
        return "please answer this" if question.required else ""
    if len(answer) > ANSWER_LENGTH_MAX:
        return f"please use at most {ANSWER_LENGTH_MAX} characters"
    if question.kind == "email" and not is_email(answer):
        return "this is not an email address; it looks like name@example.com"
    if question.kind == "phone" and not PHONE.fullmatch(answer):
        return "this is not a telephone number; it looks like +49 30 123456"
    if question.kind == "choice" and answer not in {option.value for option in question.options}:
        return "please choose one of the answers offered"
    return ""


def is_email(text: str) -> bool:
    """Tell whether a text looks like an email address."""
    return len(text) <= EMAIL_LENGTH_MAX and EMAIL.fullmatch(text) is not None


def _check_question(question: FormField, *, languages: Sequence[str]) -> None:
    key = question.key
    if not KEY.fullmatch(key):
        reason = "the key “{key}” must be small letters, digits and _, beginning with a letter"
        raise Invalid(field="form", reason=reason, key=key)
    for language in _unworded(question.label, languages):
        reason = "the question “{key}” has no wording in “{language}”"
        raise Invalid(field="form", reason=reason, key=key, language=language)
    _check_options(question, languages=languages)


def _check_options(question: FormField, *, languages: Sequence[str]) -> None:
    key = question.key
    if (question.kind == "choice") != bool(question.options):
        reason = "the question “{key}” takes no answers to choose from"
        if question.kind == "choice":
            reason = "the question “{key}” needs answers to choose from"
        raise Invalid(field="form", reason=reason, key=key)
    if len(question.options) > OPTIONS_MAX:
        reason = "the question “{key}” has more than {most} answers"
        raise Invalid(field="form", reason=reason, key=key, most=OPTIONS_MAX)
    values = [option.value for option in question.options]
    if len(set(values)) != len(values):
        raise Invalid(field="form", reason="the question “{key}” has an answer twice", key=key)
    for option in question.options:
        for language in _unworded(option.label, languages):
            reason = "the answer “{value}” has no wording in “{language}”"
            raise Invalid(field="form", reason=reason, value=option.value, language=language)
    for value in (*question.queue_by_option, *question.skill_by_option):
        if value not in values:
            reason = "“{value}” is not an answer to “{key}”"
            raise Invalid(field="form", reason=reason, value=value, key=key)


def _unworded(texts: Mapping[str, str], languages: Sequence[str]) -> list[str]:
    return [language for language in languages if not texts.get(language, "").strip()]
