"""How does the chat refuse a customer? Every sentence is one a customer may read."""

from __future__ import annotations

from onqueue.kernel.errors import Forbidden, NotFound, Refused, TooMany


class WidgetMissing(NotFound):
    """This chat is not available."""

    code = "widget.missing"


class OriginRefused(Forbidden):
    """This chat may not be used on this page."""

    code = "origin.refused"


class ChatNotBegun(Refused):
    """Say hello first."""

    code = "chat.not_begun"


class ChatUnderWay(Refused):
    """You already have a conversation with us; go on there."""

    code = "chat.under_way"


class ChatEnded(Refused):
    """This conversation has ended; start a new one."""

    code = "chat.ended"


class ChatClosed(Refused):
    """We are closed right now."""

    code = "chat.closed"


class CallsOff(Refused):
    """You cannot call from here; write to us instead."""

    code = "call.off"


class MessagesOff(Refused):
    """Leaving a message is not possible here; come back when we are open."""

    code = "chat.messages_off"


class RateExceeded(TooMany):
    """That was a lot at once; wait {retry_after_s} seconds."""

    code = "rate.limited"


class FilesOff(Refused):
    """Files cannot be sent here."""

    code = "file.off"
