from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from django.core.cache import cache

from benchmarks.calls import Call, send_one_by_one
from benchmarks.measuring import Comparison, Effort, Spread
from benchmarks.report import Figure
from benchmarks.servers import Shop, emulated_amazon, serve
from personalize.enums import EventType
from personalize.events import NewEvent, record_many
from personalize.identity import Visitor, guests
from shop.catalog.models import Product

NAME = "recommendations"
WARM = "Who asks, what they did last, live price and stock: the answer is in the cache."
COLD = "The cache is emptied before each call, and the backend computes."
SLOW = "What a shopper waits for whose answer is not in the cache."
LATENCY = 0.03
# Calls after which each process has made its clients.
TRIES = 10
VIEWED = 30


def run(effort: Effort) -> Iterator[Figure]:
    """Compare GET /recommendations with a bare view that lists as many rows."""
    effort = replace(effort, calls=max(4, effort.calls // 2))
    guest_id = make_guest()
    with serve() as shop:
        wait_for("local", shop, guest_id)
        yield from compare(shop, guest_id, effort, "embedded engine")
    with emulated_amazon() as amazon, serve(amazon.environment) as shop:
        amazon.recommend(find_skus(60))
        wait_for("aws", shop, guest_id)
        yield from compare(shop, guest_id, effort, "Amazon's stand-in at 0 ms")
        amazon.take(LATENCY)
        cold = compare_cold(shop, guest_id, effort)
        yield Figure(
            benchmark=NAME,
            name="cold, Amazon's stand-in at 30 ms, on the clock",
            spread=Spread.of([cost.wall for cost in cold.subject]),
            unit="ms",
            detail=cold.detail,
            meaning=SLOW,
        )


def wait_for(backend: str, shop: Shop, guest_id: str) -> None:
    """See that this backend gives the answers, once all processes know it."""
    (call,), _ = make_calls(guest_id, 1)
    known = replace(call, expected=f'"backend":"{backend}"'.encode())
    for _ in range(TRIES):
        send_one_by_one(shop.port, [call], cache.clear)
    send_one_by_one(shop.port, [known], cache.clear)


def compare(
    shop: Shop, guest_id: str, effort: Effort, backend: str
) -> Iterator[Figure]:
    calls, bare = make_calls(guest_id, effort.calls)
    warm = shop.meter.compare(shop.sending(calls), shop.sending(bare), effort)
    name = f"warm, {backend} ÷ a bare view of 12 rows"
    yield Figure.of_ratio(NAME, name, warm, WARM)
    cold = compare_cold(shop, guest_id, effort)
    name = f"cold, {backend} ÷ a bare view of 12 rows"
    yield Figure.of_ratio(NAME, name, cold, COLD)


def compare_cold(shop: Shop, guest_id: str, effort: Effort) -> Comparison:
    effort = replace(effort, calls=max(4, effort.calls // 3))
    calls, bare = make_calls(guest_id, effort.calls)
    return shop.meter.compare(
        partial(send_one_by_one, shop.port, calls, cache.clear),
        partial(send_one_by_one, shop.port, bare, cache.clear),
        effort,
    )


def make_calls(guest_id: str, number: int) -> tuple[list[Call], list[Call]]:
    headers = {guests.HEADER: guests.sign(guest_id)}
    path = "/api/personalize/recommendations?numResults=12"
    ours = [Call(path=path, headers=headers)] * number
    return ours, [Call(path="/bare/list")] * number


def make_guest() -> str:
    """Make a guest who has looked around."""
    guest_id = guests.mint()
    views = [
        NewEvent(event_type=EventType.VIEW, item_id=sku) for sku in find_skus(VIEWED)
    ]
    record_many(Visitor(session_id=guest_id), views)
    return guest_id


def find_skus(number: int) -> list[str]:
    return list(Product.objects.available().values_list("sku", flat=True)[:number])
