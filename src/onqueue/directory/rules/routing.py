"""Which rules of routing make sense, and what do they mean to the floor?

Rules are kept and shown as people say them: in seconds, with `over` in what its occasion is
counted in. The floor's specs have milliseconds.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from onqueue.floor import specs
from onqueue.kernel.errors import Invalid

Rules = Mapping[str, Any]

FLOOR: Final = "floor"
"""The subject of the rules that hold for the whole floor."""
SECOND_MS: Final = 1_000
SPANS: Final = (specs.ON_WAIT, specs.ON_ESTIMATE)
"""Occasions whose `over` is a time."""
TARGETED: Final = (specs.TO_QUEUE, specs.TO_PERSON, specs.TO_FLOW)
CLOSED: Final = (specs.ON_CLOSED, specs.ON_HOLIDAY, specs.ON_EMERGENCY)
DIVERSIONS_MAX: Final = 20
STICKY_WITHIN_S: Final = 7 * 24 * 3_600
SKILLS_DIFFER: Final = "a skill is there twice"

USUAL_QUEUE: Final[Rules] = {
    "evaluation": specs.ALL,
    "choice": specs.LEAST_LOADED,
    "weights": {"level": 0, "load": 0, "idle": 0, "occupancy": 0, "share": 0},
    "order": specs.AGEING,
    "promise_s": 0,
    "rings": [],
    "diversions": [],
    "target_ttl_s": 60,
    "sticky_s": 0,
    "sticky_within_s": STICKY_WITHIN_S,
    "book_s": 0,
    "match_language": False,
    "language_level": 1,
    "gates": [],
    "hard": False,
    "recovery_s": 0,
    "kept_free": 0,
    "waiting_max": 10_000,
    "priority": 0,
    "threshold_s": 20,
    "offer_ttl_s": 20,
    "wrap_up_s": 60,
    "wrap_up_extension_s": 60,
    "wrap_up_extensions_max": 2,
    "skills": [],
}
"""What holds in a queue until rules are published."""

SETTINGS: Final = (
    "priority",
    "threshold_s",
    "offer_ttl_s",
    "wrap_up_s",
    "wrap_up_extension_s",
    "wrap_up_extensions_max",
    "skills",
)
"""What the queue's own row has, too: as it is in force, for lists and for whoever sets it there."""

USUAL_FLOOR: Final[Rules] = {
    "hard_run_max": 0,
    "hard_rest_s": 600,
    "recovery_budget_s": 0,
    "break_longest_s": 900,
    "break_day_s": 1_800,
    "break_between_s": 1_800,
    "break_away_max": 0,
    "break_away_percent": 25,
    "break_level_percent": 80,
    "break_wait_s": 0,
    "break_line_s": 900,
}


def check_queue_rules(rules: Rules) -> None:
    """Refuse rules that could not be followed, naming the field; ids are not looked up here."""
    if rules["order"] == specs.PROMISE and not rules["promise_s"]:
        raise Invalid(field="rules.promise_s", reason="say how soon an answer is promised")
    if rules["choice"] == specs.SCORE and not any(rules["weights"].values()):
        raise Invalid(field="rules.weights", reason="give at least one weight")
    _check_rings(rules["rings"])
    for place, diversion in enumerate(rules["diversions"]):
        _check_diversion(diversion, f"rules.diversions.{place}")


def _check_rings(rings: Sequence[Rules]) -> None:
    if len(rings) > specs.RINGS_MAX:
        raise Invalid(
            field="rules.rings",
            reason="at most {most} rings are possible",
            most=specs.RINGS_MAX,
        )
    before = -1
    for place, ring in enumerate(rings):
        where = f"rules.rings.{place}"
        if ring["after_s"] <= before:
            reason = "each ring opens later than the one before"
            raise Invalid(field=f"{where}.after_s", reason=reason)
        before = ring["after_s"]
        named = [*ring["drop"], *(one["skill"] for one in ring["lower"])]
        if len(set(named)) != len(named):
            raise Invalid(field=f"{where}.drop", reason=SKILLS_DIFFER)
        if not (named or ring["queues"] or ring["priority"]):
            raise Invalid(field=where, reason="say what this ring gives up, or remove it")


def _check_diversion(diversion: Rules, where: str) -> None:
    when, to = diversion["when"], diversion["to"]
    if when in SPANS and not diversion["over"]:
        raise Invalid(field=f"{where}.over", reason="say after how many seconds")
    if when == specs.ON_SERVICE_LEVEL and not 1 <= diversion["over"] <= 100:  # noqa: PLR2004  # percent
        raise Invalid(field=f"{where}.over", reason="give a percentage from 1 to 100")
    if when == specs.ON_CROWD and not diversion["over"]:
        raise Invalid(field=f"{where}.over", reason="say how many for each agent")
    if to in TARGETED and not diversion["target"]:
        raise Invalid(field=f"{where}.target", reason="say where to")
    if to == specs.TO_CALLBACK and when in CLOSED:
        reason = "nobody calls back while the queue is closed; ask for a message instead"
        raise Invalid(field=f"{where}.to", reason=reason)


def find_circle(
    *, queue: str, rules: Rules, others: Mapping[str, Rules]
) -> tuple[int, tuple[str, ...]] | None:
    """Return which diversion leads back to its queue, and by which way."""
    for place, diversion in enumerate(rules["diversions"]):
        if diversion["to"] == specs.TO_QUEUE:
            way = _way_back([queue, diversion["target"]], others)
            if way is not None:
                return place, way
    return None


