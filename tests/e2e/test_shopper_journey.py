"""From a guest's first look to an order, and what the shop learns on the way."""

from __future__ import annotations

import subprocess
from collections import Counter

import pytest
from playwright.sync_api import Page, expect

from personalize.enums import EventStatus, EventType
from personalize.identity import get_user_id
from personalize.models import Event
from shop.accounts.models import User
from shop.catalog.models import Product
from shop.orders.models import Order
from tests.e2e.shopping import (
    add_to_cart,
    buy_cart,
    get_block,
    get_cart_count,
    get_recommended,
    log_in,
    open_product,
)
from tests.e2e.waiting import wait_until
from tests.shop.factories import PASSWORD

pytestmark = pytest.mark.browser
CATEGORY = "glassware"


def view_three(page: Page, category: str) -> list[str]:
    return [open_product(page, category, number=number) for number in range(3)]


def look_around(page: Page) -> list[str]:
    """View three products of a category, put the last into the cart; their SKUs."""
    viewed = view_three(page, CATEGORY)
    add_to_cart(page)
    return viewed


def count_categories(skus: list[str]) -> Counter[str]:
    products = Product.objects.filter(sku__in=skus).select_related("category")
    return Counter(product.category.slug for product in products)


def get_events(event_type: EventType, skus: list[str]) -> list[Event]:
    events = Event.objects.filter(event_type=event_type, item_id__in=skus)
    return list(events.order_by("-pk")[: len(skus)])


def test_home_follows_what_a_guest_looks_at(page: Page) -> None:
    page.goto("/")
    before = count_categories(get_recommended(page))[CATEGORY]
    look_around(page)

    page.goto("/")

    recommended = get_recommended(page)
    assert len(recommended) == 10
    assert count_categories(recommended)[CATEGORY] > max(before, 5)


@pytest.mark.parametrize("category", ["toys", "books", "computers", "furniture"])
def test_each_taste_makes_a_home_of_its_own(page: Page, category: str) -> None:
    view_three(page, category)

    page.goto("/")

    assert count_categories(get_recommended(page))[category] > 5


def test_what_was_viewed_can_be_found_again(page: Page) -> None:
    *viewed, _in_cart = look_around(page)

    page.goto("/")

    assert get_recommended(page, "recently-viewed") == viewed[::-1]


def test_what_is_in_the_cart_is_not_recommended(page: Page) -> None:
    in_cart = look_around(page)[-1]

    page.goto("/")

    assert in_cart not in get_recommended(page)
    assert in_cart not in get_recommended(page, "best-sellers")


def test_a_guest_takes_the_cart_into_the_account(page: Page, shopper: User) -> None:
    look_around(page)

    log_in(page, shopper.email, PASSWORD)

    expect(get_cart_count(page)).to_have_text("1 item")


def test_a_guest_takes_the_history_into_the_account(page: Page, shopper: User) -> None:
    viewed = look_around(page)

    log_in(page, shopper.email, PASSWORD)

    events = get_events(EventType.VIEW, viewed)
    assert {event.visitor_id for event in events} == {get_user_id(shopper)}
    assert {event.user_id for event in events} == {""}


def test_the_first_event_after_the_login_carries_both_ids(
    page: Page, shopper: User
) -> None:
    as_guest = get_events(EventType.VIEW, look_around(page))[0].session_id
    log_in(page, shopper.email, PASSWORD)

    open_product(page, CATEGORY, number=4)
    open_product(page, CATEGORY, number=5)

    second, first = Event.objects.of_visitor(get_user_id(shopper)).latest_first()[:2]
    assert (first.user_id, first.session_id) == (get_user_id(shopper), as_guest)
    assert second.session_id.startswith("s_")


def test_a_shopper_is_still_recommended_what_the_guest_liked(
    page: Page, shopper: User
) -> None:
    look_around(page)

    log_in(page, shopper.email, PASSWORD)

    page.goto("/")
    assert count_categories(get_recommended(page))[CATEGORY] > 5


def test_purchases_of_an_order_are_delivered(
    page: Page, shopper: User, worker: subprocess.Popen[bytes]
) -> None:
    look_around(page)
    log_in(page, shopper.email, PASSWORD)

    buy_cart(page)

    purchases = Event.objects.of_visitor(get_user_id(shopper)).filter(
        event_type=EventType.PURCHASE
    )
    wait_until(lambda: purchases.filter(status=EventStatus.DELIVERED).count() == 1)
    assert purchases.get().is_verified


def test_an_order_is_of_what_was_in_the_cart(page: Page, shopper: User) -> None:
    in_cart = look_around(page)[-1]
    log_in(page, shopper.email, PASSWORD)

    number = buy_cart(page)

    order = Order.objects.get(number=number)
    assert order.user == shopper
    assert order.payment_method == "cod"
    assert [line.product.sku for line in order.lines.all()] == [in_cart]
    expect(get_cart_count(page)).to_have_text("0 items")


def test_what_was_bought_is_not_recommended(page: Page, shopper: User) -> None:
    bought = look_around(page)[-1]
    log_in(page, shopper.email, PASSWORD)
    buy_cart(page)

    page.goto("/")

    recommended = get_recommended(page)
    assert len(recommended) == 10
    assert bought not in recommended


def test_an_order_is_found_in_the_history(page: Page, shopper: User) -> None:
    look_around(page)
    log_in(page, shopper.email, PASSWORD)
    number = buy_cart(page)

    page.get_by_role("link", name="Your orders", exact=True).last.click()

    page.get_by_role("link", name=number).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Order {number}")


def test_two_shoppers_have_homes_that_differ(page: Page) -> None:
    log_in(page, "anna@example.com", "demo-shop-2026")
    anna = get_recommended(page)
    page.context.clear_cookies()

    log_in(page, "ben@example.com", "demo-shop-2026")

    # What is new or sells well may be for both; most of ten is not.
    assert len(set(anna) & set(get_recommended(page))) <= 4
    expect(get_block(page, "recommended-for-you")).to_have_attribute(
        "data-backend", "local"
    )
