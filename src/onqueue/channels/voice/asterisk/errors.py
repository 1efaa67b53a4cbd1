"""Why can Asterisk not be installed, started or reached?

OnqueueError
└── Refused
    ├── NoApt           this machine's packages are not Debian's
    ├── NoMirror        apt knows no archive
    ├── NoSpace         the disk is too full
    ├── NoPackages      the archive could not be read, or has no Asterisk
    ├── Unpacked        what was unpacked does not run
    ├── NotInstalled    `onqueue voice install` comes first
    ├── NotBooted       it was started and did not come up
    └── BadTrunks       trunks.toml cannot be used
"""

from __future__ import annotations

from onqueue.kernel.errors import Refused


class NoApt(Refused):
    """Asterisk is fetched with {program}, which is not on this machine. Use one with Debian or a
    system made from it, which has the packages apt and dpkg.
    """

    code = "voice.no_apt"


class NoMirror(Refused):
    """No Debian archive is configured for apt on this machine. Name one with
    `onqueue voice install --mirror ADDRESS`.
    """

    code = "voice.no_mirror"


class NoSpace(Refused):
    """{folder} has {free_mb} MB free; {needed_mb} MB are needed. Make room, or choose another
    data folder.
    """

    code = "voice.no_space"


class NoPackages(Refused):
    """No suite of {tried} gave an Asterisk. apt said: {said} See that the archive can be reached,
    then give the command again; what was fetched is kept. The whole log is {log}.
    """

    code = "voice.no_packages"


class Unpacked(Refused):
    """What was unpacked does not run: {said} Give `onqueue voice install --anew`."""

    code = "voice.unpacked"


class NotInstalled(Refused):
    """There is no Asterisk in {folder}. Give `onqueue voice install` first."""

    code = "voice.not_installed"


class NotBooted(Refused):
    """Asterisk did not come up: {said} Its log is {log}; `onqueue voice doctor` may know why."""

    code = "voice.not_booted"


class BadTrunks(Refused):
    """{file} cannot be used: {reason}."""

    code = "voice.bad_trunks"
