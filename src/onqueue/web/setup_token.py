"""Who may set a new centre up? Whoever can read the terminal or the data folder of its server.

Until it is set up, anybody who reaches the address is asked for this token. It is in a file of
the data folder that only the server's own account may read, so a restart keeps it.
"""

from __future__ import annotations

import contextlib
import hmac
import os
from typing import TYPE_CHECKING, Final

from onqueue.kernel.errors import Invalid
from onqueue.kernel.ids import new_token

if TYPE_CHECKING:
    from pathlib import Path

NAME: Final = "setup-token"
OWN_EYES: Final = 0o600


class WrongSetupToken(Invalid):
    """Check the setup token: {reason}."""

    code = "setup.token_wrong"

    def __init__(self) -> None:
        super().__init__(
            field="token",
            reason="it is not the one that onqueue serve printed and keeps in the file setup-token",
        )


def setup_token(folder: Path) -> str:
    """Return the token of a centre that is not set up; it is made when first asked for."""
    path = folder / NAME
    folder.mkdir(parents=True, exist_ok=True)
    with (
        contextlib.suppress(FileExistsError),
        open(path, "x", encoding="ascii", opener=_for_own_eyes) as file,
    ):
        file.write(new_token())
    return path.read_text("ascii").strip()


def _for_own_eyes(path: str, flags: int) -> int:
    return os.open(path, flags, OWN_EYES)


def check_setup_token(folder: Path, *, said: str) -> None:
    """Refuse whoever does not know the token."""
    token = setup_token(folder)
    if not token or not hmac.compare_digest(said.strip().encode(), token.encode()):
        raise WrongSetupToken


def forget_setup_token(folder: Path) -> None:
    """Take the token away: the centre is set up, and never will be again."""
    (folder / NAME).unlink(missing_ok=True)
