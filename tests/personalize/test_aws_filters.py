"""Amazon is asked with filters, and whatever becomes of them nothing is lost."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache

from personalize.backends.aws import AmazonPersonalizeBackend
from personalize.engine.features import ItemFilter
from personalize.enums import ReasonCode
from personalize.exceptions import BackendRejected, BackendUnavailable
from tests.amazon import AmazonStandIn
from tests.personalize.amazon import (
    ARNS,
    FILTERS,
    RANKING_ARN,
    add_filter,
    add_filters,
    drop_filters,
    item_ids,
    make_backend,
    make_query,
)

CHEAP = ItemFilter(max_price=10)
CHEAP_SHOES = ItemFilter(categories=frozenset({"shoes"}), max_price=10)
ITEMS = {
    "boot": {"CATEGORY_L1": "shoes", "CATEGORY_L2": "boots", "PRICE": 100.0},
    "clog": {"CATEGORY_L1": "shoes", "CATEGORY_L2": "clogs", "PRICE": 9.5},
    "flip-flop": {"CATEGORY_L1": "clogs", "CATEGORY_L2": "shoes", "PRICE": 5.0},
    "pan": {"CATEGORY_L1": "pans", "PRICE": 8.0},
    "sandal": {"CATEGORY_L1": "shoes", "PRICE": 7.0, "IN_STOCK": "False"},
}


@pytest.fixture(autouse=True)
def credentials(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "a secret that opens nothing")


@pytest.fixture
def amazon() -> Iterator[AmazonStandIn]:
    with AmazonStandIn() as amazon:
        for arn in [*ARNS.values(), RANKING_ARN]:
            amazon.recommend(arn, list(ITEMS))
        amazon.put_items(ITEMS)
        add_filters(amazon)
        yield amazon


@pytest.fixture
def backend(amazon: AmazonStandIn) -> AmazonPersonalizeBackend:
    return make_asker(amazon)


def make_asker(amazon: AmazonStandIn, **options: Any) -> AmazonPersonalizeBackend:
    options.setdefault("filter_arn_prefix", FILTERS)
    return make_backend(amazon, read_timeout=10, **options)


def ask(
    backend: AmazonPersonalizeBackend, use_case: str = "best-sellers", **fields: Any
) -> list[str]:
    return item_ids(backend.get_recommendations(make_query(use_case, **fields)))


def filters_of(amazon: AmazonStandIn) -> list[str]:
    """The names of the filters that each call was made with, or nothing."""
    arns = [call.body.get("filterArn", "") for call in amazon.calls]
    return [arn.removeprefix(FILTERS) for arn in arns]


@pytest.mark.parametrize(
    ("where", "named"),
    [
        (ItemFilter(), ["boot", "clog", "flip-flop", "pan"]),
        (ItemFilter(categories=frozenset({"clogs"})), ["clog", "flip-flop"]),
        (ItemFilter(min_price=8.5, max_price=50), ["clog", "pan"]),
        (CHEAP_SHOES, ["clog", "flip-flop"]),
        (ItemFilter(categories=frozenset({"unheard-of"})), []),
    ],
)
def test_amazon_names_what_passes_and_can_be_bought(
    amazon: AmazonStandIn,
    backend: AmazonPersonalizeBackend,
    where: ItemFilter,
    named: list[str],
) -> None:
    assert ask(backend, where=where) == named
    assert len(amazon.calls) == 1


def test_a_question_is_one_request_with_one_filter_and_all_its_values(
    amazon: AmazonStandIn, backend: AmazonPersonalizeBackend
) -> None:
    ask(backend, where=CHEAP_SHOES)
    assert amazon.calls[0].body == {
        "recommenderArn": ARNS["best-sellers"],
        "numResults": 25,
        "userId": "u_anna",
        "filterArn": f"{FILTERS}in-stock-category-price",
        "filterValues": {
            "CATEGORY_L1": '"shoes"',
            "CATEGORY_L2": '"shoes"',
            "MIN_PRICE": "0",
            "MAX_PRICE": "10",
        },
    }


def test_what_was_bought_is_left_out_by_amazon_and_here(
    amazon: AmazonStandIn, backend: AmazonPersonalizeBackend
) -> None:
    amazon.buy("u_anna", "boot")
    named = ask(backend, "recommended-for-you", exclude=frozenset({"pan"}))
    assert named == ["clog", "flip-flop"]
    assert filters_of(amazon) == ["in-stock-not-purchased"]


def test_more_is_asked_for_only_where_amazon_was_not_told_all(
    amazon: AmazonStandIn,
) -> None:
    told = make_asker(amazon)
    half_told = make_asker(amazon, filters={"best-sellers": ["in-stock-category"]})
    ask(told, where=CHEAP_SHOES, num_results=10)
    ask(half_told, where=CHEAP_SHOES, num_results=10)
    assert [call.body["numResults"] for call in amazon.calls] == [10, 40]


def test_without_a_prefix_amazon_is_told_of_no_filter(amazon: AmazonStandIn) -> None:
    ask(make_asker(amazon, filter_arn_prefix=""), where=CHEAP)
    assert filters_of(amazon) == [""]


def test_a_filter_of_ones_own_is_asked_with_and_no_other(
    amazon: AmazonStandIn,
) -> None:
    no_pans = 'EXCLUDE ItemID WHERE Items.CATEGORY_L1 IN ("pans")'
    add_filter(amazon, "no-pans", no_pans)
    backend = make_asker(amazon, filters={"best-sellers": ["no-pans", "in-stock"]})
    assert "pan" not in ask(backend)
    ask(backend, "most-viewed")
    assert filters_of(amazon) == ["no-pans", "in-stock"]


def test_a_use_case_may_have_no_filter_at_all(amazon: AmazonStandIn) -> None:
    ask(make_asker(amazon, filters={"best-sellers": []}), where=CHEAP)
    assert filters_of(amazon) == [""]


@pytest.mark.parametrize("where", [ItemFilter(), CHEAP_SHOES])
def test_a_refused_filter_empties_no_list(
    amazon: AmazonStandIn, backend: AmazonPersonalizeBackend, where: ItemFilter
) -> None:
    drop_filters(amazon)
    assert ask(backend, where=where) == list(ITEMS)
    assert len(amazon.calls) == 2


def test_a_refused_filter_is_left_alone_by_all_processes_for_a_while(
    amazon: AmazonStandIn, backend: AmazonPersonalizeBackend
) -> None:
    drop_filters(amazon, "in-stock")
    ask(backend)
    ask(make_asker(amazon), "most-viewed")
    ask(backend, where=CHEAP)
    assert filters_of(amazon) == ["in-stock", "", "", "in-stock-price"]
    # As when the while is over.
    cache.clear()
    ask(backend)
    assert filters_of(amazon)[4:] == ["in-stock", ""]


def test_a_refused_filter_is_logged_by_name(
    amazon: AmazonStandIn, backend: AmazonPersonalizeBackend, caplog: Any
) -> None:
    drop_filters(amazon)
    ask(backend)
    [record] = caplog.records
    assert "without the filter shop-in-stock only" in record.getMessage()
    assert "123456789012" not in record.getMessage()


def test_a_stopped_recommender_is_not_blamed_on_the_filter(
    amazon: AmazonStandIn, backend: AmazonPersonalizeBackend
) -> None:
    amazon.recommend(ARNS["best-sellers"], [], active=False)
    with pytest.raises(BackendRejected):
        ask(backend)
    assert filters_of(amazon) == ["in-stock"]


def test_a_filter_is_not_blamed_when_amazon_fails_without_it_too(
    amazon: AmazonStandIn, backend: AmazonPersonalizeBackend
) -> None:
    amazon.fail("500")
    with pytest.raises(BackendUnavailable):
        ask(backend)
    amazon.heal()
    ask(backend)
    assert filters_of(amazon) == ["in-stock", "in-stock"]


def promote(amazon: AmazonStandIn, **fields: Any) -> AmazonPersonalizeBackend:
    promotion = {"name": "new", "percent": 20, "filter": "new-arrivals"} | fields
    return make_asker(amazon, promotions={"best-sellers": promotion})


def test_a_share_of_the_places_is_promoted(amazon: AmazonStandIn) -> None:
    amazon.put_items({"pan": ITEMS["pan"] | {"CREATION_TIMESTAMP": 10**10}})
    answer = promote(amazon).get_recommendations(make_query("best-sellers"))
    [promotion] = amazon.calls[0].body["promotions"]
    assert promotion.pop("filterValues")["CREATED_AFTER"].isdecimal()
    assert promotion == {
        "name": "new",
        "percentPromotedItems": 20,
        "filterArn": f"{FILTERS}new-arrivals",
    }
    [promoted] = [each for each in answer.items if each.item_id == "pan"]
    assert promoted.reason == ReasonCode.PROMOTED
    assert promoted.note == "Promoted item; new"


def test_where_amazon_would_not_narrow_it_nothing_is_promoted(
    amazon: AmazonStandIn,
) -> None:
    backend = promote(amazon)
    ask(backend, where=CHEAP)
    ask(backend, "most-viewed")
    assert not any("promotions" in call.body for call in amazon.calls)


def test_a_promotion_with_a_refused_filter_empties_no_list(
    amazon: AmazonStandIn,
) -> None:
    assert ask(promote(amazon, filter="unheard-of")) == list(ITEMS)
    assert ["promotions" in call.body for call in amazon.calls] == [True, False]


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        (["Exploration"], ReasonCode.EXPLORATION),
        (["Popular item"], ReasonCode.POPULAR),
        (["Promoted item"], ReasonCode.PROMOTED),
        (["Something of a later version"], ReasonCode.VIEWED_TOGETHER),
    ],
)
def test_what_amazon_says_of_an_item_is_kept(
    amazon: AmazonStandIn,
    backend: AmazonPersonalizeBackend,
    said: list[str],
    reason: ReasonCode,
) -> None:
    arn = ARNS["customers-also-viewed"]
    amazon.script(arn, list(ITEMS), reasons={"clog": said})
    query = make_query("customers-also-viewed", item_ids=("pan",))
    boot, clog, *_ = backend.get_recommendations(query).items
    assert (clog.item_id, clog.reason, clog.note) == ("clog", reason, said[0])
    assert (boot.reason, boot.note) == (ReasonCode.VIEWED_TOGETHER, "")


def test_amazon_is_told_the_device_where_the_schema_has_a_column(
    amazon: AmazonStandIn, backend: AmazonPersonalizeBackend
) -> None:
    telling = make_asker(amazon, device_column="DEVICE")
    ask(telling, device="phone")
    telling.get_personalized_ranking(make_query(device="phone", item_ids=("pan",)))
    ask(telling)
    ask(backend, device="phone")
    contexts = [call.body.get("context") for call in amazon.calls]
    assert contexts == [{"DEVICE": "phone"}, {"DEVICE": "phone"}, None, None]


def test_metadata_is_kept_for_the_staff_and_limits_the_list(
    amazon: AmazonStandIn,
) -> None:
    amazon.call(
        "UpdateRecommender",
        recommenderArn=ARNS["best-sellers"],
        recommenderConfig={"enableMetadataWithRecommendations": True},
    )
    backend = make_asker(amazon, metadata_columns=["PRICE", "CATEGORY_L1"])
    query = make_query("best-sellers", num_results=60)
    first = backend.get_recommendations(query).items[0]
    assert first.note == "PRICE=100.0; CATEGORY_L1=shoes"
    assert amazon.calls[0].body["numResults"] == 50


@pytest.mark.parametrize(
    ("options", "ids"),
    [
        ({}, []),
        ({"filter_arn_prefix": "in-stock"}, ["personalize.E026"]),
        ({"filter_arn_prefix": ARNS["best-sellers"]}, ["personalize.E026"]),
        (
            {"filter_arn_prefix": FILTERS.replace("eu-west-1", "us-east-1")},
            ["personalize.E026"],
        ),
        ({"percent": 0}, ["personalize.E027"]),
        ({"filter": ""}, ["personalize.E027"]),
        ({"name": "-new"}, ["personalize.E027"]),
        ({"filter_arn_prefix": "", "percent": 20}, ["personalize.E027"]),
        ({"metadata_columns": ["A"] * 11}, ["personalize.E028"]),
        ({"device_column": "my device"}, ["personalize.E028"]),
    ],
)
def test_mistakes_in_the_options_are_found(
    amazon: AmazonStandIn, options: dict[str, Any], ids: list[str]
) -> None:
    fields = {"name", "percent", "filter"} & options.keys()
    promotion = {"name": "new", "percent": 20, "filter": "new-arrivals"}
    promotion |= {name: options[name] for name in fields}
    rest = {name: value for name, value in options.items() if name not in fields}
    promotions = {"best-sellers": promotion} if fields else {}
    backend = make_asker(amazon, promotions=promotions, **rest)
    assert [message.id for message in backend.check()] == ids
