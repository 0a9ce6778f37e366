from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.album import photograph
from tests.e2e.inspecting import SOUND, Findings, inspect
from tests.e2e.places import ERRORS, PLACES
from tests.e2e.shopping import get_block, get_recommended, open_product, scroll_through
from tests.e2e.watching import Watch, measure_layout_shift

pytestmark = pytest.mark.browser
Visit = Callable[[str], Page]
WIDTHS = pytest.mark.parametrize("width", [360, 1280])
DEVICES = (360, 768, 1280)


def inspect_at(page: Page, width: int, *, name: str) -> Findings:
    """Look at the page on a device of this width, from the top to the end."""
    page.set_viewport_size({"width": width, "height": 900})
    scroll_through(page)
    photograph(page, name, width)
    return inspect(page)


@pytest.mark.parametrize("place", PLACES)
def test_a_page_is_sound(visit: Visit, watch: Watch, place: str) -> None:
    page = visit(place)

    findings = {width: inspect_at(page, width, name=place) for width in DEVICES}

    assert findings == dict.fromkeys(DEVICES, SOUND)
    assert watch.problems == []


@pytest.mark.parametrize("error", ERRORS)
def test_an_error_page_is_sound(fail: Visit, watch: Watch, error: str) -> None:
    page = fail(error)

    findings = {
        width: inspect_at(page, width, name=f"error-{error}") for width in DEVICES
    }

    assert findings == dict.fromkeys(DEVICES, SOUND)
    assert watch.problems == []


@WIDTHS
@pytest.mark.parametrize("address", ["/", "/c/kitchen/", "/cart/"])
def test_nothing_jumps_while_a_page_is_read(
    page: Page, address: str, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(address)

    scroll_through(page)

    assert measure_layout_shift(page) < 0.02


@WIDTHS
def test_nothing_jumps_when_a_lazy_block_arrives(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    open_product(page, "glassware")

    scroll_through(page)

    expect(get_block(page, "frequently-bought-together")).to_be_visible()
    assert measure_layout_shift(page) < 0.02


def test_a_lazy_block_waits_until_somebody_comes_near(page: Page) -> None:
    open_product(page, "glassware")
    lazy = page.locator(".recommendations--lazy")
    expect(lazy).to_have_count(1)

    lazy.scroll_into_view_if_needed()

    expect(lazy).to_have_count(0)
    assert len(get_recommended(page, "frequently-bought-together")) == 4


def test_no_product_is_recommended_twice_on_a_page(page: Page) -> None:
    open_product(page, "glassware")
    page.locator(".recommendations--lazy").scroll_into_view_if_needed()

    together = get_recommended(page, "frequently-bought-together")

    assert not set(together) & set(get_recommended(page, "customers-also-viewed"))


def test_a_filter_changes_the_list_and_the_address(page: Page) -> None:
    page.goto("/c/boots/")
    count = page.locator("#results-count")
    everything = count.inner_text()

    page.get_by_label("Price to").fill("100")
    page.get_by_label("Price to").press("Enter")

    expect(page).to_have_url(re.compile("max_price=100"))
    expect(count).not_to_have_text(everything)


def test_back_leads_to_the_list_as_it_was(page: Page) -> None:
    page.goto("/c/boots/")
    page.get_by_label("Sort by").select_option("price")
    expect(page).to_have_url(re.compile("sort=price"))
    first = page.locator("#results .card__name a").first
    cheapest = first.inner_text()
    first.click()
    # While one page gives way to the next there is no going back.
    page.wait_for_url("**/p/**")

    page.go_back()

    expect(first).to_have_text(cheapest)


def test_an_order_is_printed_without_the_shop_around_it(visit: Visit) -> None:
    page = visit("order")

    page.emulate_media(media="print", color_scheme="dark")

    expect(page.get_by_role("heading", name="What you ordered")).to_be_visible()
    expect(page.locator(".totals__sum")).to_be_visible()
    shown = page.locator("header.site, footer, nav, button, .button").filter(
        visible=True
    )
    expect(shown).to_have_count(0)
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(32, 39, 31)"
