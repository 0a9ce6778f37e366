from __future__ import annotations

import logging
from collections.abc import Iterator
from time import monotonic
from typing import Any

import pytest
from botocore.exceptions import ClientError
from django.utils import timezone

from personalize.backends.amazon_answers import read_answer
from personalize.backends.amazon_errors import AmazonRefused, translated_errors
from personalize.backends.aws import AmazonPersonalizeBackend
from personalize.emulator.faults import ERRORS
from personalize.enums import EventType
from personalize.exceptions import (
    BackendError,
    BackendNotAsked,
    BackendRejected,
    BackendThrottled,
    BackendTimeout,
    BackendUnavailable,
)
from personalize.models import Event
from tests.amazon import AmazonStandIn
from tests.personalize.amazon import (
    ARNS,
    RANKING_ARN,
    item_ids,
    make_backend,
    make_query,
)

SECRET = "a secret that opens nothing"
FAULTS = [
    ("500", BackendUnavailable),
    ("503", BackendUnavailable),
    ("html", BackendUnavailable),
    ("reset", BackendUnavailable),
    ("lost", BackendUnavailable),
    ("expired", BackendUnavailable),
    ("denied", BackendUnavailable),
    ("throttle", BackendThrottled),
]
# Of an answer to events nothing is read.
SPOILT_ANSWERS = [
    ("hang", BackendTimeout),
    ("rubbish", BackendUnavailable),
    ("wrong-shape", BackendUnavailable),
]


