"""A contact's story in plain sentences."""

from __future__ import annotations

from string import Formatter

import pytest

from onqueue.floor import commands, events, reasons, specs
from onqueue.floor.explain import ONE_PERSON, SENTENCES, Teller, explain
from onqueue.floor.specs import Diversion, Needs, Ring
from onqueue.floor.tests.stage import CHAT, Stage
from onqueue.floor.wordings import WORDINGS, Language

NAMES = {"ana": "Ana", "ben": "Ben", "eve": "Eve", "sales": "Sales", "help": "Help"}


def story(stage: Stage, contact: str, language: Language = "en") -> list[str]:
    own = [one for one in stage.events if getattr(one, "contact", None) == contact]
    return [line.sentence for line in explain(own, NAMES, language=language)]


def test_a_whole_story() -> None:
    stage = Stage()
    stage.queue()
    stage.agent("ana")
    stage.agent("ben")
    stage.now += 74_000
    stage.arrive("mine", needs=Needs(channel="chat"))
    stage.do(commands.Decline(offer="mine-1", agent="ana", reason="in a meeting"))
    stage.now += 20_000
    stage.do(commands.Tick())
    stage.accept("mine")
    stage.do(commands.Consult(contact="mine", agent="ben", other_agent="ana"))
    stage.do(commands.Accept(offer="mine-4", agent="ana"))
    stage.do(commands.CompleteConsult(contact="mine", agent="ben"))
    stage.do(commands.TakeOver(contact="mine", agent="ben", reason="mine after all"))
    stage.do(commands.End(contact="mine", by="customer"))
    stage.do(commands.ExtendWrapUp(contact="mine", agent="ben"))
    stage.do(commands.Close(contact="mine", agent="ben", code="sold"))
    assert story(stage, "mine") == [
        "Began to wait in Sales for an agent.",
        (
            "Offered to Ana after 0 s: 2 agents were free; Ana had 0 contacts and had been idle"
            " for 1 min 16 s."
        ),
        "Ana declined: in a meeting.",
        "Offered to Ben after 0 s: nobody else was free. Ana had passed on it before.",
        "Ben did not answer in time.",
        "Offered to Ben after 20 s: nobody else was free. Ana had passed on it before.",
        "Ben took it.",
        "Ben asked Ana for advice.",
        "Ana was asked to join.",
        "Ana joined.",
        "Ana took it over from Ben after the consultation.",
        "Ben took it over from Ana: mine after all.",
        "The customer ended the conversation.",
        "Ben took more time to finish.",
        "Ben closed it with the code sold.",
    ]


def test_transfers_priorities_and_returns() -> None:
    stage = Stage()
    stage.queue()
    stage.queue("help")
    skilled = Needs(channel="chat", skills=(("french", 5), ("tax", 1)))
    stage.arrive("mine", needs=skilled)
    stage.do(commands.Prioritise(contact="mine", priority=2, by="eve", reason="a promise"))
    stage.agent("ana", skills=(("french", 9), ("tax", 1)))
    stage.agent("ben", queues=())
    stage.accept("mine")
    stage.do(commands.Requeue(contact="mine", by="ana", reason="wrong language"))
    stage.wait(30_000)
    stage.accept("mine")
    stage.do(commands.Transfer(contact="mine", by="ana", queue="help", target="ben"))
    stage.do(commands.Disconnect(agent="ben"))
    stage.wait(60_000)
    stage.do(commands.Transfer(contact="mine", by="eve", queue="sales", steering=True))
    stage.do(commands.Abandon(contact="mine"))
    assert story(stage, "mine") == [
        "Began to wait in Sales for an agent with french 5 or better, tax 1 or better.",
        "Eve set its priority to 2: a promise.",
        (
            "Offered to Ana after 0 s: nobody else was free with french 5 or better,"
            " tax 1 or better."
        ),
        "Ana took it.",
        "Back from Ana to the head of the line: wrong language.",
        "Ana may be asked again.",
        (
            "Offered to Ana after 30 s: nobody else was free with french 5 or better,"
            " tax 1 or better."
        ),
        "Ana took it.",
        "Ana transferred it to Ben, with Help to fall back on.",
        "Offered to Ben after 0 s: Ben was the person asked for.",
        "The offer to Ben was taken back: connection lost.",
        "Ana may be asked again.",
        "Open to anybody now: connection lost.",
        "Eve transferred it to Sales.",
        "Offered to Ana after 0 s: nobody else was free.",
        "The offer to Ana was taken back: the customer left.",
        "Left unanswered: the customer left.",
    ]


