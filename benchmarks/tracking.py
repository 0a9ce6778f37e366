from __future__ import annotations

import json
import os
from collections.abc import Iterator
from functools import partial
from itertools import cycle, islice

from benchmarks.calls import Call, send_wsgi
from benchmarks.measuring import Effort, Meter
from benchmarks.report import Figure
from benchmarks.servers import DATABASE, serve
from shop.catalog.models import Product

NAME = "tracking"
MEANING = "What identity, limits, catalogue check and outbox cost on top of one INSERT."


def run(effort: Effort) -> Iterator[Figure]:
    """Compare POST /track/view with a bare view that validates and inserts one row."""
    ours, bare = make_calls(effort.calls)
    with serve() as shop:
        served = shop.meter.compare(shop.sending(ours), shop.sending(bare), effort)
    name = "view tracked ÷ row inserted by bare DRF, gunicorn"
    yield Figure.of_ratio(NAME, name, served, MEANING)
    meter = Meter(server=os.getpid(), database=DATABASE)
    called = meter.compare(partial(send_wsgi, ours), partial(send_wsgi, bare), effort)
    name = "the same within one process, without HTTP"
    yield Figure.of_ratio(NAME, name, called, MEANING)


def make_calls(number: int) -> tuple[list[Call], list[Call]]:
    skus = list(Product.objects.published().values_list("sku", flat=True)[:50])
    chosen = list(islice(cycle(skus), number))
    ours = [
        post("/api/personalize/track/view", userId=f"test-{index % 50}", productId=sku)
        for index, sku in enumerate(chosen)
    ]
    bare = [
        post("/bare/insert", user_id=f"test-{index % 50}", product_id=sku)
        for index, sku in enumerate(chosen)
    ]
    return ours, bare


def post(path: str, **fields: str) -> Call:
    return Call(path=path, method="POST", body=json.dumps(fields).encode())
