"""The filters that apply makes, asked with by the shop: on the emulated Amazon."""

from __future__ import annotations

from itertools import islice
from typing import Any

import pytest

from personalize.backends import get_primary
from personalize.engine.features import ItemFilter
from personalize.enums import ReasonCode
from personalize.identity import Visitor
from shop.catalog.models import Product
from tests.personalize.amazon import item_ids, make_query
from tests.personalize.provisioning import (
    ACCOUNT,
    REGION,
    Amazon,
    amazon,
    apply,
    declare,
    moto_url,
    start_amazon,
    store_history,
)
from tests.shop.factories import make_category

__all__ = ["amazon", "moto_url", "start_amazon"]

pytestmark = pytest.mark.django_db
ARN = f"arn:aws:personalize:{REGION}:{ACCOUNT}"
BEST_SELLERS = f"{ARN}:recommender/shop-best-sellers"
PROMOTION = {"name": "new", "percent": 50, "filter": "new-arrivals"}
PATH = "personalize.backends.aws.AmazonPersonalizeBackend"
BOUGHT = frozenset({"a product of which they know that it was bought"})


@pytest.fixture
def shoes(db: None) -> set[str]:
    """Of 30 products every third is a shoe, for 1, 4, 7 … each.

    Those for 10, 20 and 30 are sold out; of 1, 11 and 21 nobody has heard.
    """
    store_history(products=30)
    shoes = make_category("Shoes", parent=make_category("Men"))
    products = list(Product.objects.order_by("pk"))
    for price, product in enumerate(products, start=1):
        product.price = price
        product.stock = price % 10
        product.category = shoes if price % 3 == 1 else product.category
        product.save()
    return {product.sku for product in islice(products, 0, None, 3)}


@pytest.fixture
def provisioned(amazon: Amazon, shoes: set[str], settings: Any) -> Amazon:
    """The account that apply has made, and a shop that asks it."""
    declare(settings, USE_CASES=["best-sellers"])
    apply()
    options = {
        "promotions": {"most-viewed": PROMOTION},
        "tracking_id": "unused",
        "arns": dict.fromkeys(["best-sellers", "most-viewed"], BEST_SELLERS),
        "filter_arn_prefix": f"{ARN}:filter/shop-",
        "runtime_endpoint_url": amazon.emulator.url,
        "read_timeout": 20,
        "connect_timeout": 5,
    }
    settings.PERSONALIZE = settings.PERSONALIZE | {
        "BACKENDS": [{"BACKEND": PATH, "OPTIONS": options}]
    }
    return amazon


def ask(**fields: Any) -> list[Product]:
    query = make_query("best-sellers", num_results=50, **fields)
    named = item_ids(get_primary().get_recommendations(query))
    return list(Product.objects.filter(sku__in=named))


def test_what_apply_makes_is_what_serving_asks_with(
    provisioned: Amazon, shoes: set[str]
) -> None:
    men = frozenset({Product.objects.get(sku=min(shoes)).category.parent.slug})
    assert len(ask()) == 24
    assert {product.sku for product in ask(where=ItemFilter(categories=men))} < shoes
    cheap = ask(where=ItemFilter(min_price=4.5, max_price=9))
    assert sorted(product.price for product in cheap) == [4, 5, 6, 7, 8, 9]
    both = ask(where=ItemFilter(categories=men, max_price=9))
    assert sorted(product.price for product in both) == [4, 7]
    requests = provisioned.emulator.get_requests("GetRecommendations")
    assert {request.status for request in requests} == {200}


def test_whoever_bought_it_all_is_recommended_nothing_of_it(
    provisioned: Amazon,
) -> None:
    shopper = Visitor(user_id="user-1")
    assert len(ask(visitor=shopper)) == 24
    assert ask(visitor=shopper, exclude=BOUGHT) == []
    assert len(ask(exclude=BOUGHT)) == 24


def test_what_is_new_is_promoted_though_nobody_has_heard_of_it(
    provisioned: Amazon,
) -> None:
    answer = get_primary().get_recommendations(make_query("most-viewed"))
    promoted = [each for each in answer.items if each.reason == ReasonCode.PROMOTED]
    assert len(promoted) == 12
    assert {each.note for each in promoted} == {"Promoted item; new"}
