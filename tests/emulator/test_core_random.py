from __future__ import annotations

import http.client
import json
from collections.abc import Iterator
from contextlib import closing
from typing import Any
from urllib.parse import urlsplit

import pytest
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from hypothesis import given, settings
from hypothesis import strategies as st

from personalize.emulator import Emulator
from personalize.emulator.operations import HANDLERS
from personalize.emulator.service_models import OPERATIONS, is_control
from tests.emulator import shapes, world
from tests.emulator.conftest import CREDENTIALS, REGION

# What the door of the services answers, whatever the operation.
AT_THE_DOOR = {"ValidationException", "SerializationException"}
SOON = 20
# Deleted last, there is something to ask for before.
NAMES = sorted(HANDLERS, key=lambda name: (name.startswith("Delete"), name))


@pytest.fixture(scope="module")
def full(
    session: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Emulator, list[str]]]:
    """An emulator with one of everything, and the ARNs of it all."""
    with Emulator(data_folder=tmp_path_factory.mktemp("s3")) as emulator:
        client = session.client("personalize", endpoint_url=emulator.url)
        with closing(client):
            yield emulator, fill(client)


def fill(client: Any) -> list[str]:
    group = world.make_group(client)
    datasets = [world.make_dataset(client, group, kind) for kind in world.SCHEMAS]
    solution = world.make_solution(client, group)
    version = world.make_version(client, solution)
    tracker = world.make_tracker(client, group)
    recommender = world.make_recommender(client, group)
    found = world.make_filter(client, group)
    nothing = "arn:aws:personalize:eu-west-1:123456789012:campaign/nothing"
    known = [group, *datasets, solution, version, tracker, recommender, found]
    return [*known, nothing, world.FOR_YOU, world.PERSONALIZATION, "arn:x", ""]


def ask(emulator: Emulator, name: str, content: object) -> tuple[int, Any]:
    path = "/" if is_control(OPERATIONS[name]) else OPERATIONS[name].http["requestUri"]
    data = json.dumps(content).encode()
    request = AWSRequest("POST", emulator.url + path, data=data)
    if path == "/":
        request.headers["X-Amz-Target"] = f"AmazonPersonalize.{name}"
    SigV4Auth(CREDENTIALS, "personalize", REGION).add_auth(request)
    place = urlsplit(emulator.url)
    connection = http.client.HTTPConnection(place.netloc, timeout=SOON)
    with closing(connection):
        connection.request("POST", path, data, dict(request.headers))
        response = connection.getresponse()
        return response.status, json.loads(response.read() or b"{}")


@pytest.mark.parametrize("name", NAMES)
@given(data=st.data())
@settings(max_examples=25, deadline=None)
def test_no_request_breaks_the_emulator(
    full: tuple[Emulator, list[str]], name: str, data: st.DataObject
) -> None:
    emulator, arns = full
    request = data.draw(shapes.requests(OPERATIONS[name], arns))

    status, answer = ask(emulator, name, request)

    modelled = {shape.name for shape in OPERATIONS[name].error_shapes}
    assert status < 500, answer
    assert status == 200 or answer["__type"] in modelled | AT_THE_DOOR, answer
