"""Faults as clients of events and runtime meet them."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Timer
from typing import Any

import pytest
from botocore.config import Config
from botocore.exceptions import (
    ClientError,
    ConnectionClosedError,
    EndpointConnectionError,
    ReadTimeoutError,
)

from personalize.emulator import Emulator
from personalize.emulator.events_control import list_events
from tests.emulator.conftest import ONCE, Connect

PREFIX = "arn:aws:personalize:eu-west-1:123456789012:campaign/"
CAMPAIGN, RANKING = f"{PREFIX}shop", f"{PREFIX}ranking"
SHORT = ONCE.merge(Config(read_timeout=0.2))


@pytest.fixture(autouse=True)
def scripts(emulator: Emulator) -> None:
    emulator.track("tracking-1")
    emulator.script(CAMPAIGN, ["1"])
    emulator.script(RANKING, ["1"])


def put(client: Any, event_id: str = "e-1") -> None:
    event = {"eventType": "View", "sentAt": 1, "itemId": "1", "eventId": event_id}
    client.put_events(trackingId="tracking-1", sessionId="s", eventList=[event])


def ask(client: Any) -> dict[str, Any]:
    answer: dict[str, Any] = client.get_recommendations(
        campaignArn=CAMPAIGN, userId="u"
    )
    return answer


def get_event_ids(emulator: Emulator) -> list[str]:
    return [event["eventId"] for event in list_events(emulator.state)]


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
def test_over_rest_errors_have_a_status_of_their_own(
    emulator: Emulator, personalize_events: Any, mode: str, status: int, code: str
) -> None:
    emulator.fail(mode)
    with pytest.raises(ClientError) as error:
        put(personalize_events)
    assert error.value.response["Error"]["Code"] == code
    assert error.value.response["ResponseMetadata"]["HTTPStatusCode"] == status
    assert get_event_ids(emulator) == []


@pytest.mark.parametrize("mode", ["latency", "hang"])
def test_a_client_that_gave_up_has_had_nothing_stored(
    emulator: Emulator, connect: Connect, mode: str
) -> None:
    client = connect(emulator, "personalize-events", SHORT)
    emulator.fail(mode, delay=30)
    with pytest.raises(ReadTimeoutError):
        put(client)
    emulator.heal()
    put(client, "e-2")
    assert get_event_ids(emulator) == ["e-2"]
    assert [request.status for request in emulator.get_requests()] == [0, 200]


def test_a_dripping_answer_outlasts_the_read_timeout(
    emulator: Emulator, connect: Connect
) -> None:
    emulator.fail("drip")
    put(connect(emulator, "personalize-events", SHORT))
    assert get_event_ids(emulator) == ["e-1"]


def test_what_is_sent_again_after_a_lost_answer_is_stored_once(
    emulator: Emulator, personalize_events: Any
) -> None:
    emulator.fail("lost", calls=1)
    with pytest.raises(ConnectionClosedError):
        put(personalize_events)
    put(personalize_events)
    assert [request.status for request in emulator.get_requests()] == [200, 200]
    assert get_event_ids(emulator) == ["e-1"]


def test_a_wrong_shape_reaches_the_caller_as_it_is(
    emulator: Emulator, personalize_runtime: Any
) -> None:
    emulator.fail("wrong-shape")
    assert ask(personalize_runtime)["itemList"] == [{}, {}, {"itemId": 7}, {}]


def test_a_wrong_shape_can_make_botocore_itself_stumble(
    emulator: Emulator, personalize_runtime: Any
) -> None:
    emulator.fail("wrong-shape")
    with pytest.raises(AttributeError):
        personalize_runtime.get_personalized_ranking(
            campaignArn=RANKING, userId="u", inputList=["1"]
        )


def test_many_clients_are_served_at_once(
    emulator: Emulator, personalize_events: Any
) -> None:
    emulator.fail("latency", delay=0.05)
    with ThreadPoolExecutor(8) as pool:
        answers = [pool.submit(put, personalize_events, f"e-{n}") for n in range(8)]
    assert [answer.exception() for answer in answers] == [None] * 8
    assert len(get_event_ids(emulator)) == 8


def test_a_stopped_service_refuses_and_comes_back_on_its_port(
    emulator: Emulator, personalize_events: Any
) -> None:
    put(personalize_events, "before")
    url = emulator.url
    emulator.stop()
    with pytest.raises((EndpointConnectionError, ConnectionClosedError)):
        put(personalize_events, "during")
    emulator.start()
    put(personalize_events, "after")
    assert emulator.url == url
    assert get_event_ids(emulator) == ["before", "after"]


def test_stopping_cuts_a_request_that_hangs(
    emulator: Emulator, personalize_events: Any
) -> None:
    emulator.fail("hang")
    stopping = Timer(0.05, emulator.stop)
    stopping.start()
    with pytest.raises(ConnectionClosedError):
        put(personalize_events)
    stopping.join()
    assert get_event_ids(emulator) == []
