"""Which centre is measured? Queues, skills and agents, as the directory tells the floor of them."""

from __future__ import annotations

from random import Random
from typing import Final, NamedTuple

from onqueue.floor import commands
from onqueue.floor.specs import AgentSpec, Needs, QueueSpec

QUEUES: Final = 50
SKILLS: Final = 30
QUEUES_EACH: Final = 5
SKILLS_EACH: Final = 5
CAPACITY: Final = 3
LEVEL: Final = 3
SKILLED_SHARE: Final = 0.5


class Seat(NamedTuple):
    """An agent, and what they can serve."""

    agent: str
    queues: tuple[str, ...]
    skills: tuple[tuple[str, int], ...]


def staff(agents: int, dice: Random) -> list[Seat]:
    """Draw who serves what."""
    queues = [f"queue-{number}" for number in range(QUEUES)]
    skills = [f"skill-{number}" for number in range(SKILLS)]
    return [
        Seat(
            f"agent-{number}",
            tuple(dice.sample(queues, QUEUES_EACH)),
            tuple(
                (one, dice.randint(LEVEL, 10)) for one in sorted(dice.sample(skills, SKILLS_EACH))
            ),
        )
        for number in range(agents)
    ]


def opening(seats: list[Seat]) -> list[commands.Command]:
    """Return what makes the queues and brings everybody to work."""
    found: list[commands.Command] = [
        commands.ConfigureQueue(
            queue=f"queue-{number}",
            spec=QueueSpec(name=f"Queue {number}", waiting_max=100_000, offer_ttl_ms=120_000),
        )
        for number in range(QUEUES)
    ]
    for seat in seats:
        spec = AgentSpec(
            name=seat.agent,
            skills=seat.skills,
            queues=seat.queues,
            capacity=(("chat", CAPACITY),),
        )
        found += [
            commands.ConfigureAgent(agent=seat.agent, spec=spec),
            commands.Connect(agent=seat.agent),
            commands.ChangeState(agent=seat.agent, state="on_queue", by=seat.agent),
        ]
    return found


def needs_of(seat: Seat, dice: Random) -> Needs:
    """Draw what a customer needs of whom this agent could be."""
    if dice.random() >= SKILLED_SHARE:
        return Needs(channel="chat")
    return Needs(channel="chat", skills=((dice.choice(seat.skills)[0], LEVEL),))
