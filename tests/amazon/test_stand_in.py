from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from typing import Any

import boto3
import pytest
from botocore.config import Config

from personalize.emulator.errors import ConstraintError
from tests.amazon import AmazonStandIn
from tests.amazon.stand_in import ACCOUNT, GROUP_ARN, REGION

RECOMMENDER = f"{ACCOUNT}:recommender/best-sellers"
ONCE = Config(retries={"total_max_attempts": 1}, ignore_configured_endpoint_urls=True)


@pytest.fixture
def amazon() -> Iterator[AmazonStandIn]:
    with AmazonStandIn() as amazon:
        yield amazon


@pytest.fixture
def events(amazon: AmazonStandIn) -> Iterator[Any]:
    session = boto3.Session("AKIDEXAMPLE", "nothing", region_name=REGION)
    client = session.client("personalize-events", endpoint_url=amazon.url, config=ONCE)
    with closing(client):
        yield client


def put(client: Any, item_id: str = "1") -> None:
    event = {"eventType": "View", "sentAt": 1, "itemId": item_id, "eventId": "e-1"}
    client.put_events(trackingId="tracking-1", sessionId="s-1", eventList=[event])


def test_an_event_that_is_sent_twice_is_seen_twice(
    amazon: AmazonStandIn, events: Any
) -> None:
    put(events)
    put(events)
    assert [event.event_id for event in amazon.events] == ["e-1", "e-1"]
    assert (amazon.events[0].session_id, amazon.events[0].user_id) == ("s-1", None)


def test_what_is_refused_is_a_call_and_no_event(
    amazon: AmazonStandIn, events: Any
) -> None:
    amazon.poison.add("13")
    with pytest.raises(events.exceptions.InvalidInputException):
        put(events, "13")
    assert [call.status for call in amazon.calls] == [400]
    assert (amazon.events, amazon.put_events_calls()) == ([], [])


def test_it_is_away_and_comes_back_on_its_port(
    amazon: AmazonStandIn, events: Any
) -> None:
    url = amazon.url
    amazon.stop()
    amazon.start()
    put(events)
    assert amazon.url == url


def test_a_recommender_that_is_not_active_is_stopped(amazon: AmazonStandIn) -> None:
    amazon.recommend(RECOMMENDER, ["1"], active=False)
    described = amazon.call("DescribeRecommender", recommenderArn=RECOMMENDER)
    assert described["recommender"]["status"] == "INACTIVE"


def test_its_group_has_the_datasets_of_the_shop(amazon: AmazonStandIn) -> None:
    answer = amazon.call("ListDatasets", datasetGroupArn=GROUP_ARN)
    types = {dataset["datasetType"] for dataset in answer["datasets"]}
    assert types == {"INTERACTIONS", "ITEMS", "USERS"}


def test_what_a_test_asks_of_it_is_validated_too(amazon: AmazonStandIn) -> None:
    with pytest.raises(ConstraintError, match="recommenderArn"):
        amazon.call("StopRecommender", recommenderArn="best-sellers")
