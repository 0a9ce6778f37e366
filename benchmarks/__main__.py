"""python -m benchmarks: PostgreSQL, Valkey and the environment, then the command."""

from __future__ import annotations

import os
import secrets
import shutil
import signal
import sys
import tempfile
from pathlib import Path
from types import FrameType

from django.core.management import execute_from_command_line

from shop.demo.processes import stop
from shop.demo.valkey import start_valkey
from tests.postgresql import start_postgresql

# As durable as in production: a commit waits for the disk.
DURABLE = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on"}
SERVICES = {"shared_buffers": "128MB", **DURABLE}
# As in production where it costs anything, without TLS, and knowing no real Amazon.
ENVIRONMENT = {
    "DJANGO_SETTINGS_MODULE": "benchmarks.settings",
    "ENV_FILE": os.devnull,
    "DEBUG": "false",
    "LOG_LEVEL": "ERROR",
    "SECURE_COOKIES": "false",
    "SECURE_SSL_REDIRECT": "false",
    "AWS_CONFIG_FILE": os.devnull,
    "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
    "AWS_EC2_METADATA_DISABLED": "true",
    "AWS_ACCESS_KEY_ID": "AKIDEXAMPLE",
    "AWS_SECRET_ACCESS_KEY": "a secret that opens nothing",
}


def main() -> None:
    signal.signal(signal.SIGTERM, _end)
    folder = Path(tempfile.mkdtemp(prefix="shop-bench-"))
    processes = []
    try:
        for name in ("postgresql", "valkey", "var/static"):
            (folder / name).mkdir(parents=True, mode=0o700)
        postgresql = start_postgresql(folder / "postgresql", SERVICES)
        processes.append(postgresql.process)
        valkey = start_valkey(folder / "valkey")
        processes.append(valkey.process)
        _forget_real_services()
        os.environ |= {
            **ENVIRONMENT,
            "SECRET_KEY": secrets.token_urlsafe(64),
            "JWT_SIGNING_KEY": secrets.token_urlsafe(64),
            "VAR_DIR": str(folder / "var"),
            "DATABASE_URL": postgresql.url,
            "REDIS_URL": valkey.get_url(0),
            "CACHE_URL": valkey.get_url(1),
            "POSTGRESQL_PID": str(postgresql.process.pid),
        }
        execute_from_command_line(["benchmarks", "bench", *sys.argv[1:]])
    finally:
        stop(processes)
        shutil.rmtree(folder, ignore_errors=True)


def _forget_real_services() -> None:
    for name in [*os.environ]:
        if name.startswith(("AWS_", "PERSONALIZE_")):
            del os.environ[name]


def _end(number: int, frame: FrameType | None) -> None:
    # Left alone, SIGTERM would leave the services behind.
    sys.exit(128 + number)


if __name__ == "__main__":
    main()
