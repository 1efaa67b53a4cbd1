"""Builds the browser app into the wheel, so that installing it needs no Node.

An editable install serves what `./run setup` built, and an sdist that already carries the
built files is left as it is.
"""

import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ENTRY_FILES = ("desk/index.html", "widget/loader.js", "widget/panel.js")


class BrowserApp(BuildHookInterface[Any]):
    """Runs `npm run build` when the built files are not there yet."""

    # No @override: the build environment has only hatchling in it.
    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # type: ignore[explicit-override]
        """Make sure that the files which the wheel carries exist."""
        del build_data
        static = Path(self.root, "src", "onqueue", "web", "static")
        built = all((static / name).is_file() for name in ENTRY_FILES)
        if version == "editable" or os.environ.get("SKIP_UI") or built:
            return
        npm = shutil.which("npm")
        if npm is None:
            raise RuntimeError(
                "Node 20.19 or newer is needed to build the browser app; SKIP_UI=1 leaves it out."
            )
        for arguments in (["ci"], ["run", "build"]):
            subprocess.run([npm, *arguments], cwd=Path(self.root, "frontend"), check=True)
