"""A film shows what the floor was: by jumping to a moment as by going there."""

from __future__ import annotations

from typing import Any

import pytest

from onqueue.films.jobs import reel as reels
from onqueue.films.jobs.reel import Impossible, Reel
from onqueue.films.jobs.showing import Called
from onqueue.films.schemas import Strip
from onqueue.floor.events import Event
from onqueue.floor.evolve import evolve
from onqueue.floor.model import Floor
from onqueue.kernel.authz import Actor
from onqueue.live.views import Sight
from onqueue.sim.examples import text
from onqueue.sim.run import run
from onqueue.sim.scenario import read_scenario

Entities = dict[str, dict[str, dict[str, Any]]]


@pytest.fixture(scope="module")
def made() -> list[Event]:
    """A day on which much goes wrong."""
    happened: list[Event] = []
    run(read_scenario(text("bad-day")), seed=3, sink=happened.extend)
    return happened[:6_000]


def watching(**scope: Any) -> Sight:
    given: dict[str, Any] = {"queues": None, "teams": None, **scope}
    rights = frozenset({"floor.watch"})
    return Sight(Actor(account="boss", name="Boss", rights=rights, agent=False, **given))


def film(made: list[Event], **scope: Any) -> Reel:
    return Reel(floor=Floor(), made=made, names=Called(), sight=watching(**scope))


def apply(entities: Entities, strip: Strip) -> None:
    for frame in strip.frames:
        for kind, id_ in frame.gone:
            entities[kind].pop(id_, None)
        for kind, id_, shown in frame.put:
            entities.setdefault(kind, {})[id_] = shown


def without_empty(entities: Entities) -> Entities:
    return {kind: things for kind, things in entities.items() if things}


def test_going_on_leads_to_where_jumping_leads(made: list[Event]) -> None:
    reel, other = film(made), film(made)
    entities = reel.seek(made[0].at - 1).entities
    after = 0
    while True:
        strip = reel.play(after)
        assert strip.after == after
        apply(entities, strip)
        after = strip.n
        at = made[after - 1].at
        assert without_empty(entities) == other.seek(at).entities
        if strip.over:
            break
    assert after == len(made)


def test_jumping_back_shows_what_was_there(made: list[Event]) -> None:
    reel = film(made)
    middle = reel.seek(made[3_000].at)
    reel.seek(made[-1].at)
    assert reel.seek(made[3_000].at) == middle
    strip = reel.play(middle.n)
    reel.seek(made[100].at)
    assert reel.play(middle.n) == strip


def test_a_film_can_be_played_from_anywhere_without_having_been_there(made: list[Event]) -> None:
    begun, jumped = film(made), film(made)
    begun.seek(made[2_500].at)
    place = begun.seek(made[2_500].at).n
    assert jumped.play(place) == begun.play(place)


def test_marks_are_what_one_may_want_to_see(made: list[Event]) -> None:
    reel = film(made)
    kinds = {mark.kind for mark in reel.marks}
    assert {"abandoned", "late"} <= kinds
    abandoned = [one for one in made if str(one.__struct_config__.tag) == "contact.abandoned"]
    assert len([one for one in reel.marks if one.kind == "abandoned"]) == len(abandoned)
    assert [one.at for one in reel.marks] == sorted(one.at for one in reel.marks)
    # Who is late waits, and waits for longer than the threshold of the queue.
    late = next(one for one in reel.marks if one.kind == "late")
    contact = reel.seek(late.at + 1).entities["contact"][late.contact]
    assert contact["state"] in {"waiting", "offered"}


def test_nothing_is_shown_beyond_what_one_may_see(made: list[Event]) -> None:
    everything = film(made)
    queue, *others = everything.seek(made[-1].at).entities["queue"]
    narrow = film(made, queues=frozenset({queue}), teams=frozenset())
    seen: set[str] = set()
    hidden = next(
        one.contact
        for one in made
        if getattr(one, "queue", "") in others and hasattr(one, "contact")
    )
    for at in range(made[0].at, made[-1].at, 7_200_000):
        entities = narrow.seek(at).entities
        seen |= {one["queue"] for one in entities.get("contact", {}).values()}
        assert set(entities.get("queue", {})) <= {queue}
    assert seen <= {queue}
    assert narrow.story(hidden, {}, "en").lines == ()
    assert everything.story(hidden, {}, "en").lines != ()
    assert len(narrow.marks) < len(everything.marks)


def test_a_story_is_told_with_names_in_both_languages(made: list[Event]) -> None:
    reel = film(made)
    contact = next(one.contact for one in reel.marks if one.kind == "abandoned")
    english, german = (reel.story(contact, {}, language) for language in ("en", "de"))
    assert [one.code for one in english.lines] == [one.code for one in german.lines]
    assert english.lines[0].text.startswith("Began to wait in ")
    assert english.lines != german.lines


def test_what_cannot_follow_is_told_by_its_place(made: list[Event]) -> None:
    place = next(
        number
        for number, one in enumerate(made)
        if str(one.__struct_config__.tag) == "contact.arrived"
    )
    with pytest.raises(Impossible) as told:
        film([*made[: place + 1], made[place], *made[place + 1 :]])
    assert told.value.place == place + 1


def test_only_so_many_events_come_at_once(
    made: list[Event], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reels, "STRIP_MAX", 50)
    strip = film(made).play(0)
    # The last moment is shown whole.
    assert 50 <= strip.n < 50 + 400
    assert not strip.over
    floor = Floor()
    for event in made[: strip.n]:
        evolve(floor, event)
    assert strip.frames[-1].at == floor.now < made[strip.n].at
