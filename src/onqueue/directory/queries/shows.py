"""How does a row become the value that others hold?"""

from __future__ import annotations

from typing import Any, TypedDict

from onqueue.directory import models
from onqueue.directory.rules.looks import read_files, read_form, read_look, read_needs
from onqueue.directory.schemas import shown
from onqueue.kernel.rows import Configured


class _Record(TypedDict):
    id: str
    archived: bool
    version: int
    changed_at: int
    changed_by: str


def _record(row: Configured) -> _Record:
    return _Record(
        id=row.id,
        archived=row.archived,
        version=row.version,
        changed_at=row.changed_at,
        changed_by=row.changed_by,
    )


def show_centre(row: models.Centre) -> shown.Centre:
    return shown.Centre(
        name=row.name,
        languages=tuple(row.languages),
        time_zone=row.time_zone,
        ageing_s=row.ageing_s,
        misses_max=row.misses_max,
        presence_grace_s=row.presence_grace_s,
        version=row.version,
    )


def show_skill(row: models.Skill) -> shown.Skill:
    return shown.Skill(
        **_record(row), name=row.name, description=row.description, language=row.language
    )


def show_gate(row: models.Gate) -> shown.Gate:
    return shown.Gate(**_record(row), name=row.name, description=row.description)


def show_levels(written: list[Any]) -> tuple[shown.SkillLevel, ...]:
    return tuple(shown.SkillLevel(skill=w["skill"], level=w["level"]) for w in written)


def show_queue(row: models.Queue) -> shown.Queue:
    return shown.Queue(
        **_record(row),
        name=row.name,
        description=row.description,
        channel=row.channel,
        priority=row.priority,
        threshold_s=row.threshold_s,
        target_percent=row.target_percent,
        offer_ttl_s=row.offer_ttl_s,
        wrap_up_s=row.wrap_up_s,
        wrap_up_extension_s=row.wrap_up_extension_s,
        wrap_up_extensions_max=row.wrap_up_extensions_max,
        hours_id=row.hours_id,
        skills=show_levels(row.skills),
        thresholds=shown.Thresholds(**row.thresholds),
    )


def show_hours(row: models.Hours) -> shown.OpeningHours:
    return shown.OpeningHours(
        **_record(row),
        name=row.name,
        time_zone=row.time_zone,
        weekly=tuple(row.weekly),
        exceptions=tuple(row.exceptions),
    )


def show_code(row: models.WrapUpCode) -> shown.WrapUpCode:
    return shown.WrapUpCode(
        **_record(row), name=row.name, group=row.group, queue_ids=tuple(row.queue_ids)
    )


def show_reason(row: models.StateReason) -> shown.StateReason:
    return shown.StateReason(**_record(row), name=row.name, state=row.state)


def show_reply(row: models.CannedReply) -> shown.CannedReply:
    return shown.CannedReply(
        **_record(row),
        shortcut=row.shortcut,
        title=row.title,
        text=row.text,
        language=row.language,
        queue_ids=tuple(row.queue_ids),
        personal=row.owner is not None,
    )


def show_number(row: models.PhoneNumber) -> shown.PhoneNumber:
    return shown.PhoneNumber(
        **_record(row),
        number=row.number,
        description=row.description,
        queue_id=row.queue_id,
        flow_id=row.flow_id,
        language=row.language,
    )


def show_widget(row: models.ChatWidget) -> shown.ChatWidget:
    return shown.ChatWidget(
        **_record(row),
        name=row.name,
        queue_id=row.queue_id,
        languages=tuple(row.languages),
        form=read_form(row.form),
        skill_by_language=read_needs(row.skill_by_language),
        texts=row.texts,
        look=read_look(row.look),
        allowed_origins=tuple(row.allowed_origins),
        files=read_files(row.files),
        rating_enabled=row.rating_enabled,
        offline_message_enabled=row.offline_message_enabled,
        direct_enabled=row.direct_enabled,
        calls_enabled=row.calls_enabled,
    )
