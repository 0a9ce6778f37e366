from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import boto3
import pytest

from tests.amazon import AmazonStandIn
from tests.amazon.conftest import SHORT, Post
from tests.amazon.test_events import call, event

ROOT = Path(__file__).parents[2]
SCOPE = "AKID/20260101/eu-west-1/personalize/aws4_request"
UNSIGNED_DATE = f"AWS4-HMAC-SHA256 Credential={SCOPE}, SignedHeaders=host, Signature="


@pytest.mark.parametrize(
    ("headers", "code"),
    [
        ({}, "MissingAuthenticationTokenException"),
        ({"Authorization": "Bearer x"}, "IncompleteSignatureException"),
        (
            {"Authorization": UNSIGNED_DATE + "0" * 64},
            "InvalidSignatureException",
        ),
    ],
)
def test_requests_that_are_not_signed_are_forbidden(
    amazon: AmazonStandIn, post: Post, headers: dict[str, str], code: str
) -> None:
    assert post("/events", call(), headers=headers) == (403, code)
    assert amazon.events == []


def test_a_signature_for_another_service_is_forbidden(post: Post) -> None:
    answer = post("/events", call(), service="personalize-events")
    assert answer == (403, "InvalidSignatureException")


def test_a_path_that_is_no_operation_is_unknown(
    amazon: AmazonStandIn, post: Post
) -> None:
    assert post("/event", call()) == (404, "UnknownOperationException")
    assert amazon.calls[0].operation == "POST /event"


def test_many_clients_are_served_at_once(
    amazon: AmazonStandIn, events_client: Any
) -> None:
    amazon.fail("slow", delay=0.05)
    with ThreadPoolExecutor(8) as pool:
        answers = [pool.submit(events_client.put_events, **call()) for _ in range(8)]
    assert all(answer.exception() is None for answer in answers)
    assert len(amazon.events) == 8


def test_the_log_has_a_line_for_every_accepted_event(
    tmp_path: Path, session: boto3.Session
) -> None:
    log = tmp_path / "amazon.log"
    with (
        AmazonStandIn(log_path=log) as amazon,
        closing(client(session, amazon.url)) as c,
    ):
        c.put_events(**call(event(eventId="a"), event(eventId="b"), userId="u"))
        c.put_events(**call(event(eventId="c")))
    when = event()["sentAt"]
    lines = [f"a 1 {when} u s-1", f"b 1 {when} u s-1", f"c 1 {when} - s-1"]
    assert log.read_text().splitlines() == lines


def client(session: boto3.Session, url: str) -> Any:
    return session.client("personalize-events", endpoint_url=url, config=SHORT)


@pytest.fixture
def process(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "tests.amazon", "--log", str(tmp_path / "log")]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as run:
        yield run
        run.kill()


def test_a_process_of_its_own_is_steered_through_its_control_door(
    process: subprocess.Popen[str], tmp_path: Path, post: Post
) -> None:
    url = process.stdout.readline().strip()
    assert post("/_control", {"mode": "500", "calls": 1}, url=url) == (200, None)
    assert post("/events", call(), url=url) == (500, "InternalFailure")
    assert post("/events", call(event(eventId="e-1")), url=url) == (200, None)
    assert (tmp_path / "log").read_text().startswith("e-1 1 ")


def test_a_process_of_its_own_ends_when_told_to(
    process: subprocess.Popen[str],
) -> None:
    process.stdout.readline()
    process.terminate()
    assert process.wait(timeout=5) == 0


def test_the_control_door_shows_events_and_takes_orders(
    amazon: AmazonStandIn, post: Post
) -> None:
    arn = "arn:aws:personalize:eu-west-1:123456789012:campaign/shop"
    order = {"recommend": [{"arn": arn, "item_ids": ["1"]}], "poison": ["13"]}
    assert post("/_control", order) == (200, None)
    assert amazon.recommenders[arn].item_ids == ["1"]
    assert amazon.poison == {"13"}
    assert post("/_control", {"mode": "earthquake"}) == (400, None)


def test_the_control_door_lists_events(amazon: AmazonStandIn, post: Post) -> None:
    post("/events", call(event(eventId="e-1")))
    with urlopen(f"{amazon.url}/_events", timeout=2) as response:
        assert json.load(response)[0]["event_id"] == "e-1"
