"""The grades of Lighthouse for the three pages a visitor comes to first."""

from __future__ import annotations

import http.client
import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from pytest_django.live_server_helper import LiveServer

from shop.catalog.models import Category, Product
from shop.demo.processes import stop
from tests.e2e.lighthouse import (
    LighthouseMissingError,
    Report,
    grade,
    install_lighthouse,
)
from tests.e2e.production import ProductionShop, start_production

pytestmark = pytest.mark.browser
CATEGORIES = ["accessibility", "best-practices", "seo"]


@pytest.fixture(scope="module")
def production(
    shop: LiveServer, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[ProductionShop]:
    production = start_production(tmp_path_factory.mktemp("production"))
    yield production
    stop([production.process])


@pytest.fixture(scope="module")
def lighthouse(chromium: str) -> str:
    try:
        install_lighthouse()
    except LighthouseMissingError as reason:
        pytest.skip(f"LIGHTHOUSE NOT RUN: {reason}.")
    return chromium


@pytest.fixture(scope="module", params=["home", "category", "product"])
def report(
    request: pytest.FixtureRequest, production: ProductionShop, lighthouse: str
) -> Report:
    boots = Category.objects.get(slug="boots")
    boot = Product.objects.available().in_category(boots).newest()[0]
    addresses = {
        "home": "/",
        "category": boots.get_absolute_url(),
        "product": boot.get_absolute_url(),
    }
    return grade(production.url + addresses[request.param], chromium=lighthouse)


@pytest.mark.parametrize("category", CATEGORIES)
def test_a_page_is_graded_very_good(report: Report, category: str) -> None:
    assert report.grades[category] >= 0.95, report.findings


def test_nothing_on_a_page_jumps(report: Report) -> None:
    assert round(report.layout_shift, 2) == 0


def test_a_page_is_not_slow(report: Report) -> None:
    # Far below what docs/looks.md names: a busy machine is no slow page.
    assert report.grades["performance"] >= 0.6, report.findings


@pytest.mark.parametrize("kind", ["css", "js"])
def test_static_files_are_hashed_compressed_and_kept(
    production: ProductionShop, kind: str
) -> None:
    connection = http.client.HTTPConnection(urlsplit(production.url).netloc)
    connection.request("GET", "/")
    page = connection.getresponse().read().decode()
    address = re.findall(rf'"(/static/[^"]+\.{kind})"', page)[0]

    connection.request("GET", address, headers={"Accept-Encoding": "gzip"})

    headers = connection.getresponse().headers
    connection.close()
    assert headers["Content-Encoding"] == "gzip"
    assert "immutable" in headers["Cache-Control"]
