"""What an event may hold at most, and what botocore would not send of it."""

from __future__ import annotations

import json
from typing import Any

import pytest

from personalize.emulator import Emulator
from personalize.emulator.events_control import list_events
from tests.emulator.conftest import Post

WHEN = 1_760_000_000


def event(**members: Any) -> dict[str, Any]:
    return {"eventType": "View", "sentAt": WHEN, "itemId": "1"} | members


def call(*events: dict[str, Any], **members: Any) -> dict[str, Any]:
    start = {"trackingId": "tracking-1", "sessionId": "s-1"}
    return start | {"eventList": list(events) or [event()]} | members


@pytest.fixture(autouse=True)
def tracker(emulator: Emulator) -> None:
    emulator.track("tracking-1")


def test_everything_an_event_may_hold_is_accepted_at_its_limit(
    emulator: Emulator, personalize_events: Any
) -> None:
    full = event(
        eventId="e" * 256,
        itemId="i" * 256,
        properties=json.dumps({"note": "n" * 1012}),
        recommendationId="r" * 40,
        impression=["j" * 256] * 25,
        metricAttribution={"eventAttributionSource": "m" * 1024},
    )
    assert len(full["properties"]) == 1024
    personalize_events.put_events(**call(full, userId="u" * 256, sessionId="s" * 256))
    (stored,) = list_events(emulator.state)
    assert (stored["eventId"], stored["userId"]) == ("e" * 256, "u" * 256)


def test_the_answer_is_200_and_empty(personalize_events: Any) -> None:
    answer = personalize_events.put_events(**call())
    assert answer.keys() == {"ResponseMetadata"}
    assert answer["ResponseMetadata"]["HTTPHeaders"]["content-length"] == "0"


def test_an_event_without_id_is_given_one(
    emulator: Emulator, personalize_events: Any
) -> None:
    personalize_events.put_events(**call(event(), event()))
    first, second = list_events(emulator.state)
    assert first["eventId"] != second["eventId"]


def test_an_event_has_at_most_ten_kilobytes(personalize_events: Any) -> None:
    large = event(impression=["\N{GRINNING FACE}" * 256] * 12)
    refusal = personalize_events.exceptions.InvalidInputException
    with pytest.raises(refusal, match="exceeds 10240"):
        personalize_events.put_events(**call(large))


@pytest.mark.parametrize(
    "body",
    [
        call(sessionId="s" * 257),
        call(userId="u" * 257),
        call(trackingId="t" * 257),
        call(event(eventId="e" * 257)),
        call(event(eventType="t" * 257)),
        call(event(properties=json.dumps({"note": "n" * 1013}))),
        call(event(impression=["i" * 257])),
        call(event(metricAttribution={"eventAttributionSource": "m" * 1025})),
        call(event(metricAttribution={"eventAttributionSource": " "})),
        call(eventList=[{"itemId": "1", "sentAt": WHEN}]),
        call(event(itemId="")),
        call(event(quantity=2)),
        call(user="u"),
        {"trackingId": "t", "eventList": [event()]},
    ],
)
def test_what_is_beyond_the_model_is_refused(
    emulator: Emulator, post: Post, body: dict[str, Any]
) -> None:
    assert post("", body, path="/events") == (400, "ValidationException")
    assert list_events(emulator.state) == []


@pytest.mark.parametrize(
    "event",
    [
        event(itemId=1),
        event(itemId="\ud800"),
        event(eventValue=float("nan")),
        event(eventValue="2.50"),
        event(eventValue=True),
        event(properties={"a": 1}),
    ],
    ids=str,
)
def test_what_is_of_another_type_is_refused(
    emulator: Emulator, post: Post, event: dict[str, Any]
) -> None:
    assert post("", call(event), path="/events") == (400, "SerializationException")
    assert list_events(emulator.state) == []
