"""What shoppers do in a browser."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

ADDRESS = {
    "E-mail": "anna.alder@example.com",
    "Full name": "Anna Alder",
    "Street and number": "Finch Lane 1",
    "Postal code": "10115",
    "City": "Berlin",
    "Country": "Germany",
}
CONFIRMATION = re.compile(r"/orders/\w+/confirmation/")
# Scrolls as a hand does, so that lazy pictures and blocks come into view.
SCROLL = """async () => {
    const frame = () => new Promise(requestAnimationFrame);
    for (let y = 0; y < document.body.scrollHeight; y += innerHeight / 2) {
        scrollTo(0, y);
        await frame();
        await frame();
    }
}"""
LOAD_PICTURES = """() => Promise.all([...document.images].map((image) => {
    image.loading = "eager";
    return image.decode().catch(() => "broken: for inspect() to find");
}))"""


def open_product(page: Page, category: str, *, number: int = 0) -> str:
    """Open a product by its card on the page of its category, and return its SKU."""
    page.goto(f"/c/{category}/")
    page.locator("#results .card:not(.card--sold-out) .card__name a").nth(
        number
    ).click()
    page.wait_for_url("**/p/**")
    return get_sku(page)


def get_sku(page: Page) -> str:
    return page.url.split("/p/")[1].split("/")[0]


def choose_size(page: Page) -> None:
    page.locator(".sizes label:not(:has(:disabled))").first.click()


def add_to_cart(page: Page) -> None:
    """Add the product whose page is open."""
    page.locator(".product__form").get_by_role("button", name="Add to cart").click()
    expect(page.get_by_text("is in your cart")).to_be_visible()


def get_cart_count(page: Page) -> Locator:
    return page.locator("#cart-count")


def log_in(page: Page, email: str, password: str) -> None:
    page.goto("/accounts/login/")
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password").fill(password)
    page.locator("main").get_by_role("button", name="Log in").click()
    expect(page.get_by_text("Account", exact=True)).to_be_attached()


def fill_in_address(page: Page) -> None:
    for label, value in ADDRESS.items():
        field = page.get_by_label(label)
        if label == "Country":
            field.select_option(label=value)
        else:
            field.fill(value)


def place_order(page: Page) -> str:
    """Send the checkout, and return the number of the order."""
    page.get_by_role("button", name="Place the order").click()
    page.wait_for_url(CONFIRMATION)
    return page.url.split("/orders/")[1].split("/")[0]


def buy_cart(page: Page) -> str:
    """Buy what is in the cart, and return the number of the order."""
    page.goto("/cart/")
    page.get_by_role("link", name="Go to checkout").click()
    fill_in_address(page)
    return place_order(page)


def get_block(page: Page, use_case: str) -> Locator:
    return page.locator(f"section[data-use-case={use_case}]")


def get_recommended(page: Page, use_case: str = "recommended-for-you") -> list[str]:
    """Return the SKUs of a block, in the order in which they are shown."""
    block = get_block(page, use_case)
    expect(block).to_be_visible()
    items = block.locator("[data-item-id]")
    return items.evaluate_all("items => items.map((item) => item.dataset.itemId)")


def scroll_through(page: Page) -> None:
    """See all of a page, with its pictures, and come back to the top."""
    page.evaluate(SCROLL)
    expect(page.locator(".recommendations--lazy")).to_have_count(0)
    page.evaluate(LOAD_PICTURES)
    page.evaluate("scrollTo(0, 0)")
