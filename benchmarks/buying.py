"""Guests who order one product each, as an app does: into the cart, and the order."""

from __future__ import annotations

import json
from uuid import uuid4

from benchmarks.calls import CONNECTIONS, Call
from personalize.identity import guests
from shop.catalog.models import Product

ADDRESS = {
    "fullName": "Anna Alder",
    "street": "Finch Lane 1",
    "postalCode": "10115",
    "city": "Berlin",
    "country": "DE",
}


class Buyers:
    """Different ones in each round; what they order is in stock for all of them."""

    def __init__(self, database: str) -> None:
        products = Product.objects.using(database).order_by("-stock", "pk")[:200]
        self.prices = list(products.values_list("sku", "price"))

    def order(self, number: int, turn: int) -> list[Call]:
        """Return the two calls of each of so many orders.

        Both come to the same one of the connections, which take calls by turns.
        """
        return [
            call
            for start in range(0, number, CONNECTIONS)
            for step in zip(*self._buy_some((turn + 1) * number + start), strict=True)
            for call in step
        ]

    def _buy_some(self, first: int) -> list[tuple[Call, Call]]:
        places = range(first, first + CONNECTIONS)
        return [self._buy(*self.prices[place % len(self.prices)]) for place in places]

    def _buy(self, sku: str, price: object) -> tuple[Call, Call]:
        guest = {"X-Guest-Id": guests.sign(guests.mint())}
        return (
            _post("cart/lines", {"sku": sku}, guest),
            _post(
                "checkout",
                {
                    "email": "anna@example.com",
                    "address": ADDRESS,
                    "paymentMethod": "cod",
                    "total": str(price),
                },
                guest | {"Idempotency-Key": str(uuid4())},
            ),
        )


def _post(path: str, body: object, headers: dict[str, str]) -> Call:
    return Call(
        path=f"/api/v1/{path}",
        method="POST",
        body=json.dumps(body).encode(),
        headers=headers,
        expected=b'"lines"',
    )
