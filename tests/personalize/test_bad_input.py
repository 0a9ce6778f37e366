"""Everything a client can get wrong is its own mistake, and leaves nothing behind."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from personalize.identity import guests
from personalize.models import Event, IdentityLink
from shop.catalog.models import Product
from tests.personalize.factories import USER, post

pytestmark = pytest.mark.django_db

PATHS = ["track/view", "track/cart", "track/purchase", "track", "rankings"]


@pytest.fixture(autouse=True)
def _nothing_is_stored(db: None) -> Iterator[None]:
    yield
    assert not Event.objects.exists()
    assert not IdentityLink.objects.exists()


def send(
    body: bytes | str,
    path: str = "track/view",
    content_type: str = "application/json",
    **headers: str,
) -> HttpResponse:
    """Send the very bytes, which need not be JSON."""
    return Client().generic(
        "POST",
        f"/api/personalize/{path}",
        body,
        content_type=content_type,
        headers=headers,
    )


# Bodies


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(
    "body",
    [
        "",
        "{",
        "[]",
        "7",
        "null",
        '"text"',
        "{}",
        b"\xff\xfe{\x00}\x00",
        b"\xef\xbb\xbf{}",
        '{"userId": NaN}',
        '{"a": Infinity}',
        '{"a": -Infinity}',
        '{"a": 1e999}',
        f'{{"a": {"9" * 5000}}}',
        '{"userId": "a", "userId": "b"}',
        "[" * 100_000,
        "[" * 2_000 + "]" * 2_000,
        '{"a":' * 2_000 + "1" + "}" * 2_000,
        '{"productData": {"a": {"b": {"c": {"d": {}}}}}}',
    ],
    ids=lambda value: str(value[:12]),
)
def test_a_body_that_is_no_request_is_refused(path: str, body: bytes | str) -> None:
    response = send(body, path)
    assert response.status_code in (400, 413)
    assert response.json()["success"] is False


@pytest.mark.parametrize("text", ["\\u0000", "\\ud800", "\\udfff", "\x00"])
@pytest.mark.parametrize(
    "field", ["userId", "productId", "sessionId", "eventId", "recommendationId"]
)
def test_text_that_no_database_holds_is_refused(
    product: Product, field: str, text: str
) -> None:
    fields = {"userId": USER, "productId": product.sku} | {field: "MARK"}
    response = send(json.dumps(fields).replace("MARK", f"a{text}b"))
    assert response.status_code == 400


@pytest.mark.parametrize("text", ["\\u0000", "\\ud800"])
def test_such_text_is_refused_even_where_it_would_be_ignored(
    product: Product, text: str
) -> None:
    body = f'{{"userId":"a","productId":"{product.sku}","productData":{{"{text}":1}}}}'
    assert send(body).status_code == 400


@pytest.mark.parametrize(
    ("path", "size"),
    [("track/view", 17), ("track/purchase", 17), ("track", 65), ("rankings", 65)],
)
def test_an_oversize_body_is_refused(path: str, size: int) -> None:
    response = send(json.dumps({"userId": "x" * size * 1024}), path)
    assert response.status_code == 413
    assert response.json()["errors"] == {}


def test_an_oversize_body_is_refused_before_it_is_read() -> None:
    response = send("{}", **{"Content-Length": "60000000"})
    assert response.status_code == 413


@pytest.mark.parametrize("length", ["-1", "abc", "", "0"])
def test_a_wrong_length_is_an_empty_body(length: str) -> None:
    assert send('{"userId": "a"}', **{"Content-Length": length}).status_code == 400


@pytest.mark.parametrize(
    "content_type",
    [
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/xml",
        "application/json; charset=bz2_codec",
        "application/json; charset=zip",
        "application/json; charset=utf-16",
        'application/json; charset="utf-7"',
        "application/json; charset=latin-1",
    ],
)
def test_only_json_in_utf_8_is_read(product: Product, content_type: str) -> None:
    body = json.dumps({"userId": USER, "productId": product.sku})
    assert send(body, content_type=content_type).status_code == 415


def test_a_compressed_body_is_not_unpacked(product: Product) -> None:
    body = gzip.compress(json.dumps({"userId": USER, "productId": "x"}).encode())
    assert send(body, **{"Content-Encoding": "gzip"}).status_code == 400


# The rest of HTTP


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "track/view", 405),
        ("PUT", "track", 405),
        ("DELETE", "recommendations", 405),
        ("POST", "recommendations", 405),
        ("POST", "nothing", 404),
        ("GET", "track/nothing/at/all", 404),
    ],
)
def test_what_is_not_offered_is_answered_in_the_same_shape(
    method: str, path: str, status: int
) -> None:
    response = Client().generic(method, f"/api/personalize/{path}")
    assert response.status_code == status
    assert set(response.json()) == {"success", "message", "errors"}


def test_only_json_is_answered() -> None:
    response = Client().get(
        "/api/personalize/recommendations", headers={"Accept": "text/html"}
    )
    assert response.status_code == 406
    assert response.json()["success"] is False


def test_a_guest_cannot_be_smuggled_in_by_the_cookie_of_another(
    product: Product,
) -> None:
    client = Client()
    client.cookies["gid"] = guests.mint()
    assert (
        post("track/view", {"productId": product.sku}, client=client).status_code == 400
    )


# Anything at all

NAMES = [
    "userId",
    "sessionId",
    "items",
    "events",
    "quantity",
    "timestamp",
    "eventId",
    "productData",
    "eventType",
    "productIds",
]


def objects(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.dictionaries(st.sampled_from(NAMES), inner, max_size=5)


scalars = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=20)
    | st.sampled_from(["u_x", "g_x", "View", "me", "Search"])
)
values = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=3) | objects(inner), max_leaves=8
)


@settings(
    max_examples=300,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(path=st.sampled_from(PATHS), body=objects(values))
def test_nothing_at_all_makes_the_server_fail(path: str, body: dict[str, Any]) -> None:
    response = send(json.dumps(body), path)
    assert response.status_code in (200, 202, 400, 403, 413, 429)
    assert response.json()["success"] is (response.status_code < 400)
