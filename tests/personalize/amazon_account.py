"""An account at the emulator with what a small shop has there, ready to be examined."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import boto3
from botocore.config import Config

from personalize.emulator import Emulator

REGION = "eu-west-1"
KEY, SECRET = "AKIDEXAMPLE", "a secret that opens nothing"
COLUMNS = ("USER_ID", "ITEM_ID", "EVENT_TYPE")
RECIPE = "arn:aws:personalize:::recipe/"
RECOMMENDERS = {
    "recommended-for-you": "aws-ecomm-recommended-for-you",
    "best-sellers": "aws-ecomm-popular-items-by-purchases",
}
CONFIG = Config(ignore_configured_endpoint_urls=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class AmazonAccount:
    """``options`` are those of the Amazon backend that speaks to it."""

    emulator: Emulator
    options: dict[str, Any]
    item_ids: tuple[str, ...]

    @property
    def settings(self) -> dict[str, Any]:
        """What PERSONALIZE says where this account is used."""
        backend = "personalize.backends.aws.AmazonPersonalizeBackend"
        urls = {"personalize": self.emulator.url}
        return {
            "BACKENDS": [{"BACKEND": backend, "OPTIONS": self.options}],
            "ENDPOINT_URLS": urls,
        }

    def connect(self, service: str) -> Any:
        return connect(self.emulator, service)


@contextmanager
def run_emulator() -> Iterator[Emulator]:
    with (
        TemporaryDirectory() as folder,
        Emulator(state_path=Path(folder) / "account.sqlite3") as emulator,
    ):
        yield emulator


@contextmanager
def open_account(item_ids: tuple[str, ...]) -> Iterator[AmazonAccount]:
    with (
        run_emulator() as emulator,
        closing(connect(emulator, "personalize")) as client,
    ):
        group = client.create_dataset_group(name="shop", domain="ECOMMERCE")
        group_arn = group["datasetGroupArn"]
        _make_dataset(client, group_arn)
        tracker = client.create_event_tracker(name="shop", datasetGroupArn=group_arn)
        _send_history(emulator, tracker["trackingId"], item_ids)
        arns = {
            name: client.create_recommender(
                name=name, datasetGroupArn=group_arn, recipeArn=f"{RECIPE}{recipe}"
            )["recommenderArn"]
            for name, recipe in RECOMMENDERS.items()
        }
        emulator.settle()
        options = {
            "tracking_id": tracker["trackingId"],
            "arns": arns,
            "dataset_group_arn": group_arn,
            "region": REGION,
            "events_endpoint_url": emulator.url,
            "runtime_endpoint_url": emulator.url,
        }
        yield AmazonAccount(emulator=emulator, options=options, item_ids=item_ids)


def connect(emulator: Emulator, service: str) -> Any:
    session = boto3.Session(
        aws_access_key_id=KEY, aws_secret_access_key=SECRET, region_name=REGION
    )
    make: Any = session.client
    return make(service, endpoint_url=emulator.url, config=CONFIG)


def _make_dataset(client: Any, group_arn: str) -> None:
    fields = [{"name": name, "type": "string"} for name in COLUMNS]
    schema = {
        "type": "record",
        "name": "Interactions",
        "namespace": "com.amazonaws.personalize.schema",
        "fields": [*fields, {"name": "TIMESTAMP", "type": "long"}],
        "version": "1.0",
    }
    made = client.create_schema(
        name="interactions", schema=json.dumps(schema), domain="ECOMMERCE"
    )
    client.create_dataset(
        name="interactions",
        datasetType="Interactions",
        datasetGroupArn=group_arn,
        schemaArn=made["schemaArn"],
    )


def _send_history(
    emulator: Emulator, tracking_id: str, item_ids: tuple[str, ...]
) -> None:
    """A thousand purchases of fifty users, no two the same."""
    with closing(connect(emulator, "personalize-events")) as client:
        for number in range(110):
            events = [
                {
                    "eventType": "Purchase",
                    "itemId": item_ids[(number + each) % len(item_ids)],
                    "sentAt": 1_760_000_000 + 100 * number + each,
                }
                for each in range(10)
            ]
            client.put_events(
                trackingId=tracking_id,
                userId=f"u_{number % 50}",
                sessionId=f"s_{number}",
                eventList=events,
            )
