"""From an empty account to live recommendations and back, with public tools alone."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from personalize.emulator import Emulator
from tests.emulator.conftest import CREDENTIALS, REGION, Connect
from tests.emulator.schemas import INTERACTIONS, ITEMS
from tests.emulator.trained import HEADER, START, make_history, make_items
from tests.emulator.world import RECIPE, ROLE

AWS = shutil.which("aws", path=str(Path(sys.executable).parent)) or shutil.which("aws")
needs_aws = pytest.mark.skipif(AWS is None, reason="The AWS CLI is not installed.")
BOUGHT = 'EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN ("Purchase")'


@pytest.fixture
def data_folder(tmp_path: Path) -> Path:
    folder = tmp_path / "shop-data"
    folder.mkdir()
    lines = [",".join(map(str, row)) for row in [HEADER, *make_history()]]
    (folder / "interactions.csv").write_text("\n".join(lines))
    return tmp_path


@pytest.fixture
def emulator(data_folder: Path) -> Iterator[Emulator]:
    with Emulator(data_folder=data_folder) as emulator:
        yield emulator


def test_the_guides_steps_as_they_are_right(
    emulator: Emulator, personalize: Any, personalize_events: Any, connect: Connect
) -> None:
    runtime = connect(emulator, "personalize-runtime")
    group = set_up_data(emulator, personalize, personalize_events)
    tracker = personalize.create_event_tracker(name="shop", datasetGroupArn=group)
    recommender = personalize.create_recommender(
        name="for-you",
        datasetGroupArn=group,
        recipeArn=f"{RECIPE}aws-ecomm-recommended-for-you",
    )["recommenderArn"]
    campaign = deploy(emulator, personalize, group)
    bought = personalize.create_filter(
        name="bought", datasetGroupArn=group, filterExpression=BOUGHT
    )["filterArn"]
    view(personalize_events, tracker["trackingId"], "b4")
    answer = runtime.get_recommendations(
        recommenderArn=recommender, userId="visit", filterArn=bought, numResults=5
    )
    ranking = runtime.get_personalized_ranking(
        campaignArn=campaign, userId="visit", inputList=["a1", "b1"]
    )
    assert {one["itemId"][0] for one in answer["itemList"]} == {"b"}
    assert len(ranking["personalizedRanking"]) == 2
    tear_down(personalize, group)
    assert personalize.list_dataset_groups()["datasetGroups"] == []


def set_up_data(emulator: Emulator, personalize: Any, events: Any) -> str:
    group = personalize.create_dataset_group(name="shop", domain="ECOMMERCE")
    made: dict[str, str] = {}
    for kind, text in (("Interactions", INTERACTIONS), ("Items", ITEMS)):
        schema = personalize.create_schema(name=kind, schema=text, domain="ECOMMERCE")
        made[kind] = personalize.create_dataset(
            name=kind,
            schemaArn=schema["schemaArn"],
            datasetGroupArn=group["datasetGroupArn"],
            datasetType=kind,
        )["datasetArn"]
    job = personalize.create_dataset_import_job(
        jobName="first",
        datasetArn=made["Interactions"],
        dataSource={"dataLocation": "s3://shop-data/interactions.csv"},
        roleArn=ROLE,
    )
    events.put_items(datasetArn=made["Items"], items=make_items()[:10])
    emulator.settle()
    described = personalize.describe_dataset_import_job(**without_metadata(job))
    assert described["datasetImportJob"]["status"] == "ACTIVE"
    return str(group["datasetGroupArn"])


def without_metadata(answer: dict[str, Any]) -> dict[str, Any]:
    return {name: one for name, one in answer.items() if name != "ResponseMetadata"}


def deploy(emulator: Emulator, personalize: Any, group: str) -> str:
    solution = personalize.create_solution(
        name="ranking",
        datasetGroupArn=group,
        recipeArn=f"{RECIPE}aws-personalized-ranking-v2",
    )
    version = personalize.create_solution_version(solutionArn=solution["solutionArn"])
    emulator.settle()
    campaign = personalize.create_campaign(
        name="ranking", solutionVersionArn=version["solutionVersionArn"]
    )
    return str(campaign["campaignArn"])


def view(events: Any, tracking_id: str, item_id: str) -> None:
    event = {"eventType": "View", "sentAt": START + 10**6, "itemId": item_id}
    events.put_events(trackingId=tracking_id, sessionId="visit", eventList=[event])


def tear_down(personalize: Any, group: str) -> None:
    """Delete everything, those first that others depend on."""
    steps = [
        ("list_recommenders", "recommenders", "recommenderArn", "delete_recommender"),
        ("list_campaigns", "campaigns", "campaignArn", "delete_campaign"),
        ("list_filters", "Filters", "filterArn", "delete_filter"),
        ("list_solutions", "solutions", "solutionArn", "delete_solution"),
        (
            "list_event_trackers",
            "eventTrackers",
            "eventTrackerArn",
            "delete_event_tracker",
        ),
        ("list_datasets", "datasets", "datasetArn", "delete_dataset"),
        ("list_schemas", "schemas", "schemaArn", "delete_schema"),
    ]
    for list_all, key, arn, delete in steps:
        for one in getattr(personalize, list_all)()[key]:
            getattr(personalize, delete)(**{arn: one[arn]})
    personalize.delete_dataset_group(datasetGroupArn=group)


class CommandLine:
    """The AWS CLI, pointed at an emulator by the variables that anybody would use."""

    def __init__(self, emulator: Emulator, folder: Path) -> None:
        self.url = emulator.url
        self.environment = {
            "PATH": str(Path(sys.executable).parent),
            "HOME": str(folder),
            "AWS_ACCESS_KEY_ID": CREDENTIALS.access_key,
            "AWS_SECRET_ACCESS_KEY": CREDENTIALS.secret_key,
            "AWS_DEFAULT_REGION": REGION,
        }

    def __call__(self, service: str, operation: str, **options: str) -> Any:
        named = [
            part
            for name, value in options.items()
            for part in (f"--{name.replace('_', '-')}", value)
        ]
        done = subprocess.run(
            [str(AWS), service, operation, "--endpoint-url", self.url, *named],
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout or "{}")


@needs_aws
def test_the_aws_cli_takes_the_same_steps(
    emulator: Emulator, data_folder: Path
) -> None:
    aws = CommandLine(emulator, data_folder)
    group = aws("personalize", "create-dataset-group", name="shop", domain="ECOMMERCE")[
        "datasetGroupArn"
    ]
    import_interactions(aws, group)
    emulator.settle()
    recommender = aws(
        "personalize",
        "create-recommender",
        name="best-sellers",
        dataset_group_arn=group,
        recipe_arn=f"{RECIPE}aws-ecomm-popular-items-by-purchases",
    )["recommenderArn"]
    put_event(aws, group)
    emulator.settle()
    answer = aws(
        "personalize-runtime",
        "get-recommendations",
        recommender_arn=recommender,
        user_id="visit",
        num_results="5",
    )
    assert len(answer["itemList"]) == 5


def import_interactions(aws: CommandLine, group: str) -> None:
    schema = aws(
        "personalize",
        "create-schema",
        name="interactions",
        domain="ECOMMERCE",
        schema=INTERACTIONS,
    )["schemaArn"]
    dataset = aws(
        "personalize",
        "create-dataset",
        name="interactions",
        schema_arn=schema,
        dataset_group_arn=group,
        dataset_type="Interactions",
    )["datasetArn"]
    aws(
        "personalize",
        "create-dataset-import-job",
        job_name="first",
        dataset_arn=dataset,
        data_source="dataLocation=s3://shop-data/interactions.csv",
        role_arn=ROLE,
    )


def put_event(aws: CommandLine, group: str) -> None:
    tracker = aws(
        "personalize", "create-event-tracker", name="shop", dataset_group_arn=group
    )
    event = {"eventType": "View", "sentAt": START, "itemId": "a1"}
    aws(
        "personalize-events",
        "put-events",
        tracking_id=tracker["trackingId"],
        session_id="visit",
        event_list=json.dumps([event]),
    )
