"""Where exports go: files that are whole or not there, and S3 in parts."""

from __future__ import annotations

import gzip
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest
from django.core.management import CommandError, call_command
from moto.server import ThreadedMotoServer

from personalize.datasets.destinations import DestinationError, write_to
from tests.personalize.datasets import store_event

MIB = 1024 * 1024


@pytest.fixture(scope="module")
def moto() -> Iterator[str]:
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def bucket(moto: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "a secret that opens nothing")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    monkeypatch.setenv("AWS_ENDPOINT_URL_S3", moto)
    bucket = boto3.Session().resource("s3").Bucket("shop-data")
    bucket.create()
    yield bucket
    bucket.objects.delete()
    bucket.meta.client.close()


def read(bucket: Any, key: str) -> bytes:
    content: bytes = bucket.Object(key).get()["Body"].read()
    return content


def break_off(*pieces: str) -> Iterator[str]:
    yield from pieces
    raise RuntimeError("the database is gone")


@pytest.mark.django_db
def test_a_dataset_goes_to_s3(bucket: Any) -> None:
    store_event("u_ann")
    to = "s3://shop-data/import/interactions.csv"
    call_command("export_dataset", "interactions", to=to, verbosity=0)
    header, row = read(bucket, "import/interactions.csv").decode().splitlines()
    assert header.startswith("USER_ID,ITEM_ID,EVENT_TYPE,TIMESTAMP")
    assert row.startswith("u_ann,A-1,View,")


def test_a_large_file_goes_in_parts(bucket: Any) -> None:
    write_to("s3://shop-data/large.csv", ("x" * MIB for _ in range(20)))
    head = bucket.meta.client.head_object(
        Bucket="shop-data", Key="large.csv", PartNumber=1
    )
    assert (head["PartsCount"], len(read(bucket, "large.csv"))) == (3, 20 * MIB)


def test_an_upload_that_breaks_off_leaves_nothing(bucket: Any) -> None:
    with pytest.raises(RuntimeError, match="the database is gone"):
        write_to("s3://shop-data/half.csv", break_off(*["x" * MIB] * 10))
    assert list(bucket.objects.all()) == []
    assert list(bucket.multipart_uploads.all()) == []


@pytest.mark.usefixtures("bucket")
def test_a_bucket_that_is_not_there_is_named() -> None:
    with pytest.raises(DestinationError, match="NoSuchBucket"):
        write_to("s3://no-such-bucket/file.csv", ["x"])


def test_an_s3_that_cannot_be_reached_is_an_error_to_read(
    bucket: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    monkeypatch.setenv("AWS_ENDPOINT_URL_S3", f"http://127.0.0.1:{port}")
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    with pytest.raises(DestinationError, match="cannot be written"):
        write_to("s3://shop-data/file.csv", ["x"])


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("s3://bucket", "names no object"),
        ("s3://bucket/folder/", "names no object"),
        ("s3:///file.csv", "names no object"),
        ("s3://bucket/file.csv.gz", "reads no compressed file"),
    ],
)
def test_an_address_of_no_use_is_refused(url: str, reason: str) -> None:
    with pytest.raises(DestinationError, match=reason):
        write_to(url, [])


def test_a_file_is_written_whole(tmp_path: Path) -> None:
    write_to(str(tmp_path / "items.csv"), ["a\n", "b\n"])
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {
        "items.csv": "a\nb\n"
    }


def test_a_file_is_compressed_by_its_name(tmp_path: Path) -> None:
    write_to(str(tmp_path / "items.csv.gz"), ["a\n"])
    assert gzip.decompress((tmp_path / "items.csv.gz").read_bytes()) == b"a\n"


def test_a_file_that_breaks_off_leaves_the_old_one(tmp_path: Path) -> None:
    path = tmp_path / "items.csv"
    path.write_text("old")
    with pytest.raises(RuntimeError, match="the database is gone"):
        write_to(str(path), break_off("new"))
    assert [each.read_text() for each in tmp_path.iterdir()] == ["old"]


@pytest.mark.django_db
def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    to = tmp_path / "none" / "items.csv"
    with pytest.raises(CommandError, match=f"{to} cannot be written"):
        call_command("export_dataset", "items", to=str(to), verbosity=0)
