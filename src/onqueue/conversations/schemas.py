"""What do conversations look like to those who ask?

Records are frozen dataclasses: the API answers with them, the gateway sends them, other
features read them. What customers get is a type of its own, and `public_message` is the
only place that makes one: it refuses whatever is not meant for them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Literal

import msgspec
from pydantic import Field, StringConstraints

from onqueue.conversations.rules.kinds import (
    CUSTOMER,
    FLOW_CODES,
    PUBLIC_KINDS,
    REPLY,
    SYSTEM,
    Kind,
    Mode,
)
from onqueue.conversations.rules.progress import INBOUND
from onqueue.customers.schemas import Customer
from onqueue.kernel.wire import Asked, Id, Instant

# --- Inside and to staff ----------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversation:
    """A thread of messages with one person outside."""

    id: str
    key: str
    channel: str
    place: str
    visitor: str
    customer: str
    customer_name: str
    language: str
    opened_at: int
    last_at: int
    last_seq: int
    last_public_seq: int
    last_contact: str | None
    caller: str
    known_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """A file that was received."""

    id: str
    name: str
    size: int
    type: str
    safe_inline: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundFile:
    """A file and the name under which its content is stored."""

    file: File
    blob: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A message as staff see it, of any kind."""

    id: str
    conversation: str
    seq: int
    public_seq: int | None
    at: int
    kind: Kind
    author_id: str
    author_name: str
    text: str
    language: str
    code: str
    params: Mapping[str, str]
    attachments: Sequence[File]
    seen_by_customer_at: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Posted:
    """What became of a posting; `repeated` when it had been there already."""

    message: Message
    repeated: bool

    @property
    def public_seq(self) -> int | None:
        """The message's place among what the customer may see."""
        return self.message.public_seq


@dataclass(frozen=True, slots=True, kw_only=True)
class Messages:
    """A stretch of a conversation; `more` says whether there is more in that direction."""

    items: Sequence[Message]
    more: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Recap:
    """What is to be done after the contact, by whom and until when."""

    action: str
    owner: str
    due_at: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactRow:
    """One contact: what was told of it, and how far it has come."""

    id: str
    conversation: str
    customer: str
    queue: str
    channel: str
    state: str
    priority: int
    agent: str | None
    registered_at: int
    due_at: int | None
    arrived_at: int | None
    answered_at: int | None
    ended_at: int | None
    closed_at: int | None
    wrap_up_code: str
    refused_code: str
    recap: Recap | None
    csat: int | None
    csat_comment: str
    rated_at: int | None
    topic: str
    language: str
    form: Mapping[str, str]
    direction: str = INBOUND


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerShown:
    """What a customer said before the chat, with the words that they were asked in.

    Words are by language; a question that the form no longer asks has none.
    """

    key: str
    value: str
    question: Mapping[str, str]
    choice: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class ConversationRow:
    """A line of the list of conversations: the thread and its newest contact."""

    id: str
    channel: str
    customer: str
    customer_name: str
    language: str
    opened_at: int
    last_at: int
    messages: int
    contacts: int
    contact: str | None
    queue: str | None
    agent: str | None
    state: str | None
    topic: str | None
    arrived_at: int | None
    answered_at: int | None
    ended_at: int | None
    wrap_up_code: str | None
    csat: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ConversationShown:
    """A conversation, opened."""

    id: str
    channel: str
    customer: str
    customer_name: str
    language: str
    opened_at: int
    last_at: int
    last_seq: int
    seen: Mapping[str, int]
    contacts: Sequence[ContactRow]


@dataclass(frozen=True, slots=True, kw_only=True)
class CallerShown:
    """Who calls, as far as their number says. A number is a claim and proves nothing."""

    number: str
    """As people read it; empty when it was withheld."""
    known_by: str
    customer: str
    candidates: Sequence[Customer]
    """Whose number it may be, whoever was with us last first."""