def test_later_and_out_of_time() -> None:
    stage = Stage()
    stage.queue()
    stage.agent("ana")
    stage.do(
        commands.Schedule(
            contact="later", conversation="", customer="", queue="sales", needs=CHAT, due_at=0
        )
    )
    stage.wait(0)
    stage.accept("later")
    stage.do(commands.Consult(contact="later", agent="ana", other_agent="nobody"))
    stage.agent("ben")
    stage.do(commands.Consult(contact="later", agent="ana", other_agent="ben"))
    stage.do(commands.EndConsult(contact="later", by="ana"))
    stage.do(commands.End(contact="later", by="system", reason="closing time"))
    stage.wait(60_000)
    assert story(stage, "later") == [
        "Left for later in Sales.",
        "Its time came, and it began to wait.",
        "Offered to Ana after 0 s: nobody else was free.",
        "Ana took it.",
        "Ana asked Ben for advice.",
        "Ben was asked to join.",
        "The offer to Ben was taken back: the consultation ended.",
        "The consultation of Ben ended.",
        "Onqueue ended the conversation: closing time.",
        "Closed without a code: time ran out.",
    ]


def test_offers_carry_their_reasons_and_unknown_names_stay_ids() -> None:
    stage = Stage()
    stage.queue()
    stage.agent("ana")
    stage.arrive("other")
    stage.accept("other")
    stage.agent("ben")
    stage.arrive("held")
    stage.accept("held")
    made = stage.arrive("mine").events
    lines = explain(made, {})
    assert [(line.at, line.code) for line in lines] == [
        (stage.now, "contact.arrived"),
        (stage.now, "offer.made"),
    ]
    assert lines[0].why is None
    assert isinstance(made[1], events.OfferMade)
    assert lines[1].why == made[1].why
    assert "ana had 1 contact and" in lines[1].sentence


def test_events_that_are_about_no_contact_are_left_out() -> None:
    stage = Stage()
    stage.queue()
    stage.agent("ana")
    assert explain(stage.events, NAMES) == []


def test_every_event_about_a_contact_or_a_short_break_has_a_sentence() -> None:
    about = {
        one
        for one in events.Event.__subclasses__()
        if "contact" in one.__struct_fields__ or one.__name__.startswith("Break")
    }
    # To go on waiting is told by having begun to wait.
    assert about - {events.BreakDeferred} == set(SENTENCES)


def test_what_the_rules_of_a_queue_did() -> None:
    stage = Stage()
    stage.queue("help", diversions=(Diversion(when="wait", over=90_000, to="callback"),))
    away = Diversion(when="wait", over=10_000, to="queue", target="help")
    rings = (Ring(after_ms=5_000, drop=("french",)),)
    stage.queue(rings=rings, diversions=(away,), sticky_ms=20_000)
    stage.do(commands.CloseQueue(queue="help"))
    stage.arrive("mine", needs=Needs(channel="chat", skills=(("french", 3),)))
    stage.wait(10_000)
    stage.do(commands.OpenQueue(queue="help"))
    stage.wait(60_000)
    stage.do(commands.KeepPlace(contact="mine"))
    assert story(stage, "mine") == [
        "Began to wait in Sales for an agent with french 3 or better.",
        "Ring 1 of its queue opened for it.",
        "It was to go elsewhere, and could go nowhere.",
        "Sent on to Help: it had waited long enough.",
        "The customer left and keeps the place.",
    ]


