"""What are the kinds of configured things, and when is each of them right?"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from onqueue.directory import models
from onqueue.directory.queries import lists
from onqueue.directory.queries.flows import flow_uses, flows
from onqueue.directory.rules import checks, looks, numbers, texts, widgets
from onqueue.directory.rules.forms import FormField, check_form
from onqueue.directory.rules.weekly import read_hours
from onqueue.directory.schemas import shown
from onqueue.directory.service.records import Fields, Kind
from onqueue.kernel.errors import Invalid
from onqueue.kernel.rows import Configured

USUAL_THRESHOLDS: Final = {
    "waiting_amber": 5,
    "waiting_red": 10,
    "oldest_amber_s": 60,
    "oldest_red_s": 180,
    "sl_amber": 80,
    "sl_red": 60,
}


def by_name(fields: Fields) -> str:
    """Compare things by their names."""
    return texts.name_key(fields["name"])


def check_known(
    session: Session, *, model: type[Configured], ids: Collection[str], field: str, word: str
) -> None:
    """Refuse what points at nothing, or at what is archived."""
    wanted = set(ids)
    found = select(model.id).where(model.id.in_(wanted), model.archived.is_(False))
    if wanted - set(session.scalars(found)):
        raise Invalid(field=field, reason="this {word} does not exist or is archived", word=word)


def check_queues(session: Session, ids: Collection[str], *, field: str = "queue_ids") -> list[str]:
    """Return queues once each and in order, or refuse unknown ones."""
    check_known(session, model=models.Queue, ids=ids, field=field, word="queue")
    return sorted(set(ids))


def check_skills(
    session: Session, needs: Collection[Fields], *, field: str = "skills"
) -> list[dict[str, Any]]:
    """Return skills in order, or refuse unknown ones."""
    checks.check_levels((need["skill"], need["level"]) for need in needs)
    ids = [need["skill"] for need in needs]
    check_known(session, model=models.Skill, ids=ids, field=field, word="skill")
    return sorted((dict(need) for need in needs), key=lambda need: str(need["skill"]))


def _check_named(_session: Session, fields: Fields) -> Fields:
    checks.check_name(fields["name"])
    return fields


def _check_skill(_session: Session, fields: Fields) -> Fields:
    checks.check_name(fields["name"])
    if fields["language"]:
        texts.check_language(fields["language"])
    return fields


def _check_queue(session: Session, fields: Fields) -> Fields:
    checks.check_name(fields["name"])
    checks.check_thresholds(fields["thresholds"])
    if fields["hours_id"] is not None:
        hours = [fields["hours_id"]]
        check_known(session, model=models.Hours, ids=hours, field="hours_id", word="set of hours")
    return {**fields, "skills": check_skills(session, fields["skills"])}


def _check_hours(_session: Session, fields: Fields) -> Fields:
    checks.check_name(fields["name"])
    read_hours(
        time_zone=fields["time_zone"], weekly=fields["weekly"], exceptions=fields["exceptions"]
    )
    return {
        **fields,
        "weekly": sorted(fields["weekly"], key=lambda entry: (entry["day"], entry["from"])),
        "exceptions": sorted(fields["exceptions"], key=lambda entry: str(entry["date"])),
    }


def _check_code(session: Session, fields: Fields) -> Fields:
    checks.check_name(fields["name"])
    return {**fields, "queue_ids": check_queues(session, fields["queue_ids"])}


def _check_reason(_session: Session, fields: Fields) -> Fields:
    checks.check_name(fields["name"])
    checks.check_reason_state(fields["state"])
    return fields


def _check_number(session: Session, fields: Fields) -> Fields:
    numbers.check_number(fields["number"])
    check_queues(session, [fields["queue_id"]], field="queue_id")
    if fields["flow_id"]:
        _check_spoken(session, flow=fields["flow_id"])
    texts.check_language(fields["language"])
    return {**fields, "number": fields["number"].strip()}


def _check_spoken(session: Session, *, flow: str) -> None:
    """Refuse a flow to which no number can lead."""
    known = flows(session).get(flow)
    if known is None or not known.ready:
        reason = "this flow does not exist or is not published"
        raise Invalid(field="flow_id", reason=reason)
    for use in flow_uses(session):
        if use.flow == flow and use.deaf_node:
            reason = "a telephone cannot go through this flow, because of its node “{node}”"
            raise Invalid(field="flow_id", reason=reason, node=use.deaf_node)


def _check_reply(session: Session, fields: Fields) -> Fields:
    texts.check_shortcut(fields["shortcut"])
    checks.check_name(fields["title"], field="title")
    if not fields["text"].strip():
        raise Invalid(field="text", reason="it needs a text")
    texts.check_placeholders(fields["text"])
    texts.check_language(fields["language"])
    return {**fields, "queue_ids": check_queues(session, fields["queue_ids"])}


def _check_widget(session: Session, fields: Fields) -> Fields:
    checks.check_name(fields["name"])
    texts.check_languages(fields["languages"])
    form = looks.read_form(fields["form"])
    check_form(form, languages=fields["languages"])
    check_queues(session, [fields["queue_id"]], field="queue_id")
    asked = [q for question in form for q in question.queue_by_option.values()]
    check_queues(session, asked, field="form")
    needs = [n for question in form for n in question.skill_by_option.values()]
    spoken = looks.read_needs(fields["skill_by_language"])
    for field, found in (("form", needs), ("skill_by_language", [*spoken.values()])):
        ids = [need.skill for need in found]
        check_known(session, model=models.Skill, ids=ids, field=field, word="skill")
    for language in (*fields["skill_by_language"], *fields["texts"]):
        texts.check_language(language, field="texts")
    look, files = looks.read_look(fields["look"]), looks.read_files(fields["files"])
    looks.check_look(look)
    looks.check_files(files)
    origins = [widgets.clean_origin(origin) for origin in fields["allowed_origins"]]
    return {
        **fields,
        "form": [_written(question) for question in form],
        "look": _written(look),
        "files": _written(files),
        "allowed_origins": sorted(set(origins)),
    }


def _written(value: looks.Look | looks.FileRules | FormField) -> dict[str, Any]:
    return {
        name: list(part) if isinstance(part, tuple) else part
        for name, part in asdict(value).items()
    }


SKILL: Final = Kind[models.Skill, shown.Skill](
    code="skill",
    word="skill",
    listing=lists.SKILLS,
    usual={"name": "", "description": "", "language": ""},
    key=by_name,
    name="name",
    check=_check_skill,
)
GATE: Final = Kind[models.Gate, shown.Gate](
    code="gate",
    word="gate",
    listing=lists.GATES,
    usual={"name": "", "description": ""},
    key=by_name,
    name="name",
    check=_check_named,
)
HOURS: Final = Kind[models.Hours, shown.OpeningHours](
    code="hours",
    word="set of hours",
    listing=lists.HOURS,
    usual={"name": "", "time_zone": "UTC", "weekly": [], "exceptions": []},
    key=by_name,
    name="name",
    check=_check_hours,
)
QUEUE: Final = Kind[models.Queue, shown.Queue](
    code="queue",
    word="queue",
    listing=lists.QUEUES,
    usual={
        "name": "",
        "description": "",
        "channel": "chat",
        "priority": 0,
        "threshold_s": 20,
        "target_percent": 80,
        "offer_ttl_s": 20,
        "wrap_up_s": 60,
        "wrap_up_extension_s": 60,
        "wrap_up_extensions_max": 2,
        "hours_id": None,
        "skills": [],
        "thresholds": USUAL_THRESHOLDS,
    },
    key=by_name,
    name="name",
    check=_check_queue,
)
CODE: Final = Kind[models.WrapUpCode, shown.WrapUpCode](
    code="wrap_up_code",
    word="wrap-up code",
    listing=lists.CODES,
    usual={"name": "", "group": "", "queue_ids": []},
    key=by_name,
    name="name",
    check=_check_code,
)
REASON: Final = Kind[models.StateReason, shown.StateReason](
    code="state_reason",
    word="reason",
    listing=lists.REASONS,
    usual={"name": "", "state": "break"},
    key=lambda fields: f"{by_name(fields)}/{fields['state']}",
    name="name",
    check=_check_reason,
)
REPLY: Final = Kind[models.CannedReply, shown.CannedReply](
    code="canned_reply",
    word="canned reply",
    listing=lists.REPLIES,
    usual={
        "shortcut": "",
        "title": "",
        "text": "",
        "language": "en",
        "queue_ids": [],
        "owner": None,
    },
    key=lambda fields: f"{fields['shortcut']}/{fields['language']}/{fields['owner'] or ''}",
    name="shortcut",
    check=_check_reply,
)
WIDGET: Final = Kind[models.ChatWidget, shown.ChatWidget](
    code="chat_widget",
    word="chat widget",
    listing=lists.WIDGETS,
    usual={
        "name": "",
        "queue_id": "",
        "languages": ["en"],
        "form": [],
        "skill_by_language": {},
        "texts": {},
        "look": {},
        "allowed_origins": [],
        "files": {},
        "rating_enabled": True,
        "offline_message_enabled": True,
        "direct_enabled": False,
        "calls_enabled": False,
    },
    key=by_name,
    name="name",
    check=_check_widget,
)
NUMBER: Final = Kind[models.PhoneNumber, shown.PhoneNumber](
    code="phone_number",
    word="telephone number",
    listing=lists.NUMBERS,
    usual={"number": "", "description": "", "queue_id": "", "flow_id": "", "language": "en"},
    key=lambda fields: numbers.number_key(fields["number"]),
    name="number",
    check=_check_number,
)
