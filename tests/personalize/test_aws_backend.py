from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest

from personalize.backends import make_backend as make_from_settings
from personalize.backends.amazon_clients import ClientOptions
from personalize.backends.amazon_events import encode_properties, make_event
from personalize.backends.aws import AmazonPersonalizeBackend
from personalize.backends.base import Query
from personalize.engine.features import ItemFilter
from personalize.enums import EventType, FallbackReason, ReasonCode, UseCase
from personalize.exceptions import BackendNotConfigured, InvalidBackend
from personalize.identity import Visitor
from personalize.models import Event
from tests.amazon import AmazonStandIn
from tests.personalize.amazon import (
    ACCOUNT,
    ARNS,
    GUEST,
    RANKING_ARN,
    item_ids,
    make_backend,
    make_query,
)
from tests.personalize.backend_tests import BackendTests

WHEN = datetime(2026, 11, 1, 12, 30, 15, 987654, tzinfo=UTC)


@pytest.fixture(autouse=True)
def credentials(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "a secret that opens nothing")


@pytest.fixture
def amazon() -> Iterator[AmazonStandIn]:
    with AmazonStandIn() as amazon:
        for arn in [*ARNS.values(), RANKING_ARN]:
            amazon.recommend(arn, ["A-1", "A-2", "A-3"])
        yield amazon


@pytest.fixture
def backend(amazon: AmazonStandIn) -> AmazonPersonalizeBackend:
    return make_backend(amazon, read_timeout=10)


class TestConformance(BackendTests):
    @pytest.fixture
    def backend(self, amazon: AmazonStandIn) -> AmazonPersonalizeBackend:
        return make_backend(amazon, read_timeout=10)

    @pytest.fixture
    def query(self) -> Query:
        return make_query()


def new_event(**fields: Any) -> Event:
    defaults = {"event_type": EventType.VIEW, "item_id": "A-1", "session_id": "s_1"}
    return Event(**defaults | {"timestamp": WHEN} | fields)


def put(backend: AmazonPersonalizeBackend, *events: Event, user_id: str = "") -> None:
    backend.put_events(user_id=user_id, session_id="s_1", events=events)


@pytest.mark.parametrize(
    ("use_case", "asked"),
    [
        ("recommended-for-you", {"userId": "u_anna"}),
        ("customers-also-viewed", {"userId": "u_anna", "itemId": "B-1"}),
        ("frequently-bought-together", {"userId": "u_anna", "itemId": "B-1"}),
        ("similar-items", {"userId": "u_anna", "itemId": "B-1"}),
        ("best-sellers", {"userId": "u_anna"}),
        ("most-viewed", {"userId": "u_anna"}),
        ("trending-now", {"userId": "u_anna"}),
    ],
)
def test_each_use_case_is_asked_in_one_call_with_the_ids_it_needs(
    amazon: AmazonStandIn,
    backend: AmazonPersonalizeBackend,
    use_case: str,
    asked: dict[str, str],
) -> None:
    answer = backend.get_recommendations(make_query(use_case, item_ids=("B-1", "B-2")))
    arn = ARNS[use_case]
    kind = "recommenderArn" if ":recommender/" in arn else "campaignArn"
    assert [call.body for call in amazon.calls] == [
        asked | {kind: arn, "numResults": 25}
    ]
    assert item_ids(answer) == ["A-1", "A-2", "A-3"]


def test_more_is_asked_for_where_some_will_not_pass_a_filter(
    amazon: AmazonStandIn, backend: AmazonPersonalizeBackend
) -> None:
    amazon.recommend(ARNS["best-sellers"], [f"A-{number}" for number in range(300)])
    query = replace(make_query("best-sellers"), where=ItemFilter(max_price=10))
    answer = backend.get_recommendations(query)
    assert amazon.calls[0].body["numResults"] == len(answer.items) == 100


def test_the_use_cases_it_serves_are_those_that_amazon_has(
    backend: AmazonPersonalizeBackend,
) -> None:
    unserved = [use_case for use_case in UseCase if not backend.serves(use_case)]
    assert unserved == [UseCase.RECENTLY_VIEWED]


def test_a_use_case_without_arn_is_not_configured(amazon: AmazonStandIn) -> None:
    backend = make_backend(amazon, arns={})
    with pytest.raises(BackendNotConfigured, match="best-sellers"):
        backend.get_recommendations(make_query("best-sellers"))
    assert amazon.calls == []


