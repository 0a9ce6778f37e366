"""What the shop exports, by the rules of Amazon's imports, PutItems and PutUsers."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from io import StringIO
from pathlib import Path
from typing import Any

import boto3
import pytest
from django.conf import settings as django_settings
from django.core.management import call_command

from personalize.datasets.schemas import get_schema
from personalize.emulator import Emulator
from personalize.models import DatasetRecord, Event
from tests.personalize.datasets import (
    deliver,
    get_status,
    make_shopper,
)
from tests.personalize.outbox import make_event
from tests.shop.factories import make_category, make_product, make_products

pytestmark = pytest.mark.django_db
ROLE = "arn:aws:iam::123456789012:role/PersonalizeServiceRole"


@pytest.fixture
def emulator(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Emulator]:
    (tmp_path / "bucket").mkdir()
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "a secret that opens nothing")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-west-1")
    with Emulator(data_folder=tmp_path) as emulator:
        yield emulator


@pytest.fixture
def personalize(emulator: Emulator) -> Iterator[Any]:
    client = boto3.Session().client("personalize", endpoint_url=emulator.url)
    with closing(client):
        yield client


@pytest.fixture(params=["ECOMMERCE", ""], ids=["domain", "custom"])
def group(
    personalize: Any, emulator: Emulator, settings: Any, request: Any
) -> dict[str, str]:
    """A dataset group with our schemas, set as the one to be kept in step."""
    domain = {"domain": request.param} if request.param else {}
    arn = personalize.create_dataset_group(name="shop", **domain)["datasetGroupArn"]
    options = {"dataset_group_arn": arn, "events_endpoint_url": emulator.url}
    path = "personalize.backends.aws.AmazonPersonalizeBackend"
    backends = [{"BACKEND": path, "OPTIONS": options}]
    settings.PERSONALIZE = django_settings.PERSONALIZE | {"BACKENDS": backends}
    return {"datasetGroupArn": arn, **domain}


def make_dataset(personalize: Any, group: dict[str, str], name: str) -> str:
    """Make the dataset with the schema that the declaration gives."""
    domain = group.get("domain", "")
    schema = personalize.create_schema(
        name=name,
        schema=get_schema(name).to_avro(domain),
        **{"domain": domain} if domain else {},
    )
    dataset = personalize.create_dataset(
        name=name,
        schemaArn=schema["schemaArn"],
        datasetGroupArn=group["datasetGroupArn"],
        datasetType=name,
    )
    return str(dataset["datasetArn"])


def import_export(
    personalize: Any, emulator: Emulator, tmp_path: Path, dataset: str
) -> dict[str, Any]:
    """Export the dataset of this ARN, have it imported, and return the job."""
    name = dataset.rpartition("/")[2].lower()
    file = tmp_path / "bucket" / "file.csv"
    call_command("export_dataset", name, to=str(file), verbosity=0)
    job = personalize.create_dataset_import_job(
        jobName=name,
        datasetArn=dataset,
        dataSource={"dataLocation": "s3://bucket/file.csv"},
        roleArn=ROLE,
    )
    emulator.settle()
    arn = job["datasetImportJobArn"]
    described = personalize.describe_dataset_import_job(datasetImportJobArn=arn)
    done: dict[str, Any] = described["datasetImportJob"]
    return done


@pytest.mark.parametrize("name", ["Items", "Users"])
def test_what_is_exported_is_imported(
    personalize: Any,
    emulator: Emulator,
    tmp_path: Path,
    group: dict[str, str],
    name: str,
) -> None:
    make_product('A 12" pan, black\nwith a \\ lid', brand="ADULT|Acme", stock=0)
    make_shopper()
    dataset = make_dataset(personalize, group, name)
    job = import_export(personalize, emulator, tmp_path, dataset)
    assert (job["status"], job.get("failureReason")) == ("ACTIVE", None)


def test_exported_interactions_are_imported(
    personalize: Any, emulator: Emulator, tmp_path: Path, group: dict[str, str]
) -> None:
    users = [f"u_{number % 50}" for number in range(1_000)]
    Event.objects.bulk_create(make_event(user_id=user_id) for user_id in users)
    dataset = make_dataset(personalize, group, "Interactions")
    job = import_export(personalize, emulator, tmp_path, dataset)
    assert (job["status"], job.get("failureReason")) == ("ACTIVE", None)


def test_items_and_users_are_put(personalize: Any, group: dict[str, str]) -> None:
    make_dataset(personalize, group, "Items")
    make_dataset(personalize, group, "Users")
    make_products(11, category=make_category(parent=make_category()))
    gone = make_product(sku="GONE", category=make_category())
    make_shopper()
    assert (deliver(), deliver("Users")) == (12, 1)
    gone.delete()
    deliver()
    assert not DatasetRecord.objects.exclude(status="delivered").exists()


@pytest.mark.usefixtures("group")
def test_without_the_dataset_records_wait_and_amazon_is_left_in_peace(
    emulator: Emulator,
) -> None:
    make_product(sku="MUG")
    assert (deliver(), deliver()) == (0, 0)
    assert "make it, or correct" in DatasetRecord.objects.get().error
    assert len(emulator.get_requests("PutItems")) == 1


def test_records_go_when_the_dataset_has_been_made(
    personalize: Any, group: dict[str, str]
) -> None:
    make_product(sku="MUG")
    deliver()
    make_dataset(personalize, group, "Items")
    call_command("sync_items", verbosity=0, stdout=StringIO())
    assert get_status("MUG") == "delivered"
