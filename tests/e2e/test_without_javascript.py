from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from shop.orders.models import Order
from tests.e2e.shopping import (
    buy_cart,
    get_block,
    get_cart_count,
    get_recommended,
    open_product,
)

pytestmark = pytest.mark.browser


@pytest.fixture
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    return browser_context_args | {"java_script_enabled": False}


def test_a_guest_can_buy(page: Page) -> None:
    sku = open_product(page, "glassware")
    page.locator(".product__form").get_by_role("button", name="Add to cart").click()
    expect(page.get_by_text("is in your cart")).to_be_visible()

    number = buy_cart(page)

    lines = Order.objects.get(number=number).lines.all()
    assert [line.product.sku for line in lines] == [sku]


def test_a_block_has_working_buttons(page: Page) -> None:
    page.goto("/")

    button = get_block(page, "recommended-for-you").locator("form.card__actions")
    button.locator("> button").first.click()

    expect(page.get_by_text("is in your cart")).to_be_visible()
    expect(get_cart_count(page)).to_have_text("1 item")
    expect(page).to_have_url("/")


def test_views_count_for_recommendations(page: Page) -> None:
    viewed = [open_product(page, "glassware", number=number) for number in range(2)]

    page.goto("/")

    assert get_recommended(page, "recently-viewed") == viewed[::-1]


def test_a_lazy_block_is_a_link(page: Page) -> None:
    open_product(page, "glassware")

    page.locator("a.recommendations__link").click()

    assert len(get_recommended(page, "frequently-bought-together")) == 4


def test_a_list_can_be_sorted(page: Page) -> None:
    page.goto("/c/boots/")
    page.get_by_label("Sort by").select_option("price")

    page.get_by_role("button", name="Sort", exact=True).click()

    expect(page.get_by_label("Sort by")).to_have_value("price")


def test_a_quantity_can_be_changed(page: Page) -> None:
    open_product(page, "glassware")
    page.locator(".product__form").get_by_role("button", name="Add to cart").click()
    page.goto("/cart/")
    page.get_by_label("Quantity of").fill("3")

    page.get_by_role("button", name="Update").click()

    expect(get_cart_count(page)).to_have_text("3 items")
