"""Do the generated API types agree with the server? `--write` makes them agree.

`onqueue openapi` prints the schema; it is committed as frontend/api/openapi.json, and
frontend/api/src/schema.d.ts is generated from that file.
"""

import json
import shutil
import subprocess
import sys
from pathlib import Path

SCHEMA = Path("frontend/api/openapi.json")
STALE = f"{SCHEMA} is not what the server says now; `./run api` writes it anew"


def ask_server() -> str:
    """Return the server's schema, laid out as it is committed."""
    program = Path(sys.executable).with_name("onqueue")
    answer = subprocess.run([program, "openapi"], check=False, stdout=subprocess.PIPE, text=True)
    if answer.returncode != 0:
        sys.exit("`onqueue openapi` failed, so there is nothing to compare with")
    return json.dumps(json.loads(answer.stdout), indent=2, ensure_ascii=False) + "\n"


def run_npm(script: str) -> int:
    npm = shutil.which("npm") or "npm"
    return subprocess.run([npm, "run", "--silent", script], cwd="frontend", check=False).returncode


def main() -> int:
    now = ask_server()
    if "--write" in sys.argv:
        SCHEMA.write_text(now, "utf-8")
        return run_npm("api")
    if not SCHEMA.exists() or SCHEMA.read_text("utf-8") != now:
        print(STALE)
        return 1
    return run_npm("api:check")


if __name__ == "__main__":
    sys.exit(main())
