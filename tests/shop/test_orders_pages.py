from __future__ import annotations

from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse

from shop.cart.models import CartLine
from shop.orders.models import Order, OrderLine
from shop.orders.statuses import Status
from shop.orders.timeline import get_timeline
from shop.orders.transitions import change_status
from tests.shop.factories import make_order, make_product, make_user

pytestmark = pytest.mark.django_db


def message(response: Any) -> str:
    return " ".join(str(each) for each in get_messages(response.wsgi_request))


def order_again(client: Client, order: Order) -> Any:
    return client.post(reverse("order-again", args=[order.number, order.key]))


def cancel(client: Client, order: Order) -> Any:
    return client.post(reverse("order-cancel", args=[order.number, order.key]))


def test_shoppers_see_their_own_orders_only(client: Client) -> None:
    user = make_user()
    own = make_order(make_product(), user=user)
    others = make_order(make_product(), user=make_user())
    client.force_login(user)
    assert list(client.get(reverse("order-list")).context["page"]) == [own]
    assert client.get(own.get_absolute_url()).context["order"] == own
    assert client.get(others.get_absolute_url()).status_code == 404


def test_the_order_history_asks_to_log_in(client: Client) -> None:
    order = make_order(make_product())
    assert "login" in client.get(reverse("order-list"))["Location"]
    assert "login" in client.get(order.get_absolute_url())["Location"]


def test_the_lines_of_an_order_are_read_in_one_query(
    django_assert_num_queries: Any,
) -> None:
    order = make_order(*[make_product() for _ in range(5)])
    with django_assert_num_queries(1):
        assert [line.product.name for line in order.lines.for_display()]


def test_what_was_sold_can_be_counted_again() -> None:
    product, other = make_product(), make_product(sold=7)
    make_order(product, product)
    OrderLine.objects.recount_sold()
    product.refresh_from_db()
    other.refresh_from_db()
    assert (product.sold, other.sold) == (2, 0)


def test_what_was_cancelled_is_not_counted_as_sold() -> None:
    product = make_product(stock=1)
    change_status(make_order(product), Status.CANCELLED)
    OrderLine.objects.recount_sold()
    product.refresh_from_db()
    assert product.sold == 0


def test_a_long_history_comes_in_pages(client: Client) -> None:
    user, product = make_user(), make_product()
    orders = [make_order(product, user=user) for _ in range(11)]
    client.force_login(user)
    first = client.get(reverse("order-list")).context["page"]
    second = client.get(reverse("order-list"), {"page": "2"}).context["page"]
    assert [*first, *second] == orders[::-1]
    assert len(first) == 10


@pytest.mark.parametrize("page", ["0", "-1", "999", "x", "9" * 5000])
def test_a_page_that_is_none_is_no_error(client: Client, page: str) -> None:
    client.force_login(make_user())
    assert client.get(reverse("order-list"), {"page": page}).status_code == 200


def test_the_link_of_an_e_mail_opens_the_order_for_anybody() -> None:
    order = make_order(make_product("Cup"), user=make_user())
    response = Client().get(order.link_path)
    assert response.context["order"] == order
    assert "Cup" in response.content.decode()


@pytest.mark.parametrize("key", ["x", "A" * 43, "confirmation"])
def test_a_guessed_link_opens_nothing(key: str) -> None:
    order = make_order(make_product())
    address = f"/orders/{order.number}/{key}/"
    assert Client().get(address).status_code == 404


def test_the_link_of_one_order_does_not_open_another() -> None:
    order, other = make_order(make_product()), make_order(make_product())
    address = reverse("order-link", args=[other.number, order.key])
    assert Client().get(address).status_code == 404


def test_a_link_outlives_a_new_secret(settings: Any) -> None:
    order = make_order(make_product())
    address = order.link_path
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another-secret"
    assert Client().get(address).status_code == 200


def test_the_timeline_tells_what_was_and_what_comes() -> None:
    order = make_order(make_product())
    change_status(order, Status.PAID)
    steps = get_timeline(order)
    assert [step.label for step in steps if step.changed_at] == ["Paid"]
    assert [step.status for step in steps if not step.changed_at] == [
        "packed",
        "shipped",
        "delivered",
    ]


def test_the_timeline_of_an_order_without_a_history_begins_with_it() -> None:
    order = make_order(make_product())
    first = get_timeline(order)[0]
    assert (first.label, first.changed_at) == ("Placed", order.placed_at)


def test_a_buyer_cancels_what_is_not_packed(client: Client) -> None:
    user = make_user()
    order = make_order(make_product(), user=user)
    client.force_login(user)
    assert cancel(client, order)["Location"] == order.get_absolute_url()
    assert order.history.get().changed_by == user
    order.refresh_from_db()
    assert order.status == "cancelled"


def test_a_guest_cancels_by_the_link_of_the_e_mail(client: Client) -> None:
    order = make_order(make_product())
    change_status(order, Status.CASH_PENDING)
    response = cancel(client, order)
    assert (response["Location"], message(response)) == (
        order.link_path,
        "Your order is cancelled.",
    )


def test_nobody_cancels_what_is_packed(client: Client) -> None:
    order = make_order(make_product())
    change_status(order, Status.CASH_PENDING)
    change_status(order, Status.PACKED)
    assert "can no longer be cancelled" in message(cancel(client, order))
    order.refresh_from_db()
    assert order.status == "packed"


@pytest.mark.parametrize("name", ["order-cancel", "order-again"])
def test_a_stranger_changes_nothing(client: Client, name: str) -> None:
    order = make_order(make_product())
    client.force_login(make_user())
    address = reverse(name, args=[order.number, "x" * 43])
    assert client.post(address).status_code == 404
    assert not CartLine.objects.exists()
    assert not order.history.exists()


@pytest.mark.parametrize("name", ["order-cancel", "order-again"])
def test_looking_at_a_link_changes_nothing(client: Client, name: str) -> None:
    order = make_order(make_product())
    address = reverse(name, args=[order.number, order.key])
    assert client.get(address).status_code == 405


def test_an_order_comes_into_the_cart_again(client: Client) -> None:
    order = make_order(make_product("Cup"), make_product("Pot"))
    response = order_again(client, order)
    assert response["Location"] == reverse("cart")
    lines = client.get(reverse("cart")).context["lines"]
    assert [line.product.name for line in lines] == ["Cup", "Pot"]


def test_what_is_gone_is_said_and_the_rest_is_in_the_cart(client: Client) -> None:
    gone = make_product("Cup", stock=0)
    hidden = make_product("Pan", is_published=False)
    order = make_order(gone, hidden, make_product("Pot"))
    response = order_again(client, order)
    assert message(response) == "Cup is sold out. Pan is sold out."
    assert CartLine.objects.get().product.name == "Pot"


def test_an_erased_account_leaves_the_books(client: Client) -> None:
    user = make_user()
    over, running = make_order(make_product(price=7), user=user), make_order(user=user)
    change_status(over, Status.CANCELLED)
    Order.objects.of_user(user).forget_buyers()
    over.refresh_from_db()
    running.refresh_from_db()
    assert (over.email, over.full_name, over.total) == ("", "", 7)
    assert (running.city, running.is_to_be_forgotten) == ("Berlin", True)


def test_a_guests_orders_become_those_of_whoever_proves_the_address() -> None:
    order, other = make_order(make_product()), make_order(make_product())
    Order.objects.filter(pk=order.pk).update(email="Anna@Example.com")
    Order.objects.filter(pk=other.pk).update(email="ben@example.com")
    assert list(Order.objects.of_guests(["anna@example.com"])) == [order]
