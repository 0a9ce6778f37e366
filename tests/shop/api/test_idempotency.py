from __future__ import annotations

from typing import Any

import pytest

from tests.shop.api.calls import Api, make_guest
from tests.shop.factories import make_product


def add(api: Api, key: str, **fields: Any) -> Any:
    return api.post("cart/lines", {"sku": "tee"} | fields, Idempotency_Key=key)


@pytest.fixture(autouse=True)
def _product(db: None) -> None:
    make_product(sku="tee")


def test_a_call_sent_again_is_done_once_and_answered_alike(guest: Api) -> None:
    first, again = add(guest, "key-1"), add(guest, "key-1")
    assert again.json() == first.json()
    assert again.status_code == first.status_code == 201
    assert again["Idempotency-Replayed"] == "true"
    assert guest.get("cart").json()["quantity"] == 1


def test_another_key_is_another_call(guest: Api) -> None:
    add(guest, "key-1")
    add(guest, "key-2")
    assert guest.get("cart").json()["quantity"] == 2


def test_a_key_is_each_callers_own() -> None:
    one, other = make_guest(), make_guest()
    add(one, "key-1")
    add(other, "key-1")
    assert other.get("cart").json()["quantity"] == 1


def test_a_key_of_another_call_conflicts(guest: Api) -> None:
    add(guest, "key-1")
    assert add(guest, "key-1", quantity=2).status_code == 409


def test_what_was_refused_may_be_tried_again_under_its_key(guest: Api) -> None:
    assert add(guest, "key-1", quantity=11).status_code == 409
    assert add(guest, "key-1", quantity=1).status_code == 201


@pytest.mark.parametrize("key", ["", " ", "a b", "x" * 65, "é"])
def test_a_key_of_no_form_is_refused(guest: Api, key: str) -> None:
    response = add(guest, key)
    assert response.status_code == 400
    assert list(response.json()["errors"]) == ["Idempotency-Key"]
