"""PutEvents: what is taken, what is refused, and who hears of it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError

from personalize.emulator.control import control
from personalize.emulator.events_control import list_events
from tests.emulator.schemas import INTERACTION_FIELDS, field, schema
from tests.emulator.trained import START, Shop, open_shop

WITH_DEVICE = schema(
    "Interactions",
    *INTERACTION_FIELDS,
    field("DEVICE_TYPE", ["string", "null"], categorical=True),
    field("NUM_SEEN", ["int", "null"]),
)


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    with open_shop(tmp_path) as shop:
        shop.add_dataset("Interactions", WITH_DEVICE)
        yield shop


@pytest.fixture
def tracking_id(shop: Shop) -> str:
    return shop.add_tracker()


def test_events_are_stored_in_the_order_they_came(shop: Shop, tracking_id: str) -> None:
    shop.put(tracking_id, "a1", userId="u1", eventValue=2.5)
    shop.put(tracking_id, "a2")
    first, second = list_events(shop.emulator.state)
    assert (first["itemId"], first["userId"], first["eventValue"]) == ("a1", "u1", 2.5)
    assert (second["itemId"], second["userId"]) == ("a2", None)


def test_the_same_event_id_is_stored_once(shop: Shop, tracking_id: str) -> None:
    shop.put(tracking_id, "a1", eventId="e1")
    shop.put(tracking_id, "a2", eventId="e1")
    assert [one["itemId"] for one in list_events(shop.emulator.state)] == ["a1"]


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        ({"sessionId": "null"}, "sessionId is 'null'"),
        ({"sessionId": " "}, "sessionId is ' '"),
        ({"userId": "undefined"}, "userId is 'undefined'"),
        ({"properties": '{"userId": "u1"}'}, "must not hold userid"),
        ({"properties": '{"TIMESTAMP": 1}'}, "must not hold timestamp"),
        ({"properties": "[]"}, "Error parsing properties json"),
        ({"properties": "{"}, "Error parsing properties json"),
        ({"properties": json.dumps("{}")}, "encoded once"),
        ({"properties": '{"numSeen": NaN}'}, "Error parsing properties json"),
        ({"properties": '{"numSeen": 1.5}'}, "must be a whole number"),
        ({"properties": '{"numSeen": true}'}, "must be a number"),
        ({"properties": '{"numSeen": 4294967296}'}, "which is no int"),
        ({"properties": f'{{"numSeen": 1{"0" * 400}}}'}, "is too large"),
        ({"properties": '{"deviceType": 5}'}, "deviceType must be a string"),
        ({"properties": r'{"deviceType": "\ud800"}'}, "half a character"),
        ({"eventType": "impression"}, "reserved keyword"),
    ],
)
def test_what_would_be_lost_in_silence_is_refused(
    shop: Shop, tracking_id: str, options: dict[str, Any], reason: str
) -> None:
    with pytest.raises(shop.events.exceptions.InvalidInputException, match=reason):
        shop.put(tracking_id, "a1", **options)
    assert list_events(shop.emulator.state) == []


def test_a_call_is_taken_as_a_whole_or_not_at_all(shop: Shop, tracking_id: str) -> None:
    events = [
        {"eventType": "View", "sentAt": START, "itemId": "a1"},
        {"eventType": "View", "sentAt": START},
    ]
    with pytest.raises(shop.events.exceptions.InvalidInputException, match="itemId"):
        shop.events.put_events(trackingId=tracking_id, sessionId="s1", eventList=events)
    assert list_events(shop.emulator.state) == []


def test_more_than_ten_events_are_refused(shop: Shop, tracking_id: str) -> None:
    event = {"eventType": "View", "sentAt": START, "itemId": "a1"}
    with pytest.raises(ClientError, match="less than or equal to 10"):
        shop.events.put_events(
            trackingId=tracking_id, sessionId="s1", eventList=[event] * 11
        )


def test_properties_fill_the_columns_of_the_schema(
    shop: Shop, tracking_id: str
) -> None:
    shop.put(tracking_id, "a1", properties='{"deviceType": "phone", "else": [1]}')
    ((more,),) = shop.emulator.state.database.execute("SELECT more FROM interactions")
    assert json.loads(more) == {"DEVICE_TYPE": "phone", "NUM_SEEN": None}


def test_an_unknown_tracker_is_an_invalid_input(shop: Shop) -> None:
    refusal = shop.events.exceptions.InvalidInputException
    with pytest.raises(refusal, match="No active event tracker"):
        shop.put("elsewhere", "a1")


def test_a_poisoned_item_spoils_its_call(shop: Shop, tracking_id: str) -> None:
    raw = json.dumps({"itemIds": ["bad"]}).encode()
    assert control(shop.emulator, "POST", "/_emulator/poison", raw).status == 200
    refusal = shop.events.exceptions.InvalidInputException
    with pytest.raises(refusal, match="Item bad cannot be accepted"):
        shop.put(tracking_id, "bad")
    shop.put(tracking_id, "a1")


def test_the_accepted_events_can_be_asked_for(shop: Shop, tracking_id: str) -> None:
    shop.put(tracking_id, "a1", eventId="e1")
    answer = control(shop.emulator, "GET", "/_emulator/events", b"")
    (event,) = json.loads(answer.body)
    assert event["eventId"] == "e1"
