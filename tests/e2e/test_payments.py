from __future__ import annotations

import re

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from shop.orders.models import Order
from tests.e2e.paying import GATEWAY_PAGE, check_out, choose, press
from tests.e2e.waiting import wait_until
from tests.gateways.server import DOWN, Gateway

pytestmark = pytest.mark.browser


def is_paid(order: Order) -> bool:
    order.refresh_from_db()
    return order.status == "paid"


def test_buying_with_cash_on_delivery(page: Page, gateways: dict[str, Gateway]) -> None:
    order = check_out(page, "cod")
    expect(page.get_by_text("have the amount ready in cash")).to_be_visible()
    assert order.status == "cash-pending"


@pytest.mark.parametrize("method", ["stripe", "razorpay"])
def test_buying_on_the_page_of_a_gateway(
    page: Page, gateways: dict[str, Gateway], method: str
) -> None:
    order = check_out(page, method)
    press(page, "Pay")
    page.wait_for_url("**/confirmation/")
    expect(page.get_by_text(f"Order {order.number} is paid")).to_be_visible()
    assert is_paid(order)


@pytest.mark.parametrize("method", ["stripe", "razorpay"])
def test_closing_the_tab_after_paying(
    page: Page, context: BrowserContext, gateways: dict[str, Gateway], method: str
) -> None:
    order = check_out(page, method)
    # As a phone does that is put away: what the shop says is never seen.
    context.route("**/return/", lambda route: route.abort())
    press(page, "Pay and stay here")
    expect(page.get_by_text("Thank you.")).to_be_visible()
    page.close()
    wait_until(lambda: is_paid(order))


@pytest.mark.parametrize("method", ["stripe", "razorpay"])
def test_failing_and_trying_again(
    page: Page, gateways: dict[str, Gateway], method: str
) -> None:
    order = check_out(page, method)
    press(page, "Decline")
    page.wait_for_url(re.compile(r"/payments/orders/|/pay/"))
    page.goto(f"/payments/orders/{order.number}/")
    expect(page.get_by_text("The payment did not succeed")).to_be_visible()
    choose(page, method)
    press(page, "Pay")
    page.wait_for_url("**/confirmation/")
    assert is_paid(order)


def test_failing_and_paying_in_another_way(
    page: Page, gateways: dict[str, Gateway]
) -> None:
    order = check_out(page, "stripe")
    page.wait_for_url(GATEWAY_PAGE)
    page.get_by_role("link", name="Back to the shop").click()
    expect(page.get_by_text("not paid yet")).to_be_visible()
    choose(page, "razorpay")
    press(page, "Pay")
    page.wait_for_url("**/confirmation/")
    assert is_paid(order)


def test_a_gateway_that_is_down_is_explained_and_left_for_cash(
    page: Page, gateways: dict[str, Gateway]
) -> None:
    gateways["stripe"].faults.append(DOWN)
    order = check_out(page, "stripe")
    expect(page.get_by_text("Stripe does not answer at the moment.")).to_be_visible()
    choose(page, "cod")
    page.wait_for_url("**/confirmation/")
    order.refresh_from_db()
    assert order.status == "cash-pending"


def test_two_tabs_pay_one_order_once(
    page: Page, context: BrowserContext, gateways: dict[str, Gateway]
) -> None:
    order = check_out(page, "stripe")
    page.wait_for_url(GATEWAY_PAGE)
    other = context.new_page()
    other.goto(f"/payments/orders/{order.number}/")
    choose(other, "stripe")
    other.wait_for_url(page.url)
    press(page, "Pay")
    page.wait_for_url("**/confirmation/")
    other.goto(f"/payments/orders/{order.number}/")
    other.wait_for_url("**/confirmation/")
    assert order.payments.count() == 1


def test_the_page_fits_a_small_phone(page: Page, gateways: dict[str, Gateway]) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    order = check_out(page, "stripe")
    page.goto(f"/payments/orders/{order.number}/")
    expect(page.get_by_role("button", name="Pay this order")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


class TestWithoutJavaScript:
    @pytest.fixture
    def browser_context_args(
        self, browser_context_args: dict[str, object]
    ) -> dict[str, object]:
        return browser_context_args | {"java_script_enabled": False}

    def test_the_form_to_the_gateway_has_a_button(
        self, page: Page, gateways: dict[str, Gateway]
    ) -> None:
        check_out(page, "razorpay")
        page.get_by_role("button", name="Continue to the payment").click()
        page.wait_for_url(GATEWAY_PAGE)
        expect(page.get_by_role("button", name="Decline")).to_be_visible()