def test_a_use_case_that_does_not_exist_is_a_mistake_in_the_settings() -> None:
    entry = {
        "BACKEND": "personalize.backends.aws.AmazonPersonalizeBackend",
        "OPTIONS": {"arns": {"best-seller": "arn:…"}},
    }
    with pytest.raises(InvalidBackend, match="best-seller"):
        make_from_settings(entry)


def test_a_guest_is_asked_for_by_the_session(
    amazon: AmazonStandIn, backend: AmazonPersonalizeBackend
) -> None:
    backend.get_recommendations(make_query(visitor=GUEST))
    assert amazon.calls[0].body["userId"] == "g_guest"


@pytest.mark.parametrize(
    "use_case",
    ["recommended-for-you", "customers-also-viewed", "best-sellers", "most-viewed"],
)
def test_somebody_without_an_id_is_cold_where_amazon_needs_one(
    amazon: AmazonStandIn, backend: AmazonPersonalizeBackend, use_case: str
) -> None:
    query = make_query(use_case, visitor=Visitor(), item_ids=("B-1",))
    assert backend.get_recommendations(query).shortfall == FallbackReason.COLD
    assert amazon.calls == []


def test_somebody_without_an_id_may_ask_about_an_item(
    amazon: AmazonStandIn, backend: AmazonPersonalizeBackend
) -> None:
    query = make_query("similar-items", visitor=Visitor(), item_ids=("B-1",))
    assert item_ids(backend.get_recommendations(query)) == ["A-1", "A-2", "A-3"]
    assert "userId" not in amazon.calls[0].body


def test_a_question_about_an_item_without_the_item_is_cold(
    amazon: AmazonStandIn, backend: AmazonPersonalizeBackend
) -> None:
    answer = backend.get_recommendations(make_query("similar-items"))
    assert (answer.items, answer.shortfall) == ((), FallbackReason.COLD)
    assert amazon.calls == []


@pytest.mark.parametrize(("wanted", "asked"), [(7, 7), (501, 500), (0, 1)])
def test_amazon_is_asked_for_as_many_items_as_it_allows(
    amazon: AmazonStandIn, backend: AmazonPersonalizeBackend, wanted: int, asked: int
) -> None:
    backend.get_recommendations(make_query(num_results=wanted))
    assert amazon.calls[0].body["numResults"] == asked


@pytest.mark.parametrize(
    ("use_case", "reason", "because"),
    [
        ("recommended-for-you", ReasonCode.RECOMMENDED, ""),
        ("customers-also-viewed", ReasonCode.VIEWED_TOGETHER, "B-1"),
        ("frequently-bought-together", ReasonCode.BOUGHT_TOGETHER, "B-1"),
        ("similar-items", ReasonCode.RECOMMENDED, "B-1"),
        ("best-sellers", ReasonCode.POPULAR, ""),
        ("trending-now", ReasonCode.TRENDING, ""),
    ],
)
def test_items_say_why_they_are_recommended(
    backend: AmazonPersonalizeBackend, use_case: str, reason: ReasonCode, because: str
) -> None:
    answer = backend.get_recommendations(make_query(use_case, item_ids=("B-1",)))
    first = answer.items[0]
    assert (first.reason, first.because_item_id) == (reason, because)


def test_what_is_to_be_left_out_is_asked_for_in_addition(
    amazon: AmazonStandIn, backend: AmazonPersonalizeBackend
) -> None:
    query = make_query(num_results=2, exclude=frozenset({"A-1"}))
    assert item_ids(backend.get_recommendations(query)) == ["A-2", "A-3"]
    assert amazon.calls[0].body["numResults"] == 3


def test_an_item_is_named_once_and_in_amazons_order(
    amazon: AmazonStandIn, backend: AmazonPersonalizeBackend
) -> None:
    amazon.recommend(ARNS["best-sellers"], ["A-2", "A-1", "A-2"])
    answer = backend.get_recommendations(make_query("best-sellers"))
    assert item_ids(answer) == ["A-2", "A-1"]


def test_the_answer_has_its_recommendation_id_and_scores_where_there_are_any(
    backend: AmazonPersonalizeBackend,
) -> None:
    scored = backend.get_recommendations(make_query("trending-now"))
    unscored = backend.get_recommendations(make_query("best-sellers"))
    assert scored.recommendation_id.startswith("RID-")
    assert unscored.items[0].score is None


