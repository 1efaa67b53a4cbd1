"""A telephone on the wire: SIP over UDP with G.711, as simple as one can be.

It registers, calls and is called, holds, presses keys, asks for transfers. It says its own tone
all the time and keeps what it hears.
"""

import asyncio
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial

from typing_extensions import override

from onqueue.cli.demo.telephones.media import Media
from onqueue.cli.demo.telephones.sip import (
    Message,
    described,
    number,
    proof,
    read,
    sound_goes_to,
    written,
)
from onqueue.kernel.tasks import Tasks

RINGS_S = 0.3
"""Less, and a switch that has much to do may not notice that it rang at all."""
AGAIN_S = (0.5, 1.0, 2.0, 4.0, 4.0)
OK = 200
RINGING = 180
UNAUTHORISED = 401
CANCELLED = 487
FINAL = 200
REFUSED_FROM = 300


@dataclass
class Manners:
    """What the phone does when it is called."""

    refuses_with: int | None = None
    answers: bool = True


class Call:
    """One call of one phone."""

    def __init__(self, phone: "Phone", call_id: str) -> None:
        self.phone, self.id = phone, call_id
        self.tag, self.far_tag = number(), ""
        self.far = self.contact = ""
        self.far_header = ""
        self.step = self.version = 1
        self.media = Media(phone.name)
        self.code: int | None = None
        self.is_up = False
        self.ended = asyncio.Event()
        self.transfer: list[str] = []
        """What we were told about a transfer that we asked for."""
        self.invite: Message | None = None
        self.branch = ""

    def description(self, direction: str = "sendrecv") -> str:
        self.version += 1
        ip, port = self.phone.ip, self.media.port
        return described(ip=ip, port=port, version=self.version, direction=direction)

    def headers(self, method: str) -> dict[str, str | list[str]]:
        far_tag = f";tag={self.far_tag}" if self.far_tag else ""
        return {
            "From": f"<{self.phone.address}>;tag={self.tag}",
            "To": f"<{self.far}>{far_tag}",
            "Call-ID": self.id,
            "CSeq": f"{self.step} {method}",
        }

    async def ask(self, method: str, body: str = "", **extra: str) -> Message:
        self.step += 1
        return await self.phone.ask(method, self.contact, {**self.headers(method), **extra}, body)

    async def hang_up(self) -> None:
        """End it; before the answer that is to give up."""
        if self.ended.is_set():
            return
        if self.is_up:
            await self.ask("BYE")
            await self.end()
        else:
            headers = self.headers("CANCEL")
            headers["Via"] = self.phone.via(self.branch)
            self.phone.send(f"CANCEL {self.far} SIP/2.0", headers)

    async def hold(self, *, on: bool) -> None:
        """Let the phone itself hold the line, or take it back."""
        answer = await self.ask("INVITE", self.description("sendonly" if on else "sendrecv"))
        assert answer.code == OK, answer.first
        self.acknowledge()

    async def refer(self, target: str) -> Message:
        """Ask for a blind transfer."""
        ip, port = self.phone.exchange
        return await self.ask("REFER", **{"Refer-To": f"<sip:{target}@{ip}:{port}>"})

    def acknowledge(self) -> None:
        headers = self.headers("ACK")
        headers["Via"] = self.phone.via(number())
        self.phone.send(f"ACK {self.contact or self.far} SIP/2.0", headers)

    async def end(self) -> None:
        self.ended.set()
        await self.media.close()


