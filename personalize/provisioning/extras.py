"""What apply has made and is declared no longer."""

from __future__ import annotations

from collections.abc import Iterable

from personalize.provisioning.errors import NotFound
from personalize.provisioning.kinds import (
    CAMPAIGN,
    DATASET,
    FILTER,
    RECOMMENDER,
    SOLUTION,
    VERSION,
)
from personalize.provisioning.removing import (
    Leaving,
    find_group,
    find_members,
    find_schemas,
)
from personalize.provisioning.resources.base import AmazonResource, Resource
from personalize.provisioning.resources.schemas import SchemaResource
from personalize.provisioning.world import World

# Datasets, and with them what visitors did, are deleted by teardown alone.
DISPOSABLE = (RECOMMENDER, CAMPAIGN, VERSION, SOLUTION, FILTER)


def find_extras(world: World, declared: Iterable[Resource]) -> list[Leaving]:
    """Return what has our prefix and is not declared; others' names are others'."""
    group = find_group(world)
    if group is None:
        return []
    names = {
        (each.kind.label, each.name)
        for each in declared
        if isinstance(each, AmazonResource)
    }
    ours = [
        each
        for each in find_members(world, group.arn)
        if each.kind in DISPOSABLE
        and each.name.startswith(f"{world.declaration.prefix}-")
        and (each.kind.label, each.name) not in names
    ]
    return [*ours, *find_unused_schemas(world, declared)]


def find_unused_schemas(world: World, declared: Iterable[Resource]) -> list[Leaving]:
    """Return those of ours that no dataset has, any more or yet."""
    group = find_group(world)
    used = set(_find_used(world, group.arn)) if group else set()
    wanted = {each.name for each in declared if isinstance(each, SchemaResource)}
    return [
        each
        for each in find_schemas(world)
        if each.arn not in used and each.name not in wanted
    ]


def _find_used(world: World, group_arn: str) -> Iterable[str]:
    for dataset in world.gateway.list(DATASET, datasetGroupArn=group_arn):
        try:
            yield world.gateway.describe(DATASET, dataset.arn)["schemaArn"]
        except NotFound:
            continue
