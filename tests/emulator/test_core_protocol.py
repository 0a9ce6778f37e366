from __future__ import annotations

import http.client
import json
import socket
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from typing import Any
from urllib.parse import urlsplit

import pytest
from botocore.exceptions import ClientError

from personalize.emulator import Emulator
from personalize.emulator.registry import HANDLERS
from personalize.emulator.state import State
from tests.emulator.conftest import Post
from tests.emulator.schemas import USERS
from tests.emulator.world import make_group, make_schema

KEY = "AKID/20260101/eu-west-1"
SIGNATURE = f"Signature={'0' * 64}"
SIGNED = "SignedHeaders=host;x-amz-date"


def sign(scope: str, signed: str = SIGNED) -> dict[str, str]:
    text = f"AWS4-HMAC-SHA256 Credential={scope}/aws4_request, {signed}, {SIGNATURE}"
    return {
        "Authorization": text,
        "X-Amz-Date": "20260101T000000Z",
        "X-Amz-Target": "AmazonPersonalize.ListSchemas",
    }


def test_what_is_created_can_be_described(personalize: Any) -> None:
    arn = make_schema(personalize, USERS, "shop")
    schema = personalize.describe_schema(schemaArn=arn)["schema"]
    assert arn == "arn:aws:personalize:eu-west-1:123456789012:schema/shop"
    assert schema["schema"] == USERS


def test_names_are_unique(personalize: Any, group: str) -> None:
    with pytest.raises(personalize.exceptions.ResourceAlreadyExistsException):
        make_group(personalize)


def test_an_error_has_a_request_id(personalize: Any) -> None:
    with pytest.raises(ClientError) as refusal:
        personalize.describe_schema(
            schemaArn="arn:aws:personalize:eu-west-1:123456789012:schema/none"
        )
    metadata = refusal.value.response["ResponseMetadata"]
    assert metadata["HTTPStatusCode"] == 400
    assert len(metadata["RequestId"]) == 36


@pytest.mark.parametrize(
    ("headers", "code"),
    [
        ({}, "MissingAuthenticationTokenException"),
        ({"Authorization": "Bearer x"}, "IncompleteSignatureException"),
        (sign(f"{KEY}/s3"), "InvalidSignatureException"),
        (sign(f"{KEY}/personalize", "SignedHeaders=host"), "InvalidSignatureException"),
        (
            sign("AKID/20250101/eu-west-1/personalize"),
            "InvalidSignatureException",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_requests_are_signed_for_personalize(
    post: Post, headers: dict[str, str], code: str
) -> None:
    target = {"X-Amz-Target": "AmazonPersonalize.ListSchemas"}
    assert post("ListSchemas", {}, headers=target | headers) == (400, code)


def test_a_right_signature_is_let_in(post: Post) -> None:
    headers = sign(f"{KEY}/personalize")
    assert post("ListSchemas", {}, headers=headers) == (200, None)


@pytest.mark.parametrize(
    ("operation", "path"),
    [("CreateShop", "/"), ("", "/shops"), ("PutEvents", "/")],
)
def test_unknown_operations_are_unknown(post: Post, operation: str, path: str) -> None:
    status, code = post(operation, {}, path=path)
    assert code == "UnknownOperationException"
    assert status in {400, 404}


def test_a_connection_serves_many_requests(emulator: Emulator) -> None:
    place = urlsplit(emulator.url)
    with closing(http.client.HTTPConnection(place.netloc, timeout=5)) as connection:
        connection.request("GET", "/_emulator/requests")
        assert json.loads(connection.getresponse().read()) == []
        first = connection.sock
        connection.request("GET", "/_emulator/faults")
        assert json.loads(connection.getresponse().read()) == []
        assert connection.sock is first


@pytest.mark.parametrize(
    ("header", "status"),
    [
        ("Content-Length: 99999999999", 413),
        ("Content-Length: -5", 411),
        ("Content-Length: many", 411),
        ("Transfer-Encoding: chunked", 411),
    ],
)
def test_bodies_of_unknown_length_are_refused(
    emulator: Emulator, header: str, status: int
) -> None:
    with socket.create_connection((emulator.host, emulator.port), 5) as connection:
        connection.sendall(f"POST / HTTP/1.1\r\nHost: x\r\n{header}\r\n\r\n".encode())
        answer = connection.makefile().readline()
    assert answer.split()[1] == str(status)


def test_a_mistake_of_the_emulator_is_an_internal_failure(
    emulator: Emulator, personalize: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def divide(state: State, request: dict[str, Any]) -> dict[str, Any]:
        return {"schemas": 1 / 0}

    monkeypatch.setitem(HANDLERS, "ListSchemas", divide)
    with pytest.raises(ClientError, match="InternalFailure"):
        personalize.list_schemas()
    assert emulator.get_requests()[0].status == 500
    assert personalize.list_filters()["Filters"] == []


def test_of_many_at_once_one_gets_the_name(
    emulator: Emulator, post: Post, personalize: Any
) -> None:
    with ThreadPoolExecutor(8) as pool:
        body = {"name": "shop"}
        calls = [pool.submit(post, "CreateDatasetGroup", body) for _ in range(40)]
        codes = [call.result()[1] for call in calls]
    assert codes.count(None) == 1
    assert codes.count("ResourceAlreadyExistsException") == 39
