from __future__ import annotations

from typing import Any

import pytest
from django.core.cache import cache

from tests.shop.api.calls import Api
from tests.shop.factories import make_product

DOORS = ["categories", "products", "products/tee"]


@pytest.fixture(autouse=True)
def _catalogue(db: None) -> None:
    cache.clear()
    make_product("Tee", sku="tee")


@pytest.mark.parametrize("path", DOORS)
def test_an_answer_may_be_kept_by_all_and_has_an_etag(anybody: Api, path: str) -> None:
    response = anybody.get(path)
    assert response["Cache-Control"] == "public, max-age=30"
    assert response["ETag"].startswith('"')
    assert "Vary" not in response or "Cookie" not in response["Vary"]


@pytest.mark.parametrize("path", DOORS)
@pytest.mark.parametrize("form", ["{}", "W/{}", '"other", {}'])
def test_who_has_the_answer_is_not_sent_it_again(
    anybody: Api, path: str, form: str
) -> None:
    etag = anybody.get(path)["ETag"]
    response = anybody.get(path, If_None_Match=form.format(etag))
    assert (response.status_code, response.content) == (304, b"")
    assert response["ETag"] == etag


@pytest.mark.parametrize("path", DOORS)
def test_asking_again_soon_asks_no_database(
    anybody: Api, django_assert_num_queries: Any, path: str
) -> None:
    etag = anybody.get(path)["ETag"]
    with django_assert_num_queries(0):
        assert anybody.get(path, If_None_Match=etag).status_code == 304


def test_a_new_price_is_another_answer(anybody: Api) -> None:
    etag = anybody.get("products/tee")["ETag"]
    make_product("Boot")
    cache.clear()
    response = anybody.get("products", If_None_Match=etag)
    assert response.status_code == 200
    assert response["ETag"] != etag


def test_an_error_is_not_kept(anybody: Api) -> None:
    response = anybody.get("products/nothing")
    assert "ETag" not in response
    assert response["Cache-Control"] == "private, no-store"
