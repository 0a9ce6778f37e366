"""What the staff see first."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from shop.orders.models import Order
from shop.orders.statuses import Status
from shop.orders.transitions import change_status
from shop.payments.models import Payment
from shop.reviews.models import Review
from shop.staff import figures
from shop.staff.figures import Day, Levels, Work
from shop.staff.plots import HEIGHT, plot
from tests.shop.factories import make_order, make_product, make_products, make_user
from tests.shop.test_staff_orders import log_in, make_cash_order, move

pytestmark = pytest.mark.django_db

HOME = reverse("admin:index")


def make_sale(price: int = 10, *, days_ago: int = 0) -> Order:
    order = make_cash_order(make_product(price=price))
    placed_at = timezone.now() - timedelta(days=days_ago)
    Order.objects.filter(pk=order.pk).update(placed_at=placed_at)
    return order


def test_each_day_counts_what_was_sold_on_it() -> None:
    make_sale(10)
    make_sale(15)
    make_sale(20, days_ago=2)
    make_sale(99, days_ago=3)
    days = figures.get_days(3)
    assert [day.orders for day in days] == [1, 0, 2]
    assert [day.revenue for day in days] == [20, 0, 25]
    assert days[-1].day == timezone.localdate()


def test_nothing_is_earned_by_orders_that_wait_or_were_given_up() -> None:
    make_order(make_product())
    change_status(make_cash_order(), Status.CANCELLED)
    assert sum(day.orders for day in figures.get_days(1)) == 0


def test_orders_are_counted_by_what_they_wait_for() -> None:
    make_order(make_product())
    make_cash_order()
    move(make_cash_order(), Status.PACKED)
    move(make_cash_order(), Status.PACKED, Status.SHIPPED)
    assert figures.count_work() == Work(unpaid=1, to_pack=1, to_ship=1)


def test_low_stock_and_none_are_counted_apart() -> None:
    for stock in (0, 1, 5, 6):
        make_product(stock=stock)
    make_product(stock=0, is_published=False)
    assert figures.count_levels() == Levels(low=2, sold_out=1)


def test_reviews_that_nobody_has_read_are_counted() -> None:
    product = make_product()
    for status in Review.Status.values:
        Review.objects.create(
            product=product, user=make_user(), rating=5, status=status
        )
    assert figures.count_waiting_reviews() == 1


def test_payments_to_look_at_are_counted() -> None:
    make_cash_order()
    flagged = make_cash_order().payments.get()
    Payment.objects.filter(pk=flagged.pk).update(problem="Came twice")
    assert figures.count_flagged_payments() == 1


def test_the_highest_bar_takes_the_whole_height() -> None:
    today = timezone.localdate()
    days = [Day(day=today, orders=number) for number in (5, 0, 10)]
    bars = plot(days, lambda day: day.orders, str).bars
    assert [bar.height for bar in bars] == [HEIGHT / 2, 0, HEIGHT]
    assert [bar.y for bar in bars] == [HEIGHT / 2, HEIGHT, 0]
    assert bars[2].title.endswith(": 10")


def test_days_without_any_order_are_drawn_without_bars() -> None:
    days = [Day(day=timezone.localdate())]
    assert [bar.height for bar in plot(days, lambda day: day.orders, str).bars] == [0]


def test_a_manager_sees_money_work_and_the_health_of_the_delivery() -> None:
    make_sale(1234)
    page = log_in("manager").get(HOME).content.decode()
    assert "€1,234.00" in page
    assert page.count("<rect") == 60
    for words in ("to pack", "low in stock", "reviews to read", "events waiting"):
        assert words in page


def test_the_plots_need_no_inline_script_or_style(admin_client: Client) -> None:
    content = admin_client.get(HOME).content.decode().partition("<main")[2]
    assert "<script>" not in content
    assert "style=" not in content


@pytest.mark.parametrize(
    ("role", "words"),
    [
        ("warehouse", ["€", "reviews to read", "payments to look at", "not paid yet"]),
        ("support", ["Revenue by day", "to pack", "low in stock"]),
    ],
)
def test_others_do_not_see_what_is_not_theirs(role: str, words: list[str]) -> None:
    make_sale()
    page = log_in(role).get(HOME).content.decode()
    assert [word for word in words if word in page] == []


@pytest.mark.parametrize(
    ("role", "number"), [("manager", 13), ("warehouse", 6), ("support", 7)]
)
def test_the_home_page_asks_once_for_each_number(
    role: str, number: int, django_assert_num_queries: Any
) -> None:
    client = log_in(role)
    client.get(HOME)
    with django_assert_num_queries(number):
        client.get(HOME)


@pytest.mark.parametrize("lines", [1, 5])
def test_the_page_of_an_order_costs_the_same_however_long_it_is(
    lines: int, django_assert_num_queries: Any
) -> None:
    client, order = log_in("manager"), make_cash_order(*make_products(lines))
    address = reverse("admin:orders_order_change", args=[order.pk])
    client.get(address)
    with django_assert_num_queries(8):
        client.get(address)
