from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from personalize.enums import EventType
from personalize.models import Event
from shop.accounts.models import User
from shop.catalog.models import Product
from shop.orders.models import Order
from tests.shop.factories import PASSWORD, make_order, make_product, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def product() -> Product:
    return make_product()


@pytest.fixture
def buyer(product: Product) -> User:
    user = make_user()
    make_order(product, user=user)
    Order.objects.update(status=Order.Status.DELIVERED)
    return user


def get_items(event_type: str) -> list[str]:
    return [event.item_id for event in Event.objects.filter(event_type=event_type)]


def wish(client: Client, product: Product, wished: str = "true") -> None:
    data = {"sku": product.sku, "wished": wished}
    client.post(reverse("wishlist-change"), data)


def review(client: Client, product: Product, rating: int) -> None:
    client.post(reverse("review-write", args=[product.sku]), {"rating": rating})


def test_a_wish_is_told_once(shopper: Client, product: Product, buyer: User) -> None:
    shopper.force_login(buyer)
    wish(shopper, product)
    wish(shopper, product)
    wish(shopper, product, "false")
    assert get_items(EventType.ADD_TO_WISHLIST) == [product.sku]


def test_a_guests_wish_is_told_when_it_has_an_account(
    shopper: Client, product: Product, buyer: User
) -> None:
    wish(shopper, product)
    assert get_items(EventType.ADD_TO_WISHLIST) == []
    login = {"login": buyer.email, "password": PASSWORD}
    shopper.post(reverse("account_login"), login)
    assert get_items(EventType.ADD_TO_WISHLIST) == [product.sku]


def test_a_review_is_told_once(shopper: Client, product: Product, buyer: User) -> None:
    shopper.force_login(buyer)
    review(shopper, product, 3)
    review(shopper, product, 5)
    assert get_items(EventType.REVIEW) == [product.sku]


def test_a_bad_review_is_no_sign_of_liking(
    shopper: Client, product: Product, buyer: User
) -> None:
    shopper.force_login(buyer)
    review(shopper, product, 2)
    assert get_items(EventType.REVIEW) == []
