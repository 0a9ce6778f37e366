"""Deleting what is there, in the one order in which Amazon lets go of it."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from personalize.provisioning.errors import MustWait, NotFound, Unreachable
from personalize.provisioning.kinds import (
    CAMPAIGN,
    DATASET,
    DATASET_GROUP,
    FILTER,
    METRICS,
    RECOMMENDER,
    SCHEMA,
    SOLUTION,
    TRACKER,
    VERSION,
    Kind,
)
from personalize.provisioning.states import Stage, read_stage
from personalize.provisioning.world import World

# What stands later is needed by what stands before it.
ORDER = (
    (RECOMMENDER, CAMPAIGN),
    (FILTER, METRICS),
    (VERSION,),
    (SOLUTION,),
    (TRACKER,),
    (DATASET,),
    (SCHEMA,),
    (DATASET_GROUP,),
)
OF_THE_GROUP = (RECOMMENDER, FILTER, METRICS, SOLUTION, TRACKER, DATASET)


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaving:
    """A resource that is to go."""

    kind: Kind
    name: str
    arn: str

    def __str__(self) -> str:
        return f"{self.kind.label} {self.name}"


Watch = Callable[[Sequence[Leaving]], None]


def find_group(world: World) -> Leaving | None:
    prefix = world.declaration.prefix
    groups = world.gateway.list(DATASET_GROUP)
    arns = [group.arn for group in groups if group.name == prefix]
    if not arns:
        return None
    return Leaving(kind=DATASET_GROUP, name=prefix, arn=arns[0])


def find_everything(world: World) -> list[Leaving]:
    """Return all there is of the prefix, declared or not, whoever made it."""
    group = find_group(world)
    found = [] if group is None else [*find_members(world, group.arn), group]
    return [*found, *find_schemas(world)]


def find_members(world: World, group_arn: str) -> Iterator[Leaving]:
    for kind in OF_THE_GROUP:
        for each in world.gateway.list(kind, datasetGroupArn=group_arn):
            yield Leaving(kind=kind, name=each.name, arn=each.arn)
            if kind is SOLUTION:
                yield from _find_served(world, each.arn, each.name)


def find_schemas(world: World) -> Iterator[Leaving]:
    """Those named as apply names them; a longer prefix is somebody else's."""
    prefix = re.escape(world.declaration.prefix)
    name = re.compile(rf"{prefix}-(interactions|items|users)-[0-9a-f]{{8}}")
    for each in world.gateway.list(SCHEMA):
        if name.fullmatch(each.name):
            yield Leaving(kind=SCHEMA, name=each.name, arn=each.arn)


def _find_served(world: World, solution_arn: str, name: str) -> Iterator[Leaving]:
    """The campaigns of a solution, and those of its versions that are in training."""
    for campaign in world.gateway.list(CAMPAIGN, solutionArn=solution_arn):
        yield Leaving(kind=CAMPAIGN, name=campaign.name, arn=campaign.arn)
    for version in world.gateway.list(VERSION, solutionArn=solution_arn):
        if read_stage(version.status) is Stage.PENDING:
            yield Leaving(kind=VERSION, name=name, arn=version.arn)


def remove(
    world: World, leaving: Iterable[Leaving], on_look: Watch = lambda left: None
) -> None:
    """Delete all, each kind once those are gone that use it."""
    wanted = list(leaving)
    for kinds in ORDER:
        left = [each for each in wanted if each.kind in kinds]
        while left:
            on_look(left)
            left = [each for each in left if not is_gone(world, each)]
            if left:
                time.sleep(world.interval)


def is_gone(world: World, leaving: Leaving) -> bool:
    """Ask for it to be deleted, unless it is going already; tell whether it is gone."""
    try:
        details = world.gateway.describe(leaving.kind, leaving.arn)
        stage = read_stage(details.get("status", "ACTIVE"))
        return stage is not Stage.LEAVING and _let_go(world, leaving, stage)
    except NotFound:
        return True
    except MustWait:
        return False


def _let_go(world: World, leaving: Leaving, stage: Stage) -> bool:
    if leaving.kind is VERSION:
        return _stop_training(world, leaving, stage)
    try:
        world.gateway.delete(leaving.kind, leaving.arn)
    except Unreachable:
        return False  # The answer may be lost; the next look knows.
    # A schema has no states: it is there, or it is not.
    return leaving.kind is SCHEMA


def _stop_training(world: World, leaving: Leaving, stage: Stage) -> bool:
    """Versions go with their solution, but not while they are trained."""
    if stage is not Stage.PENDING:
        return True
    world.gateway.stop_training(leaving.arn)
    return False
