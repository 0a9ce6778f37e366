"""What has happened in the shop before a page is looked at."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.cache import SessionStore
from django.template.loader import render_to_string
from django.test import RequestFactory
from playwright.sync_api import Page

from shop.accounts.models import User
from shop.cart.models import Cart
from shop.catalog.models import Product
from shop.orders.models import Order
from shop.payments.models import Payment
from shop.reviews import moderation, reviewing
from shop.reviews.models import Review
from shop.wishlist import wishes
from tests.e2e.places import LOST
from tests.shop.factories import ADDRESS, make_order


def make_stage(shopper: User) -> dict[str, str]:
    """Give a customer a past; return what the addresses of the places are made of."""
    products = Product.objects.available()
    glass = products.filter(category__slug="glassware").newest()[0]
    order = make_order(glass, user=shopper)
    Cart.objects.create(user=shopper).lines.create(product=glass, quantity=2)
    shopper.addresses.create(**without_email(ADDRESS), is_default=True)
    wishes.add(shopper, glass)
    stage = {
        "sku": glass.sku,
        "shoe": products.filter(category__slug="boots").newest()[0].sku,
        "number": order.number,
        "key": order.key,
        "delivered": make_order_in(Order.Status.DELIVERED, glass, shopper).number,
        "cancelled": make_order_in(Order.Status.CANCELLED, glass, shopper).number,
        "pending": make_paid(glass, shopper, status=Payment.Status.PROCESSING),
        "failed": make_paid(glass, shopper, error="Your card was declined."),
    }
    reviewing.write(shopper, glass, 4, "Rings like a bell, and stands firmly.")
    moderation.publish(Review.objects.of_product(glass))
    return stage


def make_order_in(status: str, product: Product, shopper: User) -> Order:
    order = make_order(product, product, user=shopper)
    order.status = status
    order.save()
    order.history.create(status=status)
    return order


def make_paid(product: Product, shopper: User, **fields: str) -> str:
    order = make_order(product, user=shopper)
    order.payments.create(method="stripe", amount=order.total, currency="EUR", **fields)
    return order.number


def without_email(address: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in address.items() if name != "email"}


def show_error(page: Page, name: str) -> None:
    """Show an error page in a browser that has asked for something else."""
    request = RequestFactory().get(LOST)
    request.user, request.session = AnonymousUser(), SessionStore()
    # As Django does: what broke may be what the others need.
    context = None if name in {"400", "500"} else request
    html = render_to_string(f"{name}.html", request=context)
    address = f"**/error/{name}/"
    page.route(
        address, lambda route: route.fulfill(body=html, content_type="text/html")
    )
    page.goto(f"/error/{name}/")
