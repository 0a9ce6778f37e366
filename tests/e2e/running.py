"""`manage.py demo` as a newcomer runs it, with state of its own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import psutil
from django.conf import settings

from shop.demo.processes import find_free_port

OF_THE_TESTS = {"DATABASE_URL", "REDIS_URL", "CACHE_URL", "DJANGO_SETTINGS_MODULE"}


@dataclass(slots=True, kw_only=True)
class RunningDemo:
    process: subprocess.Popen[bytes]
    port: int
    output: Path

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def database(self) -> Path:
        return self.output.parent / "db.sqlite3"

    def find_emulator(self) -> psutil.Process:
        """Return the process that is Amazon here."""
        return next(
            process
            for process in self.get_processes()
            if "personalize.emulator" in process.cmdline()
        )

    def get_processes(self) -> list[psutil.Process]:
        process = psutil.Process(self.process.pid)
        return [process, *process.children(recursive=True)]

    def end(self, number: signal.Signals) -> list[psutil.Process]:
        """Send the signal, wait, and return the processes that are left."""
        processes = self.get_processes()
        self.process.send_signal(number)
        self.process.wait(timeout=30)
        return psutil.wait_procs(processes, timeout=20)[1]


def start_demo(folder: Path, *, port: int | None = None, aws: str = "") -> RunningDemo:
    """Start it on the state in the folder, without waiting for it."""
    port = port or find_free_port()
    environment = {k: v for k, v in os.environ.items() if k not in OF_THE_TESTS}
    environment |= {
        "AWS": aws,
        "PORT": str(port),
        "VAR_DIR": str(folder / "var"),
        "DATABASE_URL": f"sqlite:///{folder}/db.sqlite3",
    }
    output = folder / f"output-{port}.txt"
    with output.open("wb") as file:
        process = subprocess.Popen(
            [sys.executable, "manage.py", "demo"],
            cwd=settings.BASE_DIR,
            env=environment,
            stdout=file,
            stderr=subprocess.STDOUT,
        )
    return RunningDemo(process=process, port=port, output=output)


def wait_until_ready(demo: RunningDemo, *, timeout: float = 150) -> RunningDemo:
    deadline = time.monotonic() + timeout
    while "Ctrl-C ends everything" not in demo.output.read_text():
        if demo.process.poll() is not None or time.monotonic() > deadline:
            demo.process.terminate()
            raise RuntimeError(demo.output.read_text())
        time.sleep(0.1)
    return demo
