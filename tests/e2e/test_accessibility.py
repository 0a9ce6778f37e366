from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.inspecting import find_barriers, find_hidden_focus
from tests.e2e.places import ERRORS, LOST, PLACES
from tests.e2e.shopping import get_block, get_cart_count, open_product, scroll_through

pytestmark = pytest.mark.browser
Visit = Callable[[str], Page]


def find_barriers_by(page: Page, scheme: str) -> list[str]:
    """Look at the open page in the colours of the day or of the night."""
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    return find_barriers(page)


@pytest.mark.parametrize("place", PLACES)
def test_a_page_has_no_barriers(visit: Visit, place: str) -> None:
    page = visit(place)

    scroll_through(page)

    assert find_barriers_by(page, "light") == []
    assert find_barriers_by(page, "dark") == []


@pytest.mark.parametrize("error", ERRORS)
def test_an_error_page_has_no_barriers(fail: Visit, error: str) -> None:
    page = fail(error)

    assert find_barriers_by(page, "light") == []
    assert find_barriers_by(page, "dark") == []


def test_the_colours_are_those_of_the_system_or_the_chosen_ones(page: Page) -> None:
    page.emulate_media(color_scheme="dark")
    page.goto("/")
    night = get_ground(page)

    page.get_by_role("button", name="Light", exact=True).click()

    expect(page.get_by_role("button", name="Light", exact=True)).to_have_attribute(
        "aria-pressed", "true"
    )
    assert (night, get_ground(page)) == ("rgb(19, 24, 19)", "rgb(251, 248, 242)")


def get_ground(page: Page) -> str:
    return page.evaluate("getComputedStyle(document.documentElement).backgroundColor")


def test_a_lost_visitor_finds_no_barriers(page: Page) -> None:
    page.goto(LOST)

    assert find_barriers(page) == []


def test_an_answer_has_no_barriers(page: Page) -> None:
    open_product(page, "glassware")
    page.get_by_role("button", name="Add to cart").first.click()
    expect(get_cart_count(page)).to_have_text("1 item")

    assert find_barriers(page) == []


def test_open_filters_on_a_phone_have_no_barriers(page: Page) -> None:
    page.set_viewport_size({"width": 360, "height": 900})
    page.goto("/c/boots/")

    page.get_by_role("button", name="Filters", exact=True).click()

    expect(page.get_by_role("heading", name="Filters")).to_be_visible()
    assert find_barriers(page) == []


def test_a_form_with_mistakes_has_no_barriers(page: Page) -> None:
    page.goto("/accounts/signup/")
    page.get_by_label("Email").fill("anna@example.com")
    page.get_by_label("Password").fill("1234")

    page.get_by_role("button", name="Open the account").click()

    expect(page.locator("[aria-invalid=true]")).not_to_have_count(0)
    assert find_barriers(page) == []


def test_the_first_stop_of_the_keyboard_skips_to_the_content(page: Page) -> None:
    page.goto("/")
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to the content")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()

    page.keyboard.press("Enter")

    expect(page.locator("main")).to_be_focused()


@pytest.mark.parametrize("address", ["/", "/c/boots/", "/accounts/login/"])
def test_the_focus_can_be_seen_wherever_it_is(page: Page, address: str) -> None:
    page.goto(address)

    assert find_hidden_focus(page, steps=30) == []


def test_a_recommended_item_can_be_added_by_keyboard_alone(page: Page) -> None:
    page.goto("/")
    block = get_block(page, "recommended-for-you")
    block.locator("form.card__actions > button").first.focus()

    page.keyboard.press("Enter")

    expect(get_cart_count(page)).to_have_text("1 item")
