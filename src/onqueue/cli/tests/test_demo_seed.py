"""The demo's centre: made once, whole, and able to take every chat that can come."""

from __future__ import annotations

from itertools import product

import pytest

from onqueue.cli.demo.running import on_telephone
from onqueue.cli.demo.talk import TALKS
from onqueue.cli.demo.voice import DIALLED, seed_voice
from onqueue.cli.demo_seed import Demo, make_demo
from onqueue.customers import queries as customers
from onqueue.directory import queries as directory
from onqueue.directory.rules import forms
from onqueue.directory.rules.hours import next_change
from onqueue.identity.queries import agents_found, is_set_up, people_found
from onqueue.identity.rules import Grant
from onqueue.identity.service.founding import found_account
from onqueue.kernel.audit import verify_chain
from onqueue.kernel.clock import VirtualClock
from onqueue.kernel.db import Database
from onqueue.kernel.rows import Paging


@pytest.fixture
async def demo(database: Database, clock: VirtualClock) -> Demo:
    return await database.write(make_demo, now=clock.now(), password_hash="x")


async def test_it_is_made_once(database: Database, clock: VirtualClock, demo: Demo) -> None:
    assert demo == Demo(
        agent="agent@demo.onqueue.test",
        supervisor="supervisor@demo.onqueue.test",
        administrator="admin@demo.onqueue.test",
        simulated=demo.simulated,
        widget=demo.widget,
    )
    assert len(demo.simulated) == 13
    assert await database.write(make_demo, now=clock.now() + 1, password_hash="y") == demo
    people = await database.read(
        people_found, q="", status="active", team="", role="", paging=Paging()
    )
    assert people.total == 16
    admin = next(p for p in people.items if p.email == demo.administrator)
    assert admin.grants == (Grant("administrator", "site", ""),)
    assert len(await database.read(agents_found)) == 15
    centre = await database.read(directory.centre)
    assert (centre.name, centre.languages) == ("Northwind Bikes Support", ("en", "de", "es"))
    assert len(await database.read(directory.floor_queues)) == 4
    page = await database.read(customers.customers_found, q="", paging=Paging())
    assert page.total == 8
    assert await database.read(verify_chain) is None


async def test_whoever_comes_is_answered(database: Database, demo: Demo) -> None:
    """Each topic in each language leads to at least two agents, and the simulated ones alone
    are enough."""
    widget = await database.read(directory.widget, id=demo.widget)
    assert widget is not None
    queues = {queue.id: queue for queue in await database.read(directory.floor_queues)}
    agents = await database.read(directory.floor_agents)
    by_name = {p.id: p.email for p in await database.read(agents_found)}
    topics = [option.value for option in widget.form[-1].options]
    assert topics == ["orders", "technical", "billing", "general"]
    for topic, language in product(topics, widget.languages):
        answers = forms.check_answers(widget.form, {"name": "Ada", "topic": topic})
        routed = forms.route(
            form=widget.form,
            queue=widget.queue_id,
            skill_by_language=widget.skill_by_language,
            answers=answers,
            language=language,
        )
        needs = dict(queues[routed.queue].needs) | dict(routed.skills)
        able = [
            agent
            for agent in agents
            if routed.queue in agent.spec.queues
            and all(dict(agent.spec.skills).get(skill, 0) >= n for skill, n in needs.items())
        ]
        simulated = [agent for agent in able if by_name[agent.id] in demo.simulated]
        assert len(able) >= 2, (topic, language)
        assert simulated, (topic, language)


async def test_the_demo_never_closes(database: Database, clock: VirtualClock, demo: Demo) -> None:
    for queue in await database.read(directory.floor_queues):
        hours = await database.read(directory.queue_hours, id=queue.id)
        assert hours is not None
        assert next_change(hours, clock.now()) is None


async def test_what_the_simulated_customers_say_can_be_asked(
    database: Database, demo: Demo
) -> None:
    widget = await database.read(directory.widget, id=demo.widget)
    assert widget is not None
    for talk in TALKS:
        said = {"name": "Ada", "email": "ada@example.test", "topic": talk.topic}
        assert forms.check_answers(widget.form, said) == said
        assert talk.language in widget.languages


async def test_a_centre_that_somebody_founded_is_filled(
    database: Database, clock: VirtualClock
) -> None:
    await database.write(
        found_account, now=1, network="", name="Ada", email="ada@example.org", language="en",
        password_hash="x",
    )  # fmt: skip
    assert await database.read(is_set_up)
    await database.write(make_demo, now=clock.now(), password_hash="y")
    people = await database.read(
        people_found, q="", status="", team="", role="administrator", paging=Paging()
    )
    assert [person.email for person in people.items] == ["ada@example.org"]


async def test_with_telephones_a_number_leads_to_people_who_take_calls(
    database: Database, clock: VirtualClock, demo: Demo
) -> None:
    agents = await database.read(agents_found)
    talking = tuple(sorted(one.id for one in agents if one.email in on_telephone(demo)))
    for _ in range(2):
        await database.write(seed_voice, agents=talking, now=clock.now())
    number = await database.read(directory.number_dialled, dialled=DIALLED)
    assert number is not None
    queue = await database.read(directory.queue, id=number.queue_id)
    assert queue is not None
    assert (queue.name, queue.channel, queue.skills) == ("Telephone", "voice", ())
    for account in talking:
        profile = await database.read(directory.agent_profile, account=account)
        assert profile is not None
        assert profile.capacity == {"chat": 3, "voice": 1}
        assert queue.id in profile.queues
    assert len(talking) == 4
