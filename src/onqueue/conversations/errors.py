"""How do conversations refuse?"""

from __future__ import annotations

from onqueue.kernel.errors import Forbidden, Invalid, NotFound, Refused, TooLarge, Unavailable


class ConversationMissing(NotFound):
    """This conversation does not exist, or you may not see it."""

    code = "conversation.missing"


class ContactMissing(NotFound):
    """This contact does not exist, or you may not see it."""

    code = "contact.missing"


class FileMissing(NotFound):
    """This file does not exist, or you may not see it."""

    code = "file.missing"


class LinkExpired(Forbidden):
    """This link has expired; go back to the conversation and open the file again."""

    code = "file.link_expired"


class NotTheirNumber(Refused):
    """This customer does not have the number that the caller showed. Choose one of those who do,
    or somebody new.
    """

    code = "conversation.not_their_number"


class NotInConversation(Forbidden):
    """Only those who handle or have joined this conversation may write to the customer."""

    code = "conversation.not_in_it"


class NobodyReads(Refused):
    """Who telephones cannot read this. Tell them, or write a note."""

    code = "conversation.nobody_reads"


class MessageEmpty(Invalid):
    """Write something, or add a file."""

    code = "message.empty"


class MessageTooLong(Invalid):
    """The message is too long: {length} characters, and at most {limit} are taken."""

    code = "message.too_long"


class MessageIdReused(Refused):
    """Another message was already sent under this id; send yours again under a new one."""

    code = "message.id_reused"


class ContactIdReused(Refused):
    """This contact id is taken; begin again under a new one."""

    code = "contact.id_reused"


class ListTooLong(Refused):
    """This list has {total} lines, and a file takes {limit}: narrow it down first."""

    code = "list.too_long"


class AlreadyRated(Refused):
    """This contact was already rated with {score} of 5."""

    code = "contact.already_rated"


class NotEnded(Refused):
    """A contact can be rated when somebody has answered it and it has ended."""

    code = "contact.not_ended"


class FileTooLarge(TooLarge):
    """The file is too large; at most {limit} bytes are taken."""

    code = "file.too_large"


class FileTypeRefused(Invalid):
    """The file {name} was not taken: {reason}."""

    code = "file.type_refused"


class FileInfected(Invalid):
    """The file {name} was not taken: {reason}."""

    code = "file.infected"


class FileMalformed(Invalid):
    """The upload was not understood: {reason}."""

    code = "file.malformed"


class FileNotYours(Refused):
    """A file of this message is not there, or was already sent; add it again."""

    code = "file.not_yours"


class ScanUnavailable(Unavailable):
    """The virus scanner does not answer; try again in {retry_after_s} seconds."""

    code = "file.scan_unavailable"
