from __future__ import annotations

import json
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.amazon import AmazonStandIn
from tests.amazon.conftest import Post

WHEN = 1_760_000_000
ITEMS = "arn:aws:personalize:eu-west-1:123456789012:dataset/shop/ITEMS"
USERS = "arn:aws:personalize:eu-west-1:123456789012:dataset/shop/USERS"


def event(**members: Any) -> dict[str, Any]:
    return {"eventType": "View", "sentAt": WHEN, "itemId": "1"} | members


def call(*events: dict[str, Any], **members: Any) -> dict[str, Any]:
    start = {"trackingId": "tracking-1", "sessionId": "s-1"}
    return start | {"eventList": list(events) or [event()]} | members


def code_of(error: pytest.ExceptionInfo[ClientError]) -> str:
    return error.value.response["Error"]["Code"]


def test_accepted_events_are_remembered_with_their_group(
    amazon: AmazonStandIn, events_client: Any
) -> None:
    sent = event(eventId="e-1", itemId="7", eventValue=2.5)
    events_client.put_events(**call(sent, userId="u-1"))
    (stored,) = amazon.events
    assert (stored.event_id, stored.item_id, stored.sent_at) == ("e-1", "7", WHEN)
    assert (stored.user_id, stored.session_id) == ("u-1", "s-1")
    assert stored.body == sent


def test_the_answer_to_put_events_is_200_and_empty(
    amazon: AmazonStandIn, events_client: Any
) -> None:
    answer = events_client.put_events(**call())
    assert answer.keys() == {"ResponseMetadata"}
    assert answer["ResponseMetadata"]["HTTPStatusCode"] == 200
    assert answer["ResponseMetadata"]["HTTPHeaders"]["content-length"] == "0"


def test_the_grouping_of_calls_is_remembered(
    amazon: AmazonStandIn, events_client: Any
) -> None:
    events_client.put_events(**call(*[event()] * 10))
    events_client.put_events(**call(*[event()] * 2, sessionId="s-2"))
    groups = [(c["sessionId"], len(c["eventList"])) for c in amazon.put_events_calls()]
    assert groups == [("s-1", 10), ("s-2", 2)]


def test_events_of_guests_and_without_id_are_accepted(
    amazon: AmazonStandIn, events_client: Any
) -> None:
    events_client.put_events(**call())
    assert amazon.events[0].user_id is None
    assert amazon.events[0].event_id


def test_a_repeated_event_is_stored_again(
    amazon: AmazonStandIn, events_client: Any
) -> None:
    events_client.put_events(**call(event(eventId="e-1")))
    events_client.put_events(**call(event(eventId="e-1")))
    assert [stored.event_id for stored in amazon.events] == ["e-1", "e-1"]


def test_everything_an_event_may_hold_is_accepted_at_its_limit(
    amazon: AmazonStandIn, events_client: Any
) -> None:
    full = event(
        eventId="e" * 256,
        itemId="i" * 256,
        properties=json.dumps({"note": "n" * 1012}),
        recommendationId="r" * 40,
        impression=["j" * 256] * 25,
        metricAttribution={"eventAttributionSource": "m" * 1024},
    )
    events_client.put_events(**call(full, userId="u" * 256, sessionId="s" * 256))
    assert len(full["properties"]) == 1024
    assert amazon.events[0].body == full


@pytest.mark.parametrize(
    "body",
    [
        call(*[event()] * 11),
        call(sessionId="s" * 257),
        call(userId="u" * 257),
        call(trackingId="t" * 257),
        call(event(itemId="i" * 257)),
        call(event(eventId="e" * 257)),
        call(event(eventType="t" * 257)),
        call(event(properties=json.dumps({"note": "n" * 1013}))),
        call(event(recommendationId="r" * 41)),
        call(event(impression=["i"] * 26)),
        call(event(impression=["i" * 257])),
        call(event(metricAttribution={"eventAttributionSource": "m" * 1025})),
        call(event(metricAttribution={"eventAttributionSource": " "})),
    ],
)
def test_maximums_and_patterns_that_botocore_lets_pass_are_refused(
    amazon: AmazonStandIn, events_client: Any, body: dict[str, Any]
) -> None:
    with pytest.raises(ClientError) as error:
        events_client.put_events(**body)
    assert code_of(error) == "ValidationException"
    assert amazon.events == []


