"""What tests need, each with defaults that no test depends on."""

from __future__ import annotations

from decimal import Decimal
from itertools import count
from typing import Any
from uuid import uuid4

from allauth.account.models import EmailAddress
from django.test import Client
from django.urls import reverse

from shop.accounts.models import User
from shop.catalog.models import Category, Product
from shop.orders.models import Order, OrderLine

PASSWORD = "a-long-enough-secret"
ADDRESS = {
    "email": "anna@example.com",
    "full_name": "Anna Alder",
    "street": "Finch Lane 1",
    "postal_code": "10115",
    "city": "Berlin",
    "country": "DE",
}
numbers = count(1)


def make_category(name: str = "", *, parent: Category | None = None) -> Category:
    number = next(numbers)
    return Category.objects.create(
        name=name or f"Category {number}", slug=f"category-{number}", parent=parent
    )


def make_product(name: str = "", **fields: Any) -> Product:
    number = next(numbers)
    fields.setdefault("sku", f"SKU-{number}")
    fields.setdefault("price", Decimal("10.00"))
    fields.setdefault("stock", 10)
    if "category" not in fields:
        fields["category"] = make_category()
    return Product.objects.create(name=name or f"Product {number}", **fields)


def make_products(number: int, **fields: Any) -> list[Product]:
    return [make_product(**fields) for _ in range(number)]


def make_shirt(**stocks: int) -> Product:
    """Make a product with a stock of its own for each size."""
    shirt = make_product("Shirt", sizes=[*stocks], stock=0, price=Decimal(10))
    for size, stock in stocks.items():
        shirt.variants.create(size=size, stock=stock)
    shirt.refresh_from_db()
    return shirt


def make_user(email: str = "", **fields: Any) -> User:
    email = email or f"shopper{next(numbers)}@example.com"
    user = User.objects.create_user(email, email, PASSWORD, **fields)
    EmailAddress.objects.create(user=user, email=email, primary=True, verified=True)
    return user


def make_order(*products: Product, user: User | None = None) -> Order:
    total = sum((product.price for product in products), start=Decimal(0))
    order = Order.objects.create(user=user, goods=total, total=total, **ADDRESS)
    for product in products:
        OrderLine.objects.create(
            order=order, product=product, name=product.name, price=product.price
        )
    return order


def add_to_cart(client: Client, product: Product, **data: Any) -> Any:
    return client.post(reverse("cart-add"), {"sku": product.sku} | data)


def make_checkout(total: object, **data: Any) -> dict[str, Any]:
    """Return what the form of the checkout sends."""
    form = {"checkout_id": str(uuid4()), "seen_total": str(total)}
    return ADDRESS | form | {"payment_method": "cod"} | data
