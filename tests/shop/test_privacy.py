"""Turning off what is recommended by what one did, and having that erased."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from personalize.enums import EventType
from personalize.identity import get_user_id
from personalize.models import Event
from shop.accounts.models import User
from shop.catalog.models import Product
from shop.orders.models import Order
from shop.orders.statuses import Status
from shop.orders.transitions import change_status
from tests.shop.factories import make_order, make_product, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def user() -> User:
    return make_user()


@pytest.fixture
def product() -> Product:
    return make_product()


@pytest.fixture
def client(shopper: Client, user: User, product: Product) -> Client:
    """Somebody who is logged in and has looked at a product."""
    shopper.force_login(user)
    look_at(shopper, product)
    return shopper


def look_at(client: Client, product: Product) -> None:
    assert client.get(product.get_absolute_url()).status_code == 200


def turn(client: Client, choice: str) -> Any:
    form = {"personal": choice}
    return client.post(reverse("privacy-choose"), form, follow=True)


def erase(client: Client) -> Any:
    return client.post(reverse("privacy-erase"), follow=True)


def get_recently_viewed(client: Client) -> list[Any]:
    data = {"useCase": "recently-viewed"}
    answer = client.get("/api/personalize/recommendations", data)
    return answer.json()["recommendations"]


def count_views() -> int:
    return Event.objects.filter(event_type=EventType.VIEW).count()


def get_home(client: Client) -> str:
    return client.get(reverse("account-home")).content.decode()


def make_prepared_order(user: User | None, visitor_id: str, product: Product) -> Order:
    order = make_order(product, user=user)
    order.visitor = {"user_id": "", "session_id": visitor_id, "is_tracked": True}
    order.save()
    return order


def test_the_account_says_that_recommendations_are_on(client: Client) -> None:
    assert "Turn off" in get_home(client)
    assert "Erase it" not in get_home(client)


def test_turning_off_stops_at_once(client: Client, product: Product) -> None:
    response = turn(client, "off")
    look_at(client, product)
    assert "Nothing you do is noted for recommendations" in response.content.decode()
    assert count_views() == 1


def test_what_was_noted_before_recommends_nothing_any_more(client: Client) -> None:
    assert len(get_recently_viewed(client)) == 1
    turn(client, "off")
    assert get_recently_viewed(client) == []


def test_turning_on_again_brings_the_past_back(
    client: Client, product: Product
) -> None:
    turn(client, "off")
    turn(client, "on")
    look_at(client, product)
    assert count_views() == 2
    assert len(get_recently_viewed(client)) == 1


def test_an_order_that_is_paid_after_turning_off_is_not_told(
    client: Client, user: User, product: Product
) -> None:
    order = make_prepared_order(user, "s_1", product)
    turn(client, "off")
    change_status(order, Status.PAID)
    assert not Event.objects.filter(event_type=EventType.PURCHASE).exists()


def test_an_order_of_the_guest_who_became_the_account_is_not_told_either(
    client: Client, user: User, product: Product
) -> None:
    order = make_prepared_order(None, "g_1", product)
    turn(client, "off")
    Order.objects.update(user=user)
    change_status(order, Status.PAID)
    assert not Event.objects.filter(event_type=EventType.PURCHASE).exists()


def test_an_order_of_somebody_else_is_told(client: Client, product: Product) -> None:
    order = make_prepared_order(make_user(), "s_1", product)
    turn(client, "off")
    change_status(order, Status.PAID)
    assert Event.objects.filter(event_type=EventType.PURCHASE).count() == 1


def test_erasing_leaves_nothing_of_the_past(client: Client, user: User) -> None:
    other = Event.objects.create(event_type=EventType.VIEW, visitor_id="u_other")
    turn(client, "off")
    assert "Erase it" in get_home(client)
    assert "is erased" in erase(client).content.decode()
    assert "Nothing is stored" in get_home(client)
    assert list(Event.objects.all()) == [other]


def test_erasing_turns_off_and_keeps_orders(
    client: Client, user: User, product: Product
) -> None:
    order = make_prepared_order(user, "s_1", product)
    erase(client)
    look_at(client, product)
    change_status(order, Status.PAID)
    order.refresh_from_db()
    assert (order.user, order.visitor) == (user, {})
    assert not Event.objects.exists()


def test_a_past_that_is_erased_is_not_revived(
    client: Client, user: User, product: Product
) -> None:
    erased = get_user_id(user)
    turn(client, "off")
    erase(client)
    turn(client, "on")
    look_at(client, product)
    assert Event.objects.get().user_id == get_user_id(user) != erased


def test_whoever_works_here_has_nothing_to_choose(shopper: Client) -> None:
    shopper.force_login(make_user(is_staff=True))
    assert "You work here" in get_home(shopper)


@pytest.mark.parametrize("name", ["privacy-choose", "privacy-erase"])
def test_a_link_changes_nothing(client: Client, name: str) -> None:
    assert client.get(reverse(name)).status_code == 405


@pytest.mark.parametrize("name", ["privacy-choose", "privacy-erase"])
def test_a_guest_is_asked_to_log_in(shopper: Client, name: str) -> None:
    response = shopper.post(reverse(name))
    assert response["Location"].startswith(reverse("account_login"))
