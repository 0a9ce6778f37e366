"""Shoppers, staff, workers and the nightly look, all at the same time."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.models.functions import Now

from personalize.models import DatasetRecord
from personalize.records.delivery import deliver_due
from personalize.records.drift import mark_drift
from personalize.records.target import Dataset
from shop.catalog.models import Product
from tests.amazon import AmazonStandIn
from tests.personalize.datasets import configure_group, deliver, get_last
from tests.shop.factories import make_category, make_products

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 12


@pytest.fixture
def amazon(monkeypatch: pytest.MonkeyPatch, settings: Any) -> Iterator[AmazonStandIn]:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "a secret that opens nothing")
    with AmazonStandIn() as amazon:
        configure_group(settings, amazon)
        yield amazon


def change_prices() -> None:
    """As a form does that saves three products in one transaction."""
    with transaction.atomic():
        for product in Product.objects.order_by("pk").select_for_update()[:3]:
            product.price = random.randrange(1, 1000)
            product.save()


def work() -> None:
    """Let the time pass for what nobody is changing, and send it."""
    with transaction.atomic():
        free = DatasetRecord.objects.select_for_update(skip_locked=True)
        pks = list(free.values_list("pk", flat=True))
        DatasetRecord.objects.filter(pk__in=pks).update(next_attempt_at=Now())
    deliver_due(Dataset.ITEMS)


def look_for_drift() -> None:
    mark_drift(Dataset.ITEMS)


def repeat(action: Callable[[], None]) -> None:
    try:
        for _ in range(ROUNDS):
            action()
    finally:
        connection.close()


def do_at_once(*actions: Callable[[], None]) -> None:
    """Repeat each in a thread of its own; raise what any of them raised."""
    with ThreadPoolExecutor(len(actions)) as pool:
        done = [pool.submit(repeat, action) for action in actions]
    for each in done:
        each.result()


def test_whatever_happens_at_once_amazon_knows_the_last(amazon: AmazonStandIn) -> None:
    products = make_products(5, category=make_category())
    do_at_once(change_prices, change_prices, work, work, look_for_drift)
    deliver()
    mark_drift(Dataset.ITEMS)
    deliver()
    known = {each.sku: get_last(amazon, each.sku)["price"] for each in products}
    prices = Product.objects.values_list("sku", "price")
    assert known == {sku: float(price) for sku, price in prices}
    assert not DatasetRecord.objects.pending().exists()
