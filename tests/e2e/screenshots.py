"""Photograph the shop: python -m tests.e2e.screenshots FOLDER [URL]

Every page, on a phone, a tablet and a desk, by day and by night, to be looked at.
With the address of a running demo: home.png and product.png for the README instead.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from tests.e2e.album import FOLDER
from tests.e2e.chromium import ARGUMENTS, as_person, find_chromium
from tests.e2e.shopping import get_block, log_in, scroll_through

# The tests that look at every page also take the pictures.
TESTS = ["tests/e2e/test_pages.py", "-k", "is_sound", "-m", "browser", "-q"]


def main(folder: Path, url: str = "") -> int:
    folder.mkdir(parents=True, exist_ok=True)
    if not url:
        os.environ[FOLDER] = str(folder.resolve())
        return pytest.main(TESTS)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=find_chromium(), args=ARGUMENTS
        )
        with open_page(browser, url) as page:
            photograph_for_readme(page, folder)
    return 0


@contextmanager
def open_page(browser: Browser, url: str) -> Iterator[Page]:
    blank = browser.new_page()
    agent = as_person(blank.evaluate("navigator.userAgent"))
    blank.close()
    context = browser.new_context(
        base_url=url,
        user_agent=agent,
        viewport={"width": 1280, "height": 1130},
        reduced_motion="reduce",
    )
    yield context.new_page()
    context.close()


def photograph_for_readme(page: Page, folder: Path) -> None:
    """Show the shop to somebody it knows: as much as a first screen holds."""
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
    sys.exit(main(Path(sys.argv[1]), *sys.argv[2:3]))
