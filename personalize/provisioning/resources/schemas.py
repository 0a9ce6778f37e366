"""Schemas: they never change, so each is named for what is in it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from personalize.datasets.schemas import get_schema
from personalize.provisioning.errors import NotFound
from personalize.provisioning.kinds import DATASET, SCHEMA
from personalize.provisioning.resources.base import AmazonResource
from personalize.provisioning.states import Difference, Remedy, State, read_state
from personalize.provisioning.world import World

Fields = Mapping[str, Any]
NEVER = "Amazon never replaces the schema of Interactions"
ELSEWHERE = "declare another PREFIX, and apply makes a new dataset group beside this"


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemaResource(AmazonResource):
    """The columns of a dataset; a dataset's present schema is kept where it must be."""

    dataset_type: str
    avro: str

    def look(self, world: World) -> State:
        in_use = find_in_use(world, self.dataset_type)
        if in_use is None or (self.differs(in_use) and not self.why_not(in_use)):
            # The two-argument form: a dataclass with slots is not the class it was.
            return AmazonResource.look(self, world)
        return in_use

    def get_parameters(self, world: World) -> Mapping[str, Any]:
        domain = world.declaration.domain
        return {"schema": self.avro} | ({"domain": domain} if domain else {})

    def compare(self, world: World, state: State) -> list[Difference]:
        if not self.differs(state):
            return []
        return [
            Difference(
                what="columns",
                is_now=_list_columns(state.details["schema"]),
                wanted=_list_columns(self.avro),
                remedy=Remedy.NONE,
                note=f"{self.why_not(state)}: {ELSEWHERE}.",
            )
        ]

    def differs(self, state: State) -> bool:
        return read_fields(state.details["schema"]) != read_fields(self.avro)

    def why_not(self, state: State) -> str:
        """Say why a dataset cannot go from that schema to this; empty where it can."""
        if self.dataset_type == "Interactions":
            return NEVER
        present, wanted = read_fields(state.details["schema"]), read_fields(self.avro)
        lost = [name for name in present if wanted.get(name) != present[name]]
        if lost:
            return f"Amazon drops or changes no column, and {', '.join(lost)} would be"
        added = [name for name in wanted if name not in present]
        needed = [name for name in added if "null" not in wanted[name]["type"]]
        if needed:
            return f"a column added later must take nothing: {', '.join(needed)}"
        return ""


def make_schema(prefix: str, dataset: str, domain: str) -> SchemaResource:
    avro = get_schema(dataset).to_avro(domain=domain)
    digest = sha256(f"{domain}\n{_normalize(avro)}".encode()).hexdigest()[:8]
    return SchemaResource(
        key=f"schema/{dataset}",
        name=f"{prefix}-{dataset}-{digest}",
        needs=("dataset-group",),
        kind=SCHEMA,
        dataset_type=dataset.capitalize(),
        avro=avro,
    )


def find_in_use(world: World, dataset_type: str) -> State | None:
    """Return the schema that the group's dataset of this type has now."""
    group = world.arns.get("dataset-group")
    if group is None:
        return None
    for dataset in world.gateway.list(DATASET, datasetGroupArn=group):
        if dataset.details["datasetType"].lower() == dataset_type.lower():
            return _describe_schema_of(world, dataset.arn)
    return None


def _describe_schema_of(world: World, dataset_arn: str) -> State | None:
    try:
        arn = world.gateway.describe(DATASET, dataset_arn)["schemaArn"]
        return read_state(world.gateway.describe(SCHEMA, arn), arn)
    except NotFound:
        return None


def read_fields(avro: str) -> dict[str, Any]:
    """Return the columns by name; in which order a type and null stand is nothing."""
    return {each["name"]: _read_field(each) for each in json.loads(avro)["fields"]}


def _read_field(given: Fields) -> dict[str, Any]:
    kind = given["type"]
    return {**given, "type": sorted(kind) if isinstance(kind, list) else [kind]}


def _normalize(avro: str) -> str:
    return json.dumps(json.loads(avro), sort_keys=True)


def _list_columns(avro: str) -> str:
    return ", ".join(read_fields(avro))
