"""Where is a caller within one step of a flow, and what do keys and time mean there?

A step is words and, mostly, a question. The caller hears the words, may press keys while they
are spoken, and has some seconds afterwards. What comes of it is one answer, in words, for the
flow; silence is an empty one. Pure: it is told what happened and says what to do next.

    speaking --- the words are over ---> listening --- silence ---> answered
        |                                    |
        +---------- a key: silence the words-+----- enough keys --> answered

Messages go on differently: after the words comes the tone, and what is said then is recorded until
the caller presses #, hangs up, or has said enough (`RECORDING`). Who is connected with a number
outside is asked nothing: what becomes of that is the answer (`CONNECTING`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

SPEAKING: Final = "speaking"
LISTENING: Final = "listening"
RECORDING: Final = "recording"
CONNECTING: Final = "connecting"
ANSWERED: Final = "answered"
State = Literal["speaking", "listening", "recording", "connecting", "answered"]

KEY_MS: Final = 6_000
"""How long a caller may think after a question."""
NEXT_KEY_MS: Final = 4_000
"""How long between two digits of a number; then it is taken for whole."""
SPEAKING_MS_MAX: Final = 180_000
"""Words that are not over by then were not heard of any more."""
MESSAGE_MS_MAX: Final = 120_000
DIGITS_MAX: Final = 30
DONE: Final = "#"
AGAIN: Final = "*"
PERSON: Final = "0"

MENU: Final = "menu"
COLLECT: Final = "collect"
LANGUAGE: Final = "language"
MESSAGE: Final = "message"
TRANSFER: Final = "transfer"


@dataclass(slots=True)
class Walk:
    """One step of a caller's flow."""

    number: int
    """Of the question, so that an answer says which it is for."""
    waits_for: str
    """The kind of node that waits for an answer; empty when the flow is over."""
    person: str = ""
    """What 0 says; empty where it says nothing."""
    state: State = SPEAKING
    keys: str = ""
    play: str = ""
    """What is being spoken."""
    record: str = ""
    """What is being recorded."""
    due_at: int | None = None
    """When time alone makes a difference."""
    answer: str = ""
    repeats: bool = False
    """The caller wants to hear the words again."""
    failures: int = 0
    """So often the step could not be written down."""


def speak(walk: Walk, *, play: str, now: int) -> None:
    """The words have begun."""
    walk.state, walk.play, walk.repeats = SPEAKING, play, False
    walk.due_at = now + SPEAKING_MS_MAX


def words_over(walk: Walk, *, now: int) -> None:
    """The words are over, or are not to be heard to their end."""
    if walk.state != SPEAKING:
        return
    if walk.waits_for == MESSAGE:
        walk.state, walk.due_at = RECORDING, now + MESSAGE_MS_MAX
    elif walk.waits_for == TRANSFER:
        walk.state, walk.due_at = CONNECTING, None
    elif walk.waits_for:
        walk.state, walk.due_at = LISTENING, now + KEY_MS
    else:
        _answered(walk, "")


def press(walk: Walk, key: str, *, now: int) -> None:
    """The caller pressed a key: the words are heard no more, unless nothing is asked."""
    if walk.state == ANSWERED or walk.waits_for in {"", TRANSFER}:
        return
    if walk.state == RECORDING:
        if key == DONE:
            _answered(walk, "")
        return
    if walk.waits_for == MESSAGE:
        if key == DONE:
            words_over(walk, now=now)
        return
    walk.state, walk.due_at = LISTENING, now + NEXT_KEY_MS
    if walk.waits_for == COLLECT:
        _collect(walk, key)
    elif key == AGAIN:
        walk.repeats = True
    else:
        _answered(walk, walk.person if key == PERSON and walk.person else key)


def _collect(walk: Walk, key: str) -> None:
    if key == AGAIN:
        walk.keys = ""
    elif key == DONE:
        _answered(walk, walk.keys)
    else:
        walk.keys += key
        if len(walk.keys) >= DIGITS_MAX:
            _answered(walk, walk.keys)


def became(walk: Walk, what: str) -> None:
    """What the step waited for has happened."""
    _answered(walk, what)


def wait(walk: Walk, *, now: int) -> None:
    """Time has passed."""
    if walk.due_at is None or now < walk.due_at or walk.state == ANSWERED:
        return
    if walk.state == SPEAKING:
        words_over(walk, now=now)
    else:
        _answered(walk, walk.keys)


def _answered(walk: Walk, answer: str) -> None:
    walk.state, walk.answer, walk.due_at = ANSWERED, answer, None
