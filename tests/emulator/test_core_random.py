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
from tests.emulator import shapes
from tests.emulator.conftest import CREDENTIALS, REGION
from tests.emulator.trained import Shop, make_history, open_shop
from tests.emulator.world import FOR_YOU, PERSONALIZATION, ROLE

# What the door of the services answers, whatever the operation.
AT_THE_DOOR = {"ValidationException", "SerializationException"}
SOON = 20
METRIC = {"eventType": "View", "metricName": "m", "expression": "SAMPLECOUNT()"}
# Deleted last, there is something to ask for before.
NAMES = sorted(HANDLERS, key=lambda name: (name.startswith("Delete"), name))


@pytest.fixture(scope="module")
def full(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[tuple[Emulator, shapes.Pool]]:
    """An emulator with one of everything, and what each member may be filled with."""
    with open_shop(tmp_path_factory.mktemp("s3")) as shop:
        yield shop.emulator, fill(shop)


def fill(shop: Shop) -> shapes.Pool:
    datasets = [shop.fill(make_history()), shop.add_dataset("Users")]
    shop.put_items()
    tracker = shop.personalize.create_event_tracker(
        name="tracker", datasetGroupArn=shop.group
    )
    attribution = shop.personalize.create_metric_attribution(
        name="attribution",
        datasetGroupArn=shop.group,
        metrics=[METRIC],
        metricsOutputConfig={"roleArn": ROLE},
    )
    pool = {
        "recommenderArn": [shop.recommender("recommended-for-you")],
        "campaignArn": [
            shop.campaign("aws-user-personalization-v2"),
            shop.campaign("aws-personalized-ranking-v2"),
        ],
        "filterArn": [shop.filter("INCLUDE ItemID WHERE Items.PRICE < $PRICE")],
        "metricAttributionArn": [attribution["metricAttributionArn"]],
        "eventTrackerArn": [tracker["eventTrackerArn"]],
        "trackingId": [tracker["trackingId"]],
        "datasetGroupArn": [shop.group],
        "datasetArn": [*datasets, f"{datasets[0].rpartition('/')[0]}/ITEMS"],
        "recipeArn": [FOR_YOU, PERSONALIZATION],
    }
    return pool | find_others(shop.personalize)


def find_others(client: Any) -> shapes.Pool:
    schemas = client.list_schemas()["schemas"]
    solutions = client.list_solutions()["solutions"]
    versions = client.list_solution_versions()["solutionVersions"]
    jobs = client.list_dataset_import_jobs()["datasetImportJobs"]
    return {
        "schemaArn": [schema["schemaArn"] for schema in schemas],
        "solutionArn": [solution["solutionArn"] for solution in solutions],
        "solutionVersionArn": [v["solutionVersionArn"] for v in versions],
        "datasetImportJobArn": [job["datasetImportJobArn"] for job in jobs],
        "resourceArn": [solution["solutionArn"] for solution in solutions],
    }


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
    full: tuple[Emulator, shapes.Pool], name: str, data: st.DataObject
) -> None:
    emulator, pool = full
    request = data.draw(shapes.requests(OPERATIONS[name], pool))

    status, answer = ask(emulator, name, request)

    modelled = {shape.name for shape in OPERATIONS[name].error_shapes}
    assert status < 500, answer
    assert status == 200 or answer["__type"] in modelled | AT_THE_DOOR, answer
