"""Hearts, facets and the suggestions of the search, by mouse and by keyboard."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from shop.accounts.models import User
from shop.catalog.models import Product
from shop.wishlist.wishes import get_products
from tests.e2e.inspecting import find_barriers
from tests.e2e.waiting import wait_until
from tests.e2e.watching import Watch
from tests.shop.factories import PASSWORD

pytestmark = pytest.mark.browser


def get_sku(page: Page) -> str:
    card = page.locator(".products .card").first
    return card.locator(".heart input[name=sku]").get_attribute("value") or ""


def test_a_suggestion_is_chosen_by_the_keyboard_alone(page: Page, watch: Watch) -> None:
    name = Product.objects.available().best_selling()[0].name
    page.goto("/")
    field = page.get_by_role("combobox", name="Search the shop")
    field.fill(name[:-1])
    expect(page.get_by_role("option", name=name).first).to_be_visible()
    expect(field).to_have_attribute("aria-expanded", "true")

    field.press("ArrowDown")
    chosen = page.locator("#suggestions [aria-selected=true]")
    address = chosen.get_attribute("href") or ""
    field.press("Enter")

    page.wait_for_url(f"**{address}")
    expect(page.get_by_role("heading", level=1)).to_have_text(name)


def test_escape_closes_the_suggestions_and_keeps_what_was_typed(page: Page) -> None:
    page.goto("/")
    field = page.get_by_role("combobox", name="Search the shop")
    field.fill("boo")
    expect(page.locator("#suggestions")).to_be_visible()
    field.press("Escape")
    expect(page.locator("#suggestions")).to_be_hidden()
    expect(field).to_have_value("boo")
    field.press("Enter")
    page.wait_for_url("**/search/?q=boo")


def test_a_heart_fills_where_it_is_and_keeps_the_focus(
    page: Page, shopper: User, let_in: Callable[[User], None], watch: Watch
) -> None:
    let_in(shopper)
    page.goto("/c/boots/")
    heart = page.locator(".products .card").first.locator(".heart__button")
    heart.focus()
    heart.press("Enter")
    expect(heart).to_have_attribute("aria-pressed", "true")
    expect(heart).to_be_focused()
    assert [product.sku for product in get_products(shopper)] == [get_sku(page)]
    heart.press("Enter")
    expect(heart).to_have_attribute("aria-pressed", "false")
    assert get_products(shopper) == []


def test_a_guest_logs_in_and_finds_the_wish(page: Page, shopper: User) -> None:
    page.goto("/c/boots/?sort=price")
    sku = get_sku(page)
    page.locator(".products .card").first.locator(".heart__button").click()
    page.wait_for_url("**/accounts/login/**")
    page.get_by_label("Email").fill(shopper.email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.locator("main").get_by_role("button", name="Log in").click()
    page.wait_for_url("**/c/boots/?sort=price")
    wait_until(lambda: bool(get_products(shopper)))
    assert [product.sku for product in get_products(shopper)] == [sku]


def test_a_box_that_is_ticked_counts_the_others_anew(page: Page, watch: Watch) -> None:
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto("/c/shoes/")
    available = page.locator("label", has=page.locator("#facet-available"))
    before = available.inner_text()
    brand = page.locator("#facets input[name=brand]").first
    brand.check()
    page.wait_for_url("**brand=**")
    expect(available).not_to_have_text(before)
    expect(brand).to_be_checked()
    expect(brand).to_be_focused()


def test_open_suggestions_are_accessible(page: Page) -> None:
    page.goto("/")
    page.get_by_role("combobox", name="Search the shop").fill("boo")
    expect(page.locator("#suggestions")).to_be_visible()
    assert find_barriers(page) == []
