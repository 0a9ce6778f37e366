"""Real processes that deliver events, for tests that kill them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from django.db import connection

from personalize.delivery import deliver_due
from personalize.emulator.events_control import list_events
from personalize.models import Event
from shop.demo.processes import spawn, stop
from tests.amazon import AmazonStandIn
from tests.personalize.outbox import make_due

ROOT = Path(__file__).resolve().parent.parent.parent
PATIENCE = 40

RELAY = ("manage.py", "deliver_events", "--loop", "--every", "0.1")
WORKER = ("-m", "celery", "-A", "shop", "worker", "-c", "2", "-l", "INFO")
WORKER_WITH_BEAT = (*WORKER, "--beat")
# What a relay must not be: one that takes an event for delivered before it is sent.
CARELESS_RELAY = (
    "-c",
    """
import django
django.setup()
from django.core.management import call_command
from personalize.outbox import OutboxQuerySet
claim = OutboxQuerySet.claim

def claim_carelessly(self, limit):
    events = claim(self, limit)
    self.model.objects.among(events).mark_delivered()
    return events

OutboxQuerySet.claim = claim_carelessly
call_command("deliver_events", loop=True, every=0.1)
""",
)


def credentials() -> dict[str, str]:
    return {
        "AWS_ACCESS_KEY_ID": "AKIDEXAMPLE",
        "AWS_SECRET_ACCESS_KEY": "a secret that opens nothing",
        "AWS_REGION": "eu-west-1",
    }


def environment(amazon: AmazonStandIn, folder: Path) -> dict[str, str]:
    return {
        **os.environ,
        **credentials(),
        "VAR_DIR": str(folder),
        "DATABASE_URL": database_url(),
        "DJANGO_SETTINGS_MODULE": "shop.settings",
        "PERSONALIZE_TRACKING_ID": amazon.tracking_id,
        "AWS_ENDPOINT_URL_PERSONALIZE_EVENTS": amazon.url,
    }


def database_url() -> str:
    name = str(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    return urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()


@dataclass
class Relays:
    """Starts processes against the database of the test, and ends them."""

    amazon: AmazonStandIn
    log: Path
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def start(self, command: tuple[str, ...] = RELAY) -> subprocess.Popen[bytes]:
        process = spawn(
            [sys.executable, *command],
            env=environment(self.amazon, self.log.parent),
            cwd=ROOT,
            log=self.log,
        )
        self.processes.append(process)
        return process

    def kill(self, process: subprocess.Popen[bytes]) -> None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def kill_in_the_middle(self, command: tuple[str, ...] = RELAY) -> None:
        """Kill a relay that has sent and not yet marked, and let its lease run out."""
        arrived = len(self.amazon.events)
        process = self.start(command)
        self.wait_until(lambda: len(self.amazon.events) > arrived)
        self.kill(process)
        make_due()

    def wait_until(self, is_true: Callable[[], bool]) -> None:
        deadline = time.monotonic() + PATIENCE
        while not is_true():
            assert self.processes[-1].poll() is None, self.log.read_text()
            assert time.monotonic() < deadline, self.log.read_text()
            time.sleep(0.02)

    def stop(self) -> None:
        stop(self.processes)


def drain() -> None:
    """Deliver here until nothing is pending, letting all waiting times pass."""
    for _ in range(100):
        make_due()
        deliver_due()
        if not Event.objects.pending().exists():
            return


def are_all_settled() -> bool:
    return not Event.objects.pending().exists()


def stored_ids() -> set[str]:
    return {
        str(event_id) for event_id in Event.objects.values_list("event_id", flat=True)
    }


def arrived_ids(amazon: AmazonStandIn) -> set[str]:
    """Return the ids of what Amazon has stored."""
    return {event["eventId"] for event in list_events(amazon.state)}


def contents(amazon: AmazonStandIn) -> set[str]:
    """Return every id with its content: no more than ids when repeats agree."""
    return {
        repr(
            (
                event.event_id,
                event.user_id,
                event.session_id,
                sorted(event.body.items()),
            )
        )
        for event in amazon.events
    }
