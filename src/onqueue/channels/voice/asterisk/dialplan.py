"""What does Asterisk do with a call by itself? As little as it can: the text of `extensions.conf`.

A call is handed to Onqueue, which decides. Two things must not depend on Onqueue: a caller is
never left in silence, so when nobody has taken the call in hand for some seconds it is answered
with a message; and an emergency number is dialled at once, whoever is away.

Onqueue writes into `ONQUEUE_SEEN` when it was last there. A connection from Asterisk keeps calls
waiting for an application that is away, so that time is what the dialplan goes by.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from onqueue.channels.voice.asterisk.plan import Plan

SEEN: Final = "ONQUEUE_SEEN"
AWAY_AFTER_S: Final = 15
"""Not seen for so long, Onqueue counts as away, and calls are answered with the message at once."""
UNTAKEN_S: Final = 8
"""A call that Onqueue does not take in hand for so long gets the message."""
EMERGENCY: Final = "emergency"
ECHO: Final = "echo"
ECHO_S: Final = 20
"""How long a test call lasts, if nobody ends it before."""
AWAY_MESSAGE: Final = "onqueue/away"
OTHERWISE: Final = "im-sorry&please-try-call-later"


def dialplan(plan: Plan, *, own_message: bool) -> str:
    """Return the whole file."""
    message = AWAY_MESSAGE if own_message else OTHERWISE
    return f"""[general]
static = yes
writeprotect = yes

[globals]
{SEEN} = 0

[from-trunk]
exten => _[+0-9A-Za-z].,1,Set(ONQUEUE_FROM=trunk)
 same => n,Goto(onqueue,${{EXTEN}},1)

[emergency]
{_emergency(plan)}

; but for emergencies, what phones dial is Onqueue's to decide: no trunk is reached from here
[from-phone]
{_emergency(plan)}
exten => _[+0-9A-Za-z].,1,Set(ONQUEUE_FROM=phone)
 same => n,Goto(onqueue,${{EXTEN}},1)

; a browser is called, and reaches nobody by itself but help
[from-browser]
{_emergency(plan)}
exten => _[+0-9A-Za-z].,1,Hangup(21)

; a test call: who hears themselves can be heard
[echo]
exten => s,1,Set(TIMEOUT(absolute)={ECHO_S})
 same => n,Answer()
 same => n,Echo()
 same => n,Hangup()

[onqueue]
exten => _[+0-9A-Za-z].,1,Set(GROUP()=onqueue)
 same => n,GotoIf($[${{GROUP_COUNT(onqueue)}} > {plan.calls_max}]?full)
 same => n,GotoIf($[${{EPOCH}} - ${{{SEEN}}} > {AWAY_AFTER_S}]?away,s,1)
 same => n,Set(TIMEOUT(absolute)={UNTAKEN_S})
 same => n,Set(PJSIP_TRANSFER_HANDLING()=ari-only)
 same => n,Stasis({plan.application},offered,${{EXTEN}},${{ONQUEUE_FROM}})
 same => n,GotoIf($["${{STASISSTATUS}}" = "FAILED"]?away,s,1)
 same => n,Hangup()
 same => n(full),Hangup(34)
exten => T,1,Goto(away,s,1)

[away]
exten => s,1,Set(TIMEOUT(absolute)=0)
 same => n,Answer()
 same => n,Playback({message})
 same => n,Hangup(42)

[amd]
exten => s,1,AMD()
 same => n,Stasis({plan.application},detected,${{AMDSTATUS}})
 same => n,Hangup()
"""


def _emergency(plan: Plan) -> str:
    """Every trunk is tried in turn; nobody and nothing is asked first."""
    lines = []
    for number in plan.emergency:
        tried = [f"Dial(PJSIP/{number}@{trunk.name},60)" for trunk in plan.trunks]
        steps = [*tried, "Congestion(10)"]
        lines.append(f"exten => {number},1,{steps[0]}")
        lines += [f" same => n,{step}" for step in steps[1:]]
    return "\n".join(lines)
