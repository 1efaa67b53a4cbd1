"""What an Asterisk is given to know, and that nothing slips into its files."""

from __future__ import annotations

from pathlib import Path

import pytest

from onqueue.channels.voice.asterisk.dialplan import dialplan
from onqueue.channels.voice.asterisk.errors import BadTrunks
from onqueue.channels.voice.asterisk.place import plan_of
from onqueue.channels.voice.asterisk.plan import Plan, Trunk, may_dial, read_trunks
from onqueue.channels.voice.asterisk.sip_conf import sip_conf
from onqueue.kernel.errors import Invalid
from onqueue.kernel.settings import Settings

CARRIER = Trunk(name="carrier", host="192.0.2.1", networks=("192.0.2.0/24",))


def test_nothing_may_be_dialled_unless_somebody_says_so() -> None:
    assert not may_dial(Plan(), "+493012345")
    assert may_dial(Plan(dial_prefixes=("+49",)), "+493012345")
    assert not may_dial(Plan(dial_prefixes=("+49",)), "+881612345")


def test_an_emergency_number_may_always_be_dialled() -> None:
    assert may_dial(Plan(emergency=("112",)), "112")
    text = dialplan(Plan(trunks=(CARRIER,), emergency=("112",)), own_message=False)
    assert "exten => 112,1,Dial(PJSIP/112@carrier,60)" in text


def test_there_is_no_endpoint_for_nobody() -> None:
    assert "anonymous" not in sip_conf(Plan(trunks=(CARRIER,)))


def test_trunks_are_read(tmp_path: Path) -> None:
    path = tmp_path / "trunks.toml"
    assert read_trunks(path) == ()
    path.write_text('[[trunk]]\nname="carrier"\nhost="192.0.2.1"\nnetworks=["192.0.2.0/24"]\n')
    assert read_trunks(path) == (CARRIER,)


@pytest.mark.parametrize(
    "line, reason",
    [
        ('password = "a\\nallow = all"', "password"),
        ('host = "a b"', "host"),
        ('networks = ["everywhere"]', "everywhere"),
        ('colour = "red"', "colour"),
    ],
)
def test_what_trunks_cannot_be_is_named(tmp_path: Path, line: str, reason: str) -> None:
    said = {"name": '"carrier"', "host": '"192.0.2.1"', "networks": '["192.0.2.0/24"]'}
    key, value = line.split(" = ", 1)
    path = tmp_path / "trunks.toml"
    path.write_text(
        "[[trunk]]\n" + "".join(f"{k} = {v}\n" for k, v in {**said, key: value}.items())
    )
    with pytest.raises(BadTrunks, match=reason):
        read_trunks(path)


def test_two_trunks_of_one_name_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "trunks.toml"
    path.write_text('[[trunk]]\nname="a"\nhost="192.0.2.1"\nnetworks=["192.0.2.0/24"]\n' * 2)
    with pytest.raises(BadTrunks, match="the same name"):
        read_trunks(path)


@pytest.mark.parametrize(
    "field, value",
    [
        ("asterisk_rtp_ports", "20000-10000"),
        ("asterisk_rtp_ports", "10000-99999"),
        ("asterisk_emergency_numbers", "112,help"),
        ("asterisk_bind", "here"),
        ("asterisk_public_address", "1.2.3.4 ; allow"),
    ],
)
def test_what_a_setting_cannot_be_is_named(tmp_path: Path, field: str, value: str) -> None:
    settings = Settings(_env_file=None, data_dir=tmp_path, **{field: value})  # type: ignore[arg-type]  # the model checks
    with pytest.raises(Invalid, match=f"ONQUEUE_{field.upper()}"):
        plan_of(settings)


def test_the_usual_settings_make_a_plan(tmp_path: Path) -> None:
    plan = plan_of(Settings(_env_file=None, data_dir=tmp_path))
    assert (plan.bind, plan.dial_prefixes, plan.emergency) == ("127.0.0.1", (), ("112", "911"))


def test_no_phone_reaches_a_trunk_but_for_help() -> None:
    text = dialplan(Plan(trunks=(CARRIER,), emergency=("112",)), own_message=False)
    contexts = {part.split("]")[0]: part for part in text.split("\n[")[1:]}
    dialled = {name: part.count("@carrier") for name, part in contexts.items() if "@" in part}
    assert dialled == {"emergency": 1, "from-phone": 1, "from-browser": 1}
    for phones in dialled:
        # Not by an include: Asterisk would look at the patterns of the context first.
        assert "exten => 112,1,Dial(PJSIP/112@carrier,60)" in contexts[phones]
    assert "Hangup(21)" in contexts["from-browser"]
