from __future__ import annotations

import time
from threading import Timer
from typing import Any

import pytest
from botocore.exceptions import (
    ClientError,
    ConnectionClosedError,
    EndpointConnectionError,
    ReadTimeoutError,
)

from tests.amazon import AmazonStandIn

ARN = "arn:aws:personalize:eu-west-1:123456789012:campaign/shop"
RANKING = "arn:aws:personalize:eu-west-1:123456789012:campaign/shop-ranking"


@pytest.fixture(autouse=True)
def recommenders(amazon: AmazonStandIn) -> None:
    amazon.recommend(ARN, ["1"])
    amazon.recommend(RANKING, ["1"])


def put(client: Any, event_id: str = "e-1") -> None:
    event = {"eventType": "View", "sentAt": 1, "itemId": "1", "eventId": event_id}
    client.put_events(trackingId="tracking-1", sessionId="s", eventList=[event])


def ask(client: Any) -> dict[str, Any]:
    return client.get_recommendations(campaignArn=ARN, userId="u")


@pytest.mark.parametrize(
    ("mode", "status", "code"),
    [
        ("500", 500, "InternalFailure"),
        ("503", 503, "ServiceUnavailable"),
        ("throttle", 400, "ThrottlingException"),
        ("expired", 403, "ExpiredTokenException"),
        ("denied", 403, "AccessDeniedException"),
        ("html", 502, "502"),
    ],
)
def test_a_failing_service_answers_as_amazon_does(
    amazon: AmazonStandIn, events_client: Any, mode: str, status: int, code: str
) -> None:
    amazon.fail(mode)
    with pytest.raises(ClientError) as error:
        put(events_client)
    assert error.value.response["Error"]["Code"] == code
    assert error.value.response["ResponseMetadata"]["HTTPStatusCode"] == status
    assert amazon.events == []


@pytest.mark.parametrize("mode", ["slow", "hang"])
def test_a_client_that_gave_up_has_had_nothing_stored(
    amazon: AmazonStandIn, events_client: Any, mode: str
) -> None:
    amazon.fail(mode)
    with pytest.raises(ReadTimeoutError):
        put(events_client)
    amazon.heal()
    put(events_client, "e-2")
    assert [event.event_id for event in amazon.events] == ["e-2"]
    assert [call.status for call in amazon.calls] == [0, 200]


def test_slow_answers_after_its_delay(
    amazon: AmazonStandIn, runtime_client: Any
) -> None:
    amazon.fail("slow", delay=0.1)
    started = time.monotonic()
    assert ask(runtime_client)["itemList"]
    assert time.monotonic() - started >= 0.1


def test_hang_answers_those_who_still_wait_when_healed(
    amazon: AmazonStandIn, runtime_client: Any
) -> None:
    amazon.fail("hang")
    healing = Timer(0.05, amazon.heal)
    healing.start()
    assert ask(runtime_client)["itemList"]
    healing.join()


def test_drip_outlasts_the_read_timeout_of_botocore(
    amazon: AmazonStandIn, events_client: Any
) -> None:
    amazon.fail("drip")
    started = time.monotonic()
    put(events_client)
    assert time.monotonic() - started > 0.5


def test_reset_closes_the_connection_and_stores_nothing(
    amazon: AmazonStandIn, events_client: Any
) -> None:
    amazon.fail("reset")
    with pytest.raises(ConnectionClosedError):
        put(events_client)
    assert amazon.events == []


def test_lost_stores_and_closes_the_connection(
    amazon: AmazonStandIn, events_client: Any
) -> None:
    amazon.fail("lost", calls=1)
    with pytest.raises(ConnectionClosedError):
        put(events_client)
    put(events_client)
    assert [event.event_id for event in amazon.events] == ["e-1", "e-1"]
    assert len(amazon.put_events_calls()) == 2


def test_rubbish_reaches_the_caller_as_an_answer_without_items(
    amazon: AmazonStandIn, runtime_client: Any
) -> None:
    amazon.fail("rubbish")
    assert ask(runtime_client).keys() == {"ResponseMetadata"}


def test_a_wrong_shape_reaches_the_caller_as_it_is(
    amazon: AmazonStandIn, runtime_client: Any
) -> None:
    amazon.fail("wrong-shape")
    assert ask(runtime_client)["itemList"] == [{}, {}, {"itemId": 7}, {}]


def test_a_wrong_shape_can_make_botocore_itself_stumble(
    amazon: AmazonStandIn, runtime_client: Any
) -> None:
    amazon.fail("wrong-shape")
    with pytest.raises(AttributeError):
        runtime_client.get_personalized_ranking(
            campaignArn=RANKING, userId="u", inputList=["1"]
        )


def test_a_fault_can_be_limited_to_some_calls(
    amazon: AmazonStandIn, events_client: Any
) -> None:
    amazon.fail("500", calls=1)
    with pytest.raises(ClientError):
        put(events_client)
    put(events_client)
    assert [call.status for call in amazon.calls] == [500, 200]


def test_a_fault_can_be_limited_in_time(
    amazon: AmazonStandIn, events_client: Any
) -> None:
    amazon.fail("hang", seconds=0.1)
    put(events_client)
    assert len(amazon.events) == 1


def test_a_fault_can_be_limited_to_an_operation(
    amazon: AmazonStandIn, events_client: Any, runtime_client: Any
) -> None:
    amazon.fail("throttle", operation="GetRecommendations")
    put(events_client)
    with pytest.raises(ClientError, match="ThrottlingException"):
        ask(runtime_client)


def test_an_unknown_fault_is_a_mistake_of_the_test(amazon: AmazonStandIn) -> None:
    with pytest.raises(ValueError, match="earthquake"):
        amazon.fail("earthquake")


def test_a_stopped_service_refuses_and_comes_back_on_its_port(
    amazon: AmazonStandIn, events_client: Any
) -> None:
    put(events_client, "before")
    url = amazon.url
    amazon.stop()
    with pytest.raises((EndpointConnectionError, ConnectionClosedError)):
        put(events_client, "during")
    amazon.start()
    put(events_client, "after")
    assert amazon.url == url
    assert [event.event_id for event in amazon.events] == ["before", "after"]


def test_stopping_cuts_a_request_that_hangs(
    amazon: AmazonStandIn, events_client: Any
) -> None:
    amazon.fail("hang")
    stopping = Timer(0.05, amazon.stop)
    stopping.start()
    with pytest.raises(ConnectionClosedError):
        put(events_client)
    stopping.join()
    assert amazon.events == []