WITHOUT_ITEM = {"eventType": "View", "sentAt": WHEN}


@pytest.mark.parametrize(
    "body",
    [
        call(trackingId="another"),
        call(sessionId="null"),
        call(sessionId="undefined"),
        call(sessionId="None"),
        call(sessionId="   "),
        call(userId="None"),
        call(WITHOUT_ITEM),
        call(event(itemId="None")),
        call(event(properties="not JSON")),
        call(event(properties="[1]")),
        call(event(properties=json.dumps({"userId": "u"}))),
        call(event(properties=json.dumps({"SESSIONID": "s"}))),
        call(event(properties=json.dumps({"Impression": "1|2"}))),
        call(event(impression=["\N{GRINNING FACE}" * 256] * 12)),
    ],
)
def test_rules_that_no_model_tells_are_kept(
    amazon: AmazonStandIn, events_client: Any, body: dict[str, Any]
) -> None:
    with pytest.raises(events_client.exceptions.InvalidInputException):
        events_client.put_events(**body)
    assert amazon.events == []
    assert [c.status for c in amazon.calls] == [400]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"{", "SerializationException"),
        (b"[]", "SerializationException"),
        (call(event(itemId=1)), "SerializationException"),
        (call(event(itemId=None)), "SerializationException"),
        (call(event(itemId="\ud800")), "SerializationException"),
        (call(event(eventValue=float("nan"))), "SerializationException"),
        (call(event(eventValue="2.50")), "SerializationException"),
        (call(event(eventValue=True)), "SerializationException"),
        (call(event(properties={"a": 1})), "SerializationException"),
        (call(event(sentAt=WHEN + 0.5)), "SerializationException"),
        (call(event(sentAt=WHEN * 1000)), "SerializationException"),
        (call(event(sentAt=-1)), "SerializationException"),
        (call(event(sentAt="2026-01-01T00:00:00Z")), "SerializationException"),
        (call(eventList=[]), "ValidationException"),
        (call(eventList=[{"itemId": "1", "sentAt": WHEN}]), "ValidationException"),
        (call(event(itemId="")), "ValidationException"),
        (call(event(quantity=2)), "ValidationException"),
        (call(user="u"), "ValidationException"),
        ({"trackingId": "t", "eventList": [event()]}, "ValidationException"),
    ],
)
def test_what_botocore_would_not_send_is_refused(
    amazon: AmazonStandIn, post: Post, body: object, code: str
) -> None:
    assert post("/events", body) == (400, code)
    assert amazon.events == []


def test_a_poison_item_refuses_its_whole_call(
    amazon: AmazonStandIn, events_client: Any
) -> None:
    amazon.poison = {"13"}
    with pytest.raises(events_client.exceptions.InvalidInputException):
        events_client.put_events(**call(event(), event(itemId="13")))
    assert amazon.events == []
    assert amazon.put_events_calls() == []


def test_items_and_users_go_to_datasets_of_their_kind(
    amazon: AmazonStandIn, events_client: Any
) -> None:
    events_client.put_items(datasetArn=ITEMS, items=[{"itemId": "1"}])
    events_client.put_users(datasetArn=USERS, users=[{"userId": "u"}])
    with pytest.raises(events_client.exceptions.InvalidInputException):
        events_client.put_items(datasetArn=USERS, items=[{"itemId": "1"}])
    assert [c.status for c in amazon.calls] == [200, 200, 400]


def test_more_than_ten_items_are_refused(events_client: Any) -> None:
    with pytest.raises(ClientError) as error:
        events_client.put_items(datasetArn=ITEMS, items=[{"itemId": "1"}] * 11)
    assert code_of(error) == "ValidationException"
