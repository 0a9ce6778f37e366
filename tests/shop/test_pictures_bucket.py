"""Pictures in S3, as the environment asks for it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import boto3
import pytest
from django.conf import settings
from moto.server import ThreadedMotoServer
from PIL import Image

UPLOAD = """
from io import BytesIO
from django.conf import settings
from django.core.files.base import ContentFile
from PIL import Image
from shop.catalog.models import Product
photo = BytesIO()
Image.new("RGB", (700, 700), "seagreen").save(photo, "JPEG")
picture = Product().picture
picture.save("Lamp.jpg", ContentFile(photo.getvalue()), save=False)
print(picture.name, picture.url, *settings.MEDIA_ORIGINS, sep="\\n")
"""
ADDRESSES = """
from shop.catalog.models import Product
print(Product(picture="products/lamp/1280.webp").picture.srcset)
"""


def run(code: str, variables: dict[str, str]) -> list[str]:
    paths = {"PATH": os.environ["PATH"], "ENV_FILE": os.devnull}
    command = [sys.executable, "manage.py", "shell", "--verbosity=0", "-c", code]
    done = subprocess.run(
        command,
        cwd=settings.BASE_DIR,
        env=paths | variables,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    return done.stdout.split()


@pytest.fixture(scope="module")
def environment() -> Iterator[dict[str, str]]:
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield {
        "MEDIA_BUCKET": "pictures",
        "MEDIA_REGION": "us-east-1",
        "MEDIA_ENDPOINT_URL": f"http://{host}:{port}",
        "AWS_ACCESS_KEY_ID": "AKIDEXAMPLE",
        "AWS_SECRET_ACCESS_KEY": "a secret that opens nothing",
    }
    server.stop()


@pytest.fixture(scope="module")
def bucket(environment: dict[str, str]) -> Iterator[Any]:
    session = boto3.Session("AKIDEXAMPLE", "a secret that opens nothing")
    endpoint = environment["MEDIA_ENDPOINT_URL"]
    s3 = session.resource("s3", region_name="us-east-1", endpoint_url=endpoint)
    bucket = s3.Bucket("pictures")
    bucket.create()
    yield bucket
    bucket.objects.delete()
    bucket.meta.client.close()


def test_every_size_of_an_upload_goes_to_the_bucket(
    bucket: Any, environment: dict[str, str]
) -> None:
    name, url, origin = run(UPLOAD, environment)
    folder = name.rpartition("/")[0]
    stored = {each.key: each.get() for each in bucket.objects.filter(Prefix=folder)}

    assert {key.rpartition("/")[2] for key in stored} == {
        "320.webp",
        "640.webp",
        "700.webp",
    }
    assert stored[name]["ContentType"] == "image/webp"
    assert "immutable" in stored[name]["CacheControl"]
    assert Image.open(BytesIO(stored[name]["Body"].read())).size == (700, 700)
    assert url == f"{origin}/pictures/{name}"


def test_addresses_are_known_without_asking_the_bucket() -> None:
    """Nobody listens there, and nobody is waited for."""
    variables = {"MEDIA_BUCKET": "pictures", "MEDIA_ENDPOINT_URL": "http://127.0.0.1:9"}
    assert run(ADDRESSES, variables)[0] == (
        "http://127.0.0.1:9/pictures/products/lamp/320.webp"
    )


@pytest.mark.parametrize(
    ("variables", "start"),
    [
        ({}, "https://pictures.s3.eu-central-1.amazonaws.com/products/"),
        ({"MEDIA_ADDRESS": "https://cdn.example.com"}, "https://cdn.example.com/prod"),
    ],
)
def test_browsers_find_pictures_at_the_bucket_or_before_it(
    variables: dict[str, str], start: str
) -> None:
    found = run(ADDRESSES, {"MEDIA_BUCKET": "pictures"} | variables)
    assert found[0].startswith(start)
