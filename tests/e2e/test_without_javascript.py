from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from shop.accounts.models import User
from shop.catalog.models import Product
from shop.orders.models import Order
from shop.reviews.models import Review
from tests.e2e.shopping import (
    buy_cart,
    get_block,
    get_cart_count,
    get_recommended,
    open_product,
)
from tests.e2e.stage import make_order_in

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


def test_a_shopper_can_wish_and_buy_what_was_wished_for(
    page: Page, shopper: User, let_in: Callable[[User], None]
) -> None:
    let_in(shopper)
    sku = open_product(page, "glassware")
    heart = page.locator(".product__heading").get_by_role("button")
    heart.click()
    page.wait_for_url(f"**/p/{sku}/**")
    expect(heart).to_have_attribute("aria-pressed", "true")

    page.goto("/wishlist/")
    page.locator("main").get_by_role("button", name="Move to cart").click()

    expect(page.get_by_role("heading", name="Your wishlist is empty")).to_be_visible()
    expect(get_cart_count(page)).to_have_text("1 item")


def test_a_buyer_can_review(
    page: Page, shopper: User, let_in: Callable[[User], None]
) -> None:
    let_in(shopper)
    product = Product.objects.available().newest()[0]
    make_order_in(Order.Status.DELIVERED, product, shopper)
    page.goto(product.get_absolute_url())
    page.get_by_role("link", name="Review it").click()

    page.get_by_label("Four stars: good").check()
    page.get_by_label("What should others know?").fill("Stands firmly.")
    page.get_by_role("button", name="Send the review").click()

    expect(page.get_by_label("Your review", exact=True)).to_be_visible()
    review = Review.objects.get(user=shopper)
    assert (review.rating, review.text) == (4, "Stands firmly.")


def test_recommendations_can_be_turned_off(
    page: Page, shopper: User, let_in: Callable[[User], None]
) -> None:
    let_in(shopper)
    viewed = [open_product(page, "glassware", number=number) for number in range(2)]
    page.goto("/")
    assert get_recommended(page, "recently-viewed") == viewed[::-1]

    page.goto("/account/")
    page.get_by_role("button", name="Turn off").click()

    expect(page.get_by_text("Nothing you do is noted for rec")).to_be_visible()
    page.goto("/")
    expect(get_block(page, "recently-viewed")).to_have_count(0)
    assert len(get_recommended(page, "best-sellers")) > 4


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