def test_an_answer_without_items_is_an_answer(
    amazon: AmazonStandIn, backend: AmazonPersonalizeBackend
) -> None:
    amazon.recommend(ARNS["best-sellers"], [])
    answer = backend.get_recommendations(make_query("best-sellers"))
    assert (answer.items, answer.shortfall) == ((), FallbackReason.TOO_FEW)


def test_a_list_is_ranked_with_what_amazon_does_not_know_last(
    amazon: AmazonStandIn, backend: AmazonPersonalizeBackend
) -> None:
    query = make_query(item_ids=("X-1", "A-3", "X-2", "A-1"))
    answer = backend.get_personalized_ranking(query)
    assert item_ids(answer) == ["A-1", "A-3", "X-1", "X-2"]
    assert [call.body for call in amazon.calls] == [
        {
            "campaignArn": RANKING_ARN,
            "userId": "u_anna",
            "inputList": ["X-1", "A-3", "X-2", "A-1"],
        }
    ]


def test_of_a_longer_list_the_first_five_hundred_are_ranked(
    amazon: AmazonStandIn, backend: AmazonPersonalizeBackend
) -> None:
    asked = tuple(f"X-{number}" for number in range(499)) + ("A-1", "A-2")
    ranked = item_ids(backend.get_personalized_ranking(make_query(item_ids=asked)))
    assert len(amazon.calls[0].body["inputList"]) == 500
    assert [ranked[0], ranked[-1], len(ranked)] == ["A-1", "A-2", 501]


def test_ranking_needs_a_campaign_a_visitor_and_a_list(
    amazon: AmazonStandIn, backend: AmazonPersonalizeBackend
) -> None:
    with pytest.raises(BackendNotConfigured, match="PERSONALIZE_RANKING_ARN"):
        make_backend(amazon, ranking_arn="").get_personalized_ranking(make_query())
    nobody = make_query(visitor=Visitor(), item_ids=("A-1",))
    cold = backend.get_personalized_ranking(nobody)
    assert cold.shortfall == FallbackReason.COLD
    assert backend.get_personalized_ranking(make_query()).items == ()
    assert amazon.calls == []


def test_an_event_is_sent_with_all_that_amazon_takes(
    amazon: AmazonStandIn, backend: AmazonPersonalizeBackend
) -> None:
    event = new_event(event_value=9.5, recommendation_id="RID-1")
    put(backend, event, user_id="u_anna")
    assert amazon.calls[0].body == {
        "trackingId": "tracking-1",
        "sessionId": "s_1",
        "userId": "u_anna",
        "eventList": [
            {
                "eventId": str(event.event_id),
                "eventType": "View",
                "itemId": "A-1",
                "sentAt": int(WHEN.timestamp()),
                "eventValue": 9.5,
                "recommendationId": "RID-1",
            }
        ],
    }


def test_what_an_event_does_not_have_is_not_sent(
    amazon: AmazonStandIn, backend: AmazonPersonalizeBackend
) -> None:
    put(backend, new_event())
    (event,) = amazon.calls[0].body["eventList"]
    assert amazon.calls[0].body.keys() == {"trackingId", "sessionId", "eventList"}
    assert event.keys() == {"eventId", "eventType", "itemId", "sentAt"}


@pytest.mark.django_db
def test_a_repeat_is_the_same_to_the_byte(
    amazon: AmazonStandIn, backend: AmazonPersonalizeBackend
) -> None:
    event = new_event(event_value=Decimal(5), recommendation_id="RID-1")
    event.save()
    put(backend, event)
    Event.objects.update(attempts=3, visitor_id="u_anna", error="It was down.")
    put(backend, Event.objects.get())
    first, second = (json.dumps(call.body) for call in amazon.calls)
    assert first == second


def test_the_time_of_an_event_is_sent_whatever_its_zone() -> None:
    elsewhere = WHEN.astimezone(timezone(timedelta(hours=-8)))
    sent = make_event(new_event(timestamp=elsewhere))["sentAt"]
    assert sent == datetime(2026, 11, 1, 12, 30, 15, tzinfo=UTC)


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_a_value_that_json_has_no_number_for_is_left_out(value: float) -> None:
    assert "eventValue" not in make_event(new_event(event_value=value))


