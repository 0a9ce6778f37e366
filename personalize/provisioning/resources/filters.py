"""Filters: expressions that never change, under names that the shop asks with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from personalize.provisioning.kinds import FILTER
from personalize.provisioning.resources.base import AmazonResource
from personalize.provisioning.resources.datasets import GROUP
from personalize.provisioning.states import Difference, Remedy, State
from personalize.provisioning.world import World

# Another name would be one that the shop does not ask with.
SAME_NAME = (
    "Deleted and made again, since the shop asks for it by its name; until it is "
    "active, the next backend answers what is filtered by it."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FilterResource(AmazonResource):
    expression: str

    def get_parameters(self, world: World) -> Mapping[str, Any]:
        return {
            "datasetGroupArn": world.arns[GROUP],
            "filterExpression": self.expression,
        }

    def compare(self, world: World, state: State) -> list[Difference]:
        differences = self.compare_tags(world, state)
        is_now = state.details["filterExpression"]
        if is_now.split() != self.expression.split():
            differences.append(
                Difference(
                    what="expression",
                    is_now=is_now,
                    wanted=self.expression,
                    remedy=Remedy.REPLACE,
                    note=SAME_NAME,
                )
            )
        return differences


def make_filter(
    prefix: str, name: str, expression: str, datasets: tuple[str, ...]
) -> FilterResource:
    return FilterResource(
        key=f"filter/{name}",
        name=f"{prefix}-{name}",
        needs=(GROUP, *(f"dataset/{each}" for each in datasets)),
        kind=FILTER,
        owner=GROUP,
        expression=expression,
    )
