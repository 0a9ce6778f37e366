from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from personalize.emulator import Emulator
from tests.emulator.conftest import Connect
from tests.emulator.world import (
    ROLE,
    make_campaign,
    make_dataset,
    make_filter,
    make_group,
    make_recommender,
    make_solution,
    make_tracker,
    make_version,
)

pytestmark = pytest.mark.usefixtures("untrained")


@pytest.mark.parametrize(
    "make", [make_dataset, make_tracker, make_solution], ids=lambda make: make.__name__
)
def test_a_group_that_holds_something_stays(
    personalize: Any, group: str, make: Callable[..., str]
) -> None:
    make(personalize, group)
    with pytest.raises(personalize.exceptions.ResourceInUseException):
        personalize.delete_dataset_group(datasetGroupArn=group)


def test_a_dataset_with_a_recommender_stays(
    emulator: Emulator, personalize: Any, group: str
) -> None:
    arn = make_dataset(personalize, group)
    make_recommender(personalize, group)
    with pytest.raises(personalize.exceptions.ResourceInUseException):
        personalize.delete_dataset(datasetArn=arn)


def test_a_schema_in_use_stays(personalize: Any, group: str) -> None:
    make_dataset(personalize, group)
    (schema,) = personalize.list_schemas()["schemas"]
    with pytest.raises(personalize.exceptions.ResourceInUseException):
        personalize.delete_schema(schemaArn=schema["schemaArn"])


def test_a_solution_with_a_campaign_stays(personalize: Any, group: str) -> None:
    solution = make_solution(personalize, group)
    make_campaign(personalize, make_version(personalize, solution))
    with pytest.raises(personalize.exceptions.ResourceInUseException):
        personalize.delete_solution(solutionArn=solution)


def test_the_safe_order_leaves_nothing(
    emulator: Emulator, personalize: Any, group: str
) -> None:
    dataset = make_dataset(personalize, group)
    tracker = make_tracker(personalize, group)
    found = make_filter_without_columns(personalize, group)
    solution = make_solution(personalize, group)
    campaign = make_campaign(personalize, make_version(personalize, solution))
    schema = personalize.describe_dataset(datasetArn=dataset)["dataset"]["schemaArn"]

    personalize.delete_campaign(campaignArn=campaign)
    personalize.delete_filter(filterArn=found)
    personalize.delete_solution(solutionArn=solution)
    personalize.delete_event_tracker(eventTrackerArn=tracker)
    personalize.delete_dataset(datasetArn=dataset)
    personalize.delete_schema(schemaArn=schema)
    personalize.delete_dataset_group(datasetGroupArn=group)

    assert emulator.state.count() == 0


def make_filter_without_columns(client: Any, group: str) -> str:
    answer = client.create_filter(
        name="not-bought",
        datasetGroupArn=group,
        filterExpression=(
            'EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN ("Purchase")'
        ),
    )
    return str(answer["filterArn"])


def test_filters_go_with_their_group(personalize: Any, group: str) -> None:
    make_dataset(personalize, group)
    dataset = make_dataset(personalize, group, "Items")
    make_filter(personalize, group)
    (interactions, _) = personalize.list_datasets()["datasets"]
    personalize.delete_dataset(datasetArn=interactions["datasetArn"])
    personalize.delete_dataset(datasetArn=dataset)

    personalize.delete_dataset_group(datasetGroupArn=group)

    assert personalize.list_filters()["Filters"] == []


def test_what_is_deleted_is_not_found(personalize: Any, group: str) -> None:
    personalize.delete_dataset_group(datasetGroupArn=group)
    with pytest.raises(personalize.exceptions.ResourceNotFoundException):
        personalize.describe_dataset_group(datasetGroupArn=group)


def test_a_name_is_free_again(personalize: Any, group: str) -> None:
    personalize.delete_dataset_group(datasetGroupArn=group)
    assert make_group(personalize) == group


def test_a_deletion_takes_its_time(connect: Connect) -> None:
    with Emulator(pace=60) as emulator:
        client = connect(emulator, "personalize")
        group = make_group(client)
        emulator.state.clock.forward(200)
        client.delete_dataset_group(datasetGroupArn=group)
        described = client.describe_dataset_group(datasetGroupArn=group)
        assert described["datasetGroup"]["status"] == "DELETE PENDING"
        emulator.state.clock.forward(200)
        assert client.list_dataset_groups()["datasetGroups"] == []


def test_what_is_being_created_is_not_deleted(connect: Connect) -> None:
    with Emulator(pace=60) as emulator:
        client = connect(emulator, "personalize")
        group = make_group(client)
        with pytest.raises(client.exceptions.ResourceInUseException):
            client.delete_dataset_group(datasetGroupArn=group)


def test_nothing_is_deployed_of_what_is_being_deleted(connect: Connect) -> None:
    with Emulator(pace=60) as emulator:
        client = connect(emulator, "personalize")
        group = make_group(client)
        emulator.state.clock.forward(200)
        solution = make_solution(client, group)
        emulator.state.clock.forward(200)
        version = make_version(client, solution)
        emulator.state.clock.forward(200)
        client.delete_solution(solutionArn=solution)
        with pytest.raises(client.exceptions.ResourceInUseException):
            make_campaign(client, version)


def test_a_dataset_that_is_being_imported_stays(
    connect: Connect, tmp_path: Path
) -> None:
    with Emulator(pace=60, data_folder=tmp_path) as emulator:
        client = connect(emulator, "personalize")
        group = make_group(client)
        emulator.state.clock.forward(200)
        dataset = make_dataset(client, group)
        emulator.state.clock.forward(200)
        client.create_dataset_import_job(
            jobName="job",
            datasetArn=dataset,
            dataSource={"dataLocation": "s3://bucket/interactions.csv"},
            roleArn=ROLE,
        )
        with pytest.raises(client.exceptions.ResourceInUseException):
            client.delete_dataset(datasetArn=dataset)
