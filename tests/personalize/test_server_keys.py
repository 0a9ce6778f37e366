from __future__ import annotations

from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from personalize.models import Event, ServerKey
from shop.catalog.models import Product
from tests.personalize.factories import (
    USER,
    make_api_key,
    post,
)

pytestmark = pytest.mark.django_db


def test_a_servers_key_is_made_by_a_command_and_shown_once(product: Product) -> None:
    out = StringIO()
    call_command("create_server_key", "Warehouse", stdout=out, stderr=StringIO())
    header = out.getvalue().strip()
    key = ServerKey.objects.get()
    assert key.secret_hash not in header
    assert header.partition(".")[2] not in key.secret_hash
    body = {"userId": USER, "productId": product.sku}
    assert post("track/view", body, Authorization=header).status_code == 202


def test_a_key_for_reading_stores_nothing(product: Product) -> None:
    key = make_api_key(can_write=False)
    body = {"userId": USER, "productId": product.sku}
    assert post("track/view", body, **key).status_code == 403
    assert not Event.objects.exists()
    url = "/api/personalize/recommendations"
    assert Client().get(url, headers=key).status_code == 200


@pytest.mark.parametrize("path", ["recommendations", "recommendations/x"])
def test_a_key_for_writing_reads_nothing(path: str) -> None:
    key = make_api_key(can_read=False)
    response = Client().get(f"/api/personalize/{path}", headers=key)
    assert response.status_code == 403


@pytest.mark.parametrize(
    "spoil", [lambda key: key[:-1], lambda key: key + "x", str.upper]
)
def test_a_wrong_key_is_refused(product: Product, spoil: Any) -> None:
    header = spoil(make_api_key()["Authorization"])
    body = {"userId": USER, "productId": product.sku}
    assert post("track/view", body, Authorization=header).status_code == 401


def test_a_key_that_was_switched_off_is_refused(product: Product) -> None:
    key = make_api_key()
    ServerKey.objects.update(is_active=False)
    body = {"userId": USER, "productId": product.sku}
    assert post("track/view", body, **key).status_code == 401