def test_why_one_person_was_asked_and_what_a_hard_contact_led_to() -> None:
    stage = Stage()
    stage.queue(sticky_ms=20_000, recovery_ms=30_000)
    stage.agent("ana")
    stage.arrive("mine", target="ana", target_rule="sticky")
    stage.accept("mine")
    stage.do(commands.End(contact="mine", by="ana"))
    stage.do(commands.Close(contact="mine", agent="ana", code="done", hard=True))
    told = story(stage, "mine")
    assert told[1] == "Offered to Ana after 0 s: Ana was the last to serve this customer."
    assert told[-1] == "Ana has 30 s to recover from it."


def test_how_long_something_lasted() -> None:
    lasted = Teller({}, "en").lasted
    assert [lasted(ms) for ms in (0, 59_999, 60_000, 3_725_000)] == [
        "0 s",
        "59 s",
        "1 min 0 s",
        "62 min 5 s",
    ]


def test_the_same_story_in_german() -> None:
    stage = Stage()
    stage.queue()
    stage.agent("ana")
    stage.agent("ben")
    stage.now += 74_000
    stage.arrive("mine", needs=Needs(channel="chat"))
    stage.do(commands.Decline(offer="mine-1", agent="ana", reason="busy"))
    stage.wait(20_000)
    stage.do(commands.Abandon(contact="mine"))
    assert story(stage, "mine", "de") == [
        "Begann in Sales auf jemanden zu warten.",
        (
            "Nach 0 s Ana angeboten: 2 Personen waren frei; Ana hatte 0 Kontakte und war seit"
            " 1 min 16 s frei."
        ),
        "Ana hat abgelehnt: kann gerade nicht.",
        (
            "Nach 0 s Ben angeboten: sonst war niemand frei."
            " Ana hatte es vorher abgelehnt oder verpasst."
        ),
        "Ben hat nicht rechtzeitig geantwortet.",
        (
            "Nach 20 s Ben angeboten: sonst war niemand frei."
            " Ana hatte es vorher abgelehnt oder verpasst."
        ),
        "Das Angebot an Ben wurde zurückgenommen: der Kunde ist gegangen.",
        "Blieb unbeantwortet: der Kunde ist gegangen.",
    ]


def test_what_somebody_typed_is_told_as_it_was_typed() -> None:
    assert Teller({}, "de").because("{by} is <b>away</b>") == ": {by} is <b>away</b>."


@pytest.mark.parametrize("language", WORDINGS)
def test_every_language_has_the_same_sentences_with_the_same_fields(language: Language) -> None:
    def shape(words: dict[str, str]) -> dict[str, set[str | None]]:
        return {
            key: {field for _, field, _, _ in Formatter().parse(text) if field is not None}
            for key, text in words.items()
        }

    assert shape(WORDINGS[language]) == shape(WORDINGS["en"])


def test_every_reason_rule_and_occasion_has_words() -> None:
    words = set(WORDINGS["en"])
    assert {key for key in words if key.startswith("reason.")} == {
        f"reason.{one}" for one in reasons.OF_THE_FLOOR | reasons.OF_OTHERS
    }
    assert {key for key in words if key.startswith("rule.")} == {
        f"rule.{one}" for one in ONE_PERSON
    }
    assert {key for key in words if key.startswith("occasion.")} == {
        f"occasion.{one}" for one in specs.OCCASIONS
    }
    assert {key for key in words if key.startswith("to.")} == {
        f"to.{one}" for one in specs.DIVERSIONS
    }


def test_every_reason_is_counted() -> None:
    named = {value for name, value in vars(reasons).items() if name.isupper()}
    assert {
        one for one in named if isinstance(one, str)
    } == reasons.OF_THE_FLOOR | reasons.OF_OTHERS
