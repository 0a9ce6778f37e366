"""A guest opens an account, and finds in it what was theirs before."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, Page, expect

from shop.orders.models import Order
from tests.e2e.mailbox import get_link
from tests.e2e.shopping import (
    add_to_cart,
    buy_cart,
    get_cart_count,
    get_sku,
    log_in,
    open_product,
)
from tests.shop.factories import PASSWORD

pytestmark = pytest.mark.browser
CATEGORY = "glassware"


@pytest.fixture
def email() -> str:
    return f"guest-{uuid4().hex[:8]}@example.com"


@pytest.fixture
def phone(browser: Browser, browser_context_args: dict[str, Any]) -> Iterator[Page]:
    with browser.new_context(**browser_context_args) as context:
        yield context.new_page()


def put_in_cart(page: Page, number: int) -> str:
    sku = open_product(page, CATEGORY, number=number)
    add_to_cart(page)
    return sku


def wish(page: Page, number: int) -> str:
    """Press the heart of a product, upon which a guest is asked to log in."""
    sku = open_product(page, CATEGORY, number=number)
    page.locator(".product__heading").get_by_role("button").click()
    page.wait_for_url("**/accounts/login/**")
    return sku


def register(page: Page, email: str) -> None:
    """Open an account where one is asked to log in."""
    page.locator("main").get_by_role("link", name="Open an account").click()
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Open the account").click()
    expect(page.get_by_role("heading", name="Look into your mailbox")).to_be_visible()


def confirm(page: Page, email: str) -> None:
    page.goto(get_link(email))
    page.get_by_role("button", name="Yes, confirm it").click()
    page.wait_for_url(lambda url: "confirm-email" not in url)


def test_cart_wishes_and_orders_of_a_guest_are_found_in_the_new_account(
    page: Page, email: str
) -> None:
    put_in_cart(page, 0)
    number = buy_cart(page)
    in_cart = put_in_cart(page, 1)
    wished = wish(page, 2)
    register(page, email)

    confirm(page, email)

    expect(get_cart_count(page)).to_have_text("1 item")
    page.goto("/cart/")
    page.locator(".line__name a").click()
    assert get_sku(page) == in_cart
    page.goto("/wishlist/")
    page.locator(".card__name a").click()
    page.wait_for_url(f"**/p/{wished}/**")
    page.goto("/account/orders/")
    page.get_by_role("link", name=number).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Order {number}")
    assert Order.objects.get(number=number).user.email == email


def test_a_link_that_is_opened_on_a_phone_lets_in_where_the_cart_is(
    page: Page, phone: Page, email: str
) -> None:
    put_in_cart(page, 0)
    page.goto("/accounts/login/")
    register(page, email)

    confirm(phone, email)
    log_in(page, email, PASSWORD)

    expect(get_cart_count(page)).to_have_text("1 item")
    phone.goto("/account/")
    phone.wait_for_url("**/accounts/login/**")


def test_without_the_link_nobody_is_let_in(page: Page, email: str) -> None:
    page.goto("/accounts/login/")
    register(page, email)

    page.goto("/accounts/login/")
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.locator("main").get_by_role("button", name="Log in").click()

    expect(page.get_by_role("heading", name="Look into your mailbox")).to_be_visible()
