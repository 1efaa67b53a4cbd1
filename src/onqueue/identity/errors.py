"""How does identity refuse?

Unauthenticated   SignInFailed
Forbidden         CsrfMissing, CrossSite
Invalid           PasswordWeak, PasswordWrong, RoleUnknown, TeamUnknown
Refused           EmailTaken, LastAdministrator, OwnAccount, AlreadyActive, StatusUnchanged,
                  PersonChanged, TeamNameTaken, TeamInUse, AlreadySetUp
NotFound          PersonUnknown, TeamMissing, SessionUnknown, InvitationUnknown, ResetUnknown
"""

from __future__ import annotations

from onqueue.kernel.errors import Forbidden, Invalid, NotFound, Refused, Unauthenticated


class SignInFailed(Unauthenticated):
    """The email address or the password is not right. Check both, or reset your password."""

    code = "sign_in.failed"


class CsrfMissing(Forbidden):
    """This page is out of date. Load it again and repeat what you did."""

    code = "csrf.missing"


class CrossSite(Forbidden):
    """This request came from another site, so it was not carried out."""

    code = "origin.foreign"


class PasswordWeak(Invalid):
    """Choose another password: {reason}."""

    code = "password.weak"


class PasswordWrong(Invalid):
    """Check your current password: {reason}."""

    code = "password.wrong"


class RoleUnknown(Invalid):
    """Check the roles: {reason}."""

    code = "role.unknown"


class TeamUnknown(Invalid):
    """Check the teams: {reason}."""

    code = "team.unknown"


class EmailTaken(Refused):
    """Somebody with the address {email} is already here. Change that person instead."""

    code = "email.taken"


class LastAdministrator(Refused):
    """This is the last administrator. Make somebody else one first."""

    code = "administrator.last"


class OwnAccount(Refused):
    """You cannot deactivate yourself. Ask another administrator."""

    code = "person.self"


class AlreadyActive(Refused):
    """{name} has an account already and needs no invitation."""

    code = "person.active"


class StatusUnchanged(Refused):
    """This person is {status} already. Load the page again."""

    code = "person.status_unchanged"


class PersonChanged(Refused):
    """{changed_by} has changed this person in the meantime. Look at both, then choose."""

    code = "person.changed"


class TeamNameTaken(Refused):
    """There is a team called {name} already. Choose another name."""

    code = "team.name_taken"


class TeamInUse(Refused):
    """Somebody supervises the team {name}. Take that role from them first."""

    code = "team.in_use"


class AlreadySetUp(Refused):
    """This contact centre has been set up already. Sign in instead."""

    code = "setup.done"


class PersonUnknown(NotFound):
    """There is no such person."""

    code = "person.not_found"


class TeamMissing(NotFound):
    """There is no such team."""

    code = "team.not_found"


class SessionUnknown(NotFound):
    """This sign-in has ended already."""

    code = "session.not_found"


class InvitationUnknown(NotFound):
    """This invitation has expired or was used. Ask your administrator for a new one."""

    code = "invitation.not_found"


class ResetUnknown(NotFound):
    """This link has expired or was used. Ask for a new one on the sign-in page."""

    code = "reset.not_found"
