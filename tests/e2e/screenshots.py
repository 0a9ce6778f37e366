"""Photograph a running demo: python -m tests.e2e.screenshots URL FOLDER

Each page that a shopper sees on the way to an order, on a phone and on a desk, to be
looked at; and home.png and product.png for the README.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from tests.e2e.chromium import ARGUMENTS, as_person, find_chromium
from tests.e2e.shopping import (
    add_to_cart,
    choose_size,
    fill_in_address,
    get_block,
    log_in,
    open_product,
    place_order,
    scroll_through,
)

WIDTHS = (360, 1280)


def main(url: str, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=find_chromium(), args=ARGUMENTS
        )
        for width in WIDTHS:
            with open_page(browser, url, width) as page:
                photograph_journey(page, folder, width)
        with open_page(browser, url, 1280) as page:
            photograph_for_readme(page, folder)


@contextmanager
def open_page(browser: Browser, url: str, width: int) -> Iterator[Page]:
    blank = browser.new_page()
    agent = as_person(blank.evaluate("navigator.userAgent"))
    blank.close()
    context = browser.new_context(
        base_url=url,
        user_agent=agent,
        viewport={"width": width, "height": 900},
        reduced_motion="reduce",
    )
    yield context.new_page()
    context.close()


def photograph_journey(page: Page, folder: Path, width: int) -> None:
    page.goto("/")
    photograph(page, folder / f"home-{width}.png")
    page.goto("/c/clothing/")
    photograph(page, folder / f"category-{width}.png")
    open_product(page, "boots")
    photograph(page, folder / f"product-{width}.png")
    choose_size(page)
    add_to_cart(page)
    page.goto("/cart/")
    photograph(page, folder / f"cart-{width}.png")
    page.goto("/checkout/")
    photograph(page, folder / f"checkout-{width}.png")
    fill_in_address(page)
    place_order(page)
    photograph(page, folder / f"confirmation-{width}.png")


def photograph(page: Page, path: Path) -> None:
    scroll_through(page)
    page.screenshot(path=path, full_page=True)


def photograph_for_readme(page: Page, folder: Path) -> None:
    """Show the shop to somebody it knows: as much as a first screen holds."""
    page.set_viewport_size({"width": 1280, "height": 1130})
    log_in(page, "anna@example.com", "demo-shop-2026")
    page.goto("/")
    save_small(page, folder / "home.png")
    get_block(page, "recommended-for-you").locator(".card__name a").first.click()
    page.wait_for_url("**/p/**")
    save_small(page, folder / "product.png")


def save_small(page: Page, path: Path) -> None:
    scroll_through(page)
    page.screenshot(path=path)
    Image.open(path).convert("RGB").save(path, optimize=True)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
