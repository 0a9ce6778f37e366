from __future__ import annotations

import http.cookiejar
import json
import re
import signal
import sqlite3
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.e2e.running import RunningDemo, start_demo, wait_until_ready

# One worker of pytest-xdist runs them all, and starts the demo once.
pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("demo")]

PASSWORD = "demo-shop-2026"
# Bots are not recommended anything personal.
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


def make_visitor() -> urllib.request.OpenerDirector:
    cookies = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
    visitor = urllib.request.build_opener(cookies)
    visitor.addheaders = [("User-Agent", FIREFOX)]
    return visitor


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("demo")


@pytest.fixture(scope="module")
def demo(folder: Path) -> Iterator[RunningDemo]:
    demo = wait_until_ready(start_demo(folder))
    yield demo
    demo.end(signal.SIGTERM)


@pytest.fixture
def visitor() -> urllib.request.OpenerDirector:
    return make_visitor()


def read(visitor: urllib.request.OpenerDirector, url: str) -> str:
    with closing(visitor.open(url, timeout=30)) as response:
        return response.read().decode()


def submit(visitor: urllib.request.OpenerDirector, url: str, **fields: str) -> str:
    token = re.search(r'csrfmiddlewaretoken" value="(\w+)"', read(visitor, url))
    form = urllib.parse.urlencode(fields | {"csrfmiddlewaretoken": token[1]})
    with closing(visitor.open(url, form.encode(), timeout=30)) as response:
        return response.read().decode()


def post(url: str, body: dict[str, object]) -> dict[str, object]:
    headers = {"Content-Type": "application/json"}
    request = urllib.request.Request(url, json.dumps(body).encode(), headers)
    with closing(urllib.request.urlopen(request, timeout=30)) as response:
        return json.load(response)


def find_product(page: str) -> str:
    return re.search(r"/p/([\w-]+)/", page)[1]


def get_recommended(demo: RunningDemo, name: str) -> set[str]:
    visitor, login = make_visitor(), f"{name}@example.com"
    submit(visitor, f"{demo.url}/accounts/login/", login=login, password=PASSWORD)
    blocks = read(visitor, f"{demo.url}/").split("<h2")
    block = next(block for block in blocks if "Recommended for you" in block)
    return set(re.findall(r"/p/([\w-]+)/", block))


def wait_for_count(folder: Path, event_id: str, *, timeout: float = 30) -> bool:
    """Wait until the worker has counted the event."""
    query = "SELECT is_counted FROM personalize_event WHERE event_id = ?"
    deadline = time.monotonic() + timeout
    with closing(sqlite3.connect(folder / "db.sqlite3", timeout=20)) as database:
        key = (event_id.replace("-", ""),)
        while time.monotonic() < deadline:
            if database.execute(query, key).fetchone() == (1,):
                return True
            time.sleep(0.2)
    return False


def test_it_says_where_everything_is(demo: RunningDemo) -> None:
    output = demo.output.read_text()

    assert f"{demo.url}/admin/" in output
    assert f"{demo.url}/api/docs/" in output
    assert PASSWORD in output


def test_the_shop_recommends(
    demo: RunningDemo, visitor: urllib.request.OpenerDirector
) -> None:
    page = read(visitor, f"{demo.url}/")

    assert page.count("<h2") >= 2
    assert "/p/" in page


def test_pictures_and_styles_are_served(
    demo: RunningDemo, visitor: urllib.request.OpenerDirector
) -> None:
    page = read(visitor, f"{demo.url}/")
    style = re.search(r'href="(/static/[^"]+\.css)"', page)[1]
    picture = re.search(r'src="(/media/[^"]+)"', page)[1]

    assert visitor.open(demo.url + style).status == 200
    assert visitor.open(demo.url + picture).status == 200


def test_the_api_recommends(
    demo: RunningDemo, visitor: urllib.request.OpenerDirector
) -> None:
    url = f"{demo.url}/api/personalize/recommendations?userId=test-user-123"

    answer = json.loads(read(visitor, url))

    assert answer["success"] is True
    assert len(answer["recommendations"]) == 10


def test_an_event_reaches_the_worker(
    demo: RunningDemo, folder: Path, visitor: urllib.request.OpenerDirector
) -> None:
    product = find_product(read(visitor, f"{demo.url}/"))
    body = {"userId": "test-user-123", "productId": product}

    answer = post(f"{demo.url}/api/personalize/track/view", body)

    assert wait_for_count(folder, str(answer["eventId"]))


def test_the_admin_lets_its_staff_in(
    demo: RunningDemo, visitor: urllib.request.OpenerDirector
) -> None:
    url = f"{demo.url}/admin/login/?next=/admin/"

    page = submit(visitor, url, username="admin@example.com", password=PASSWORD)

    assert "Site administration" in page


def test_two_shoppers_are_recommended_different_things(demo: RunningDemo) -> None:
    anna, ben = get_recommended(demo, "anna"), get_recommended(demo, "ben")

    assert len(anna & ben) < len(anna) / 2


def test_the_docs_of_the_api_are_there(
    demo: RunningDemo, visitor: urllib.request.OpenerDirector
) -> None:
    assert "swagger" in read(visitor, f"{demo.url}/api/docs/").lower()


def test_a_taken_port_is_named(demo: RunningDemo, folder: Path) -> None:
    second = start_demo(folder, port=demo.port)

    assert second.process.wait(timeout=30) != 0
    assert f"Port {demo.port} is taken" in second.output.read_text()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_no_process_is_left_after(number: signal.Signals, folder: Path) -> None:
    demo = wait_until_ready(start_demo(folder))

    left = demo.end(number)

    assert left == []
    assert demo.process.returncode == 0


def test_it_starts_again_after_being_killed(folder: Path) -> None:
    wait_until_ready(start_demo(folder)).end(signal.SIGKILL)

    demo = wait_until_ready(start_demo(folder), timeout=60)

    assert demo.end(signal.SIGTERM) == []
