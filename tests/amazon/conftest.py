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

from tests.amazon import AmazonStandIn

REGION = "eu-west-1"
CREDENTIALS = Credentials("AKIDEXAMPLE", "a secret that opens nothing")
SHORT = Config(
    connect_timeout=1,
    read_timeout=0.2,
    retries={"mode": "standard", "total_max_attempts": 1},
    ignore_configured_endpoint_urls=True,
)
Post = Callable[..., tuple[int, str | None]]


@pytest.fixture
def amazon() -> Iterator[AmazonStandIn]:
    with AmazonStandIn() as amazon:
        yield amazon


@pytest.fixture(scope="session")
def session() -> boto3.Session:
    return boto3.Session(
        aws_access_key_id=CREDENTIALS.access_key,
        aws_secret_access_key=CREDENTIALS.secret_key,
        region_name=REGION,
    )


@pytest.fixture
def events_client(amazon: AmazonStandIn, session: boto3.Session) -> Iterator[Any]:
    client = session.client("personalize-events", endpoint_url=amazon.url, config=SHORT)
    with closing(client):
        yield client


@pytest.fixture
def runtime_client(amazon: AmazonStandIn, session: boto3.Session) -> Iterator[Any]:
    client = session.client(
        "personalize-runtime", endpoint_url=amazon.url, config=SHORT
    )
    with closing(client):
        yield client


@pytest.fixture
def post(amazon: AmazonStandIn) -> Post:
    """Send what botocore would not; answers with the status and the error's code."""

    def post(
        path: str,
        body: object,
        *,
        url: str = amazon.url,
        service: str = "personalize",
        headers: dict[str, str] | None = None,
    ) -> tuple[int, str | None]:
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        request = AWSRequest("POST", url + path, data=data)
        SigV4Auth(CREDENTIALS, service, REGION).add_auth(request)
        signed = dict(request.headers) if headers is None else headers
        return send(urllib.request.Request(url + path, data, signed))

    return post


def send(request: urllib.request.Request) -> tuple[int, str | None]:
    try:
        with closing(urllib.request.urlopen(request, timeout=2)) as response:
            return response.status, response.headers["x-amzn-ErrorType"]
    except HTTPError as error:
        with closing(error):
            return error.code, error.headers["x-amzn-ErrorType"]