class Phone(asyncio.DatagramProtocol):
    """A telephone at an address of its own."""

    def __init__(
        self, *, name: str, ip: str, exchange: tuple[str, int], port: int = 0, user: str = ""
    ) -> None:
        """`name` is the tone that it speaks with; `user`, if another, by what it registers."""
        self.name, self.ip, self.exchange = name, ip, exchange
        self.user = user or name
        self.manners = Manners()
        self.calls: list[Call] = []
        self.port = port
        self._asked: dict[str, asyncio.Future[Message]] = {}
        self._tasks = Tasks()
        self._transport: asyncio.DatagramTransport | None = None

    async def open(self) -> "Phone":
        loop = asyncio.get_running_loop()
        self._transport, _ = await loop.create_datagram_endpoint(
            lambda: self, local_addr=(self.ip, self.port)
        )
        self.port = self._transport.get_extra_info("sockname")[1]
        return self

    async def close(self) -> None:
        for call in self.calls:
            await call.end()
        assert self._transport is not None
        self._transport.close()
        await self._tasks.stop()

    @property
    def address(self) -> str:
        return f"sip:{self.user}@{self.ip}:{self.port}"

    async def register(self, password: str) -> None:
        """Tell the exchange where we are, and prove who we are."""
        code = await self._register(password)
        assert code == OK, code

    async def registers(self, password: str) -> bool:
        """Tell whether the exchange takes us now; it may not know us yet."""
        return await self._register(password) == OK

    async def _register(self, password: str) -> int | None:
        ip, port = self.exchange
        place, who = f"sip:{ip}:{port}", f"sip:{self.user}@{ip}:{port}"
        call_id, tag = f"{number()}@{self.ip}", number()
        headers = {"From": f"<{who}>;tag={tag}", "To": f"<{who}>", "Call-ID": call_id}
        headers["Expires"] = "600"
        first = await self.ask("REGISTER", place, {**headers, "CSeq": "1 REGISTER"})
        if first.code != UNAUTHORISED:
            return first.code
        headers["Authorization"] = proof(
            first.get("www-authenticate"),
            method="REGISTER",
            uri=place,
            name=self.user,
            password=password,
        )
        return (await self.ask("REGISTER", place, {**headers, "CSeq": "2 REGISTER"})).code

    async def call(self, target: str, *, password: str = "") -> Call:
        """Begin to call, proving who we are if need be; what comes of it is in the call."""
        call = Call(self, f"{number()}@{self.ip}")
        self.calls.append(call)
        await call.media.open(self.ip)
        call.far = f"sip:{target}@{self.exchange[0]}:{self.exchange[1]}"
        call.branch = number()
        self._go(partial(self._call, call, password))
        return call

    async def ask(
        self,
        method: str,
        uri: str,
        headers: dict[str, str | list[str]] | dict[str, str],
        body: str = "",
        *,
        branch: str | None = None,
    ) -> Message:
        """Send a request until there is a final answer."""
        branch = branch or number()
        self._asked[branch] = asyncio.get_running_loop().create_future()
        all_headers: dict[str, str | list[str]] = {
            "Via": self.via(branch),
            "Max-Forwards": "70",
            **headers,
            "Contact": f"<{self.address}>",
        }
        for wait_s in AGAIN_S:
            self.send(f"{method} {uri} SIP/2.0", all_headers, body)
            try:
                return await asyncio.wait_for(asyncio.shield(self._asked[branch]), wait_s)
            except TimeoutError:
                if method == "INVITE":
                    break
        return await asyncio.wait_for(self._asked[branch], 30)

    def via(self, branch: str) -> str:
        return f"SIP/2.0/UDP {self.ip}:{self.port};branch=z9hG4bK{branch};rport"

    def send(self, first: str, headers: dict[str, str | list[str]], body: str = "") -> None:
        assert self._transport is not None
        if not self._transport.is_closing():
            self._transport.sendto(written(first, headers, body), self.exchange)

    # --- what comes ---------------------------------------------------------------------------

    @override
    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        message = read(data)
        if message.code is None:
            self._go(partial(self._serve, message))
        elif message.code >= FINAL:
            asked = self._asked.get(message.branch.removeprefix("z9hG4bK"))
            if asked is not None and not asked.done():
                asked.set_result(message)

    async def _call(self, call: Call, password: str) -> None:
        proven: dict[str, str] = {}
        answer = await self._invite(call, proven)
        if answer.code == UNAUTHORISED and password:
            proven["Authorization"] = proof(
                answer.get("www-authenticate"),
                method="INVITE",
                uri=call.far,
                name=self.user,
                password=password,
            )
            call.step, call.branch = call.step + 1, number()
            answer = await self._invite(call, proven)
        call.code, call.far_tag = answer.code, answer.tag("to")
        if answer.code == OK:
            call.contact = answer.uri("contact")
            call.acknowledge()
            call.media.to = sound_goes_to(answer.body)
            call.media.start()
            call.is_up = True
        else:
            await call.end()

    async def _invite(self, call: Call, proven: dict[str, str]) -> Message:
        """Ask for the call, and take note of a refusal."""
        headers = call.headers("INVITE")
        answer = await self.ask(
            "INVITE", call.far, {**headers, **proven}, call.description(), branch=call.branch
        )
        if answer.code != OK:
            headers["Via"], headers["CSeq"] = self.via(call.branch), f"{call.step} ACK"
            headers["To"] = answer.get("to")
            self.send(f"ACK {call.far} SIP/2.0", headers)
        return answer

    async def _serve(self, message: Message) -> None:
        serve = {
            "INVITE": self._invited,
            "CANCEL": self._cancelled,
            "BYE": self._said_goodbye,
            "NOTIFY": self._notified,
        }.get(message.first.split()[0])
        if serve is not None:
            await serve(message)
        elif not message.first.startswith("ACK"):
            self._reply(message, OK)

    async def _invited(self, message: Message) -> None:
        call = self._of(message)
        if call is not None:
            if call.is_up:
                call.media.to = sound_goes_to(message.body) or call.media.to
                self._reply(message, OK, call, call.description())
            return
        call = Call(self, message.get("call-id"))
        self.calls.append(call)
        call.invite, call.far_tag = message, message.tag("from")
        call.far, call.contact = message.uri("from"), message.uri("contact")
        await call.media.open(self.ip)
        call.media.to = sound_goes_to(message.body)
        if self.manners.refuses_with is not None:
            self._reply(message, self.manners.refuses_with, call)
            await call.end()
            return
        self._reply(message, RINGING, call)
        await asyncio.sleep(RINGS_S)
        if self.manners.answers and not call.ended.is_set():
            self._reply(message, OK, call, call.description())
            call.media.start()
            call.is_up = True

    async def _cancelled(self, message: Message) -> None:
        self._reply(message, OK)
        call = self._of(message)
        if call is not None and call.invite is not None and not call.is_up:
            self._reply(call.invite, CANCELLED, call)
            await call.end()

    async def _said_goodbye(self, message: Message) -> None:
        self._reply(message, OK)
        call = self._of(message)
        if call is not None:
            await call.end()

    async def _notified(self, message: Message) -> None:
        self._reply(message, OK)
        call = self._of(message)
        if call is not None:
            call.transfer.append(message.body.strip())

    def _of(self, message: Message) -> Call | None:
        wanted = message.get("call-id")
        return next((call for call in self.calls if call.id == wanted), None)

    def _reply(self, message: Message, code: int, call: Call | None = None, body: str = "") -> None:
        to = message.get("to")
        if call is not None and not re.search(r";tag=", to):
            to += f";tag={call.tag}"
        headers: dict[str, str | list[str]] = {
            "Via": message.headers["via"],
            "From": message.get("from"),
            "To": to,
            "Call-ID": message.get("call-id"),
            "CSeq": message.get("cseq"),
            "Contact": f"<{self.address}>",
        }
        self.send(f"SIP/2.0 {code} Said", headers, body)

    def _go(self, work: Callable[[], Awaitable[None]]) -> None:
        self._tasks.start(_quiet(work), name="telephone")


async def _quiet(work: Callable[[], Awaitable[None]]) -> None:
    """A phone whose exchange has died says nothing about it."""
    try:
        await work()
    except TimeoutError:
        return
