"""An agent calls a customer through a real Asterisk: who hears whom, and what is never dialled."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from sqlalchemy.orm import Session
from typing_extensions import override

from onqueue.cli.demo.telephones.phone import Call, Manners, Phone
from onqueue.identity.models import AccountRole
from onqueue.identity.service.by import By
from onqueue.kernel.authz import SYSTEM
from onqueue.kernel.clock import SystemClock
from onqueue.kernel.settings import Settings
from onqueue.outbound.rules import Allowed, Policy
from onqueue.outbound.service import change_policy
from tests.voice.exchange import CARRIER, Exchange
from tests.voice.office import Desk, Office, until

THEIRS = "+493076543210"
CREATED, FORBIDDEN, CONFLICT = 201, 403, 409
TRUNK = '[[trunk]]\nname = "carrier"\nhost = "{host}"\nnetworks = ["{network}"]\n'
POLICY = Policy(allowed=(Allowed(prefix="+49"),), price_otherwise=60, agent_hour_cents=100)


def _may_call(session: Session) -> None:
    """Let all agents call numbers in Germany, for a euro an hour."""
    by = By(actor=SYSTEM, now=SystemClock().now(), network="")
    for one in session.query(AccountRole).filter(AccountRole.role == "agent").all():
        session.add(AccountRole(account=one.account, role="caller", scope_kind="site", scope=""))
    change_policy(session, by=by, version=0, policy=POLICY)


class CallingOffice(Office):
    """A centre that calls people at a carrier."""

    set_up = staticmethod(_may_call)

    @override
    async def open(self, **_settings: Any) -> None:
        port = self.exchange.carrier_port
        trunks = TRUNK.format(host=f"{CARRIER}:{port}", network=CARRIER)
        self.exchange.place.trunks.write_text(trunks)
        changed = {"asterisk_dial_prefixes": "+49,+33", "asterisk_emergency_numbers": "112"}
        self.settings = self.settings.model_copy(update=changed)
        await super().open(change=self.set_up)
        phone = Phone(name="carl", ip=CARRIER, exchange=self.exchange.sip, port=port)
        self.customer = await phone.open()
        self.callers.append(self.customer)

    @override
    async def close(self) -> None:
        await super().close()
        self.exchange.place.trunks.unlink()

    @property
    def ann(self) -> Desk:
        return self.desks["ann"]

    async def place_call(self, number: str = THEIRS) -> tuple[int, dict[str, Any]]:
        """Ask for a call as the desk does; the answer, and what it says."""
        shown = (await self.ann.web.get("/api/calls/out")).json()["numbers"]
        answer = await self.ann.web.post(
            "/api/calls/out", json={"number": number, "caller": shown[0]["id"]}
        )
        return answer.status_code, answer.json()

    async def begin(self) -> str:
        """Call the customer; returns the contact."""
        await self.ann.on_queue()
        await until(self.can_call, what="ann has a telephone, as the floor knows")
        return self.contact

    async def can_call(self) -> bool:
        code, said = await self.place_call()
        self.contact = str(said.get("contact", ""))
        assert code == CREATED or said["code"] == "call_out.no_telephone", said
        return code == CREATED

    async def rung(self) -> Call:
        await until(lambda: self.customer.calls, what="the customer's telephone rings")
        return self.customer.calls[-1]

    async def wraps_up_with(self, outcome: str) -> None:
        ann, contact = self.ann, self.contact
        await until(lambda: ann.state_of(contact) == "wrap_up", what="ann wraps up")

        async def is_written() -> bool:
            calls = (await ann.web.get("/api/outbound/calls")).json()
            return any(one["contact"] == contact and one["outcome"] == outcome for one in calls)

        await until(is_written, what=f"the call is written down as {outcome}")


@pytest.fixture
async def office(exchange: Exchange, settings: Settings) -> AsyncIterator[CallingOffice]:
    exchange.asterisk.start()
    office = CallingOffice(exchange=exchange, settings=settings)
    await office.open()
    yield office
    await office.close()


async def test_both_hear_each_other_and_the_called_see_our_number(office: CallingOffice) -> None:
    contact = await office.begin()
    mine = await office.picked_up("ann")
    theirs = await office.rung()
    await until(lambda: theirs.is_up, what="the customer answers")
    assert await theirs.media.hears() == {"ann"}
    assert await mine.media.hears() == {"carl"}
    assert theirs.invite is not None
    assert "+49301234" in theirs.invite.get("from")
    assert THEIRS in theirs.invite.first
    await until(
        lambda: office.ann.calls[contact]["out"]["state"] == "talking", what="the desk shows it"
    )
    await office.ann.hold(contact, on=True)
    assert await mine.media.hears() == set()
    await office.ann.hold(contact, on=False)
    assert await theirs.media.hears() == {"ann"}
    await theirs.hang_up()
    await office.wraps_up_with("talked")
    await until(mine.ended.is_set, what="ann's line is free")


@pytest.mark.parametrize(
    "code, outcome",
    [(486, "callee_busy"), (603, "callee_refused"), (404, "callee_unknown")],
)
async def test_who_does_not_come_to_the_telephone(
    office: CallingOffice, code: int, outcome: str
) -> None:
    office.customer.manners = Manners(refuses_with=code)
    await office.begin()
    await office.wraps_up_with(outcome)
    assert len(office.customer.calls) == 1, "nobody is tried again by itself"


async def test_agent_gives_up_while_it_rings_and_it_rings_no_more(office: CallingOffice) -> None:
    office.customer.manners = Manners(answers=False)
    contact = await office.begin()
    theirs = await office.rung()
    mine = await office.picked_up("ann")
    await until(
        lambda: office.ann.calls[contact]["out"]["state"] == "ringing", what="the desk says so"
    )
    await office.ann.act(contact, "end")
    await until(theirs.ended.is_set, what="it rings no more")
    await until(mine.ended.is_set, what="ann's line is free")
    await office.wraps_up_with("cancelled")


async def test_what_nobody_allowed_and_what_is_too_dear_is_not_dialled(
    office: CallingOffice,
) -> None:
    await office.ann.on_queue()
    for number in ("+33123456789", "+499001234567", "+881612345678"):
        code, said = await office.place_call(number)
        assert code == FORBIDDEN, said
    contact = await office.begin()
    theirs = await office.rung()
    await until(lambda: theirs.is_up, what="the customer answers")
    await theirs.hang_up()
    await office.wraps_up_with("talked")
    codes = (await office.ann.web.get("/api/wrap-up-codes")).json()["items"]
    await office.ann.act(contact, "close", code=codes[0]["id"])
    code, said = await office.place_call()
    assert (code, said["code"]) == (CONFLICT, "dial.agent_spent")
    assert len(office.customer.calls) == 1


async def test_a_telephone_that_dials_by_itself_reaches_nobody_but_help(
    office: CallingOffice,
) -> None:
    call = await office.ann.phone.call(THEIRS, password=office.ann.password)
    await until(call.ended.is_set, what="it is refused")
    assert office.customer.calls == []
    mine = await office.ann.phone.call("112", password=office.ann.password)
    theirs = await office.rung()
    assert theirs.invite is not None
    assert "sip:112@" in theirs.invite.first
    await until(lambda: theirs.is_up, what="help answers")
    await theirs.hang_up()
    await until(mine.ended.is_set, what="the telephone is free")


async def test_help_is_called_from_the_desk_whatever_is_decided(office: CallingOffice) -> None:

    async def is_called() -> bool:
        answer = await office.desks["ben"].web.post("/api/calls/out", json={"number": "11 2"})
        assert answer.is_success or answer.json()["code"] == "telephone.not_there", answer.text
        return answer.is_success and bool(answer.json()["emergency"])

    await until(is_called, what="ben's telephone is there, as the server knows")
    theirs = await office.rung()
    mine = await office.picked_up("ben")
    await until(lambda: theirs.is_up, what="help answers")
    assert await theirs.media.hears() == {"ben"}
    assert await mine.media.hears() == {"carl"}
    await theirs.hang_up()
    await until(mine.ended.is_set, what="ben's line is free")
