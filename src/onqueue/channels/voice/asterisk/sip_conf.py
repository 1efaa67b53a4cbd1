"""How does Asterisk meet phones and carriers? The text of `pjsip.conf`.

Who calls is known by a password (phones) or by the network they call from (trunks). Nobody else
gets further than the first message: there is no anonymous endpoint.
"""

from __future__ import annotations

import ipaddress
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from onqueue.channels.voice.asterisk.plan import Plan, Trunk


EVERYWHERE: Final = "0.0.0.0"  # noqa: S104 - of the sound alone


def sip_conf(plan: Plan) -> str:
    """Return the whole file."""
    parts = [_COMMON, _transport("udp", bind=f"{plan.bind}:{plan.sip_port}", plan=plan)]
    parts.append(_transport("ws", bind=_sound_of_pages(plan), plan=plan))
    if plan.tls:
        parts.append(_tls(plan))
    parts += [_trunk(trunk) for trunk in plan.trunks]
    return "\n".join(parts)


def _transport(protocol: str, *, bind: str, plan: Plan) -> str:
    outside = _outside(plan)
    return f"""
[{protocol}]
type = transport
protocol = {protocol}
bind = {bind}
{outside}"""


def _sound_of_pages(plan: Plan) -> str:
    """Where browsers send their sound; what they say comes through Onqueue.

    Kept to this machine alone, sound would leave by an address that no browser was told, and even
    one on this machine would not be understood. Keys that go with each call keep others out.
    """
    return EVERYWHERE if ipaddress.ip_address(plan.bind).is_loopback else plan.bind


def _tls(plan: Plan) -> str:
    return f"""
[tls]
type = transport
protocol = tls
bind = {plan.bind}:{plan.tls_port}
cert_file = {plan.certificate}
priv_key_file = {plan.key}
verify_server = yes
method = tlsv1_2
{_outside(plan)}"""


def _outside(plan: Plan) -> str:
    if not plan.public_address:
        return ""
    near = ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "127.0.0.0/8")
    return (
        f"external_signaling_address = {plan.public_address}\n"
        f"external_media_address = {plan.public_address}\n"
        + "".join(f"local_net = {network}\n" for network in near)
    )


def _trunk(trunk: Trunk) -> str:
    name = trunk.name
    scheme = ";transport=tls" if trunk.transport == "tls" else ""
    known = f"outbound_auth = {name}\n" if trunk.username else ""
    text = f"""
[{name}]
type = endpoint
context = from-trunk
transport = {trunk.transport}
disallow = all
allow = {",".join(trunk.codecs)}
aors = {name}
direct_media = no
dtmf_mode = rfc4733
trust_id_inbound = yes
rtp_timeout = 60
rtp_timeout_hold = 600
timers = no
media_encryption = {"sdes" if trunk.srtp else "no"}
{known}
[{name}]
type = aor
contact = sip:{trunk.host}{scheme}

[{name}]
type = identify
endpoint = {name}
match = {",".join(trunk.networks)}
"""
    return text + _who_we_are(trunk)


def _who_we_are(trunk: Trunk) -> str:
    text = ""
    if trunk.username:
        text += f"""
[{trunk.name}]
type = auth
auth_type = digest
username = {trunk.username}
password = {trunk.password}
"""
    if trunk.registers:
        text += f"""
[{trunk.name}]
type = registration
transport = {trunk.transport}
outbound_auth = {trunk.name}
server_uri = sip:{trunk.host}
client_uri = sip:{trunk.username}@{trunk.host}
retry_interval = 30
"""
    return text


_COMMON: Final = """
[global]
type = global
user_agent = Onqueue
endpoint_identifier_order = ip,username
keep_alive_interval = 20
; who is nobody and asks often is written to the security log
unidentified_request_count = 5
unidentified_request_period = 5
unidentified_request_prune_interval = 30

[system]
type = system
threadpool_initial_size = 5
threadpool_max_size = 50
"""