def test_only_properties_that_the_schema_is_said_to_have_are_sent(
    amazon: AmazonStandIn,
) -> None:
    backend = make_backend(amazon, read_timeout=10, properties=["device", "discount"])
    event = new_event(
        properties={"email": "a@example.com", "discount": 0.2, "device": "phone"}
    )
    put(backend, event)
    (sent,) = amazon.calls[0].body["eventList"]
    assert sent["properties"] == '{"device":"phone","discount":0.2}'


@pytest.mark.parametrize(
    "values",
    [
        {"note": "n" * 1014},
        {"note": ["a", "list"]},
        {"note": {"a": 1}},
        {"note": None},
        {"note": float("nan")},
        {"userId": "u_anna"},
        {"TimeStamp": 1},
    ],
)
def test_properties_that_amazon_would_refuse_are_left_out(
    values: dict[str, Any],
) -> None:
    assert encode_properties(values, {"note", "userId", "TimeStamp"}) == ""


def test_properties_of_the_greatest_length_are_sent() -> None:
    assert len(encode_properties({"note": "n" * 1013}, {"note"})) == 1024


def test_events_wait_while_there_is_no_tracking_id(amazon: AmazonStandIn) -> None:
    backend = make_backend(amazon, tracking_id="")
    with pytest.raises(BackendNotConfigured, match="PERSONALIZE_TRACKING_ID"):
        put(backend, new_event())
    assert amazon.calls == []


def test_a_setting_for_other_services_does_not_redirect_the_clients(
    monkeypatch: pytest.MonkeyPatch, amazon: AmazonStandIn
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", amazon.url)
    options = ClientOptions(
        region="eu-west-1", connect_timeout=1, read_timeout=1, threads=1
    )
    clients = options.make_clients()
    assert (
        clients.events.meta.endpoint_url,
        clients.runtime.meta.endpoint_url,
    ) == (
        "https://personalize-events.eu-west-1.amazonaws.com",
        "https://personalize-runtime.eu-west-1.amazonaws.com",
    )


def test_clients_make_one_attempt_and_give_up_in_time() -> None:
    options = ClientOptions(
        region="eu-west-1", connect_timeout=0.15, read_timeout=0.2, threads=8
    )
    clients = options.make_clients()
    runtime, events = clients.runtime.meta.config, clients.events.meta.config
    assert (runtime.connect_timeout, runtime.read_timeout) == (0.15, 0.2)
    assert (events.connect_timeout, events.read_timeout) == (1, 3)
    assert (runtime.max_pool_connections, events.max_pool_connections) == (16, 32)
    assert runtime.retries == events.retries
    assert runtime.retries == {"mode": "standard", "total_max_attempts": 1}


def test_the_region_is_that_of_the_arns_when_none_is_set(
    amazon: AmazonStandIn,
) -> None:
    backend = make_backend(amazon, region="")
    assert backend.region == "eu-west-1"


def test_complete_options_have_nothing_to_check(
    backend: AmazonPersonalizeBackend,
) -> None:
    assert backend.check() == []


@pytest.mark.parametrize(
    ("options", "ids"),
    [
        ({"arns": {"best-sellers": "my-campaign"}}, ["personalize.E021"]),
        (
            {"arns": {"best-sellers": f"{ACCOUNT}:dataset-group/shop"}},
            ["personalize.E021"],
        ),
        ({"region": "us-east-1", "ranking_arn": ""}, ["personalize.E022"] * 7),
        ({"ranking_arn": f"{ACCOUNT}:recommender/r"}, ["personalize.E023"]),
        ({"arns": {}, "ranking_arn": "", "region": ""}, ["personalize.E024"]),
        ({"tracking_id": ""}, ["personalize.W021"]),
    ],
)
def test_mistakes_in_the_options_are_found(
    amazon: AmazonStandIn, options: dict[str, Any], ids: list[str]
) -> None:
    found = make_backend(amazon, **options).check()
    assert [message.id for message in found] == ids


def test_half_a_key_is_found(
    monkeypatch: pytest.MonkeyPatch, backend: AmazonPersonalizeBackend
) -> None:
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    (message,) = backend.check()
    assert message.id == "personalize.E025"
    assert "AWS_SECRET_ACCESS_KEY" in message.msg
