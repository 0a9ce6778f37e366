"""python -m tests.amazon --port N [--log FILE] [--tracking-id ID]"""

from __future__ import annotations

import argparse
import signal
from pathlib import Path

from tests.amazon.server import AmazonStandIn


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.amazon")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--log", type=Path)
    parser.add_argument("--tracking-id", default="tracking-1")
    options = parser.parse_args()
    # Blocked before threads start, so that only sigwait hears them.
    signals = {signal.SIGINT, signal.SIGTERM}
    signal.pthread_sigmask(signal.SIG_BLOCK, signals)
    with AmazonStandIn(
        tracking_id=options.tracking_id, port=options.port, log_path=options.log
    ) as amazon:
        print(amazon.url, flush=True)
        signal.sigwait(signals)


if __name__ == "__main__":
    main()
