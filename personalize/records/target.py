"""Where items and users go: the datasets of one dataset group."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.core.signals import setting_changed

from personalize.backends.amazon_clients import ClientOptions, Clients
from personalize.backends.amazon_errors import (
    AmazonRefused,
    CredentialsRefused,
    translated_errors,
)
from personalize.backends.perprocess import PerProcess
from personalize.conf import conf
from personalize.exceptions import BackendUnavailable
from personalize.models import DatasetRecord
from personalize.records.pace import wait_for_turn

Dataset = DatasetRecord.Dataset
Properties = Mapping[str, Any]

# In seconds. Nobody waits for these calls.
CONNECT, READ = 1, 3


class DatasetMissing(BackendUnavailable):
    """The dataset group has no such dataset, or not yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """The dataset group of the settings."""

    dataset_group_arn: str
    region: str = ""
    endpoint_url: str = ""

    def get_arn(self, dataset: str) -> str:
        group = self.dataset_group_arn.replace(":dataset-group/", ":dataset/")
        return f"{group}/{dataset.upper()}"

    def make_clients(self) -> Clients:
        return ClientOptions(
            region=self.region or self.dataset_group_arn.split(":")[3],
            events_endpoint_url=self.endpoint_url,
            connect_timeout=CONNECT,
            read_timeout=READ,
            threads=1,
        ).make_clients()


class Door:
    """Puts records to the target, from a process's own clients."""

    def __init__(self, target: Target) -> None:
        self.target = target
        self._clients = PerProcess(target.make_clients)

    def put(
        self, dataset: str, records: Mapping[str, Properties], *, deadline: float
    ) -> None:
        """Put at most ten records, when it is our turn.

        Raises BackendNotAsked when there is no turn before the deadline,
        BackendUnavailable to be called again later, BackendRejected to refuse them.
        """
        try:
            with translated_errors():
                # Made before the turn is taken, since that may last a second.
                clients = self._clients.get()
                wait_for_turn(dataset, deadline=deadline)
                self._put(clients, dataset, records)
        except CredentialsRefused:
            # As for events, others may be found by now.
            self._clients.forget()
            raise
        except AmazonRefused as error:
            if not _names_dataset(error):
                raise
            raise DatasetMissing(
                f"The dataset {dataset} is not there: make it, or correct "
                f"PERSONALIZE_DATASET_GROUP_ARN. {error}"
            ) from error

    def _put(
        self, clients: Clients, dataset: str, records: Mapping[str, Properties]
    ) -> None:
        events = clients.events
        arn = self.target.get_arn(dataset)
        encoded = {each: encode(properties) for each, properties in records.items()}
        if dataset == Dataset.ITEMS:
            items = [{"itemId": each, "properties": encoded[each]} for each in encoded]
            events.put_items(datasetArn=arn, items=items)  # type: ignore[arg-type]
        else:
            users = [{"userId": each, "properties": encoded[each]} for each in encoded]
            events.put_users(datasetArn=arn, users=users)  # type: ignore[arg-type]


def _names_dataset(error: AmazonRefused) -> bool:
    """Whether it is not the records that are refused."""
    said = str(error).lower()
    is_missing = error.code == "ResourceNotFoundException"
    return is_missing or ("arn" in said and "dataset" in said)


def encode(properties: Properties) -> str:
    """Write them as they are sent, and as they are compared."""
    return json.dumps(
        properties, sort_keys=True, ensure_ascii=False, separators=(",", ":")
    )


def get_target() -> Target | None:
    """Return where to; None, at no price, in a shop without a dataset group."""
    for entry in conf.BACKENDS:
        options: dict[str, Any] = entry.get("OPTIONS", {})
        if arn := options.get("dataset_group_arn"):
            return Target(
                dataset_group_arn=arn,
                region=options.get("region", ""),
                endpoint_url=options.get("events_endpoint_url", ""),
            )
    return None


@lru_cache(maxsize=1)
def get_door() -> Door | None:
    target = get_target()
    return Door(target) if target else None


def _forget_door(*, setting: str, **kwargs: object) -> None:
    if setting == "PERSONALIZE":
        get_door.cache_clear()


setting_changed.connect(_forget_door)
