from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import cycle, islice

from benchmarks.calls import Call
from benchmarks.measuring import Effort
from benchmarks.report import Figure
from benchmarks.servers import Shop, serve
from benchmarks.tags import WITHOUT_BLOCKS
from personalize.blocks import Block
from personalize.enums import UseCase
from personalize.identity import guests
from shop.catalog.models import Product

NAME = "pages"
PRODUCT = "Six items of 'Customers also viewed'; the second block is only announced."
LAZY = "What that second block costs when a shopper scrolls down to it."
HOME = "Recommended for you, best sellers and recently viewed: up to 21 items."


def run(effort: Effort) -> Iterator[Figure]:
    """Compare pages with their blocks and without, answers being in the cache."""
    effort = replace(effort, calls=max(4, effort.calls // 4))
    products = list(Product.objects.available().with_category()[:10])
    shown = list(islice(cycle(products), effort.calls))
    cookie = f"{guests.cookie_name()}={guests.sign(guests.mint())}"
    pages = [visit(product.get_absolute_url(), cookie) for product in shown]
    plain = without_blocks(pages)
    with serve() as shop:
        name = "product page with its blocks ÷ without, warm cache"
        yield compare(shop, name, pages, plain, effort, PRODUCT)
        name = "the block fetched later ÷ product page without blocks"
        lazy = [visit(get_lazy_address(product), cookie) for product in shown]
        yield compare(shop, name, lazy, plain, effort, LAZY)
        name = "home page with its blocks ÷ without, warm cache"
        home = [visit("/", cookie)] * effort.calls
        yield compare(shop, name, home, without_blocks(home), effort, HOME)


def compare(
    shop: Shop,
    name: str,
    subject: Sequence[Call],
    baseline: Sequence[Call],
    effort: Effort,
    meaning: str,
) -> Figure:
    comparison = shop.meter.compare(
        shop.sending(subject), shop.sending(baseline), effort
    )
    return Figure.of_ratio(NAME, name, comparison, meaning)


def visit(path: str, cookie: str) -> Call:
    return Call(path=path, headers={"Cookie": cookie})


def without_blocks(calls: Sequence[Call]) -> list[Call]:
    return [
        replace(call, headers={**call.headers, WITHOUT_BLOCKS: "yes"}) for call in calls
    ]


def get_lazy_address(product: Product) -> str:
    block = Block(
        use_case=UseCase.FREQUENTLY_BOUGHT_TOGETHER,
        heading="Frequently bought together",
        item_ids=[product.sku],
        num_results=4,
        shown=[],
    )
    return block.url
