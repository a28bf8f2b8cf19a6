"""What several machines share, on loopback: a cache (redis-server) and a bucket of S3 (moto's).

Each is started by `with`, tells by `settings` where it is, and can be restarted.
"""

from __future__ import annotations

import contextlib
import socket
import subprocess
import sys
import time
from pathlib import Path

from scripts.load.bucket import BUCKET, KEY, SECRET


class Neighbour:
    command: list[str]
    settings: dict[str, str]

    def __init__(self, folder: Path) -> None:
        self.folder = folder / type(self).__name__.lower()
        self.folder.mkdir()
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self.stop()

    def start(self) -> None:
        with (self.folder / "log").open("a") as log:
            self.process = subprocess.Popen(self.command, stdout=log, stderr=log)
        while True:
            with contextlib.suppress(OSError):
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return
            if self.process.poll() is not None:
                raise RuntimeError((self.folder / "log").read_text()[-2000:])
            time.sleep(0.05)

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait()

    def restart(self) -> None:
        self.stop()
        self.start()


class Cache(Neighbour):
    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.command = ["redis-server", "--port", str(self.port), "--bind", "127.0.0.1"]
        self.command += ["--save", ""]  # what it held is gone after a restart
        self.settings = {"CACHE_URL": f"redis://127.0.0.1:{self.port}/0"}


class Bucket(Neighbour):
    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.command = [
            sys.executable, "-m", "scripts.load.bucket", str(self.port), str(self.folder / "kept")
        ]  # fmt: skip
        self.settings = {
            "MEDIA_STORAGE": f"s3://{BUCKET}",
            "S3_ENDPOINT": f"http://127.0.0.1:{self.port}",
            "S3_ACCESS_KEY": KEY,
            "S3_SECRET_KEY": SECRET,
        }
