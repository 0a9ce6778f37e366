"""Paying in a browser, up to the page of a gateway and there."""

from __future__ import annotations

import re

from playwright.sync_api import Page

from shop.orders.models import Order
from tests.e2e.shopping import add_to_cart, fill_in_address, open_product

LABELS = {
    "cod": "Cash on delivery",
    "stripe": "Card, wallet or bank",
    "razorpay": "UPI, netbanking or card",
}
GATEWAY_PAGE = re.compile(r"http://localhost:\d+/")


def check_out(page: Page, method: str) -> Order:
    """Order something and choose how to pay; return the order."""
    open_product(page, "glassware")
    add_to_cart(page)
    return order_cart(page, method)


def order_cart(page: Page, method: str) -> Order:
    page.goto("/checkout/")
    fill_in_address(page)
    page.get_by_label(LABELS[method]).check()
    page.get_by_role("button", name="Place the order").click()
    page.wait_for_url(re.compile(r"confirmation|/payments/|localhost"))
    return Order.objects.latest("placed_at")


def press(page: Page, button: str) -> None:
    """Press a button on the page of the gateway."""
    page.wait_for_url(GATEWAY_PAGE)
    page.get_by_role("button", name=button, exact=True).click()


def choose(page: Page, method: str) -> None:
    page.get_by_label(LABELS[method]).check()
    page.get_by_role("button", name="Pay this order").click()
