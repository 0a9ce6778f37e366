"""What one shopper does shows to others, in every process, without a training."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import pytest

from personalize.backends.live_events import POLL_EVERY
from personalize.backends.local import LocalBackend
from personalize.training import train_model
from shop.catalog.models import Product
from shop.demo.processes import find_free_port, is_answering, spawn, stop
from tests.e2e.waiting import wait_until
from tests.personalize.factories import BROWSER
from tests.personalize.histories import store_visits
from tests.personalize.relays import ROOT, database_url
from tests.shop.factories import make_products

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

# As the demo starts it.
GUNICORN = ("gunicorn", "shop.wsgi", "--worker-class=gthread", "--workers=2")
# Two seconds by design, see below; a busy machine takes its time.
SOON = 10


@pytest.fixture
def products() -> list[Product]:
    return make_products(4)


@pytest.fixture
def web(settings: Any, tmp_path: Path, products: list[Product]) -> Iterator[int]:
    """A web server of two processes, with a model that knows two of the products."""
    models = tmp_path / "models"
    settings.PERSONALIZE = settings.PERSONALIZE | {"MODEL_DIR": models}
    store_visits(5, products[0].sku, products[1].sku)
    train_model()
    port = find_free_port()
    environment = os.environ | {
        "DATABASE_URL": database_url(),
        "VAR_DIR": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "shop.settings",
    }
    process = spawn(
        [sys.executable, "-m", *GUNICORN, "--threads=4", f"--bind=127.0.0.1:{port}"],
        env=environment,
        cwd=ROOT,
        log=tmp_path / "web.log",
    )
    wait_until(lambda: is_answering(port))
    yield port
    stop([process])


def test_what_others_do_shows_within_two_seconds_by_design() -> None:
    assert LocalBackend.cache_timeout
    assert POLL_EVERY + LocalBackend.cache_timeout < 2


def test_what_others_do_shows_in_every_process(
    web: int, products: list[Product]
) -> None:
    known, _, asked, new = [product.sku for product in products]
    assert get_related(web, known)["backend"] == "local"
    assert get_related(web, asked)["backend"] == "popular"

    for shopper in ("ann", "ben", "eve"):
        track(web, shopper, asked)
        track(web, shopper, new)

    wait_until(lambda: are_related(web, asked, new), timeout=SOON)


def are_related(port: int, product_id: str, related_id: str) -> bool:
    """Whether all processes say so: other questions, as the cache knows the first."""
    answers = [get_related(port, product_id, num_results=n) for n in range(21, 41)]
    return all(
        answer["backend"] == "local"
        and answer["recommendations"][0]["productId"] == related_id
        for answer in answers
    )


def get_related(port: int, product_id: str, *, num_results: int = 6) -> dict[str, Any]:
    path = f"recommendations/{product_id}?numResults={num_results}"
    return call(port, "GET", path)


def track(port: int, user_id: str, product_id: str) -> None:
    body = {"userId": user_id, "productId": product_id}
    answer = call(port, "POST", "track/view", body)
    assert answer["success"], answer


def call(port: int, method: str, path: str, body: object = None) -> dict[str, Any]:
    connection = HTTPConnection("127.0.0.1", port, timeout=10)
    headers = {"Content-Type": "application/json", "User-Agent": BROWSER}
    content = json.dumps(body) if body else None
    connection.request(method, f"/api/personalize/{path}", content, headers)
    answer: dict[str, Any] = json.loads(connection.getresponse().read())
    connection.close()
    return answer
