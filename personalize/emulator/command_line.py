"""The emulator as a process of its own, from whichever command starts it."""

from __future__ import annotations

import signal
from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from pathlib import Path

from personalize.emulator.server import HOST, Emulator
from personalize.emulator.table import make_table

PORT = 4010
# Blocked before threads start, so that only sigwait hears them.
ENDINGS = {signal.SIGINT, signal.SIGTERM}


def add_arguments(parser: ArgumentParser) -> None:
    add = parser.add_argument
    add("--host", default=HOST, help="address to listen on (%(default)s)")
    add("--port", type=int, default=PORT, help="port, 0 for a free one (%(default)s)")
    add("--state", type=Path, metavar="FILE", help="keep everything in this file")
    add(
        "--pace",
        type=_read_pace,
        default=0,
        metavar="SECONDS",
        help="how long each state of a creation lasts (%(default)s)",
    )
    add("--quotas", action="store_true", help="enforce the quotas of an account")
    add("--data", type=Path, metavar="DIR", help="folder that stands for S3")
    add("--table", action="store_true", help="print what each operation does, and end")


def run(options: Namespace, write: Callable[[str], object]) -> None:
    """Serve until SIGINT or SIGTERM arrives."""
    if options.table:
        write(make_table())
        return
    signal.pthread_sigmask(signal.SIG_BLOCK, ENDINGS)
    emulator = Emulator(
        host=options.host,
        port=options.port,
        state_path=options.state,
        pace=options.pace,
        quotas=options.quotas,
        data_folder=options.data,
    ).start()
    write(_greet(emulator))
    signal.sigwait(ENDINGS)
    # Work that is under way is taken up at the next start; nobody waits for it now.
    emulator.stop()


def _greet(emulator: Emulator) -> str:
    exports = [f"export {name}={url}" for name, url in emulator.environment.items()]
    return "\n".join([f"Amazon Personalize is emulated at {emulator.url}", *exports])


def _read_pace(text: str) -> float:
    seconds = float(text)
    if not 0 <= seconds < float("inf"):
        raise ValueError(text)
    return seconds
