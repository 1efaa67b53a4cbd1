"""The figures counted the slow way, from the raw events, without any of the program's rules.

Every question is answered by looking through all events again: who had the contact just
before this instant, in which state was the agent in this second. Nothing is kept.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from onqueue.insight.tests.histories import Happened

SECOND = 1_000
BEGIN_STAY = {"ContactArrived", "ContactDue", "ContactTransferred", "ContactRequeued"}
TAKE = {"OfferAccepted", "ContactTakenOver"}
GIVE = {"ContactTransferred", "ContactRequeued", "ContactClosed"}


def kind(event: Happened) -> str:
    return type(event).__name__


def of_contact(events: Sequence[Happened], contact: str) -> list[Any]:
    return [event for event in events if getattr(event, "contact", None) == contact]


def queue_at(events: Sequence[Any]) -> str:
    """The queue that a contact is in after these of its events."""
    named = [e.queue for e in events if kind(e) in
             {"ContactArrived", "ContactScheduled", "ContactTransferred"}]  # fmt: skip
    return str(named[-1])


def threshold_at(events: Sequence[Any], queue: str, at: int) -> int:
    specs = [e.spec for e in events if kind(e) == "QueueConfigured" and e.queue == queue]
    return int(specs[-1].threshold_ms)


def queue_sums(
    events: Sequence[Any], *, queue: str, from_at: int, to_at: int, now: int
) -> Counter[str]:
    """All sums of one queue in one stretch of time."""
    sums: Counter[str] = Counter()
    for contact in {e.contact for e in events if hasattr(e, "contact")}:
        its = of_contact(events, contact)
        for place, event in enumerate(its):
            inside = from_at <= event.at < to_at
            if inside and kind(event) in BEGIN_STAY and queue_at(its[: place + 1]) == queue:
                sums += one_stay(events, its[place + 1 :], event, queue, now)
            if inside and kind(event) == "ContactRated":
                takes = [n for n, e in enumerate(its[:place]) if is_taking(e)]
                if queue_at(its[: takes[-1] + 1]) == queue:
                    sums += Counter(
                        ratings=1, ratings_good=int(event.score >= 4), ratings_sum=event.score
                    )
            if is_taking(event) and queue_at(its[: place + 1]) == queue:
                sums += one_handling(its[place + 1 :], event, from_at, to_at)
    return sums


def one_stay(
    events: Sequence[Any], rest: Sequence[Any], begun: Any, queue: str, now: int
) -> Counter[str]:
    threshold = threshold_at(events, queue, begun.at)
    for event in rest:
        waited = event.at - begun.at
        if kind(event) in TAKE:
            return Counter(offered=1, answered=1, within=int(waited <= threshold), wait_ms=waited)
        if kind(event) == "ContactAbandoned":
            return Counter(
                offered=1, abandoned=1, abandoned_within=int(waited <= threshold),
                abandoned_short=int(waited <= 5_000),
            )  # fmt: skip
        if kind(event) == "ContactTransferred":
            return Counter(moved=1)
    return Counter(offered=1, waiting=1, waiting_within=int(now - begun.at <= threshold))


def is_taking(event: Any) -> bool:
    return kind(event) in TAKE or kind(event) == "ConsultCompleted"


def one_handling(rest: Sequence[Any], begun: Any, from_at: int, to_at: int) -> Counter[str]:
    talk_until = None
    for event in rest:
        if kind(event) == "ContactEnded":
            talk_until = event.at
        if kind(event) in GIVE or is_taking(event):
            if not from_at <= event.at < to_at:
                return Counter()
            talk_until = event.at if talk_until is None else talk_until
            return Counter(handled=1, talk_ms=talk_until - begun.at, wrap_ms=event.at - talk_until)
    return Counter()


def agent_second(events: Sequence[Any], *, agent: str, at: int) -> tuple[str, int]:
    """An agent's state and number of contacts in the second that begins at `at`."""
    past = [event for event in events if event.at <= at]
    states = ["off"]
    states += [
        TURNS[kind(event)] or event.state
        for event in past
        if kind(event) in TURNS and event.agent == agent
    ]
    holding = 0
    for contact in {event.contact for event in past if hasattr(event, "contact")}:
        its = of_contact(past, contact)
        holding += owner_after(its) == agent
        holding += consulted_after(its) == agent
    return states[-1], holding


TURNS = {"AgentStateChanged": "", "AgentSetAside": "set_aside", "AgentLost": "off"}


def owner_after(events: Sequence[Any]) -> str | None:
    """Who has a contact after these of its events: whoever took it last and did not give it."""
    for event in reversed(events):
        if kind(event) in GIVE:
            return None
        if is_taking(event):
            return str(event.other_agent if kind(event) == "ConsultCompleted" else event.agent)
    return None


def consulted_after(events: Sequence[Any]) -> str | None:
    """Who is consulted on a contact after these of its events."""
    for event in reversed(events):
        if kind(event) in {"ConsultEnded", "ConsultCompleted"}:
            return None
        if kind(event) == "ConsultJoined":
            return str(event.other_agent)
    return None


def agent_time(
    events: Sequence[Any], *, agent: str, from_at: int, to_at: int
) -> tuple[Counter[str], Counter[str]]:
    """An agent's time by state, and busy and available, second by second."""
    states: Counter[str] = Counter()
    time: Counter[str] = Counter()
    known = min(e.at for e in events if kind(e) == "AgentConfigured" and e.agent == agent)
    # Nothing changes between two events: a second is asked once for all that are like it.
    marks = sorted({max(from_at, known), to_at, *(e.at for e in events)})
    for begin, end in pairwise(marks):
        if begin < max(from_at, known) or end > to_at:
            continue
        state, holding = agent_second(events, agent=agent, at=begin)
        states[state] += end - begin
        if holding:
            time["busy_ms"] += end - begin
        elif state == "on_queue":
            time["available_ms"] += end - begin
    return +states, +time
