"""An answer means the same whoever gives it: Amazon, the engine or best sellers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from personalize.engine.model_store import ModelStore
from personalize.enums import EventType
from personalize.recommendations import recommend
from personalize.templatetags.personalize import get_recommendations
from shop.catalog.models import Product
from tests.amazon import AmazonStandIn
from tests.personalize.amazon import (
    ANNA,
    ARNS,
    FILTERS,
    add_filters,
    drop_filters,
    options_for,
)
from tests.personalize.factories import make_event, make_request
from tests.personalize.histories import learn
from tests.shop.factories import make_category, make_product

pytestmark = pytest.mark.django_db

PATHS = {
    "aws": "personalize.backends.aws.AmazonPersonalizeBackend",
    "local": "personalize.backends.local.LocalBackend",
    "popular": "personalize.backends.popular.PopularBackend",
}
BACKENDS = list(PATHS)
Only = Callable[..., None]


@pytest.fixture
def products() -> list[Product]:
    """Shoes of a department, a pan, and what cannot or must not be shown."""
    men, kitchen = make_category("Men"), make_category("Kitchen")
    shoes = make_category("Shoes", parent=men)
    return [
        make_product(sku="boot", category=shoes, price="49.90"),
        make_product(sku="clog", category=shoes, price="20.00"),
        make_product(sku="tie", category=men, price="30.00"),
        make_product(sku="pan", category=kitchen, price="25.00"),
        make_product(sku="sandal", category=shoes, price="25.00", stock=0),
        make_product(sku="sneaker", category=shoes, price="25.00"),
        make_product(sku="watch", category=men, price="49.91"),
    ]


@pytest.fixture
def amazon(
    products: list[Product], monkeypatch: pytest.MonkeyPatch
) -> Iterator[AmazonStandIn]:
    """It has heard of the products, and not yet that the sandals are sold out."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "a secret that opens nothing")
    with AmazonStandIn() as amazon:
        add_filters(amazon)
        for arn in ARNS.values():
            amazon.recommend(arn, [product.sku for product in products])
        amazon.put_items({product.sku: describe(product) for product in products})
        amazon.buy("u_anna", "sneaker")
        yield amazon


@pytest.fixture
def only(
    amazon: AmazonStandIn, products: list[Product], settings: Any, tmp_path: Path
) -> Only:
    """Let one backend alone answer."""
    skus = tuple(product.sku for product in products)
    ModelStore(tmp_path).publish(learn([skus] * 6))

    def use(name: str, **options: Any) -> None:
        options = {
            "aws": options_for(amazon, filter_arn_prefix=FILTERS, read_timeout=10),
            "local": {"model_dir": tmp_path},
            "popular": {},
        }[name] | options
        entry = {"BACKEND": PATHS[name], "OPTIONS": options}
        settings.PERSONALIZE = settings.PERSONALIZE | {
            "BACKENDS": [entry],
            "PAGE_DEADLINE": 20,
        }

    return use


def describe(product: Product) -> dict[str, Any]:
    path = [category.slug for category in product.category.breadcrumbs]
    columns = {f"CATEGORY_L{level}": slug for level, slug in enumerate(path, start=1)}
    return columns | {"PRICE": float(product.price), "IN_STOCK": "True"}


def ask(category: str = "", low: Any = None, high: Any = None) -> set[str]:
    """Ask as a template does, for somebody who bought the sneakers."""
    make_event("u_anna", event_type=EventType.VIEW, item_id="tie")
    make_event("u_anna", event_type=EventType.PURCHASE, item_id="sneaker")
    slug = Product.objects.get(sku=category).category.slug if category else ""
    found = get_recommendations(
        {"request": make_request()},
        "recommended-for-you",
        category=slug,
        min_price=low,
        max_price=high,
        visitor=ANNA,
    )
    return {product.sku for product in found}


@pytest.mark.parametrize("backend", BACKENDS)
@pytest.mark.parametrize(
    ("where", "shown"),
    [
        (("boot",), {"boot", "clog"}),
        (("watch", 20, 49.90), {"boot", "clog"}),
        (("", 21, None), {"boot", "pan", "watch"}),
        (("", None, "49.90"), {"boot", "clog", "pan"}),
        (("pan", None, 24.99), set()),
    ],
)
def test_the_same_question_has_the_same_answer(
    only: Only, backend: str, where: tuple[Any, ...], shown: set[str]
) -> None:
    only(backend)
    # The engine leaves out what was just looked at.
    assert ask(*where) - {"tie"} == shown


@pytest.mark.parametrize("names", [["in-stock"], ["in-stock-category"], []])
def test_what_amazon_is_not_told_is_seen_to_here(only: Only, names: list[str]) -> None:
    only("aws", filters={"recommended-for-you": names})
    assert ask("watch", 20, 49.90) - {"tie"} == {"boot", "clog"}


def test_a_refused_filter_changes_nothing_that_is_shown(
    only: Only, amazon: AmazonStandIn
) -> None:
    only("aws")
    drop_filters(amazon)
    assert ask("watch", 20, 49.90) - {"tie"} == {"boot", "clog"}
    assert len(amazon.calls) == 2


def test_a_category_with_a_quote_in_its_name_is_narrowed_to_all_the_same(
    only: Only, amazon: AmazonStandIn, products: list[Product]
) -> None:
    only("aws")
    kitchen = products[3].category
    kitchen.slug = '16"-pans'
    kitchen.save()
    assert ask("pan") == {"pan"}
    assert amazon.calls[0].body["filterArn"] == f"{FILTERS}in-stock-not-purchased"


@pytest.mark.parametrize(
    ("agent", "context"),
    [
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_5) Mobile", {"DEVICE": "phone"}),
        ("Mozilla/5.0 (X11; Linux x86_64)", {"DEVICE": "desktop"}),
    ],
)
def test_the_device_of_the_page_is_told(
    only: Only, amazon: AmazonStandIn, agent: str, context: dict[str, str]
) -> None:
    only("aws", device_column="DEVICE")
    request = make_request(**{"User-Agent": agent})
    recommend(request, "recommended-for-you", visitor=ANNA)
    recommend(request, "best-sellers", visitor=ANNA)
    # What is the same for all is the same on every device.
    contexts = [call.body.get("context") for call in amazon.calls]
    assert contexts == [context, None]
