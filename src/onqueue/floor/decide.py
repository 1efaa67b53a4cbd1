"""What does a command lead to? Events, or a refusal as a value; nothing changes here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from onqueue.floor import commands
from onqueue.floor.deciding import (
    agents,
    breaks,
    contacts,
    due,
    handing,
    offers,
    outbound,
    settings,
    wellbeing,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from onqueue.floor.deciding.verdicts import Verdict
    from onqueue.floor.model import Floor


def _tick(floor: Floor, _command: commands.Tick, now: int) -> Verdict:
    return due.happen(floor, now)


HANDLERS: Final[dict[type[commands.Command], Callable[[Floor, Any, int], Verdict]]] = {
    commands.TuneFloor: settings.tune_floor,
    commands.ConfigureQueue: settings.configure_queue,
    commands.RemoveQueue: settings.remove_queue,
    commands.OpenQueue: settings.open_queue,
    commands.CloseQueue: settings.close_queue,
    commands.ConfigureAgent: settings.configure_agent,
    commands.RemoveAgent: settings.remove_agent,
    commands.ChangeState: agents.change_state,
    commands.EndRecovery: wellbeing.end_recovery,
    commands.AskBreak: breaks.ask_break,
    commands.DropBreak: breaks.drop_break,
    commands.GrantBreak: breaks.grant_break,
    commands.RefuseBreak: breaks.refuse_break,
    commands.Connect: agents.connect,
    commands.Disconnect: agents.disconnect,
    commands.Schedule: contacts.schedule,
    commands.Arrive: contacts.arrive,
    commands.CallOut: outbound.call_out,
    commands.Reach: outbound.reach,
    commands.KeepPlace: contacts.keep_place,
    commands.Abandon: contacts.abandon,
    commands.Prioritise: contacts.prioritise,
    commands.End: contacts.end,
    commands.ExtendWrapUp: contacts.extend_wrap_up,
    commands.Close: contacts.close,
    commands.Accept: offers.accept,
    commands.Decline: offers.decline,
    commands.Transfer: handing.transfer,
    commands.Requeue: handing.requeue,
    commands.Consult: handing.consult,
    commands.EndConsult: handing.stop_consult,
    commands.CompleteConsult: handing.complete_consult,
    commands.TakeOver: handing.take_over,
    commands.Tick: _tick,
}


def decide(floor: Floor, command: commands.Command, now: int) -> Verdict:
    """Answer a command. A `Tick` answers for the earliest deadline alone; see `step`.

    A clock that went back counts as standing still.
    """
    return HANDLERS[type(command)](floor, command, max(now, floor.now))
