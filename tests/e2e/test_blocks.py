"""What a shopper does with a block, and what becomes known of it."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings as django_settings
from playwright.sync_api import Page, expect

from personalize.enums import EventType
from personalize.models import Event
from shop.accounts.models import User
from shop.catalog.models import Product
from tests.e2e.shopping import (
    CONFIRMATION,
    buy_cart,
    choose_size,
    fill_in_address,
    get_block,
    get_cart_count,
    get_sku,
    log_in,
    open_product,
)
from tests.shop.factories import PASSWORD

pytestmark = pytest.mark.browser
FOR_YOU = "recommended-for-you"
RECOMMENDATION = "RID-of-the-browser-tests"


@pytest.fixture
def recommended(settings: Any) -> list[str]:
    """Let a backend answer that gives its recommendations an id, as Amazon does."""
    products = Product.objects.available().filter(category__slug="glassware")
    skus = list(products.values_list("sku", flat=True)[:10])
    options = {"answers": {FOR_YOU: skus}, "recommendation_id": RECOMMENDATION}
    path = "personalize.backends.locmem.LocMemBackend"
    settings.PERSONALIZE = django_settings.PERSONALIZE | {
        "BACKENDS": [{"BACKEND": path, "OPTIONS": options}]
    }
    return skus


def get_event(event_type: EventType, sku: str) -> Event:
    events = Event.objects.filter(event_type=event_type, item_id=sku)
    return events.latest_first()[0]


def quick_add(page: Page) -> None:
    block = get_block(page, FOR_YOU)
    block.locator("form.card__actions > button").first.click()
    expect(get_cart_count(page)).to_have_text("1 item")


def test_adding_from_a_block_needs_no_new_page(page: Page) -> None:
    page.goto("/")
    page.evaluate("window.isTheSamePage = true")

    quick_add(page)

    expect(page.get_by_text("is in your cart")).to_be_visible()
    assert page.evaluate("window.isTheSamePage")


def test_a_size_is_chosen_within_the_card(page: Page) -> None:
    page.goto("/c/boots/")
    card = page.locator("#results .card:has(details)").first
    card.get_by_text("Add to cart").click()

    card.get_by_role("button").first.click()

    expect(get_cart_count(page)).to_have_text("1 item")
    expect(card.locator("details")).not_to_have_attribute("open", "")


def test_a_product_in_sizes_is_added_in_the_one_that_was_chosen(page: Page) -> None:
    open_product(page, "boots")
    choose_size(page)
    page.locator(".product__form").get_by_role("button", name="Add to cart").click()
    expect(get_cart_count(page)).to_have_text("1 item")

    page.goto("/cart/")

    expect(page.locator(".line__facts")).to_contain_text("Size")


def test_a_view_is_credited_to_the_block_it_came_from(
    page: Page, recommended: list[str]
) -> None:
    page.goto("/")

    get_block(page, FOR_YOU).locator(".card__name a").first.click()

    page.wait_for_url("**/p/**")
    event = get_event(EventType.VIEW, get_sku(page))
    assert event.recommendation_id == RECOMMENDATION


def test_a_view_from_elsewhere_is_credited_to_nobody(
    page: Page, recommended: list[str]
) -> None:
    page.goto("/")

    sku = open_product(page, "glassware")

    assert get_event(EventType.VIEW, sku).recommendation_id == ""


def test_a_purchase_is_credited_to_the_block_it_began_in(
    page: Page, shopper: User, recommended: list[str]
) -> None:
    log_in(page, shopper.email, PASSWORD)
    page.goto("/")
    quick_add(page)

    buy_cart(page)

    added = get_event(EventType.ADD_TO_CART, recommended[0])
    bought = get_event(EventType.PURCHASE, recommended[0])
    assert added.recommendation_id == bought.recommendation_id == RECOMMENDATION


def test_two_clicks_place_one_order(page: Page, shopper: User) -> None:
    log_in(page, shopper.email, PASSWORD)
    page.goto("/")
    quick_add(page)
    page.goto("/checkout/")
    fill_in_address(page)

    page.get_by_role("button", name="Place the order").dblclick()

    page.wait_for_url(CONFIRMATION)
    assert shopper.orders.count() == 1


def test_a_confirmation_can_be_reloaded(page: Page, shopper: User) -> None:
    log_in(page, shopper.email, PASSWORD)
    page.goto("/")
    quick_add(page)
    number = buy_cart(page)

    page.reload()

    expect(page.get_by_text(number)).to_be_visible()
    assert shopper.orders.count() == 1
