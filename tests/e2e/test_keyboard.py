"""A shopper without a mouse: the keys Tab, Enter, Space and the letters."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from shop.orders.models import Order
from tests.e2e.shopping import ADDRESS, CONFIRMATION

pytestmark = pytest.mark.browser
# More stops than any page has.
PATIENCE = 250


def walk_to(page: Page, target: Locator) -> None:
    """Press Tab until the target has the focus, as somebody does who cannot click."""
    steps = 0
    while not target.evaluate("element => element === document.activeElement"):
        assert steps < PATIENCE, f"The Tab key does not lead to {target}."
        page.keyboard.press("Tab")
        steps += 1


def press(page: Page, target: Locator) -> None:
    walk_to(page, target)
    page.keyboard.press("Enter")


def fill(page: Page, label: str, value: str) -> None:
    walk_to(page, page.get_by_label(label, exact=True))
    page.keyboard.type(value)


def test_the_keyboard_alone_can_buy(page: Page) -> None:
    page.goto("/")
    press(page, page.locator("summary", has_text="Kitchen"))
    press(page, page.get_by_role("link", name="Glassware"))
    press(page, page.locator("#results .card__name a").first)
    page.wait_for_url("**/p/**")
    sku = page.url.split("/p/")[1].split("/")[0]
    press(page, page.locator(".product__form button.button"))
    press(page, page.get_by_role("link", name="View cart"))
    press(page, page.get_by_role("link", name="Go to checkout"))

    for label, value in ADDRESS.items():
        fill(page, label, value)
    walk_to(page, page.get_by_role("radio", name=re.compile("Cash on delivery")))
    page.keyboard.press("Space")
    press(page, page.get_by_role("button", name="Place the order"))

    page.wait_for_url(CONFIRMATION)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Thank you")
    number = page.url.split("/orders/")[1].split("/")[0]
    lines = Order.objects.get(number=number).lines.all()
    assert [line.product.sku for line in lines] == [sku]


def test_escape_closes_a_menu_and_returns_to_it(page: Page) -> None:
    page.goto("/")
    menu = page.locator("summary", has_text="Kitchen")
    press(page, menu)
    expect(page.get_by_role("link", name="Glassware")).to_be_visible()
    page.keyboard.press("Tab")

    page.keyboard.press("Escape")

    expect(page.get_by_role("link", name="Glassware")).to_be_hidden()
    expect(menu).to_be_focused()
