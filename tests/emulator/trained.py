"""A shop in an emulator: data in a folder that stands for S3, imported and trained."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import boto3
from botocore.config import Config

from personalize.emulator import Emulator
from tests.emulator.schemas import INTERACTIONS, field, schema
from tests.emulator.world import RECIPE, ROLE

START = 1_700_000_000
HEADER = ("USER_ID", "ITEM_ID", "EVENT_TYPE", "TIMESTAMP", "EVENT_VALUE")
ITEMS = schema(
    "Items",
    field("ITEM_ID"),
    field("PRICE", "float"),
    field("CATEGORY_L1", categorical=True),
    field("BRAND", ["string", "null"]),
    field("CREATION_TIMESTAMP", ["long", "null"]),
)
USERS = schema("Users", field("USER_ID"), field("AGE", "int"))
SCHEMAS = {"Interactions": INTERACTIONS, "Items": ITEMS, "Users": USERS}
NUM_USERS, NUM_ITEMS = 40, 10
Row = Sequence[object]
# One for all: reading the service models takes it a second.
SESSION = boto3.Session("AKIDEXAMPLE", "nothing", region_name="eu-west-1")


def make_history(
    num_rounds: int = 26, types: Sequence[str] = ("View", "Purchase")
) -> list[Row]:
    """Even users like the items a0 to a9, odd ones b0 to b9; each its own few."""
    return [
        (
            f"u{user}",
            f"{'ab'[user % 2]}{(user // 2 + number * number) % NUM_ITEMS}",
            types[(user + number) % len(types)],
            START + 10 * (number * NUM_USERS + user),
            "",
        )
        for number in range(num_rounds * len(types))
        for user in range(NUM_USERS)
    ]


def make_items() -> list[dict[str, Any]]:
    """Items of class a cost as much as their number, those of b ten more."""
    return [
        {
            "itemId": f"{name}{number}",
            "properties": json.dumps(
                {"price": number + 10.0 * (name == "b"), "categoryL1": name}
            ),
        }
        for name in "ab"
        for number in range(NUM_ITEMS)
    ]


class Shop:
    def __init__(self, emulator: Emulator, folder: Path, domain: str | None) -> None:
        self.emulator = emulator
        self.folder = folder
        self.domain = {"domain": domain} if domain else {}
        self.personalize = self._connect("personalize")
        self.events = self._connect("personalize-events")
        self.runtime = self._connect("personalize-runtime")
        self.group = self.tracking_id = ""

    def _connect(self, service: str) -> Any:
        config = Config(retries={"total_max_attempts": 1})
        return SESSION.client(service, endpoint_url=self.emulator.url, config=config)

    def open(self) -> None:
        made = self.personalize.create_dataset_group(name="shop", **self.domain)
        self.group = made["datasetGroupArn"]

    def close(self) -> None:
        for client in (self.personalize, self.events, self.runtime):
            client.close()

    def add_dataset(self, kind: str, text: str = "") -> str:
        made = self.personalize.create_schema(
            name=kind, schema=text or SCHEMAS[kind], **self.domain
        )
        dataset = self.personalize.create_dataset(
            name=kind,
            schemaArn=made["schemaArn"],
            datasetGroupArn=self.group,
            datasetType=kind,
        )
        return str(dataset["datasetArn"])

    def add_tracker(self) -> str:
        made = self.personalize.create_event_tracker(
            name="shop", datasetGroupArn=self.group
        )
        return str(made["trackingId"])

    def write(self, key: str, rows: Sequence[Row], header: Row = HEADER) -> str:
        path = self.folder / "bucket" / key
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("w", newline="") as file:
            csv.writer(file).writerows([header, *rows])
        return f"s3://bucket/{key}"

    def import_from(
        self, dataset: str, location: str, name: str = "import", mode: str = "FULL"
    ) -> dict[str, Any]:
        made = self.personalize.create_dataset_import_job(
            jobName=name,
            datasetArn=dataset,
            dataSource={"dataLocation": location},
            roleArn=ROLE,
            importMode=mode,
        )
        return self.describe("DatasetImportJob", made)

    def fill(self, rows: Sequence[Row]) -> str:
        """Make the Interactions dataset and import these rows into it."""
        dataset = self.add_dataset("Interactions")
        job = self.import_from(dataset, self.write("interactions.csv", rows))
        assert job["status"] == "ACTIVE", job
        return dataset

    def put_items(self) -> None:
        items, dataset = make_items(), self.add_dataset("Items")
        self.events.put_items(datasetArn=dataset, items=items[:10])
        self.events.put_items(datasetArn=dataset, items=items[10:])

    def recommender(self, use_case: str, **config: Any) -> str:
        made = self.personalize.create_recommender(
            name=use_case,
            datasetGroupArn=self.group,
            recipeArn=f"{RECIPE}aws-ecomm-{use_case}",
            recommenderConfig=config,
        )
        self.describe("Recommender", made)
        return str(made["recommenderArn"])

    def version(self, recipe: str, name: str = "", **settings: Any) -> str:
        solution = self.personalize.create_solution(
            name=name or recipe,
            datasetGroupArn=self.group,
            recipeArn=f"{RECIPE}{recipe}",
            **settings,
        )
        made = self.personalize.create_solution_version(
            solutionArn=solution["solutionArn"]
        )
        self.describe("SolutionVersion", made)
        return str(made["solutionVersionArn"])

    def campaign(self, recipe: str, **config: Any) -> str:
        made = self.personalize.create_campaign(
            name=recipe,
            solutionVersionArn=self.version(recipe),
            campaignConfig=config,
        )
        return str(made["campaignArn"])

    def filter(self, expression: str, name: str = "filter") -> str:
        made = self.personalize.create_filter(
            name=name, datasetGroupArn=self.group, filterExpression=expression
        )
        return str(made["filterArn"])

    def describe(self, noun: str, made: dict[str, Any]) -> dict[str, Any]:
        """Describe what was made, after all that is under way has come to its end."""
        self.emulator.settle()
        key = noun[0].lower() + noun[1:]
        call = getattr(self.personalize, DESCRIBE[noun])
        described: dict[str, Any] = call(**{f"{key}Arn": made[f"{key}Arn"]})[key]
        return described

    def put(self, tracking_id: str, item_id: str, **options: Any) -> None:
        """Put one event of a session, at the end of the history or at ``sentAt``."""
        names = ("eventType", "sentAt", "eventId", "properties", "eventValue")
        event = {"eventType": "View", "sentAt": START + 10**6, "itemId": item_id}
        event |= {name: options[name] for name in names if name in options}
        call = {name: one for name, one in options.items() if name not in names}
        self.events.put_events(
            trackingId=tracking_id, **{"sessionId": "s1"} | call, eventList=[event]
        )

    def ask(self, arn: str, **options: Any) -> list[str]:
        """Return the ids that GetRecommendations answers."""
        return [one["itemId"] for one in self.ask_in_full(arn, **options)]

    def ask_in_full(self, arn: str, **options: Any) -> list[dict[str, Any]]:
        name = "recommenderArn" if ":recommender/" in arn else "campaignArn"
        answer = self.runtime.get_recommendations(**{name: arn}, **options)
        found: list[dict[str, Any]] = answer["itemList"]
        return found


DESCRIBE = {
    "DatasetImportJob": "describe_dataset_import_job",
    "DatasetExportJob": "describe_dataset_export_job",
    "DataDeletionJob": "describe_data_deletion_job",
    "BatchInferenceJob": "describe_batch_inference_job",
    "BatchSegmentJob": "describe_batch_segment_job",
    "Recommender": "describe_recommender",
    "SolutionVersion": "describe_solution_version",
}


@contextmanager
def open_shop(
    folder: Path,
    *,
    domain: str | None = "ECOMMERCE",
    is_new: bool = True,
    has_folder: bool = True,
    **options: Any,
) -> Iterator[Shop]:
    """Start an emulator, with an empty dataset group unless it had one before."""
    data_folder = folder if has_folder else None
    with Emulator(data_folder=data_folder, **options) as emulator:
        shop = Shop(emulator, folder, domain)
        if is_new:
            shop.open()
        yield shop
        shop.close()
