"""A real store that speaks S3, on this machine, which can be killed."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Final

import httpx
from pydantic import SecretStr

from onqueue.kernel.settings import Settings
from tests.hosts.rig import free_port

UP_S_MAX: Final = 60
LOOK_S: Final = 0.1
BUCKET: Final = "calls"
NAME, SECRET = "onqueue", "only-for-tests"
PORTS: Final = ("master", "volume", "filer", "s3")
IDENTITY: Final = {
    "identities": [
        {
            "name": NAME,
            "credentials": [{"accessKey": NAME, "secretKey": SECRET}],
            "actions": ["Admin", "Read", "Write", "List"],
        }
    ]
}


class S3:
    """SeaweedFS in one process."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        self._folder = folder
        self._ports = {f"{name}.port{end}": free_port() for name in PORTS for end in ("", ".grpc")}
        (folder / "s3.json").write_text(json.dumps(IDENTITY))
        self.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._ports['s3.port']}"

    def settings(self, data: Path) -> Settings:
        """A centre that keeps its recordings here."""
        return Settings(
            _env_file=None,
            data_dir=data,
            recordings_url=f"s3://{BUCKET}/of-tests",
            recordings_endpoint=self.url,
            recordings_access_key=SecretStr(NAME),
            recordings_secret_key=SecretStr(SECRET),
        )

    def start(self) -> None:
        """Start, and wait until it answers."""
        program = Path(sys.executable).parent / "weed"
        ports = [f"-{name}={port}" for name, port in self._ports.items()]
        self._server = subprocess.Popen(
            [
                program, "server", f"-dir={self._folder}", "-ip=127.0.0.1",
                "-ip.bind=127.0.0.1", "-s3", f"-s3.config={self._folder / 's3.json'}",
                "-master.volumeSizeLimitMB=64", "-volume.max=8", "-s3.port.iceberg=0",
                "-s3.port.lance=0", *ports,
            ],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )  # fmt: skip
        until = time.monotonic() + UP_S_MAX
        while not self._writes():
            assert time.monotonic() < until, "the store does not come up"
            time.sleep(LOOK_S)

    def _writes(self) -> bool:
        """Tell whether all its parts have found each other."""
        try:
            filer = f"http://127.0.0.1:{self._ports['filer.port']}"
            written = httpx.put(f"{filer}/tried", content=b"tried").is_success
            # A folder there is a bucket.
            httpx.post(f"{filer}/buckets/{BUCKET}/")
            made = httpx.get(f"{filer}/buckets/{BUCKET}/").is_success
            return written and made and httpx.get(self.url).status_code < 500
        except httpx.TransportError:
            return False

    def kill(self) -> None:
        """End it at once."""
        self._server.kill()
        self._server.wait()
