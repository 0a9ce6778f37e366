from __future__ import annotations

from typing import Any

import pytest

from personalize.enums import EventType
from personalize.models import Event
from shop.accounts.models import User
from shop.catalog.models import Product
from shop.reviews.models import Review
from tests.personalize.factories import make_bearer
from tests.shop.api.calls import Api, make_guest, make_shopper
from tests.shop.factories import make_order, make_product, make_products, make_user


@pytest.fixture
def product(db: None) -> Product:
    return make_product("Tee", sku="tee")


@pytest.fixture
def buyer(product: Product) -> User:
    user = make_user()
    order = make_order(product, user=user)
    order.status = "delivered"
    order.save()
    return user


def write(user: User, **fields: Any) -> Any:
    said = {"rating": 5, "text": "Soft."} | fields
    return make_shopper(user).put("products/tee/reviews/me", said)


def test_a_wish_is_kept_and_taken_back(shopper: Api, product: Product) -> None:
    assert shopper.put("wishlist/tee").status_code == 204
    assert shopper.put("wishlist/tee").status_code == 204
    (wish,) = shopper.get("wishlist").json()["results"]
    assert wish["product"]["sku"] == "tee"
    assert shopper.delete("wishlist/tee").status_code == 204
    assert shopper.get("wishlist").json()["count"] == 0


def test_a_wish_is_tracked_once(guest: Api, product: Product) -> None:
    api = Api(**guest.headers, **make_bearer(make_user()))
    api.put("wishlist/tee")
    api.put("wishlist/tee")
    (event,) = Event.objects.filter(event_type=EventType.ADD_TO_WISHLIST)
    assert event.session_id.startswith("g_")
    assert event.user_id.startswith("u_")


def test_a_wishlist_is_its_accounts(shopper: Api, product: Product) -> None:
    shopper.put("wishlist/tee")
    assert make_shopper().get("wishlist").json()["count"] == 0


@pytest.mark.parametrize("method", ["put", "delete"])
def test_what_is_not_sold_is_not_wished_for(shopper: Api, method: str) -> None:
    assert shopper.call(method, "wishlist/nothing", {}).status_code == 404


@pytest.mark.parametrize("number", [1, 9])
def test_a_wishlist_takes_as_many_queries_however_long_it_is(
    shopper: Api, django_assert_num_queries: Any, number: int
) -> None:
    for product in make_products(number):
        shopper.put(f"wishlist/{product.sku}")
    # The user, how many there are, and the products.
    with django_assert_num_queries(3):
        assert len(shopper.get("wishlist").json()["results"]) == number


def test_a_buyer_says_something_which_all_read(
    anybody: Api, buyer: User, settings: Any
) -> None:
    settings.REVIEWS_PUBLISH_AT_ONCE = True
    assert write(buyer, title="Lovely").json()["status"] == "published"
    page = anybody.get("products/tee/reviews").json()
    assert page["results"][0]["title"] == "Lovely"
    assert page["rating"] == "5.00"
    assert page["shares"][0] == {"rating": 5, "number": 1, "percent": 100}


def test_what_is_not_read_yet_its_author_sees_alone(
    anybody: Api, buyer: User, settings: Any
) -> None:
    settings.REVIEWS_PUBLISH_AT_ONCE = False
    write(buyer)
    own = make_shopper(buyer).get("products/tee/reviews/me").json()
    assert own["status"] == "pending"
    assert anybody.get("products/tee/reviews").json()["results"] == []


def test_only_a_buyer_says_something(shopper: Api, product: Product) -> None:
    response = shopper.put("products/tee/reviews/me", {"rating": 1})
    assert response.status_code == 409
    assert not Review.objects.exists()


def test_a_review_is_taken_back(buyer: User) -> None:
    write(buyer)
    api = make_shopper(buyer)
    assert api.delete("products/tee/reviews/me").status_code == 204
    assert api.get("products/tee/reviews/me").status_code == 404


def test_a_review_is_tracked(buyer: User) -> None:
    write(buyer)
    assert Event.objects.filter(event_type=EventType.REVIEW).count() == 1


@pytest.mark.parametrize("make_api", [Api, make_guest])
def test_reviews_are_written_by_accounts(product: Product, make_api: Any) -> None:
    response = make_api().put("products/tee/reviews/me", {"rating": 5})
    assert response.status_code == 401


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("rating", 0),
        ("rating", 6),
        ("rating", 4.5),
        ("rating", "5"),
        ("rating", True),
        ("rating", None),
        ("title", "x" * 121),
        ("text", "x" * 4001),
        ("text", 7),
        ("text", None),
    ],
    ids=lambda value: str(value)[:9],
)
def test_a_review_of_no_form_is_refused_by_name(
    buyer: User, field: str, value: Any
) -> None:
    response = write(buyer, **{field: value})
    assert response.status_code == 400
    assert list(response.json()["errors"]) == [field]