class CustomerChosen(Asked):
    """Who the caller is: one of those who have the number, or, left empty, somebody new."""

    customer: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{0,64}$")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """Somebody who does not handle the contact came to read, whisper or join."""

    id: str
    conversation: str
    contact: str
    account: str
    name: str
    mode: Mode
    opened_at: int
    closed_at: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """An agent's part in a contact."""

    contact: str
    agent: str
    role: str
    from_at: int
    to_at: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CandidateShown:
    """An agent who could have had the contact."""

    agent: str
    name: str
    load: int
    idle_ms: int
    rank: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WhyShown:
    """Why a contact was offered to an agent."""

    rule: str
    queue: str
    channel: str
    skills: Mapping[str, int]
    waited_ms: int
    priority: int
    position: int
    ring: int
    passed_over: Sequence[str]
    """Names of those who were free and had declined or missed it before."""
    candidates_total: int
    candidates: Sequence[CandidateShown]


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactEvent:
    """Something that happened to a contact, in plain words."""

    seq: int
    at: int
    kind: str
    text: str
    why: WhyShown | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Explained:
    """What happened to a contact, and how often it was offered."""

    contact: str
    lines: Sequence[ContactEvent]
    offers: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Breach:
    """Something that should always be true, and is not."""

    code: str
    subject: str
    sentence: str


# --- To customers -----------------------------------------------------------------------------


class PublicFile(msgspec.Struct, frozen=True, kw_only=True):
    """A file as a customer gets it, with a link that lives for minutes."""

    id: str
    name: str
    size: int
    type: str
    url: str


class PublicMessage(msgspec.Struct, frozen=True, kw_only=True, tag_field="t", tag="message"):
    """A message as a customer gets it. Encoded, it is the widget's frame."""

    seq: int
    id: str
    at: int
    sender: str = msgspec.field(name="from")
    name: str | None
    text: str
    files: tuple[PublicFile, ...]
    code: str | None
    params: Mapping[str, str]


_SENDERS = {CUSTOMER: "customer", REPLY: "agent", SYSTEM: "system"}


def public_message(message: Message, *, links: Mapping[str, str]) -> PublicMessage:
    """Return what a customer gets of a message; `links` are the addresses of its files.

    Raises on everything that customers must not see, whoever calls it and however the
    message got here.
    """
    if message.kind not in PUBLIC_KINDS or message.public_seq is None:
        raise ValueError(f"a {message.kind} has no place before a customer")
    return PublicMessage(
        seq=message.public_seq,
        id=message.id,
        at=message.at,
        sender="agent" if message.code in FLOW_CODES else _SENDERS[message.kind],
        name=message.author_name or None,
        text=message.text,
        files=tuple(
            PublicFile(
                id=file.id, name=file.name, size=file.size, type=file.type, url=links[file.id]
            )
            for file in message.attachments
        ),
        code=None if message.code in FLOW_CODES else message.code or None,
        params={} if message.code in FLOW_CODES else message.params,
    )


# --- Asked ------------------------------------------------------------------------------------

ClientId = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{8,64}$")]
FILES_MAX = 10


class MessageAsked(Asked):
    """A message that staff wants to post."""

    # Trimmed and bounded by the rules of texts, so that the refusal has their words.
    id: ClientId
    kind: Literal["reply", "note", "whisper"]
    text: Annotated[str, StringConstraints(strip_whitespace=False, max_length=100_000)]
    attachments: Annotated[tuple[Id, ...], Field(max_length=FILES_MAX)] = ()
    lang: Annotated[str, StringConstraints(max_length=35)] = ""


class SeenAsked(Asked):
    """How far the reader has seen."""

    seq: Annotated[int, Field(ge=0, le=2**53)]


class RecapAsked(Asked):
    """What is to be done after the contact."""

    action: Annotated[str, StringConstraints(max_length=500)]
    owner: Annotated[str, StringConstraints(max_length=120)]
    due_at: Instant | None
    note: Annotated[str, StringConstraints(max_length=4_000)]