@pytest.fixture(autouse=True)
def credentials(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", SECRET)


@pytest.fixture
def amazon() -> Iterator[AmazonStandIn]:
    with AmazonStandIn() as amazon:
        for arn in [*ARNS.values(), RANKING_ARN]:
            amazon.recommend(arn, ["A-1", "A-2", "A-3"])
        yield amazon


@pytest.fixture
def backend(amazon: AmazonStandIn) -> AmazonPersonalizeBackend:
    return make_backend(amazon, read_timeout=1)


def put(backend: AmazonPersonalizeBackend, *item_ids: str, **fields: Any) -> None:
    events = [
        Event(
            event_type=EventType.VIEW,
            item_id=item_id,
            session_id="s_1",
            timestamp=timezone.now(),
            **fields,
        )
        for item_id in item_ids
    ]
    backend.put_events(user_id="", session_id="s_1", events=events)


@pytest.mark.parametrize(("mode", "error"), FAULTS + SPOILT_ANSWERS)
def test_a_question_that_fails_is_asked_once(
    amazon: AmazonStandIn,
    backend: AmazonPersonalizeBackend,
    mode: str,
    error: type[BackendError],
) -> None:
    amazon.fail(mode)
    with pytest.raises(BackendError) as raised:
        backend.get_recommendations(make_query())
    assert isinstance(raised.value, error)
    assert len(amazon.calls) == 1


@pytest.mark.parametrize(("mode", "error"), FAULTS + SPOILT_ANSWERS)
def test_a_ranking_that_fails_is_asked_for_once(
    amazon: AmazonStandIn,
    backend: AmazonPersonalizeBackend,
    mode: str,
    error: type[BackendError],
) -> None:
    amazon.fail(mode)
    with pytest.raises(BackendError) as raised:
        backend.get_personalized_ranking(make_query(item_ids=("A-1", "A-2")))
    assert isinstance(raised.value, error)
    assert len(amazon.calls) == 1


@pytest.mark.parametrize(("mode", "error"), FAULTS)
def test_events_that_fail_are_sent_once_and_may_be_sent_again(
    amazon: AmazonStandIn,
    backend: AmazonPersonalizeBackend,
    mode: str,
    error: type[BackendError],
) -> None:
    amazon.fail(mode)
    with pytest.raises(BackendUnavailable) as raised:
        put(backend, "A-1")
    assert isinstance(raised.value, error)
    assert len(amazon.calls) == 1


def test_a_service_that_is_not_there_is_unavailable(
    amazon: AmazonStandIn, backend: AmazonPersonalizeBackend
) -> None:
    amazon.stop()
    with pytest.raises(BackendUnavailable, match="Could not be reached"):
        backend.get_recommendations(make_query())
    with pytest.raises(BackendUnavailable, match="Could not be reached"):
        put(backend, "A-1")


def test_a_dripping_answer_holds_a_page_until_its_deadline_and_no_other(
    amazon: AmazonStandIn,
) -> None:
    backend = make_backend(amazon, threads=1)
    backend.get_recommendations(make_query())
    amazon.fail("drip")
    with pytest.raises(BackendTimeout):
        backend.get_recommendations(make_query(deadline=monotonic() + 0.05))
    # The answer is still dripping: it has the only place, and no call is made.
    with pytest.raises(BackendThrottled):
        backend.get_recommendations(make_query())
    assert len(amazon.calls) == 2


def test_a_page_without_time_left_makes_no_call(
    amazon: AmazonStandIn, backend: AmazonPersonalizeBackend
) -> None:
    with pytest.raises(BackendNotAsked):
        backend.get_recommendations(make_query(deadline=monotonic()))
    assert amazon.calls == []


def test_a_process_that_has_just_begun_does_not_call_amazon_slow(
    amazon: AmazonStandIn, backend: AmazonPersonalizeBackend
) -> None:
    with pytest.raises(BackendNotAsked, match="still being made"):
        backend.get_recommendations(make_query(deadline=monotonic() + 0.001))
    assert backend.get_recommendations(make_query()).items


@pytest.mark.parametrize("mode", ["500", "expired", "throttle", "rubbish", "reset"])
def test_it_answers_again_when_the_fault_is_over(
    amazon: AmazonStandIn, backend: AmazonPersonalizeBackend, mode: str
) -> None:
    amazon.fail(mode, calls=1)
    with pytest.raises(BackendUnavailable):
        backend.get_recommendations(make_query())
    answer = backend.get_recommendations(make_query())
    assert item_ids(answer) == ["A-1", "A-2", "A-3"]


def test_credentials_that_come_late_are_found(
    monkeypatch: pytest.MonkeyPatch,
    amazon: AmazonStandIn,
    backend: AmazonPersonalizeBackend,
) -> None:
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    with pytest.raises(BackendUnavailable, match="AWS_ACCESS_KEY_ID"):
        put(backend, "A-1")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", SECRET)
    put(backend, "A-1")
    assert [call.status for call in amazon.calls] == [200]


def test_half_a_key_is_unavailable(
    monkeypatch: pytest.MonkeyPatch, backend: AmazonPersonalizeBackend
) -> None:
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    with pytest.raises(BackendUnavailable, match="incomplete"):
        put(backend, "A-1")


def test_an_unknown_region_is_unavailable(amazon: AmazonStandIn) -> None:
    backend = make_backend(amazon, arns={}, ranking_arn="", region="")
    with pytest.raises(BackendUnavailable, match="AWS_REGION"):
        put(backend, "A-1")


def test_an_address_that_is_none_is_unavailable(amazon: AmazonStandIn) -> None:
    backend = make_backend(amazon, events_endpoint_url="nowhere")
    with pytest.raises(BackendUnavailable, match="Not asked"):
        put(backend, "A-1")


def test_a_recommender_that_is_not_active_refuses_only_its_own_use_case(
    amazon: AmazonStandIn, backend: AmazonPersonalizeBackend
) -> None:
    amazon.recommend(ARNS["best-sellers"], ["A-1"], active=False)
    with pytest.raises(BackendRejected, match="ResourceNotFoundException"):
        backend.get_recommendations(make_query("best-sellers"))
    assert backend.get_recommendations(make_query()).items


def test_a_bad_event_refuses_its_call(
    amazon: AmazonStandIn, backend: AmazonPersonalizeBackend
) -> None:
    amazon.poison.add("13")
    with pytest.raises(BackendRejected, match="Item 13 cannot be accepted"):
        put(backend, "A-1", "13")
    assert amazon.events == []


@pytest.mark.parametrize("fields", [{"recommendation_id": "r" * 41}, {"item_id": ""}])
def test_an_event_beyond_the_limits_is_refused(
    backend: AmazonPersonalizeBackend, fields: dict[str, str]
) -> None:
    item_id = fields.pop("item_id", "A-1")
    with pytest.raises(BackendRejected):
        put(backend, item_id, **fields)


def test_a_wrong_tracking_id_is_not_the_fault_of_the_events(
    amazon: AmazonStandIn,
) -> None:
    backend = make_backend(amazon, tracking_id="another")
    with pytest.raises(BackendUnavailable, match="Check PERSONALIZE_TRACKING_ID"):
        put(backend, "A-1")
    assert [call.status for call in amazon.calls] == [400]


def test_a_refusal_that_names_nothing_counts_once_the_tracker_has_taken_events(
    monkeypatch: pytest.MonkeyPatch,
    amazon: AmazonStandIn,
    backend: AmazonPersonalizeBackend,
) -> None:
    unclear = ("InvalidInputException", "Something is wrong.", 400)
    monkeypatch.setitem(ERRORS, "denied", unclear)
    amazon.fail("denied", calls=1)
    with pytest.raises(BackendUnavailable):
        put(backend, "A-1")
    put(backend, "A-1")
    amazon.fail("denied", calls=1)
    with pytest.raises(BackendRejected):
        put(backend, "A-1")


def refused(message: str, code: str = "InvalidInputException") -> ClientError:
    answer: Any = {
        "Error": {"Code": code, "Message": message},
        "ResponseMetadata": {"HTTPStatusCode": 400},
    }
    return ClientError(answer, "PutEvents")


@pytest.mark.parametrize(
    ("error", "meaning"),
    [
        (refused("Rate exceeded", "ThrottlingException"), BackendThrottled),
        (refused("The clock is wrong", "RequestExpired"), BackendUnavailable),
        (refused("Something new", "BrandNewException"), BackendUnavailable),
        (refused("Not JSON", "SerializationException"), AmazonRefused),
        (refused("Too long", "ValidationException"), AmazonRefused),
    ],
)
def test_only_what_says_that_the_request_is_wrong_is_a_refusal(
    error: ClientError, meaning: type[BackendError]
) -> None:
    with pytest.raises(BackendError) as raised, translated_errors():
        raise error
    assert type(raised.value) is meaning
    assert raised.value.__cause__ is error


@pytest.mark.parametrize(
    "stray",
    [
        AttributeError("'str' object has no attribute 'get'"),
        KeyError("itemList"),
        RecursionError("maximum recursion depth exceeded"),
        OSError("Could not find a suitable TLS CA certificate bundle"),
    ],
)
def test_what_botocore_stumbles_over_is_unavailable(stray: Exception) -> None:
    with pytest.raises(BackendUnavailable) as raised, translated_errors():
        raise stray
    assert raised.value.__cause__ is stray


def test_accounts_and_keys_are_left_out_of_what_is_said() -> None:
    said = "arn:aws:iam::123456789012:user/shop with ASIAEXAMPLEKEY may not do it."
    with pytest.raises(BackendUnavailable) as raised, translated_errors():
        raise refused(said, "AccessDeniedException")
    assert "arn:aws:iam::…:user/shop with … may not do it." in str(raised.value)
    assert "IAM policy" in str(raised.value)


@pytest.mark.parametrize(
    "answer",
    [
        {},
        {"itemList": None},
        {"itemList": "soup"},
        {"itemList": {"itemId": "A-1"}},
        {"itemList": ["A-1"]},
        {"itemList": [{"itemId": "A-1"}, {}]},
        {"itemList": [{"itemId": 7}]},
        {"itemList": [{"itemId": ""}]},
        {"itemList": [{"itemId": "A\0"}]},
        {"itemList": [{"itemId": "\ud800"}]},
        {"itemList": [{"itemId": "A" * 257}]},
    ],
)
def test_an_answer_without_items_that_can_be_looked_up_is_none(
    answer: dict[str, Any],
) -> None:
    with pytest.raises(BackendUnavailable, match="itemList"):
        read_answer(answer, "itemList")


@pytest.mark.parametrize("recommendation_id", [None, 7, "", "R" * 41, "R\0"])
def test_a_recommendation_id_that_no_event_can_carry_is_left_out(
    recommendation_id: object,
) -> None:
    answer = {"itemList": [], "recommendationId": recommendation_id}
    assert read_answer(answer, "itemList").recommendation_id == ""


def test_a_score_that_is_no_number_is_left_out() -> None:
    answer = {"itemList": [{"itemId": "A-1", "score": "high"}]}
    (item,) = read_answer(answer, "itemList").items
    assert item.score is None


def test_no_log_holds_the_key_or_the_shopper(
    caplog: pytest.LogCaptureFixture,
    amazon: AmazonStandIn,
    backend: AmazonPersonalizeBackend,
) -> None:
    caplog.set_level(logging.DEBUG)
    amazon.fail("denied", calls=1)
    with pytest.raises(BackendUnavailable):
        backend.get_recommendations(make_query())
    put(backend, "A-1")
    assert len(amazon.calls) == 2
    assert "AKIDEXAMPLE" not in caplog.text
    assert "u_anna" not in caplog.text
    assert "tracking-1" not in caplog.text
