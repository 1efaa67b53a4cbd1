"""The tables of the directory.

What is configured is never deleted, because history points at it: it is archived. `key` is
the name as it is compared, so that no two things that people see together are called the
same. `version` counts changes, so that nobody overwrites what they have not seen.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, false
from sqlalchemy.orm import Mapped, mapped_column

from onqueue.directory.rules.checks import Channel, ReasonState
from onqueue.kernel.rows import Base, Configured, Versioned, version_constraints


class Centre(Base):
    """The one contact centre of this installation."""

    __tablename__ = "centre"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    name: Mapped[str]
    languages: Mapped[list[str]]
    time_zone: Mapped[str]
    ageing_s: Mapped[int]
    misses_max: Mapped[int]
    presence_grace_s: Mapped[int]
    version: Mapped[int]
    changed_at: Mapped[int]
    changed_by: Mapped[str]


class Skill(Configured, Base):
    """What a contact needs and an agent has."""

    __tablename__ = "skill"

    name: Mapped[str]
    description: Mapped[str]
    language: Mapped[str] = mapped_column(default="", server_default="")
    """Which language it is to speak, if it is that."""


class Hours(Configured, Base):
    """Opening hours that queues can share."""

    __tablename__ = "hours"

    name: Mapped[str]
    time_zone: Mapped[str]
    weekly: Mapped[list[Any]]
    exceptions: Mapped[list[Any]]


class Queue(Configured, Base):
    """A line in which contacts wait."""

    __tablename__ = "queue"

    name: Mapped[str]
    description: Mapped[str]
    channel: Mapped[Channel] = mapped_column(String)
    priority: Mapped[int]
    threshold_s: Mapped[int]
    target_percent: Mapped[int]
    offer_ttl_s: Mapped[int]
    wrap_up_s: Mapped[int]
    wrap_up_extension_s: Mapped[int]
    wrap_up_extensions_max: Mapped[int]
    hours_id: Mapped[str | None] = mapped_column(ForeignKey("hours.id"))
    skills: Mapped[list[Any]]
    thresholds: Mapped[dict[str, Any]]


class WrapUpCode(Configured, Base):
    """Why a contact came and how it ended."""

    __tablename__ = "wrap_up_code"

    name: Mapped[str]
    group: Mapped[str] = mapped_column("group_name")
    queue_ids: Mapped[list[str]]


class StateReason(Configured, Base):
    """Why an agent is in a state."""

    __tablename__ = "state_reason"

    name: Mapped[str]
    state: Mapped[ReasonState] = mapped_column(String)


class CannedReply(Configured, Base):
    """A text that agents need often; it belongs to everyone, or to one of them."""

    __tablename__ = "canned_reply"

    shortcut: Mapped[str]
    title: Mapped[str]
    text: Mapped[str]
    language: Mapped[str]
    queue_ids: Mapped[list[str]]
    owner: Mapped[str | None] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"))

    __table_args__ = (Index("ix_canned_reply_owner", "owner"),)


class ChatWidget(Configured, Base):
    """A chat on a web page."""

    __tablename__ = "chat_widget"

    name: Mapped[str]
    queue_id: Mapped[str] = mapped_column(ForeignKey("queue.id"))
    languages: Mapped[list[str]]
    form: Mapped[list[Any]]
    skill_by_language: Mapped[dict[str, Any]]
    texts: Mapped[dict[str, Any]]
    look: Mapped[dict[str, Any]]
    allowed_origins: Mapped[list[str]]
    files: Mapped[dict[str, Any]]
    rating_enabled: Mapped[bool]
    offline_message_enabled: Mapped[bool]
    direct_enabled: Mapped[bool] = mapped_column(default=False, server_default=false())
    calls_enabled: Mapped[bool] = mapped_column(default=False, server_default=false())


class PhoneNumber(Configured, Base):
    """A telephone number of the centre, and where its callers wait; `key` is how it is met."""

    __tablename__ = "phone_number"

    number: Mapped[str]
    description: Mapped[str]
    queue_id: Mapped[str] = mapped_column(ForeignKey("queue.id"))
    flow_id: Mapped[str] = mapped_column(default="", server_default="")
    """The flow that callers hear first; empty where they wait at once."""
    language: Mapped[str]


class AgentProfile(Base):
    """What an agent can do. An account without a row has no skills and no queues."""

    __tablename__ = "agent_profile"

    account: Mapped[str] = mapped_column(
        ForeignKey("account.id", ondelete="CASCADE"), primary_key=True
    )
    capacity: Mapped[dict[Channel, int]] = mapped_column(JSON)
    exclusive: Mapped[list[Channel]] = mapped_column(JSON)
    units_max: Mapped[int] = mapped_column(default=0, server_default="0")
    units: Mapped[dict[Channel, int]] = mapped_column(JSON, default=dict, server_default="{}")
    reserved: Mapped[dict[Channel, int]] = mapped_column(JSON, default=dict, server_default="{}")
    interrupts: Mapped[list[Any]] = mapped_column(default=list, server_default="[]")
    version: Mapped[int]
    changed_at: Mapped[int]
    changed_by: Mapped[str]


class AgentSkill(Base):
    """A skill that an agent has, and how well."""

    __tablename__ = "agent_skill"

    account: Mapped[str] = mapped_column(
        ForeignKey("agent_profile.account", ondelete="CASCADE"), primary_key=True
    )
    skill: Mapped[str] = mapped_column(ForeignKey("skill.id"), primary_key=True)
    level: Mapped[int]

    __table_args__ = (Index("ix_agent_skill_skill", "skill"),)


class AgentQueue(Base):
    """A queue that an agent works in."""

    __tablename__ = "agent_queue"

    account: Mapped[str] = mapped_column(
        ForeignKey("agent_profile.account", ondelete="CASCADE"), primary_key=True
    )
    queue: Mapped[str] = mapped_column(ForeignKey("queue.id"), primary_key=True)

    __table_args__ = (Index("ix_agent_queue_queue", "queue"),)


class RoutingVersion(Versioned, Base):
    """Rules of routing as they are, were, or are to be; the subject is a queue or the floor."""

    __tablename__ = "routing_version"
    __table_args__ = version_constraints("routing_version")


class Gate(Configured, Base):
    """What an agent must have cleared for some queues: a briefing, a certificate, leave."""

    __tablename__ = "gate"

    name: Mapped[str]
    description: Mapped[str]


class GateClearance(Base):
    """A gate that is open to somebody."""

    __tablename__ = "gate_clearance"

    gate: Mapped[str] = mapped_column(ForeignKey("gate.id"), primary_key=True)
    account: Mapped[str] = mapped_column(
        ForeignKey("account.id", ondelete="CASCADE"), primary_key=True
    )
    cleared_at: Mapped[int]
    cleared_by: Mapped[str]

    __table_args__ = (Index("ix_gate_clearance_account", "account"),)


class QueueClosure(Base):
    """A queue that was closed at once, whatever its hours say."""

    __tablename__ = "queue_closure"

    queue: Mapped[str] = mapped_column(ForeignKey("queue.id"), primary_key=True)
    reason: Mapped[str]
    closed_at: Mapped[int]
    closed_by: Mapped[str]
