"""The dataset group and its datasets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from personalize.provisioning.gateway import Listed
from personalize.provisioning.kinds import DATASET, DATASET_GROUP
from personalize.provisioning.resources.base import AmazonResource
from personalize.provisioning.states import Difference, Remedy, State
from personalize.provisioning.world import World

GROUP = "dataset-group"


@dataclass(frozen=True, slots=True, kw_only=True)
class DatasetGroupResource(AmazonResource):
    def get_parameters(self, world: World) -> Mapping[str, Any]:
        domain = world.declaration.domain
        return {"domain": domain} if domain else {}

    def compare(self, world: World, state: State) -> list[Difference]:
        wanted, is_now = world.declaration.domain, state.details.get("domain", "")
        differences = self.compare_tags(world, state)
        if is_now != wanted:
            differences.append(
                Difference(
                    what="domain",
                    is_now=is_now or "custom",
                    wanted=wanted or "custom",
                    remedy=Remedy.NONE,
                    note="A group keeps its domain: declare another PREFIX.",
                )
            )
        return differences


@dataclass(frozen=True, slots=True, kw_only=True)
class DatasetResource(AmazonResource):
    """A group has one dataset of a type, so whichever is there is the one."""

    dataset_type: str
    schema: str
    schema_name: str

    def is_mine(self, listed: Listed) -> bool:
        found: str = listed.details["datasetType"]
        return found.lower() == self.dataset_type.lower()

    def get_parameters(self, world: World) -> Mapping[str, Any]:
        return {
            "datasetType": self.dataset_type,
            "datasetGroupArn": world.arns[self.owner],
            "schemaArn": world.arns[self.schema],
        }

    def compare(self, world: World, state: State) -> list[Difference]:
        differences = self.compare_tags(world, state)
        wanted, is_now = self.get_schema_arn(world), state.details["schemaArn"]
        if is_now != wanted:
            differences.append(
                Difference(
                    what="schema",
                    is_now=is_now.rsplit("/", 1)[-1],
                    wanted=wanted.rsplit("/", 1)[-1],
                    note="New columns count from the next import and training on.",
                )
            )
        return differences

    def get_schema_arn(self, world: World) -> str:
        """The schema may still have to be made, when this is only a plan."""
        predicted = world.account.get_arn(f"schema/{self.schema_name}")
        return world.arns.get(self.schema, predicted)

    def update(self, world: World, state: State) -> None:
        given = {"schemaArn": world.arns[self.schema]}
        world.gateway.update(self.kind, state.arn, given)


def make_group(prefix: str) -> DatasetGroupResource:
    return DatasetGroupResource(key=GROUP, name=prefix, kind=DATASET_GROUP)


def make_dataset(prefix: str, dataset: str, schema_name: str) -> DatasetResource:
    return DatasetResource(
        key=f"dataset/{dataset}",
        name=f"{prefix}-{dataset}",
        needs=(GROUP, f"schema/{dataset}"),
        kind=DATASET,
        owner=GROUP,
        latest_update="latestDatasetUpdate",
        dataset_type=dataset.capitalize(),
        schema=f"schema/{dataset}",
        schema_name=schema_name,
    )
