"""Ninety days of shopping: visits, carts, purchases, things bought together."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from shop.demo.assortment import DemoProduct
from shop.demo.shoppers import Shopper
from shop.demo.tastes import Assortment

DAYS = 90
VIEWS_PER_VISIT = 6
CART_SHARE = 0.15
CHECKOUT_SHARE = 0.5
COMPLEMENT_SHARE = 0.45
REPEAT_SHARE = 0.12
# Relative traffic by the hour, from midnight: nobody at four, most at nine at night.
HOURS = np.array(
    [3, 2, 1, 1, 1, 1, 2, 4, 6, 7, 8, 8, 9, 8, 7, 7, 8, 9, 10, 12, 14, 14, 10, 6]
)
# What the shares above come to, a little less than measured: no run falls short.
EVENTS_PER_VISIT = 9.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    shopper: Shopper
    product: DemoProduct
    event_type: str
    at: datetime


@dataclass(slots=True, kw_only=True)
class Visit:
    """One shopper's hour in the shop: what they did, and what they bought."""

    shopper: Shopper
    at: datetime
    actions: list[Action] = field(default_factory=list)
    bought: list[DemoProduct] = field(default_factory=list)

    def add(self, product: DemoProduct, event_type: str, seconds: int) -> None:
        self.at += timedelta(seconds=seconds)
        self.actions.append(
            Action(
                shopper=self.shopper, product=product, event_type=event_type, at=self.at
            )
        )


class Simulation:
    """Deterministic for a seed and a moment."""

    def __init__(
        self,
        assortment: Assortment,
        shoppers: list[Shopper],
        random: np.random.Generator,
    ) -> None:
        self.assortment = assortment
        self.shoppers = shoppers
        self.random = random
        self.tastes = [assortment.get_taste(shopper) for shopper in shoppers]
        self.bought_before: dict[str, list[int]] = {}
        activity = np.array([shopper.activity for shopper in shoppers])
        self.activity = activity / activity.sum()

    def run(self, now: datetime, num_events: int) -> Iterator[Visit]:
        """Give visits in order of time until there are enough events."""
        for days_ago in self._moments(int(num_events / EVENTS_PER_VISIT) + 1):
            who = int(self.random.choice(len(self.shoppers), p=self.activity))
            yield self.visit(who, now - timedelta(days=float(days_ago)), days_ago)

    def visit(self, who: int, at: datetime, days_ago: float) -> Visit:
        visit = Visit(shopper=self.shoppers[who], at=at)
        taste = self.tastes[who] * self.assortment.get_attention(days_ago)
        in_cart = self._browse(visit, taste)
        if in_cart and self.random.random() < CHECKOUT_SHARE:
            self._buy(visit, [*in_cart, *self._complements(visit, in_cart, taste)])
            self._buy_again(visit, who)
        return visit

    def _browse(self, visit: Visit, taste: NDArray[np.float64]) -> list[int]:
        """Look at products of one or two categories, and put a few in the cart."""
        in_cart: list[int] = []
        for _ in range(1 + (self.random.random() < 0.3)):
            category = self._pick(np.arange(len(taste)), taste)
            members = self.assortment.in_category[
                str(self.assortment.categories[category])
            ]
            for _ in range(1 + self.random.poisson(VIEWS_PER_VISIT - 1)):
                product = self._pick(members, taste)
                self._look(visit, product)
                if self.random.random() < CART_SHARE and product not in in_cart:
                    self._put_in_cart(visit, product, in_cart)
        return in_cart

    def _complements(
        self, visit: Visit, in_cart: list[int], taste: NDArray[np.float64]
    ) -> list[int]:
        """Choose what goes with the cart: socks with the shoes."""
        chosen: list[int] = []
        for product in in_cart:
            kinds = [
                kind
                for kind in self.assortment.products[product].goes_with
                if kind in self.assortment.of_kind
            ]
            if kinds and self.random.random() < COMPLEMENT_SHARE:
                kind = str(self.random.choice(kinds))
                other = self._pick(self.assortment.of_kind[kind], taste)
                if other not in (*in_cart, *chosen):
                    self._look(visit, other)
                    self._put_in_cart(visit, other, chosen)
        return chosen

    def _buy(self, visit: Visit, cart: list[int]) -> None:
        visit.at += timedelta(seconds=int(self.random.integers(60, 240)))
        for product in cart:
            self._purchase(visit, product)
        self.bought_before.setdefault(visit.shopper.email, []).extend(cart)

    def _buy_again(self, visit: Visit, who: int) -> None:
        before = self.bought_before.get(visit.shopper.email, [])
        if before and self.random.random() < REPEAT_SHARE:
            product = int(self.random.choice(before))
            if self.assortment.products[product] not in visit.bought:
                self._purchase(visit, product)

    def _look(self, visit: Visit, product: int) -> None:
        seconds = int(self.random.integers(15, 120))
        visit.add(self.assortment.products[product], "View", seconds)

    def _put_in_cart(self, visit: Visit, product: int, cart: list[int]) -> None:
        cart.append(product)
        visit.add(self.assortment.products[product], "AddToCart", 8)

    def _purchase(self, visit: Visit, product: int) -> None:
        visit.add(self.assortment.products[product], "Purchase", 0)
        visit.bought.append(self.assortment.products[product])

    def _pick(self, members: NDArray[np.intp], taste: NDArray[np.float64]) -> int:
        sums = (taste[members] + 1e-12).cumsum()
        return int(members[np.searchsorted(sums, self.random.random() * sums[-1])])

    def _moments(self, count: int) -> NDArray[np.float64]:
        """Days ago, the oldest first; trade grows a little, and evenings are busy."""
        days = np.floor(DAYS * (1 - self.random.power(1.25, count)))
        hours = self.random.choice(
            24, count, p=HOURS / HOURS.sum()
        ) + self.random.random(count)
        moments = days + hours / 24
        return np.sort(moments)[::-1] + 0.05
