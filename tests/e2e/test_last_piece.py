"""The last piece of something, which two want."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from shop.catalog.models import Product
from shop.orders.models import Order
from shop.orders.transitions import expire_orders
from tests.e2e.paying import GATEWAY_PAGE, order_cart, press
from tests.e2e.shopping import add_to_cart
from tests.gateways.server import Gateway

pytestmark = pytest.mark.browser


@pytest.fixture
def rare(gateways: dict[str, Gateway]) -> Iterator[Product]:
    product = Product.objects.available().filter(category__slug="books").newest()[0]
    Product.objects.filter(pk=product.pk).update(stock=1)
    yield product
    Product.objects.filter(pk=product.pk).update(stock=90)


@pytest.fixture
def other(
    browser: Browser, browser_context_args: dict[str, Any], rare: Product
) -> Iterator[Page]:
    """The browser of somebody else, who has had it in the cart for a while."""
    with browser.new_context(**browser_context_args) as context:
        page = context.new_page()
        put_in_cart(page, rare)
        yield page


def put_in_cart(page: Page, product: Product) -> None:
    page.goto(product.get_absolute_url())
    add_to_cart(page)


def let_expire(order: Order) -> None:
    Order.objects.with_number(order.number).update(expires_at=timezone.now())
    expire_orders()


def get_stock(product: Product) -> int:
    product.refresh_from_db()
    return product.stock


def test_what_nobody_paid_is_for_whoever_waited(
    page: Page, other: Page, rare: Product
) -> None:
    put_in_cart(page, rare)
    order = order_cart(page, "stripe")
    other.goto("/cart/")
    expect(other.locator(".line")).to_contain_text(f"{rare.name} is sold out.")

    let_expire(order)

    other.reload()
    expect(other.locator(".line")).not_to_contain_text("sold out")
    assert order_cart(other, "cod").status == Order.Status.CASH_PENDING
    assert get_stock(rare) == 0


def test_what_is_put_aside_for_another_cannot_be_bought(
    page: Page, other: Page, rare: Product
) -> None:
    other.goto("/checkout/")
    put_in_cart(page, rare)
    order_cart(page, "stripe")

    other.goto("/checkout/")

    other.wait_for_url("**/cart/")
    expect(other.get_by_text(f"{rare.name} is sold out.").first).to_be_visible()


def test_whoever_let_the_time_pass_is_told_and_pays_nothing(
    page: Page, rare: Product
) -> None:
    put_in_cart(page, rare)
    order = order_cart(page, "stripe")
    page.wait_for_url(GATEWAY_PAGE)
    page.get_by_role("link", name="Back to the shop").click()
    expect(page.get_by_text("Put aside for you until")).to_be_visible()

    let_expire(order)

    page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text("This order is cancelled")
    expect(page.get_by_role("button", name="Pay this order")).to_have_count(0)
    assert get_stock(rare) == 1


def test_money_that_comes_too_late_for_the_last_piece_goes_back(
    page: Page, other: Page, rare: Product, gateways: dict[str, Gateway]
) -> None:
    put_in_cart(page, rare)
    order = order_cart(page, "razorpay")
    page.wait_for_url(GATEWAY_PAGE)
    let_expire(order)
    order_cart(other, "cod")

    press(page, "Pay")

    page.wait_for_url("**/payments/**")
    expect(page.get_by_text("Your payment goes back to you")).to_be_visible()
    order.refresh_from_db()
    assert (order.status, get_stock(rare)) == (Order.Status.CANCELLED, 0)
