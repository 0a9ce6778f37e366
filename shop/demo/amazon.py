"""Amazon Personalize for the demo: the emulator, and what is set up on it."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

from django.conf import settings

from shop.demo.processes import find_free_port, is_answering, spawn

SERVICES = ("PERSONALIZE", "PERSONALIZE_EVENTS", "PERSONALIZE_RUNTIME")
# Seconds that a resource stays in each station: long enough to be seen.
PACE = 0.2
# Nobody checks them, but every request is signed.
ACCOUNT = {
    "AWS_ACCESS_KEY_ID": "emulated",
    "AWS_SECRET_ACCESS_KEY": "opens-nothing",
    "AWS_REGION": "eu-west-1",
    "PERSONALIZE_ACCOUNT": "123456789012",
}


class EmulatorError(Exception):
    """The emulator did not start, or refused what the shop wants of it."""


def start_emulator(folder: Path, log: Path) -> tuple[subprocess.Popen[bytes], int]:
    """Start it; what it knows stays in the folder from one demo to the next."""
    folder.mkdir(parents=True, exist_ok=True)
    port = find_free_port()
    process = spawn(
        [sys.executable, "-m", "personalize.emulator", f"--port={port}"]
        + [f"--state={folder / 'state.db'}", f"--data={folder / 's3'}"]
        + [f"--pace={PACE}"],
        log=log,
    )
    _wait_until_answering(process, port, log)
    return process, port


def make_environment(port: int, folder: Path) -> dict[str, str]:
    """What makes boto3, and the shop, take the emulator for Amazon."""
    url = f"http://127.0.0.1:{port}"
    urls = {f"AWS_ENDPOINT_URL_{service}": url for service in SERVICES}
    return {**ACCOUNT, **urls, "PERSONALIZE_DATA_FOLDER": str(folder / "s3")}


def provision(environment: Mapping[str, str], folder: Path) -> dict[str, str]:
    """Make all that the shop declares; return the lines its processes need."""
    lines = folder / "shop.env"
    command = [sys.executable, settings.BASE_DIR / "manage.py", "personalize", "apply"]
    options = ["--yes", "--interval=0.5", "--write-env", lines]
    done = subprocess.run(
        [str(part) for part in [*command, *options]], env=dict(environment), check=False
    )
    if done.returncode:
        raise EmulatorError("`manage.py personalize apply` failed; it says why above.")
    return read_lines(lines)


def read_lines(path: Path) -> dict[str, str]:
    """Read lines of the form NAME=value, as `personalize apply` writes them."""
    lines = [line.strip() for line in path.read_text().splitlines()]
    named = [line.split("=", 1) for line in lines if line and not line.startswith("#")]
    return {name: value.strip("'\"") for name, value in named}


def _wait_until_answering(
    process: subprocess.Popen[bytes], port: int, log: Path, *, timeout: float = 20
) -> None:
    deadline = time.monotonic() + timeout
    while not is_answering(port):
        if process.poll() is not None or time.monotonic() > deadline:
            raise EmulatorError(f"The emulator did not start; {log} says why.")
        time.sleep(0.05)
