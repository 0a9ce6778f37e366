"""Lists and searches in a small shop and in a large one, measured in turns."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from urllib.parse import urlsplit, urlunsplit

from django.core.management import call_command
from django.db import connection, connections

from benchmarks.buying import Buyers
from benchmarks.calls import Call
from benchmarks.measuring import Comparison, Effort
from benchmarks.report import Figure
from benchmarks.servers import Shop, serve
from benchmarks.shelves import BROAD, RARE, USUAL, fill

NAME = "catalogue"
SMALL, LARGE = 1_000, 100_000
# When it is only to be seen that it works.
QUICK = 2_000
PAGES = {
    "a department, 36 products of it": "/c/d0/",
    "a category, 36 products of it": "/c/d0-c0/",
    "a department by price, its fifth page": "/c/d0/?sort=price&page=5",
    "a department, a choice of prices": "/c/d0/?min_price=20&max_price=200",
    "a search that fits nearly all": f"/search/?q={BROAD}",
    "a search that fits one in twelve": f"/search/?q={USUAL}",
    "a search that fits one in twenty": f"/search/?q={RARE}",
}
# At a time: a few for each connection.
ORDERS = 12
CACHES = {"small": 8, "large": 9}
CARD = b'class="card'
MEANING = "The same page of both shops; at most 1.5."
# Facets are remembered for a minute, the first time they are counted.
ORDER = (
    "Of each of the calls that fill the cart and place the order, with cash to be paid."
)
COLD = "What it costs when its facets are not remembered yet; once a minute."


def run(effort: Effort) -> Iterator[Figure]:
    """Compare pages of a shop with those of one a hundred times as large."""
    number = LARGE if effort.rounds > 2 else QUICK
    growth = f"{SMALL:,} to {number:,} products"
    effort = replace(effort, calls=max(4, effort.calls // 5))
    with shop_of("small", SMALL) as small, shop_of("large", number) as large:
        for page, path in PAGES.items():
            ask = partial(visit, path, effort.calls)
            comparison = compare(large, small, ask, effort)
            yield Figure.of_ratio(NAME, f"{page}: {growth}", comparison, MEANING)
        name = f"a department, never the same choice: {growth}"
        comparison = compare(large, small, partial(choose, effort.calls), effort)
        yield Figure.of_ratio(NAME, name, comparison, COLD)
        order = partial(Buyers("small").order, ORDERS)
        comparison = compare(large, small, order, effort)
        yield Figure.of_ratio(
            NAME, f"an order, in two calls: {growth}", comparison, ORDER
        )


@contextmanager
def shop_of(name: str, number: int) -> Iterator[Shop]:
    with database(name, number) as environment, serve(environment) as shop:
        yield shop


def compare(
    large: Shop, small: Shop, ask: Callable[[int], list[Call]], effort: Effort
) -> Comparison:
    """Measure each shop with its own meter, in turns."""
    comparison = Comparison()
    sides = [(comparison.subject, large), (comparison.baseline, small)]
    deadline = time.monotonic() + effort.seconds
    for number in range(-1, effort.rounds):
        for costs, shop in sides[:: 1 if number % 2 else -1]:
            cost = shop.meter.measure(shop.sending(ask(number)))
            # A round that does not count comes first.
            costs += [cost] if number >= 0 else []
        if time.monotonic() > deadline and number > 0:
            break
    return comparison


def visit(path: str, number: int, turn: int) -> list[Call]:
    return [Call(path=path, expected=CARD)] * number


def choose(number: int, turn: int) -> list[Call]:
    """Ask with choices that leave all in, and that no answer is remembered for."""
    first = 9_000 + (turn + 1) * number
    return [
        Call(path=f"/c/d0/?max_price={first + place}", expected=CARD)
        for place in range(number)
    ]


@contextmanager
def database(name: str, number: int) -> Iterator[dict[str, str]]:
    """Fill a database of its own, and give the environment of its shop."""
    url = urlsplit(os.environ["DATABASE_URL"])
    caches, _, _ = os.environ["CACHE_URL"].rpartition("/")
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE catalogue_{name}")
    connections.databases[name] = {
        **connections.databases["default"],
        "NAME": f"catalogue_{name}",
    }
    call_command("migrate", database=name, verbosity=0)
    fill(name, number)
    with connections[name].cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    connections[name].close()
    yield {
        "DATABASE_URL": urlunsplit(url._replace(path=f"/catalogue_{name}")),
        # A cache of its own: their categories have the same keys.
        "CACHE_URL": f"{caches}/{CACHES[name]}",
    }
