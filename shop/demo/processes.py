"""Child processes that do not outlive the process that started them."""

from __future__ import annotations

import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

PR_SET_PDEATHSIG = 1


def spawn(
    command: Sequence[str | Path],
    *,
    env: Mapping[str, str] | None = None,
    user: str | None = None,
    cwd: Path | None = None,
    log: Path | None = None,
) -> subprocess.Popen[bytes]:
    """Start a command at the head of a process group of its own."""
    output = log.open("ab") if log else None
    process = subprocess.Popen(
        [str(part) for part in command],
        env=env,
        user=user,
        cwd=cwd,
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=output,
        # A Ctrl-C reaches the parent alone, which ends its children in order.
        start_new_session=True,
        preexec_fn=_end_with_parent if sys.platform == "linux" else None,
    )
    if output:
        output.close()
    return process


def stop(processes: Iterable[subprocess.Popen[bytes]], *, grace: float = 8) -> None:
    """Ask every group to end, and kill what is left of it after the grace."""
    processes = list(processes)
    deadline = time.monotonic() + grace
    for process in processes:
        _signal_group(process, signal.SIGTERM)
    for process in processes:
        _wait(process, deadline - time.monotonic())
        # Also for a leader that ended well: a child of it may have stayed behind.
        _signal_group(process, signal.SIGKILL)
        process.wait()


def find_free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def is_port_free(port: int, host: str = "127.0.0.1") -> bool:
    with socket.socket() as probe:
        # As servers do: a port in TIME_WAIT can be had.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
        return True


def is_answering(port: int, host: str = "127.0.0.1") -> bool:
    try:
        socket.create_connection((host, port), timeout=1).close()
    except OSError:
        return False
    return True


def _end_with_parent() -> None:
    """Run in the child: covers a parent that gets SIGKILL and cannot clean up."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def _wait(process: subprocess.Popen[bytes], timeout: float) -> None:
    try:
        process.wait(max(timeout, 0.1))
    except subprocess.TimeoutExpired:
        return


def _signal_group(process: subprocess.Popen[bytes], number: signal.Signals) -> None:
    try:
        os.killpg(process.pid, number)
    except (ProcessLookupError, PermissionError):
        return
