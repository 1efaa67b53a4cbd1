"""Takes the addresses out of frontend/package-lock.json: appeals for funds, which npm copies there.

A lock says what, and by its hash exactly which; where from is each machine's own affair.
"""

import json
from pathlib import Path
from typing import Any

PACKAGE_LOCK = Path("frontend/package-lock.json")


def without_addresses(lock: dict[str, Any]) -> dict[str, Any]:
    """Return the same lock without the keys that hold an address."""
    packages = {
        name: {
            key: value
            for key, value in entry.items()
            if key != "funding" and not (key == "resolved" and "://" in value)
        }
        for name, entry in lock["packages"].items()
    }
    return {**lock, "packages": packages}


def main() -> None:
    lock = json.loads(PACKAGE_LOCK.read_text("utf-8"))
    text = json.dumps(without_addresses(lock), indent=2, ensure_ascii=False)
    PACKAGE_LOCK.write_text(text + "\n", "utf-8")


if __name__ == "__main__":
    main()
