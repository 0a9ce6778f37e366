from __future__ import annotations

import http.client
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from types import FrameType, TracebackType
from typing import Self

from shop.demo.amazon import make_environment, provision, start_emulator
from shop.demo.processes import spawn, stop
from shop.demo.valkey import start_valkey

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
# Beat and the worker are not pages: they may wait for a busy broker.
PATIENCE = {"BROKER_SOCKET_TIMEOUT": "5"}


class Stopped(KeyboardInterrupt):
    """Somebody asked the demo to end."""


class DemoError(Exception):
    """The demo cannot go on, and the message says why."""


class Supervisor:
    """The processes of the demo: they start in order, and all end with this one."""

    def __init__(self, *, port: int, log_dir: Path) -> None:
        self.port = port
        self.log_dir = log_dir
        self.environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
        self.children: dict[str, subprocess.Popen[bytes]] = {}
        self.services: list[subprocess.Popen[bytes]] = []

    def __enter__(self) -> Self:
        self.log_dir.mkdir(parents=True, exist_ok=True)
        # Fresh each time: nothing a killed demo left can stop the next one.
        self.folder = Path(tempfile.mkdtemp(prefix="shop-demo-"))
        for number in SIGNALS:
            # nohup ignores the hang-up, and so do we then.
            if number != signal.SIGHUP or signal.getsignal(number) != signal.SIG_IGN:
                signal.signal(number, _raise_stopped)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        _ignore_signals()
        stop(self.children.values())
        # Last, or the worker would complain of its missing broker.
        stop(self.services)
        shutil.rmtree(self.folder, ignore_errors=True)

    def provide_redis(self, *, broker: str, cache: str) -> None:
        """Hand on the addresses of existing services; start Valkey for missing ones."""
        if not (broker and cache):
            valkey = start_valkey(self.folder)
            self.services.append(valkey.process)
            broker, cache = broker or valkey.get_url(0), cache or valkey.get_url(1)
        self.environment |= {"REDIS_URL": broker, "CACHE_URL": cache}

    def provide_amazon(self, folder: Path) -> None:
        """Start the emulator, make there what the shop declares, and hand it on."""
        process, port = start_emulator(folder, self._get_log("emulator"))
        self.services.append(process)
        self.environment |= make_environment(port, folder)
        self.environment |= provision(self.environment, folder)

    def start_web(self) -> None:
        address = f"127.0.0.1:{self.port}"
        sizes = ["--worker-class=gthread", "--workers=2", "--threads=4"]
        self._start(
            "web",
            ["gunicorn", "shop.wsgi", "--bind", address, *sizes, "--no-control-socket"],
        )

    def start_worker(self) -> None:
        command = ["celery", "--app=shop", "worker", "--concurrency=2"]
        # The only worker has no others to look for.
        alone = ["--without-gossip", "--without-mingle"]
        self._start("worker", [*command, *alone], PATIENCE)

    def start_beat(self) -> None:
        schedule = self.folder / "schedule"
        command = ["celery", "--app=shop", "beat", f"--schedule={schedule}"]
        # No pid file: a stale one would keep the next beat from starting.
        self._start("beat", [*command, "--pidfile="], PATIENCE)

    def wait_until_answering(self, *, timeout: float = 60) -> int:
        """Return the status of the home page as soon as there is one."""
        deadline = time.monotonic() + timeout
        while time.monotonic() < deadline:
            self.check()
            if status := _get_status(self.port):
                return status
            time.sleep(0.1)
        raise DemoError(f"The shop does not answer; {self._get_log('web')} says why.")

    def watch(self) -> None:
        while True:
            self.check()
            time.sleep(0.5)

    def check(self) -> None:
        for name, process in self.children.items():
            if process.poll() is not None:
                log = self._get_log(name)
                raise DemoError(f"The {name} process ended by itself; {log} says why.")

    def _start(
        self, name: str, module: list[str], environment: Mapping[str, str] | None = None
    ) -> None:
        log = self._get_log(name)
        log.unlink(missing_ok=True)
        self.children[name] = spawn(
            [sys.executable, "-m", *module],
            env={**self.environment, **(environment or {})},
            log=log,
        )

    def _get_log(self, name: str) -> Path:
        return self.log_dir / f"{name}.log"


def _raise_stopped(number: int, frame: FrameType | None) -> None:
    _ignore_signals()
    raise Stopped


def _ignore_signals() -> None:
    """An impatient second Ctrl-C must not leave half of the processes behind."""
    for number in SIGNALS:
        signal.signal(number, signal.SIG_IGN)


def _get_status(port: int) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("GET", "/")
        return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return 0
    finally:
        connection.close()
