"""An account of Amazon's on this machine, and a shop with enough to learn from."""

from __future__ import annotations

import io
import json
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from datetime import timedelta
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import boto3
import pytest
from django.core.management import call_command
from django.utils import timezone
from moto.server import ThreadedMotoServer

from personalize.emulator import Emulator
from personalize.models import Event
from personalize.provisioning.clients import open_clients
from personalize.provisioning.declaration import get_declaration
from personalize.provisioning.world import World, make_world
from tests.shop.factories import make_products

REGION = "eu-west-1"
ACCOUNT = "123456789012"
# One recommender and one campaign: the tests train them for real.
FEW = {"USE_CASES": ["best-sellers", "similar-items"]}


def empty_moto(moto_url: str) -> None:
    request = urllib.request.Request(f"{moto_url}/moto-api/reset", method="POST")
    urllib.request.urlopen(request).close()


def make_environment(emulator: Emulator, moto_url: str) -> dict[str, str]:
    return {
        "AWS_ACCESS_KEY_ID": "AKIDEXAMPLE",
        "AWS_SECRET_ACCESS_KEY": "a secret that opens nothing",
        "AWS_REGION": REGION,
        "AWS_DEFAULT_REGION": REGION,
        "AWS_ENDPOINT_URL_S3": moto_url,
        "AWS_ENDPOINT_URL_IAM": moto_url,
        "AWS_ENDPOINT_URL_STS": moto_url,
        "AWS_ENDPOINT_URL_PERSONALIZE": emulator.url,
        "AWS_ENDPOINT_URL_PERSONALIZE_RUNTIME": emulator.url,
    }


def store_history(*, users: int = 40, products: int = 15) -> None:
    """Each user views and buys most of the products: 2 × 1,080 interactions."""
    skus = [product.sku for product in make_products(products)]
    now = timezone.now()
    Event.objects.bulk_create(
        Event(
            event_type=event_type,
            item_id=sku,
            user_id=f"user-{user}",
            visitor_id=f"user-{user}",
            session_id=f"session-{user}",
            timestamp=now - timedelta(hours=user, minutes=number),
            status="delivered",
        )
        for user in range(users)
        for event_type in ("View", "Purchase")
        for number, sku in enumerate([*skus, *skus])
        if number % 10
    )


def run(*arguments: str) -> str:
    """Run the command as an operator would in a script; return what it prints."""
    out = io.StringIO()
    call_command("personalize", *arguments, stdout=out, stderr=io.StringIO())
    return out.getvalue()


def apply(*arguments: str) -> str:
    return run("apply", "--yes", "--interval", "0.02", *arguments)


def read_plan(*arguments: str) -> dict[str, Any]:
    plan: dict[str, Any] = json.loads(run("plan", "--json", *arguments))
    return plan


def get_actions(plan: dict[str, Any]) -> dict[str, str]:
    return {step["resource"]: step["action"] for step in plan["steps"]}


@contextmanager
def open_world(interval: float = 0.02) -> Iterator[World]:
    declaration = get_declaration()
    with open_clients(declaration) as clients:
        yield make_world(declaration, clients, interval=interval)


class Amazon:
    """The emulator and moto, and what a test wants to know of both."""

    def __init__(self, emulator: Emulator, moto_url: str) -> None:
        self.emulator = emulator
        self.moto_url = moto_url
        self.client = boto3.client(
            "personalize", endpoint_url=emulator.url, region_name=REGION
        )
        self.s3 = boto3.client("s3", endpoint_url=moto_url, region_name=REGION)
        self.iam = boto3.client("iam", endpoint_url=moto_url, region_name=REGION)

    def close(self) -> None:
        for client in (self.client, self.s3, self.iam):
            client.close()

    def count_writes(self) -> int:
        """Count the requests that were to make, change or delete something."""
        requests = self.emulator.get_requests()
        verbs = ("Create", "Update", "Delete", "Tag", "Stop", "Start")
        return sum(each.operation.startswith(verbs) for each in requests)

    def take_stock(self) -> dict[str, list[str]]:
        """Say what there is of each kind, by what cannot differ between two runs."""
        names = {
            "groups": self.list_names("dataset_group"),
            "schemas": self.list_names("schema"),
            "datasets": self.list_names("dataset"),
            "trackers": self.list_names("event_tracker"),
            "recommenders": self.list_names("recommender"),
            "solutions": self.list_names("solution"),
            "campaigns": self.list_names("campaign"),
            "filters": self.list_names("filter", "Filters"),
        }
        jobs = self.client.list_dataset_import_jobs()["datasetImportJobs"]
        names["imports"] = sorted(
            f"{each['jobName']} {each['status']}" for each in jobs
        )
        versions = self.client.list_solution_versions()["solutionVersions"]
        names["versions"] = [each["status"] for each in versions]
        buckets = self.s3.list_buckets()["Buckets"]
        names["buckets"] = [each["Name"] for each in buckets]
        names["roles"] = [each["RoleName"] for each in self.iam.list_roles()["Roles"]]
        return names

    def list_names(self, kind: str, key: str = "") -> list[str]:
        pages = self.client.get_paginator(f"list_{kind}s").paginate()
        words = kind.split("_")
        plural = key or words[0] + "".join(map(str.capitalize, words[1:])) + "s"
        return sorted(each["name"] for page in pages for each in page[plural])


@pytest.fixture(scope="session")
def moto_url() -> Iterator[str]:
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def start_amazon(
    moto_url: str, monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path
) -> Iterator[Callable[..., Amazon]]:
    """Start an empty account, to which all that is made from then on connects."""
    with ExitStack() as stack:

        def start(**options: Any) -> Amazon:
            empty_moto(moto_url)
            state = Path(mkdtemp(dir=tmp_path)) / "amazon.db"
            emulator = stack.enter_context(Emulator(state_path=state, **options))
            for name, value in make_environment(emulator, moto_url).items():
                monkeypatch.setenv(name, value)
            return stack.enter_context(closing(Amazon(emulator, moto_url)))

        declare(settings)
        yield start


@pytest.fixture
def amazon(start_amazon: Callable[..., Amazon]) -> Amazon:
    return start_amazon()


def declare(settings: Any, **declaration: Any) -> None:
    settings.PERSONALIZE = settings.PERSONALIZE | {"PROVISIONING": FEW | declaration}
