from __future__ import annotations

import json
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing
from typing import Any
from urllib.error import HTTPError

import boto3
import pytest
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.config import Config
from botocore.credentials import Credentials

from personalize.emulator import Emulator, kinds, lifecycle
from tests.emulator import world

REGION = "eu-west-1"
CREDENTIALS = Credentials("AKIDEXAMPLE", "a secret that opens nothing")
ONCE = Config(
    connect_timeout=2,
    read_timeout=30,
    retries={"mode": "standard", "total_max_attempts": 1},
    ignore_configured_endpoint_urls=True,
)
Post = Callable[..., tuple[int, str | None]]
Connect = Callable[..., Any]


@pytest.fixture
def emulator() -> Iterator[Emulator]:
    with Emulator() as emulator:
        yield emulator


@pytest.fixture(scope="session")
def session() -> boto3.Session:
    return boto3.Session(
        aws_access_key_id=CREDENTIALS.access_key,
        aws_secret_access_key=CREDENTIALS.secret_key,
        region_name=REGION,
    )


@pytest.fixture
def connect(session: boto3.Session) -> Iterator[Connect]:
    """Make clients: ``connect(emulator, "personalize-events")``."""
    clients: list[Any] = []

    def connect(emulator: Emulator, service: str, config: Config = ONCE) -> Any:
        client = session.client(service, endpoint_url=emulator.url, config=config)
        clients.append(client)
        return client

    yield connect
    for client in clients:
        client.close()


@pytest.fixture
def personalize(emulator: Emulator, connect: Connect) -> Any:
    return connect(emulator, "personalize")


@pytest.fixture
def personalize_events(emulator: Emulator, connect: Connect) -> Any:
    return connect(emulator, "personalize-events")


@pytest.fixture
def personalize_runtime(emulator: Emulator, connect: Connect) -> Any:
    return connect(emulator, "personalize-runtime")


@pytest.fixture
def post(emulator: Emulator) -> Post:
    """Send what botocore would not; answers with the status and the error's code."""

    def post(
        operation: str,
        body: object,
        *,
        path: str = "/",
        service: str = "personalize",
        headers: dict[str, str] | None = None,
    ) -> tuple[int, str | None]:
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        request = AWSRequest("POST", emulator.url + path, data=data)
        if path == "/":
            request.headers["X-Amz-Target"] = f"AmazonPersonalize.{operation}"
        SigV4Auth(CREDENTIALS, service, REGION).add_auth(request)
        signed = dict(request.headers) if headers is None else headers
        return send(urllib.request.Request(emulator.url + path, data, signed))

    return post


def send(request: urllib.request.Request) -> tuple[int, str | None]:
    try:
        with closing(urllib.request.urlopen(request, timeout=5)) as response:
            return response.status, response.headers["x-amzn-ErrorType"]
    except HTTPError as error:
        with closing(error):
            return error.code, error.headers["x-amzn-ErrorType"]


@pytest.fixture
def untrained(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let recommenders and solution versions be ACTIVE without data to learn from."""
    for kind in (kinds.RECOMMENDER, kinds.SOLUTION_VERSION):
        monkeypatch.delitem(lifecycle.WORKS, kind.word, raising=False)


@pytest.fixture
def group(personalize: Any) -> str:
    return world.make_group(personalize)
