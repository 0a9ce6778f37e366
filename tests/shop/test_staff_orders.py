"""What becomes of orders in the hands of the staff."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from shop.catalog.models import Product
from shop.orders.models import Order
from shop.orders.statuses import Status
from shop.orders.transitions import change_status
from shop.payments.models import Payment
from tests.shop.factories import make_order, make_product, make_user

pytestmark = pytest.mark.django_db

LIST = "admin:orders_order_changelist"


def log_in(role: str) -> Client:
    member = make_user(is_staff=True)
    member.groups.add(Group.objects.get(name=role))
    client = Client()
    client.force_login(member)
    return client


@pytest.fixture
def warehouse() -> Client:
    return log_in("warehouse")


@pytest.fixture
def support() -> Client:
    return log_in("support")


def make_cash_order(*products: Product) -> Order:
    order = make_order(*(products or [make_product("Teapot", stock=9)]))
    Payment.objects.create(
        order=order, method="cod", amount=order.total, currency=order.currency
    )
    return change_status(order, Status.CASH_PENDING)


def move(order: Order, *statuses: str) -> Order:
    for status in statuses:
        change_status(order, status)
    return order


def get_page(client: Client, order: Order) -> str:
    address = reverse("admin:orders_order_change", args=[order.pk])
    return client.get(address).content.decode()


def decide(client: Client, order: Order, status: str, **data: Any) -> Any:
    address = reverse("admin:orders_order_decide", args=[order.pk, status])
    response = client.post(address, data, follow=True)
    order.refresh_from_db()
    return response


def choose(client: Client, action: str, *orders: Order) -> Any:
    data = {"action": action, "_selected_action": [order.pk for order in orders]}
    return client.post(reverse(LIST), data, follow=True)


def test_an_order_page_shows_all_that_is_known(support: Client) -> None:
    order = make_cash_order(make_product("Teapot", sku="T-1"))
    page = get_page(support, order)
    assert "Teapot" in page
    assert "T-1" in page
    assert "anna@example.com" in page
    assert "Finch Lane 1" in page
    assert "€10.00" in page
    assert "To be paid on delivery" in page


def test_nothing_of_an_order_can_be_typed_over(admin_client: Client) -> None:
    order = make_cash_order()
    address = reverse("admin:orders_order_change", args=[order.pk])
    admin_client.post(address, {"status": "delivered", "total": "0.01"})
    order.refresh_from_db()
    assert (order.status, order.total) == (Status.CASH_PENDING, 10)


def test_staff_are_asked_before_anything_happens(warehouse: Client) -> None:
    order = make_cash_order()
    address = reverse("admin:orders_order_decide", args=[order.pk, "packed"])
    page = warehouse.get(address).content.decode()
    order.refresh_from_db()
    assert "Mark as packed" in page
    assert order.status == Status.CASH_PENDING


def test_a_parcel_is_packed_and_sent_with_the_hand_that_did_it(
    warehouse: Client,
) -> None:
    order = make_cash_order()
    decide(warehouse, order, "packed")
    decide(warehouse, order, "shipped", note="DHL 123")
    change = order.history.latest("changed_at")
    assert order.status == change.status == Status.SHIPPED
    assert (change.changed_by_id, change.note) == (
        int(warehouse.session["_auth_user_id"]),
        "DHL 123",
    )
    assert "DHL 123" in get_page(warehouse, order)


def test_a_double_click_ships_once(warehouse: Client) -> None:
    order = move(make_cash_order(), Status.PACKED)
    decide(warehouse, order, "shipped")
    decide(warehouse, order, "shipped")
    assert order.history.filter(status=Status.SHIPPED).count() == 1


def test_what_the_order_cannot_become_is_refused_with_a_reason(
    support: Client,
) -> None:
    order = move(make_cash_order(), Status.PACKED, Status.SHIPPED, Status.DELIVERED)
    page = decide(support, order, "cancelled").content.decode()
    assert order.status == Status.DELIVERED
    assert "cannot become “Cancelled”" in page


def test_a_cancelled_order_gives_its_goods_back(support: Client) -> None:
    product = make_product(stock=9)
    order = make_cash_order(product)
    decide(support, order, "cancelled", note="Called and changed her mind")
    product.refresh_from_db()
    assert (order.status, product.stock) == (Status.CANCELLED, 10)


def test_money_is_given_back_through_the_payment(support: Client) -> None:
    order = move(make_cash_order(), Status.PACKED, Status.SHIPPED, Status.DELIVERED)
    decide(support, order, "refunded", note="Broken")
    refund = order.payments.get().refunds.get()
    assert order.status == Status.REFUNDED
    assert (refund.amount, refund.reason) == (order.total, "Broken")
    assert refund.requested_by_id == int(support.session["_auth_user_id"])


def test_an_order_that_is_not_paid_offers_no_refund(support: Client) -> None:
    order = make_cash_order()
    page = get_page(support, order)
    assert "/become/cancelled/" in page
    assert "/become/refunded/" not in page


@pytest.mark.parametrize(
    ("role", "status"),
    [
        ("warehouse", "cancelled"),
        ("warehouse", "refunded"),
        ("support", "packed"),
        ("support", "shipped"),
        ("manager", "paid"),
        ("manager", "placed"),
        ("manager", "nonsense"),
    ],
)
def test_nobody_does_what_is_not_their_duty(role: str, status: str) -> None:
    order = make_cash_order()
    response = decide(log_in(role), order, status)
    assert response.status_code == 403
    assert order.status == Status.CASH_PENDING


def test_many_orders_are_packed_at_once(warehouse: Client) -> None:
    first, second = make_cash_order(), make_cash_order()
    sent = move(make_cash_order(), Status.PACKED, Status.SHIPPED)
    page = choose(warehouse, "mark_packed", first, second, sent).content.decode()
    assert Order.objects.filter(status=Status.PACKED).count() == 2
    assert "2 orders were marked." in page
    assert f"{sent.number}: " in page


def test_packing_slips_show_what_and_where_and_no_price(warehouse: Client) -> None:
    orders = [make_cash_order(), make_cash_order()]
    page = choose(warehouse, "print_slips", *orders).content.decode()
    assert page.count("Teapot") == page.count("Finch Lane 1") == 2
    assert "€" not in page
    assert "anna@example.com" not in page


def test_one_order_has_its_packing_slip(warehouse: Client) -> None:
    order = make_cash_order()
    address = reverse("admin:orders_order_slip", args=[order.pk])
    assert order.number in warehouse.get(address).content.decode()


def test_an_order_that_is_none_leads_back(warehouse: Client) -> None:
    address = reverse("admin:orders_order_change", args=[4711])
    assert "4711" in warehouse.get(address, follow=True).content.decode()


def test_the_warehouse_sees_parcels_and_no_money(warehouse: Client) -> None:
    order = make_cash_order()
    unpaid = make_order(make_product())
    found = warehouse.get(reverse(LIST))
    assert list(found.context["cl"].result_list) == [order]
    pages = found.content.decode() + get_page(warehouse, order)
    assert "€" not in pages
    assert "anna@example.com" not in pages
    assert unpaid.number not in get_page(warehouse, unpaid)


@pytest.mark.parametrize("query", ["number", "email", "full_name"])
def test_orders_are_found(support: Client, query: str) -> None:
    order = make_cash_order()
    Order.objects.filter(pk=make_cash_order().pk).update(
        email="other@example.com", full_name="Other"
    )
    found = support.get(reverse(LIST), {"q": getattr(order, query)})
    assert list(found.context["cl"].result_list) == [order]
