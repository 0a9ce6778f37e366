"""The shop as it is served, and Amazon's emulator, each in processes of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from http.client import HTTPConnection
from pathlib import Path

from django.conf import settings

from benchmarks.calls import Call, send_http
from benchmarks.measuring import Meter
from shop.demo.processes import find_free_port, is_answering, spawn, stop

DATABASE = int(os.environ["POSTGRESQL_PID"])
# As the demo starts it.
GUNICORN = ("gunicorn", "shop.wsgi", "--worker-class=gthread", "--workers=2")
THREADS = ("--threads=4", "--no-control-socket")
ARN = "arn:aws:personalize:eu-west-1:123456789012:recommender/recommended-for-you"
TRACKING_ID = "tracking-1"


class Shop:
    """The web server of the shop, with its meter."""

    def __init__(self, process: subprocess.Popen[bytes], port: int) -> None:
        self.port = port
        self.meter = Meter(server=process.pid, database=DATABASE)

    def sending(self, calls: Sequence[Call]) -> Callable[[], int]:
        return lambda: send_http(self.port, calls)


@contextmanager
def serve(environment: Mapping[str, str] | None = None) -> Iterator[Shop]:
    port = find_free_port()
    address = f"--bind=127.0.0.1:{port}"
    process = _start([*GUNICORN, *THREADS, address], "web", port, environment or {})
    try:
        yield Shop(process, port)
    finally:
        stop([process])


class Amazon:
    """The emulator in a process of its own, with a tracker and a recommender."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.url = f"http://127.0.0.1:{port}"
        self._control("POST", "trackers", trackingId=TRACKING_ID)

    @property
    def environment(self) -> dict[str, str]:
        """Make Amazon the primary backend of a shop."""
        return {
            "AWS_REGION": "eu-west-1",
            "PERSONALIZE_TRACKING_ID": TRACKING_ID,
            "PERSONALIZE_CAMPAIGN_ARN": ARN,
            "AWS_ENDPOINT_URL_PERSONALIZE_EVENTS": self.url,
            "AWS_ENDPOINT_URL_PERSONALIZE_RUNTIME": self.url,
        }

    def recommend(self, item_ids: Sequence[str]) -> None:
        self._control("POST", "answers", arn=ARN, itemIds=list(item_ids))

    def take(self, seconds: float) -> None:
        """Let every answer take so long."""
        self._control("DELETE", "faults")
        if seconds:
            self._control("POST", "faults", mode="latency", delay=seconds)

    def _control(self, method: str, path: str, **order: object) -> None:
        body = json.dumps(order).encode()
        with closing(HTTPConnection("127.0.0.1", self.port, timeout=10)) as connection:
            connection.request(method, f"/_emulator/{path}", body)
            answer = connection.getresponse()
            if answer.status != 200:
                raise RuntimeError(f"The emulator says: {answer.read().decode()}")


@contextmanager
def emulated_amazon() -> Iterator[Amazon]:
    port = find_free_port()
    command = ["personalize.emulator", f"--port={port}"]
    process = _start(command, "amazon", port, {})
    try:
        yield Amazon(port)
    finally:
        stop([process])


def _start(
    module: Sequence[str], name: str, port: int, environment: Mapping[str, str]
) -> subprocess.Popen[bytes]:
    log = Path(settings.VAR_DIR) / f"{name}.log"
    process = spawn(
        [sys.executable, "-m", *module],
        env={**os.environ, **environment},
        cwd=settings.BASE_DIR,
        log=log,
    )
    deadline = time.monotonic() + 60
    while not is_answering(port):
        if process.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError(f"{name} did not start: {log.read_text()}")
        time.sleep(0.05)
    return process
