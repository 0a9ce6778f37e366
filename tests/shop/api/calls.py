"""Clients of the API: whoever may call, and how they do."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.test import Client

from personalize.identity import guests
from shop.accounts.models import User
from shop.catalog.models import Product
from tests.personalize.factories import make_bearer
from tests.shop.factories import make_user

ERROR_KEYS = {"success", "message", "errors"}


class Api:
    """A program without cookies; what it sends, and nothing more, says who it is."""

    def __init__(self, **headers: str) -> None:
        self.headers = headers

    def get(self, path: str, query: Any = None, **headers: str) -> Any:
        return self.call("get", path, query, **headers)

    def post(self, path: str, body: Any = None, **headers: str) -> Any:
        return self.call("post", path, {} if body is None else body, **headers)

    def put(self, path: str, body: Any = None, **headers: str) -> Any:
        return self.call("put", path, body or {}, **headers)

    def patch(self, path: str, body: Any = None, **headers: str) -> Any:
        return self.call("patch", path, body, **headers)

    def delete(self, path: str, **headers: str) -> Any:
        return self.call("delete", path, None, **headers)

    def call(self, method: str, path: str, data: Any, **headers: str) -> Any:
        kind = {} if method == "get" else {"content_type": "application/json"}
        return getattr(Client(), method)(
            path if path.startswith("/") else f"/api/v1/{path}",
            data,
            headers=self.headers | {_spell(name): headers[name] for name in headers},
            **kind,
        )


def make_guest() -> Api:
    return Api(**{"X-Guest-Id": guests.sign(guests.mint())})


def make_shopper(user: User | None = None) -> Api:
    return Api(**make_bearer(user or make_user()))


def _spell(name: str) -> str:
    return name.replace("_", "-")


ADDRESS = {
    "fullName": "Anna Alder",
    "street": "Finch Lane 1",
    "postalCode": "10115",
    "city": "Berlin",
    "country": "DE",
}


def fill_cart(api: Api, product: Product, quantity: int = 1) -> str:
    """Put something into the cart; return what it costs altogether."""
    api.post("cart/lines", {"sku": product.sku, "quantity": quantity})
    return api.get("checkout/costs", {"country": "DE"}).json()["total"]


def order(api: Api, seen: str, *, key: str = "", **fields: Any) -> Any:
    """Place an order of what is in the cart."""
    body = {
        "email": "anna@example.com",
        "address": ADDRESS,
        "paymentMethod": "cod",
        "total": seen,
    }
    return api.post("checkout", body | fields, Idempotency_Key=key or str(uuid4()))


def buy(api: Api, product: Product, **fields: Any) -> dict[str, Any]:
    return order(api, fill_cart(api, product), **fields).json()
