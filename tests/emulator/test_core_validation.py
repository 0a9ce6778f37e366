from __future__ import annotations

from typing import Any

import pytest

from tests.emulator.conftest import Post
from tests.emulator.world import FOR_YOU, ROLE

GROUP = "arn:aws:personalize:eu-west-1:123456789012:dataset-group/shop"
EVENT = {"eventType": "View", "sentAt": 1_700_000_000, "itemId": "1"}


def call(**options: Any) -> dict[str, Any]:
    return {"trackingId": "t", "sessionId": "s", "eventList": [EVENT]} | options


def recommend(**options: Any) -> dict[str, Any]:
    return {"campaignArn": GROUP, "userId": "u"} | options


@pytest.mark.parametrize(
    ("operation", "body"),
    [
        ("CreateDatasetGroup", {}),
        ("CreateDatasetGroup", {"name": None}),
        ("CreateDatasetGroup", {"name": "shop", "colour": "blue"}),
        ("CreateDatasetGroup", {"name": "n" * 64}),
        ("CreateDatasetGroup", {"name": "-shop"}),
        ("CreateDatasetGroup", {"name": "shop\n"}),
        ("CreateDatasetGroup", {"name": "shop", "domain": "SHOES"}),
        ("CreateDatasetGroup", {"name": "shop", "roleArn": "arn:aws:iam::1:role/x"}),
        (
            "CreateDatasetGroup",
            {"name": "s", "tags": [{"tagKey": "a", "tagValue": "<"}]},
        ),
        ("CreateDatasetGroup", {"name": "shop", "tags": [{"tagKey": "a"}]}),
        ("CreateSchema", {"name": "shop", "schema": "x" * 20_001}),
        ("CreateEventTracker", {"name": "shop", "datasetGroupArn": "nope"}),
        (
            "CreateFilter",
            {"name": "f", "datasetGroupArn": GROUP, "filterExpression": ""},
        ),
        (
            "CreateCampaign",
            {"name": "c", "solutionVersionArn": GROUP, "minProvisionedTPS": 0},
        ),
        ("ListDatasetGroups", {"maxResults": 101}),
        ("ListDatasetGroups", {"maxResults": 0}),
        ("ListDatasetGroups", {"nextToken": "ü"}),
        (
            "CreateDatasetImportJob",
            {
                "jobName": "j",
                "datasetArn": GROUP,
                "roleArn": ROLE,
                "dataSource": {"dataLocation": "ftp://bucket/file"},
            },
        ),
        (
            "UpdateRecommender",
            {
                "recommenderArn": FOR_YOU,
                "recommenderConfig": {
                    "itemExplorationConfig": {"k" * 257: "1"},
                },
            },
        ),
        (
            "TagResource",
            {"resourceArn": GROUP, "tags": [{"tagKey": "a\tb", "tagValue": ""}]},
        ),
    ],
    ids=str,
)
def test_requests_outside_the_model_are_refused(
    post: Post, operation: str, body: object
) -> None:
    assert post(operation, body) == (400, "ValidationException")


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/events", call(eventList=[])),
        ("/events", call(eventList=[EVENT] * 11)),
        ("/events", call(userId="")),
        ("/events", call(eventList=[EVENT | {"itemId": "i" * 257}])),
        ("/events", call(eventList=[EVENT | {"properties": "p" * 1025}])),
        ("/events", call(eventList=[EVENT | {"impression": ["i"] * 26}])),
        ("/events", call(eventList=[EVENT | {"recommendationId": "r" * 41}])),
        (
            "/events",
            call(
                eventList=[
                    EVENT
                    | {"metricAttribution": {"eventAttributionSource": " " * 1024}}
                ]
            ),
        ),
        ("/recommendations", recommend(campaignArn="nope")),
        ("/recommendations", recommend(numResults=-1)),
        ("/recommendations", recommend(promotions=[{}, {}])),
        ("/recommendations", recommend(context={"a b": "c"})),
        ("/recommendations", recommend(filterValues={"v": "v" * 1001})),
        ("/personalize-ranking", {"campaignArn": GROUP, "inputList": ["1"]}),
    ],
    ids=str,
)
def test_events_and_runtime_are_checked_too(
    post: Post, path: str, body: object
) -> None:
    assert post("", body, path=path) == (400, "ValidationException")


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b"[]",
        b"null",
        b'{"name": NaN}',
        b'{"name": "\xff"}',
        b'{"name": "\\ud800"}',
        b'{"name": 5}',
        b'{"name": true}',
        b'{"name": "shop", "tags": {}}',
        b'{"name": "shop", "tags": [null]}',
        b"[" * 100_000,
    ],
    ids=lambda body: body[:40],
)
def test_what_cannot_be_read_is_refused(post: Post, body: bytes) -> None:
    assert post("CreateDatasetGroup", body) == (400, "SerializationException")


@pytest.mark.parametrize("value", [1.5, "1", True, 2**31, 10**400])
def test_whole_numbers_are_whole_numbers(post: Post, value: object) -> None:
    body = {"maxResults": value}
    assert post("ListDatasetGroups", body) == (400, "SerializationException")


@pytest.mark.parametrize("sent_at", ["2026-01-01", 1_700_000_000_000, -1, None])
def test_times_are_seconds(post: Post, sent_at: object) -> None:
    body = call(eventList=[EVENT | {"sentAt": sent_at}])
    status, code = post("", body, path="/events")
    assert status == 400
    assert code in {"SerializationException", "ValidationException"}


def test_null_is_as_good_as_nothing(post: Post) -> None:
    body = {"name": "shop", "domain": None, "tags": None}
    assert post("CreateDatasetGroup", body) == (200, None)


def test_an_empty_body_is_an_empty_request(post: Post) -> None:
    assert post("ListSchemas", b"") == (200, None)
