"""The Amazon backend against the stand-in, with more time than it has on a page."""

from __future__ import annotations

from time import monotonic
from typing import Any

from personalize.backends.amazon_filters import make_filters
from personalize.backends.aws import AmazonPersonalizeBackend
from personalize.backends.base import Query
from personalize.enums import UseCase
from personalize.identity import Visitor
from tests.amazon import AmazonStandIn
from tests.amazon.stand_in import ACCOUNT, GROUP_ARN

ARNS = {
    "recommended-for-you": f"{ACCOUNT}:recommender/recommended-for-you",
    "customers-also-viewed": f"{ACCOUNT}:recommender/also-viewed",
    "frequently-bought-together": f"{ACCOUNT}:recommender/frequently-bought-together",
    "similar-items": f"{ACCOUNT}:campaign/similar-items",
    "best-sellers": f"{ACCOUNT}:recommender/best-sellers",
    "most-viewed": f"{ACCOUNT}:recommender/most-viewed",
    "trending-now": f"{ACCOUNT}:campaign/trending-now",
}
FILTERS = f"{ACCOUNT}:filter/shop-"
RANKING_ARN = f"{ACCOUNT}:campaign/ranking"
ANNA = Visitor(user_id="u_anna", session_id="s_1")
GUEST = Visitor(session_id="g_guest")


def options_for(amazon: AmazonStandIn, **options: Any) -> dict[str, Any]:
    defaults = {
        "tracking_id": amazon.tracking_id,
        "arns": ARNS,
        "ranking_arn": RANKING_ARN,
        "region": "eu-west-1",
        "events_endpoint_url": amazon.url,
        "runtime_endpoint_url": amazon.url,
        "connect_timeout": 5,
    }
    return defaults | options


def add_filters(amazon: AmazonStandIn) -> None:
    """Create all filters of the app."""
    for each in make_filters().values():
        add_filter(amazon, each.name, each.expression)


def add_filter(amazon: AmazonStandIn, name: str, expression: str) -> None:
    amazon.call(
        "CreateFilter",
        name=f"shop-{name}",
        datasetGroupArn=GROUP_ARN,
        filterExpression=expression,
    )


def drop_filters(amazon: AmazonStandIn, *names: str) -> None:
    """Delete the filters of these names, or all of the app."""
    for name in names or make_filters():
        amazon.call("DeleteFilter", filterArn=FILTERS + name)


def make_backend(amazon: AmazonStandIn, **options: Any) -> AmazonPersonalizeBackend:
    return AmazonPersonalizeBackend(**options_for(amazon, **options))


def make_query(use_case: str = "recommended-for-you", **fields: Any) -> Query:
    """Leave time to make the clients, on a machine that is busy with other tests."""
    defaults = {"visitor": ANNA, "deadline": monotonic() + 20}
    return Query(use_case=UseCase(use_case), **defaults | fields)


def item_ids(answer: Any) -> list[str]:
    return [item.item_id for item in answer.items]
