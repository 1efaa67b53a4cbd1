"""Is a history one that a right server can have caused?

Each checker returns sentences about what cannot be. They know only what people asked and were
told, and when: an operation takes effect at some moment between its beginning and its end, and
one without an answer at any moment after its beginning, or never.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from itertools import combinations, pairwise
from typing import Final, NamedTuple

from tests.histories.history import History, Op, Truth

HELD_S_MAX: Final = 20.0
"""So long somebody who took a contact surely has it: leases and wrap-up last longer."""


class Held(NamedTuple):
    """A stretch of time in which somebody surely had a contact."""

    who: str
    contact: str
    since: float
    until: float


def held(history: History) -> list[Held]:
    """Return when who surely had which contact: from the answer to what could have ended it."""
    by_contact: dict[str, list[Op]] = defaultdict(list)
    for op in history.of("accept", "take_over", "requeue", "close"):
        by_contact[op.key].append(op)
    found = []
    for contact, ops in by_contact.items():
        for grant in ops:
            if grant.kind not in {"accept", "take_over"} or not grant.done:
                continue
            ends = [op.began for op in ops if _may_end(op, grant)]
            until = min([*ends, grant.ended + HELD_S_MAX])
            if until > grant.ended:
                found.append(Held(grant.who, contact, grant.ended, until))
    return found


def _may_end(op: Op, grant: Op) -> bool:
    """Tell whether an operation may have taken a contact from whom it was granted to."""
    if op is grant or op.done is False or op.ended < grant.began:
        return False
    if op.kind in {"requeue", "close"}:
        return op.who == grant.who
    return op.kind == "take_over" and op.who != grant.who


def one_owner(history: History) -> Iterator[str]:
    """Nobody has a contact while somebody else has it."""
    by_contact: dict[str, list[Held]] = defaultdict(list)
    for one in held(history):
        by_contact[one.contact].append(one)
    for contact, stretches in by_contact.items():
        for a, b in combinations(stretches, 2):
            if a.who != b.who and a.since < b.until and b.since < a.until:
                yield f"{contact} was with {a.who} and {b.who} at once"


def capacity(history: History, *, most: int) -> Iterator[str]:
    """Nobody has more contacts at once than they can."""
    by_agent: dict[str, list[Held]] = defaultdict(list)
    taken_over = {(op.key, op.who) for op in history.of("take_over")}
    for one in held(history):
        if (one.contact, one.who) not in taken_over:
            by_agent[one.who].append(one)
    for agent, stretches in by_agent.items():
        for one in stretches:
            together = {b.contact for b in stretches if b.since <= one.since < b.until}
            if len(together) > most:
                yield f"{agent} had {len(together)} contacts at once, {most} is the most"


def same_order(history: History, truth: Truth) -> Iterator[str]:
    """Every reader saw the same messages in the same places, in order, and none left out."""
    for op in history.of("read"):
        for (a, _), (b, _) in pairwise(op.seen):
            if b != a + 1:
                yield f"{op.who} saw place {b} after {a} in {op.key}"
        for seq, message in op.seen:
            place = truth.messages.get(op.key, {}).get(message)
            at = None if place is None else _place(place.seq, place.public_seq, op)
            if at != seq:
                yield f"{op.who} saw {message} at {seq} in {op.key}, and it is at {at}"


def _place(seq: int, public_seq: int | None, op: Op) -> int | None:
    return seq if op.numbering == "staff" else public_seq


def reads_what_was_written(history: History, truth: Truth) -> Iterator[str]:
    """A message that was acknowledged is seen by all who begin to read later."""
    posts: dict[str, list[Op]] = defaultdict(list)
    for op in history.of("post"):
        if op.done:
            posts[op.conversation].append(op)
    for read in history.of("read"):
        if not read.done:
            continue
        seen = {message for _, message in read.seen}
        first = min((seq for seq, _ in read.seen), default=0)
        for post in posts[read.key]:
            place = truth.messages.get(read.key, {}).get(post.key)
            at = None if place is None else _place(place.seq, place.public_seq, read)
            # Customers see no notes, and a reader sees the newest only.
            hidden = place is not None and (at is None or at < first)
            if post.ended < read.began and post.key not in seen and not hidden:
                yield f"{read.who} did not see {post.key}, which was acknowledged before"


def nothing_lost(history: History, truth: Truth) -> Iterator[str]:
    """What was acknowledged is there in the end."""
    facts = {
        "accept": "offer.accepted",
        "take_over": "contact.taken_over",
        "requeue": "contact.requeued",
        "close": "contact.closed",
    }
    for op in history.ops:
        if not op.done or op.kind == "read":
            continue
        if op.kind == "start":
            there = op.key in truth.contacts
        elif op.kind == "post":
            place = truth.messages.get(op.conversation, {}).get(op.key)
            there = place is not None and place.text == f"text of {op.key}"
        else:
            there = truth.facts.get((facts[op.kind], op.key, op.who), 0) > 0
        if not there:
            yield f"{op.kind} of {op.key} by {op.who} was acknowledged and is not there"


def no_double(history: History, truth: Truth) -> Iterator[str]:
    """What was asked again had one effect, and got the same answer."""
    places: dict[tuple[str, str], set[int]] = defaultdict(set)
    for op in history.of("post"):
        if op.value is not None:
            places[op.conversation, op.key].add(op.value)
    for (_, message), found in places.items():
        if len(found) > 1:
            yield f"{message} was acknowledged at the places {sorted(found)}"
    texts = Counter(
        place.text
        for thread in truth.messages.values()
        for place in thread.values()
        if place.text.startswith("text of ")
    )
    for text, times in texts.items():
        if times > 1:
            yield f"“{text}” is there {times} times"
    for (kind, contact, who), times in truth.facts.items():
        once = kind in {"contact.arrived", "contact.closed"}
        # Accepted again by the same person only after it came back to the line.
        given = _grants(history, contact, who) if kind == "offer.accepted" else 1
        if (once or kind == "offer.accepted") and times > max(1, given):
            yield f"{kind} of {contact} by {who or 'nobody'} is there {times} times"


def _grants(history: History, contact: str, who: str) -> int:
    return len({op.offer for op in history.of("accept") if (op.key, op.who) == (contact, who)})


def check(history: History, truth: Truth, *, most: int) -> list[str]:
    """Ask all checkers."""
    checks: tuple[Callable[[], Iterator[str]], ...] = (
        lambda: one_owner(history),
        lambda: capacity(history, most=most),
        lambda: same_order(history, truth),
        lambda: reads_what_was_written(history, truth),
        lambda: nothing_lost(history, truth),
        lambda: no_double(history, truth),
    )
    return [sentence for one in checks for sentence in one()]
