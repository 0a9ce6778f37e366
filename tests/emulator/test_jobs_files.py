"""Export and deletion jobs, and S3 as the place where jobs read and write."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest
from moto.server import ThreadedMotoServer

from tests.emulator.trained import HEADER, START, Shop, make_history, open_shop
from tests.emulator.world import ROLE

HISTORY = make_history()


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    with open_shop(tmp_path) as shop:
        yield shop


@pytest.fixture(scope="module")
def s3_url() -> Iterator[str]:
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def bucket(s3_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    monkeypatch.setenv("AWS_ENDPOINT_URL_S3", s3_url)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "nothing")
    client = boto3.Session().client("s3", region_name="us-east-1")
    client.create_bucket(Bucket="bucket")
    yield client
    client.close()


@pytest.fixture
def cloud(tmp_path: Path, bucket: Any) -> Iterator[Shop]:
    with open_shop(tmp_path, has_folder=False) as shop:
        yield shop


def export(shop: Shop, dataset: str, mode: str) -> dict[str, Any]:
    made = shop.personalize.create_dataset_export_job(
        jobName=mode,
        datasetArn=dataset,
        roleArn=ROLE,
        ingestionMode=mode,
        jobOutput={"s3DataDestination": {"path": "s3://bucket/exported/"}},
    )
    return shop.describe("DatasetExportJob", made)


def read_export(shop: Shop, mode: str) -> list[list[str]]:
    path = shop.folder / f"bucket/exported/{mode}.csv"
    return list(csv.reader(path.read_text().splitlines()))


def delete_users(shop: Shop, location: str) -> dict[str, Any]:
    made = shop.personalize.create_data_deletion_job(
        jobName="forget",
        datasetGroupArn=shop.group,
        dataSource={"dataLocation": location},
        roleArn=ROLE,
    )
    return shop.describe("DataDeletionJob", made)


def test_an_export_gives_back_what_was_imported(shop: Shop) -> None:
    assert export(shop, shop.fill(HISTORY), "BULK")["status"] == "ACTIVE"
    header, *rows = read_export(shop, "BULK")
    assert header == list(HEADER)
    assert rows == [[str(one) for one in row] for row in HISTORY]


def test_an_export_tells_streamed_events_from_imported_ones(shop: Shop) -> None:
    dataset = shop.fill(HISTORY)
    shop.put(shop.add_tracker(), "a1", userId="u1", sentAt=START, eventValue=2)
    export(shop, dataset, "PUT")
    export(shop, dataset, "ALL")
    assert read_export(shop, "PUT")[1:] == [["u1", "a1", "View", str(START), "2.0"]]
    assert len(read_export(shop, "ALL")) == len(HISTORY) + 2


def test_an_export_of_items_reads_back(shop: Shop) -> None:
    shop.put_items()
    dataset = f"{shop.group.replace('dataset-group', 'dataset')}/ITEMS"
    export(shop, dataset, "PUT")
    job = shop.import_from(dataset, "s3://bucket/exported/PUT.csv", "again")
    assert job["status"] == "ACTIVE"


def test_an_export_goes_to_a_folder(shop: Shop) -> None:
    dataset = shop.add_dataset("Interactions")
    with pytest.raises(
        shop.personalize.exceptions.InvalidInputException, match="must be a folder"
    ):
        shop.personalize.create_dataset_export_job(
            jobName="file",
            datasetArn=dataset,
            roleArn=ROLE,
            jobOutput={"s3DataDestination": {"path": "s3://bucket/file"}},
        )


def test_a_deletion_takes_all_that_users_did(shop: Shop) -> None:
    dataset = shop.fill(HISTORY)
    shop.put(shop.add_tracker(), "a1", userId="u2")
    location = shop.write("users.csv", [("u1",), ("u2",)], ("USER_ID",))
    job = delete_users(shop, location)
    export(shop, dataset, "ALL")
    assert job["status"] == "COMPLETED"
    assert job["numDeleted"] == sum(row[0] in {"u1", "u2"} for row in HISTORY) + 1
    assert {row[0] for row in read_export(shop, "ALL")}.isdisjoint({"u1", "u2"})


def test_a_deletion_needs_the_column_of_users(shop: Shop) -> None:
    shop.fill(HISTORY)
    job = delete_users(shop, shop.write("users.csv", [("u1",)], ("ID",)))
    assert job["status"] == "FAILED"
    assert "missing the following columns:[USER_ID]" in job["failureReason"]


def test_s3_is_read_at_any_endpoint(cloud: Shop, bucket: Any) -> None:
    cloud.write("interactions.csv", HISTORY)
    path = cloud.folder / "bucket/interactions.csv"
    bucket.upload_file(str(path), "bucket", "in/interactions.csv")
    job = cloud.import_from(cloud.add_dataset("Interactions"), "s3://bucket/in/")
    assert job["status"] == "ACTIVE"


def test_s3_is_written_to(cloud: Shop, bucket: Any) -> None:
    dataset = cloud.add_dataset("Interactions")
    cloud.put(cloud.add_tracker(), "a1", userId="u1")
    assert export(cloud, dataset, "PUT")["status"] == "ACTIVE"
    content = bucket.get_object(Bucket="bucket", Key="exported/PUT.csv")["Body"].read()
    assert content.startswith(b"USER_ID,ITEM_ID,")
    assert content.count(b"\n") == 2


@pytest.mark.parametrize(
    "location",
    ["s3://bucket/no.csv", "s3://no-such-bucket/a.csv", "s3://no/", "s3://A_/a"],
)
def test_what_s3_does_not_have_is_an_invalid_location(
    cloud: Shop, location: str
) -> None:
    job = cloud.import_from(cloud.add_dataset("Interactions"), location)
    assert job["failureReason"].startswith("Invalid Data location.")


def test_without_credentials_there_are_no_privileges(
    cloud: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", "/dev/null")
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    job = cloud.import_from(cloud.add_dataset("Interactions"), "s3://bucket/a.csv")
    assert job["failureReason"].startswith("Insufficient privileges for accessing data")
