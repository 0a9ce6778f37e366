from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import enumerate as enumerate_threads
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connections
from django.test import Client
from django.test.utils import setup_databases, teardown_databases
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django import DjangoDbBlocker
from pytest_django.live_server_helper import LiveServer

from personalize.training import train_model
from shop.accounts.models import User
from shop.catalog.models import Product
from shop.demo.processes import spawn, stop
from tests.e2e.chromium import ARGUMENTS, as_person, find_chromium
from tests.e2e.gateways import open_gateways
from tests.e2e.places import CUSTOMER_PLACES, GUEST_PLACES, NEWCOMER_PLACES
from tests.e2e.stage import make_stage, show_error
from tests.e2e.waiting import wait_until
from tests.e2e.watching import Watch
from tests.gateways.server import Gateway
from tests.personalize.relays import ROOT, WORKER_WITH_BEAT, database_url
from tests.shop.factories import make_user

# A busy machine is slow, and no failure.
PATIENCE = 15_000


@pytest.fixture(scope="session")
def chromium() -> str:
    path = find_chromium()
    if not path:
        pytest.skip(
            "BROWSER TESTS NOT RUN: no Chromium was found; "
            "CHROMIUM_PATH=/path/to/chromium names one."
        )
    return path


@pytest.fixture(scope="session")
def browser_type_launch_args(
    browser_type_launch_args: dict[str, Any], chromium: str, shop: LiveServer
) -> dict[str, Any]:
    """Launch after the shop has opened, and so end before it closes."""
    return browser_type_launch_args | {"executable_path": chromium, "args": ARGUMENTS}


@pytest.fixture(scope="session")
def user_agent(browser: Browser) -> str:
    page = browser.new_page()
    agent = as_person(page.evaluate("navigator.userAgent"))
    page.close()
    return agent


@pytest.fixture(scope="session")
def base_url(shop: LiveServer) -> str:
    return shop.url


@pytest.fixture(scope="session")
def browser_context_args(
    browser_context_args: dict[str, Any], user_agent: str
) -> dict[str, Any]:
    expect.set_options(timeout=PATIENCE)
    return browser_context_args | {"user_agent": user_agent}


@pytest.fixture(scope="session")
def database(
    django_test_environment: None,
    django_db_modify_db_settings: None,
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[None]:
    """Open one database to all browser tests: they share it, as shoppers do.

    What pytest-django would make is emptied or rolled back after every test.
    """
    # Playwright runs an event loop in the thread of the tests.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with django_db_blocker.unblock():
        databases = setup_databases(verbosity=0, interactive=False)
        yield
        teardown_databases(databases, verbosity=0)


@pytest.fixture(scope="session")
def shop(database: None, fast_and_private_settings: None) -> Iterator[LiveServer]:
    """The demo shop with its trained recommender, on a port of its own."""
    call_command("load_demo", verbosity=0)
    train_model()
    # Enough for every test that buys; what is sold out stays so.
    Product.objects.available().update(stock=90)
    server = LiveServer("127.0.0.1")
    yield server
    server.stop()
    # Each holds a connection to the database until its browser has hung up.
    wait_until(
        lambda: not any("process_request" in t.name for t in enumerate_threads())
    )


@pytest.fixture(scope="module")
def worker(
    shop: LiveServer, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[subprocess.Popen[bytes]]:
    """A real Celery worker with beat, on the database and the broker of the tests."""
    folder: Path = tmp_path_factory.mktemp("worker")
    environment = {
        **os.environ,
        "DATABASE_URL": database_url(),
        "VAR_DIR": str(folder),
        "DJANGO_SETTINGS_MODULE": "shop.settings",
    }
    process = spawn(
        [sys.executable, *WORKER_WITH_BEAT],
        env=environment,
        cwd=ROOT,
        log=folder / "worker.log",
    )
    yield process
    stop([process])


@pytest.fixture
def gateways(shop: LiveServer) -> Iterator[dict[str, Gateway]]:
    with open_gateways(shop.url) as opened:
        yield opened


@pytest.fixture(autouse=True)
def hang_up() -> Iterator[None]:
    """Close what a test connected: Playwright gives each a context of its own."""
    yield
    connections.close_all()


@pytest.fixture
def page(page: Page) -> Page:
    page.set_default_timeout(PATIENCE)
    return page


@pytest.fixture
def shopper(shop: LiveServer) -> User:
    return make_user()


@pytest.fixture
def watch(context: BrowserContext) -> Watch:
    """Notes whatever goes wrong in the browser during a test."""
    return Watch(context)


@pytest.fixture
def let_in(context: BrowserContext, shop: LiveServer) -> Callable[[User], None]:
    """Log an account in without its form."""

    def let_user_in(user: User) -> None:
        client = Client()
        client.force_login(user)
        session = client.cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": session, "url": shop.url}])

    return let_user_in


@pytest.fixture
def visit(page: Page, shopper: User, let_in: Callable[[User], None]) -> Callable:
    """Open a place by its name, as who may go there."""
    stage = make_stage(shopper)

    def visit_place(place: str) -> Page:
        if place in CUSTOMER_PLACES:
            let_in(shopper)
        if place in NEWCOMER_PLACES:
            let_in(make_user())
        address = (GUEST_PLACES | CUSTOMER_PLACES | NEWCOMER_PLACES)[place]
        page.goto(address.format(**stage))
        return page

    return visit_place


@pytest.fixture
def fail(page: Page, shop: LiveServer) -> Callable[[str], Page]:
    """Open the page of an error by its name."""

    def open_error(name: str) -> Page:
        show_error(page, name)
        return page

    return open_error
