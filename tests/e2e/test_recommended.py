"""What the demo shows of its recommender: tastes, attention, reasons."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from shop.accounts.models import User
from shop.catalog.models import Product
from shop.demo.shoppers import DEMO_SHOPPERS
from tests.e2e.shopping import get_block, get_recommended, open_product

pytestmark = pytest.mark.browser

LetIn = Callable[[User], None]
FOR_YOU = "recommended-for-you"
NUM_SHOWN = 10
ANNA, BEN = DEMO_SHOPPERS
REASON = re.compile(
    "Because you (viewed|bought) .|Often bought with .|Similar to .|Popular in .|"
    "Shoppers with your taste chose it|Buy it again"
)
# A text that is cut off is higher than its box.
ARE_WHOLE = "texts => texts.every((text) => text.scrollHeight <= text.clientHeight)"


@pytest.fixture
def at_home(page: Page, let_in: LetIn) -> Callable[[str], list[str]]:
    """Open the home page as a shopper of the demo; returns what is recommended."""

    def open_home(email: str) -> list[str]:
        let_in(User.objects.get(email=email))
        page.goto("/")
        return get_recommended(page)

    return open_home


def get_departments(skus: list[str]) -> list[str]:
    products = Product.objects.filter(sku__in=skus)
    slugs = products.values_list("category__slug", "category__parent__slug")
    return [parent or slug for slug, parent in slugs]


def get_main_department(skus: list[str]) -> str:
    ((department, _),) = Counter(get_departments(skus)).most_common(1)
    return department


def count_lines(text: Locator) -> int:
    height = "text => text.clientHeight / parseFloat(getComputedStyle(text).lineHeight)"
    return round(text.evaluate(height))


def test_two_shoppers_have_home_pages_of_their_own(
    at_home: Callable[[str], list[str]],
) -> None:
    annas, bens = at_home(ANNA.email), at_home(BEN.email)

    assert len(annas) == len(bens) == NUM_SHOWN
    assert len(set(annas) & set(bens)) <= 3
    assert get_main_department(annas) != get_main_department(bens)


def test_three_clicks_shift_the_row(
    page: Page, at_home: Callable[[str], list[str]]
) -> None:
    before = at_home(BEN.email)

    for number in range(3):
        open_product(page, "toys", number=number)
    page.goto("/")

    after = get_recommended(page)
    assert len(set(after) - set(before)) >= 3
    assert get_departments(after).count("kids") > get_departments(before).count("kids")


def test_each_card_says_why_and_says_it_in_full(
    page: Page, at_home: Callable[[str], list[str]]
) -> None:
    page.set_viewport_size({"width": 1280, "height": 900})

    at_home(ANNA.email)

    reasons = get_block(page, FOR_YOU).locator(".card__why")
    expect(reasons).to_have_text([REASON] * NUM_SHOWN)
    assert reasons.evaluate_all(ARE_WHOLE)


def test_on_a_phone_most_of_a_reason_is_seen_and_all_of_it_is_there(
    page: Page, at_home: Callable[[str], list[str]]
) -> None:
    page.set_viewport_size({"width": 360, "height": 900})

    at_home(ANNA.email)

    reason = get_block(page, FOR_YOU).locator(".card__why").first
    expect(reason).to_have_attribute("title", reason.inner_text())
    assert count_lines(reason) == 3
