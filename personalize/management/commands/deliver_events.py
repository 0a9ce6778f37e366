from __future__ import annotations

import signal
import threading
from argparse import ArgumentParser
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand
from django.db import OperationalError, connection

from personalize.delivery import deliver_all
from personalize.models import Event

# The longest that one round lasts before it is reported.
ROUND_SECONDS = 10


class Command(BaseCommand):
    help = "Deliver stored events to the primary backend. Needs no broker."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--loop", action="store_true", help="Go on until SIGTERM or Ctrl-C."
        )
        parser.add_argument(
            "--every",
            type=float,
            default=2,
            metavar="SECONDS",
            help="With --loop: how long to wait when nothing is due. Default: 2.",
        )

    def handle(self, *, loop: bool, every: float, **options: Any) -> None:
        self.stopped = threading.Event()
        if not loop:
            self.deliver(seconds=float("inf"))
            self.stdout.write(f"{Event.objects.pending().count()} events are pending.")
            return
        self.listen_for_signals()
        while not self.stopped.wait(every):
            self.deliver_round()

    def deliver_round(self) -> None:
        try:
            self.deliver(seconds=ROUND_SECONDS)
        except OperationalError as error:
            # The database will be back, and with it all that was not marked.
            self.stderr.write(f"The database did not answer, trying again: {error}")
            connection.close()

    def deliver(self, *, seconds: float) -> None:
        settled = deliver_all(seconds=seconds, should_stop=self.stopped.is_set)
        if settled:
            self.stdout.write(f"{settled} events are delivered or rejected.")
            self.stdout.flush()

    def listen_for_signals(self) -> None:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self.stop)

    def stop(self, number: int, frame: FrameType | None) -> None:
        """Finish the claim at hand first, so that nothing is sent twice."""
        self.stopped.set()
