from __future__ import annotations

import json
from contextlib import closing
from threading import Timer
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from botocore.config import Config
from botocore.exceptions import (
    ClientError,
    ConnectionClosedError,
    ReadTimeoutError,
)

from personalize.emulator import Emulator
from tests.emulator.conftest import ONCE, Connect
from tests.emulator.world import make_group

IMPATIENT = ONCE.merge(Config(read_timeout=0.2))


def control(
    emulator: Emulator, method: str, path: str, order: object = None
) -> tuple[int, Any]:
    data = None if order is None else json.dumps(order).encode()
    request = Request(f"{emulator.url}/_emulator/{path}", data, method=method)
    try:
        with closing(urlopen(request, timeout=5)) as response:
            return response.status, json.load(response)
    except HTTPError as error:
        with closing(error):
            return error.code, json.load(error)


@pytest.mark.parametrize(
    ("mode", "code", "status"),
    [
        ("500", "InternalFailure", 500),
        ("503", "ServiceUnavailable", 503),
        ("throttle", "ThrottlingException", 400),
        ("expired", "ExpiredTokenException", 400),
        ("denied", "AccessDeniedException", 400),
    ],
)
def test_errors_of_amazon_can_be_had(
    emulator: Emulator, personalize: Any, mode: str, code: str, status: int
) -> None:
    emulator.fail(mode)
    with pytest.raises(ClientError) as error:
        personalize.list_schemas()
    response = error.value.response
    assert response["Error"]["Code"] == code
    assert response["ResponseMetadata"]["HTTPStatusCode"] == status


def test_a_gateway_can_be_bad(emulator: Emulator, personalize: Any) -> None:
    emulator.fail("html")
    with pytest.raises(ClientError, match="Bad Gateway"):
        personalize.list_schemas()


def test_an_answer_can_be_rubbish(emulator: Emulator, personalize: Any) -> None:
    emulator.fail("rubbish")
    # botocore makes an answer without members of it, and raises nothing.
    assert "schemas" not in personalize.list_schemas()


@pytest.mark.parametrize("mode", ["hang", "latency"])
def test_what_waits_is_not_done(
    emulator: Emulator, connect: Connect, mode: str
) -> None:
    emulator.fail(mode, delay=0.5, operation="CreateDatasetGroup")
    client = connect(emulator, "personalize", IMPATIENT)
    with pytest.raises(ReadTimeoutError):
        make_group(client)
    emulator.heal()
    assert client.list_dataset_groups()["datasetGroups"] == []


def test_latency_only_delays(emulator: Emulator, personalize: Any) -> None:
    emulator.fail("latency", delay=0.05)
    assert personalize.list_schemas()["schemas"] == []


def test_what_hangs_goes_on_once_healed(emulator: Emulator, personalize: Any) -> None:
    emulator.fail("hang")
    Timer(0.1, emulator.heal).start()
    assert personalize.list_schemas()["schemas"] == []


def test_a_dropped_connection_does_nothing(
    emulator: Emulator, personalize: Any
) -> None:
    emulator.fail("reset", calls=1)
    with pytest.raises(ConnectionClosedError):
        make_group(personalize)
    assert personalize.list_dataset_groups()["datasetGroups"] == []


def test_a_lost_answer_was_given(emulator: Emulator, personalize: Any) -> None:
    emulator.fail("lost", calls=1)
    with pytest.raises(ConnectionClosedError):
        make_group(personalize)
    (group,) = personalize.list_dataset_groups()["datasetGroups"]
    assert group["status"] == "ACTIVE"


def test_a_slow_answer_arrives(emulator: Emulator, personalize: Any) -> None:
    emulator.fail("drip")
    assert personalize.list_schemas()["schemas"] == []


def test_a_fault_befalls_one_operation(emulator: Emulator, personalize: Any) -> None:
    emulator.fail("500", operation="ListSchemas")
    assert personalize.list_dataset_groups()["datasetGroups"] == []
    with pytest.raises(ClientError):
        personalize.list_schemas()


def test_a_fault_is_over_after_its_calls(emulator: Emulator, personalize: Any) -> None:
    emulator.fail("throttle", calls=1)
    with pytest.raises(ClientError):
        personalize.list_schemas()
    assert personalize.list_schemas()["schemas"] == []


def test_a_fault_is_over_after_its_time(emulator: Emulator, personalize: Any) -> None:
    emulator.fail("hang", seconds=0.1)
    assert personalize.list_schemas()["schemas"] == []


def test_faults_are_ordered_over_http(emulator: Emulator, personalize: Any) -> None:
    order = {"mode": "denied", "operation": "ListSchemas"}
    assert control(emulator, "POST", "faults", order)[0] == 200
    _, (fault,) = control(emulator, "GET", "faults")
    assert fault["mode"] == "denied"
    with pytest.raises(ClientError):
        personalize.list_schemas()
    control(emulator, "DELETE", "faults")
    assert personalize.list_schemas()["schemas"] == []


def test_faults_of_two_operations_stand_side_by_side(
    emulator: Emulator, personalize: Any
) -> None:
    control(emulator, "POST", "faults", {"mode": "500", "operation": "ListSchemas"})
    control(emulator, "POST", "faults", {"mode": "503", "operation": "ListFilters"})
    with pytest.raises(ClientError, match="InternalFailure"):
        personalize.list_schemas()
    with pytest.raises(ClientError, match="ServiceUnavailable"):
        personalize.list_filters()


@pytest.mark.parametrize(
    ("order", "reason"),
    [
        ({"mode": "earthquake"}, "mode must be one of"),
        ({}, "mode"),
        ({"mode": "hang", "calls": "three"}, "calls must be a number"),
        ({"mode": "hang", "seconds": -1}, "seconds must be a number"),
        ({"mode": "hang", "operation": "CreateShop"}, "no operation of Personalize"),
        ({"mode": "hang", "colour": "blue"}, "colour"),
        ([], "JSON object"),
    ],
    ids=str,
)
def test_orders_that_make_no_sense_say_so(
    emulator: Emulator, order: object, reason: str
) -> None:
    status, answer = control(emulator, "POST", "faults", order)
    assert status == 400
    assert reason in answer["message"]


def test_requests_are_logged(emulator: Emulator, personalize: Any) -> None:
    make_group(personalize)
    with pytest.raises(ClientError):
        make_group(personalize)
    _, logged = control(emulator, "GET", "requests?operation=CreateDatasetGroup")
    assert [(call["status"], call["error"]) for call in logged] == [
        (200, None),
        (400, "ResourceAlreadyExistsException"),
    ]
    assert logged[0]["body"] == {"name": "shop", "domain": "ECOMMERCE"}


def test_the_log_can_be_emptied(emulator: Emulator, personalize: Any) -> None:
    personalize.list_schemas()
    control(emulator, "DELETE", "requests")
    assert emulator.get_requests() == []


def test_the_clock_can_be_put_forward(emulator: Emulator) -> None:
    before = emulator.state.clock.now()
    _, answer = control(emulator, "POST", "clock", {"forward": 3600})
    assert answer["now"] >= before + 3600


def test_there_are_no_other_paths(emulator: Emulator) -> None:
    assert control(emulator, "GET", "secrets")[0] == 404
