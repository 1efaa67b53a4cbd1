from __future__ import annotations

import pytest

from onqueue.identity.errors import PasswordWeak, RoleUnknown
from onqueue.identity.rules import (
    ROLES,
    Grant,
    check_grants,
    check_password,
    csrf_of,
    email_key,
    session_is_over,
    standing,
    token_hash,
)
from onqueue.kernel.authz import RIGHTS
from onqueue.kernel.ids import new_id, new_token
from onqueue.kernel.passwords import common_passwords

AGENT = Grant("agent", "site", "")
SUPERVISOR = Grant("supervisor", "site", "")
ADMINISTRATOR = Grant("administrator", "site", "")
OF_TEAM = Grant("supervisor", "team", "t1")
OF_QUEUE = Grant("supervisor", "queue", "q1")


def test_every_right_is_held_by_some_role_and_no_role_holds_an_unknown_one() -> None:
    assert frozenset[str]().union(*ROLES.values()) == {code for code, _ in RIGHTS}


@pytest.mark.parametrize(
    "grants, queues, teams, agent",
    [
        ((), frozenset(), frozenset(), False),
        ((AGENT,), frozenset(), frozenset(), True),
        ((SUPERVISOR,), None, None, False),
        ((ADMINISTRATOR,), None, None, False),
        ((OF_TEAM,), frozenset(), {"t1"}, False),
        ((OF_TEAM, OF_QUEUE), {"q1"}, {"t1"}, False),
        # An agent of the site who supervises one team does not supervise the site.
        ((AGENT, OF_TEAM), frozenset(), {"t1"}, True),
        ((OF_TEAM, SUPERVISOR), None, None, False),
    ],
)
def test_scopes_add_up(
    grants: tuple[Grant, ...],
    queues: frozenset[str] | None,
    teams: frozenset[str] | None,
    agent: bool,  # noqa: FBT001
) -> None:
    held = standing(grants)
    assert (held.queues, held.teams, held.agent) == (queues, teams, agent)


def test_rights_add_up() -> None:
    assert standing([AGENT, ADMINISTRATOR]).rights == ROLES["agent"] | ROLES["administrator"]
    assert standing([]).rights == frozenset()


@pytest.mark.parametrize(
    "grants, reason",
    [
        ([Grant("agent", "team", "t1")], "the role agent cannot be given for one team"),
        ([Grant("administrator", "queue", "q")], "the role administrator cannot be given for one"),
        ([Grant("supervisor", "team", "")], "say which team"),
        ([Grant("supervisor", "site", "t1")], "the site has no id"),
        ([AGENT, AGENT], "the same role is given twice"),
        ([Grant("supervisor", "team", str(n)) for n in range(51)], "give at most 50"),
    ],
)
def test_roles_are_given_only_where_they_can_be(grants: list[Grant], reason: str) -> None:
    with pytest.raises(RoleUnknown) as refused:
        check_grants(grants)
    assert refused.value.reason.startswith(reason)


@pytest.mark.parametrize(
    "password, reason",
    [
        ("123456789", "it needs at least 10 characters"),
        ("x" * 201, "it can have at most 200 characters"),
        ("Password123", "it is one of the first that others would try"),
        ("QWERTZUIOP", "it is one of the first that others would try"),
        ("abababababababab", "it is one of the first that others would try"),
        ("ada.lovelace@example.org", "it is your own name or address"),
        ("Ada.Lovelace", "it is your own name or address"),
        ("adalovelace", "it is your own name or address"),
        ("Ada Lovelace", "it is your own name or address"),
    ],
)
def test_bad_passwords_are_refused_with_the_reason(password: str, reason: str) -> None:
    with pytest.raises(PasswordWeak) as refused:
        check_password(
            password,
            email="ada.lovelace@example.org",
            name="Ada Lovelace",
            common=common_passwords(),
        )
    assert (refused.value.field, refused.value.reason) == ("password", reason)


@pytest.mark.parametrize("password", ["ten chars!", "correct horse", "ßßßß ßßßß ü", "x1" * 5 + "y"])
def test_long_and_uncommon_passwords_are_taken(password: str) -> None:
    check_password(password, email="a@b", name="Ada", common=common_passwords())


def test_addresses_are_compared_without_case() -> None:
    assert email_key(" Ada@Example.ORG ") == "ada@example.org"


@pytest.mark.parametrize(
    "seen_at, created_at, over",
    [(901, 501, False), (900, 501, True), (901, 500, True)],
)
def test_a_session_ends_unused_or_old(seen_at: int, created_at: int, over: bool) -> None:  # noqa: FBT001
    ended = session_is_over(
        seen_at=seen_at, created_at=created_at, now=1_000, idle_ms=100, age_ms_max=500
    )
    assert ended is over


def test_what_is_kept_and_shown_of_a_token_is_not_the_token() -> None:
    token = new_token()
    assert len({token, token_hash(token), csrf_of(token)}) == 3
    assert (len(token), len(token_hash(token)), len(csrf_of(token))) == (43, 64, 43)


def test_ids_and_tokens_have_the_entropy_they_claim() -> None:
    assert len({new_token() for _ in range(10_000)}) == 10_000
    assert len({new_id() for _ in range(10_000)}) == 10_000
