"""The demo on an emulated Amazon: it is provisioned, it falls, and it returns."""

from __future__ import annotations

import json
import sqlite3
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest
from playwright.sync_api import Locator, Page, expect

from shop.demo.processes import is_answering, spawn, stop
from tests.e2e.running import RunningDemo, start_demo, wait_until_ready
from tests.e2e.waiting import wait_until

pytestmark = [pytest.mark.browser, pytest.mark.slow]
FOR_YOU = "[data-use-case='recommended-for-you']"
# Cool-downs grow up to a minute; deliveries wait as long for their next attempt.
RETURN = 150


@dataclass(slots=True, kw_only=True)
class Amazon:
    """The emulator of a demo: it can be killed, and started again where it was."""

    process: psutil.Process
    command: list[str]
    port: int
    log: Path

    def kill(self) -> None:
        self.process.kill()
        # Its parent, the demo, does not bury it: it is gone when nobody answers.
        wait_until(lambda: not is_answering(self.port))

    def get_event_ids(self) -> list[str]:
        url = f"http://127.0.0.1:{self.port}/_emulator/events"
        with closing(urllib.request.urlopen(url, timeout=30)) as response:
            return [event["eventId"] for event in json.load(response)]


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningDemo]:
    folder = tmp_path_factory.mktemp("emulated")
    demo = wait_until_ready(start_demo(folder, aws="emulator"), timeout=400)
    yield demo
    demo.process.terminate()
    demo.process.wait(timeout=30)


@pytest.fixture(scope="module")
def amazon(demo: RunningDemo) -> Amazon:
    process = demo.find_emulator()
    (port,) = {each.laddr.port for each in process.net_connections("tcp4")} & {
        int(part.removeprefix("--port="))
        for part in process.cmdline()
        if part.startswith("--port=")
    }
    log = demo.output.parent / "emulator.log"
    return Amazon(process=process, command=process.cmdline(), port=port, log=log)


@pytest.fixture
def restart(amazon: Amazon) -> Iterator[Callable[[], None]]:
    """Start it again; what a test started ends with it."""
    started = []
    yield lambda: started.append(spawn(amazon.command, log=amazon.log))
    stop(started)


def open_home(page: Page, demo: RunningDemo) -> Locator:
    """Open it as somebody new, whose answer nothing has cached."""
    page.context.clear_cookies()
    response = page.goto(demo.url)
    assert response
    assert response.status == 200
    block = page.locator(FOR_YOU)
    expect(block.locator("li").first).to_be_visible()
    return block


def look_at_products(page: Page, demo: RunningDemo, *, number: int) -> None:
    open_home(page, demo)
    addresses = [
        link.get_attribute("href")
        for link in page.locator("a[href*='/p/']").all()[:number]
    ]
    for address in addresses:
        page.goto(f"{demo.url}{address}")


def get_events(demo: RunningDemo) -> dict[str, str]:
    """Return the status of each event that is Amazon's to know, by its id."""
    with closing(sqlite3.connect(demo.database)) as database:
        rows = database.execute(
            "SELECT event_id, status FROM personalize_event WHERE status != 'local'"
        )
        return {event_id.replace("-", ""): status for event_id, status in rows}


def is_delivered(demo: RunningDemo) -> bool:
    return set(get_events(demo).values()) == {"delivered"}


def test_amazon_serves_the_home_page(page: Page, demo: RunningDemo) -> None:
    block = open_home(page, demo)
    expect(block).to_have_attribute("data-backend", "aws")


def test_amazon_falls_and_returns_and_no_event_is_lost_or_doubled(
    page: Page, demo: RunningDemo, amazon: Amazon, restart: Callable[[], None]
) -> None:
    look_at_products(page, demo, number=3)
    amazon.kill()
    block = open_home(page, demo)
    expect(block).not_to_have_attribute("data-backend", "aws")
    assert block.get_attribute("data-fallback-reason")
    look_at_products(page, demo, number=5)

    restart()

    wait_until(
        lambda: open_home(page, demo).get_attribute("data-backend") == "aws",
        timeout=RETURN,
    )
    wait_until(lambda: is_delivered(demo), timeout=RETURN)
    arrived = [each.replace("-", "") for each in amazon.get_event_ids()]
    assert len(arrived) == len(set(arrived)) >= 8
    assert set(arrived) == set(get_events(demo))