def _way_back(begun: list[str], others: Mapping[str, Rules]) -> tuple[str, ...] | None:
    ways, seen = [begun], set()
    while ways:
        way = ways.pop()
        if way[-1] == begun[0]:
            return tuple(way)
        if way[-1] in seen:
            continue
        seen.add(way[-1])
        onward = others.get(way[-1], USUAL_QUEUE)["diversions"]
        ways += [[*way, one["target"]] for one in onward if one["to"] == specs.TO_QUEUE]
    return None


def queues_named(rules: Rules) -> Iterator[tuple[str, str]]:
    """Yield each queue that rules name, with the field that does."""
    for place, ring in enumerate(rules.get("rings", ())):
        for queue in ring["queues"]:
            yield f"rules.rings.{place}.queues", queue
    for place, diversion in enumerate(rules.get("diversions", ())):
        if diversion["to"] == specs.TO_QUEUE:
            yield f"rules.diversions.{place}.target", diversion["target"]


def flows_named(rules: Rules) -> Iterator[tuple[str, str]]:
    """Yield each flow that rules name, with the field that does."""
    for place, diversion in enumerate(rules.get("diversions", ())):
        if diversion["to"] == specs.TO_FLOW:
            yield f"rules.diversions.{place}.target", diversion["target"]


def skills_named(rules: Rules) -> Iterator[tuple[str, str]]:
    """Yield each skill that rules name, with the field that does."""
    for one in rules.get("skills", ()):
        yield "rules.skills", one["skill"]
    for place, ring in enumerate(rules.get("rings", ())):
        for skill in ring["drop"]:
            yield f"rules.rings.{place}.drop", skill
        for one in ring["lower"]:
            yield f"rules.rings.{place}.lower", one["skill"]


def people_named(rules: Rules) -> Iterator[tuple[str, str]]:
    """Yield each person that rules name, with the field that does."""
    for place, diversion in enumerate(rules.get("diversions", ())):
        if diversion["to"] == specs.TO_PERSON:
            yield f"rules.diversions.{place}.target", diversion["target"]


def without(rules: Rules, *, gone: frozenset[str]) -> Rules:
    """Return rules without gates that were archived since: nobody can clear those any more."""
    return {**rules, "gates": [gate for gate in rules["gates"] if gate not in gone]}


def queue_fields(rules: Rules) -> dict[str, Any]:
    """Return what rules say in a queue's spec."""
    return {
        "priority": rules["priority"],
        "threshold_ms": rules["threshold_s"] * SECOND_MS,
        "offer_ttl_ms": rules["offer_ttl_s"] * SECOND_MS,
        "wrap_up_ms": rules["wrap_up_s"] * SECOND_MS,
        "wrap_up_extension_ms": rules["wrap_up_extension_s"] * SECOND_MS,
        "wrap_up_extensions_max": rules["wrap_up_extensions_max"],
        "target_ttl_ms": rules["target_ttl_s"] * SECOND_MS,
        "waiting_max": rules["waiting_max"],
        "evaluation": rules["evaluation"],
        "choice": rules["choice"],
        "weights": specs.Weights(**rules["weights"]),
        "order": rules["order"],
        "promise_ms": rules["promise_s"] * SECOND_MS,
        "rings": tuple(_ring(ring) for ring in rules["rings"]),
        "diversions": tuple(_diversion(one) for one in rules["diversions"]),
        "sticky_ms": rules["sticky_s"] * SECOND_MS,
        "book_ms": rules["book_s"] * SECOND_MS,
        "gates": tuple(sorted(rules["gates"])),
        "hard": rules["hard"],
        "recovery_ms": rules["recovery_s"] * SECOND_MS,
        "kept_free": rules["kept_free"],
    }


def floor_fields(rules: Rules) -> dict[str, Any]:
    """Return what rules say in the settings of the floor."""
    return {
        "hard_run_max": rules["hard_run_max"],
        "hard_rest_ms": rules["hard_rest_s"] * SECOND_MS,
        "recovery_budget_ms": rules["recovery_budget_s"] * SECOND_MS,
        "breaks": specs.BreakRules(
            span_ms_max=rules["break_longest_s"] * SECOND_MS,
            day_ms_max=rules["break_day_s"] * SECOND_MS,
            between_ms_min=rules["break_between_s"] * SECOND_MS,
            away_max=rules["break_away_max"],
            away_percent_max=rules["break_away_percent"],
            level_min=rules["break_level_percent"],
            wait_ms_max=rules["break_wait_s"] * SECOND_MS,
            line_ms=rules["break_line_s"] * SECOND_MS,
        ),
    }


def _ring(ring: Rules) -> specs.Ring:
    return specs.Ring(
        after_ms=ring["after_s"] * SECOND_MS,
        drop=tuple(sorted(ring["drop"])),
        lower=tuple(sorted((one["skill"], one["level"]) for one in ring["lower"])),
        queues=tuple(ring["queues"]),
        priority=ring["priority"],
    )


def _diversion(diversion: Rules) -> specs.Diversion:
    over = diversion["over"]
    return specs.Diversion(
        when=diversion["when"],
        to=diversion["to"],
        over=over * SECOND_MS if diversion["when"] in SPANS else over,
        target=diversion["target"] if diversion["to"] in TARGETED else "",
    )
