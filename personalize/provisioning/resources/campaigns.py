"""Campaigns: what serves a solution that has been trained."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from personalize.provisioning.declaration import Declaration, Serving
from personalize.provisioning.kinds import CAMPAIGN, SOLUTION, VERSION
from personalize.provisioning.resources.base import AmazonResource
from personalize.provisioning.resources.datasets import GROUP
from personalize.provisioning.resources.recommenders import (
    compare_configs,
    get_exploration,
)
from personalize.provisioning.resources.solutions import (
    SolutionResource,
    VersionResource,
)
from personalize.provisioning.states import Difference, State
from personalize.provisioning.world import World


@dataclass(frozen=True, slots=True, kw_only=True)
class CampaignResource(AmazonResource):
    serving: Serving
    version: str

    def get_parameters(self, world: World) -> Mapping[str, Any]:
        return {
            **self.get_version(world),
            "minProvisionedTPS": self.serving.min_tps,
            "campaignConfig": self.get_config(world.declaration),
        }

    def get_version(self, world: World) -> dict[str, Any]:
        """Deploy whatever Amazon trains last, where it trains by itself."""
        if world.declaration.retrain_days:
            return {"solutionVersionArn": f"{world.arns[self.owner]}/$LATEST"}
        return {"solutionVersionArn": world.arns[self.version]}

    def get_config(self, declaration: Declaration) -> dict[str, Any]:
        config: dict[str, Any] = {}
        if declaration.retrain_days:
            config["syncWithLatestSolutionVersion"] = True
        if declaration.with_metadata:
            config["enableMetadataWithRecommendations"] = True
        if self.serving.recipe.explores:
            config["itemExplorationConfig"] = get_exploration(declaration)
        return config

    def compare(self, world: World, state: State) -> list[Difference]:
        present = state.details.get("campaignConfig", {}) | {
            "minProvisionedTPS": state.details.get("minProvisionedTPS")
        }
        wanted = self.get_config(world.declaration) | {
            "minProvisionedTPS": self.serving.min_tps
        }
        return [
            *self.compare_tags(world, state),
            *compare_configs(present, wanted),
        ]

    def update(self, world: World, state: State) -> None:
        world.gateway.update(self.kind, state.arn, self.get_parameters(world))


def make_campaign(
    prefix: str, serving: Serving, needs: tuple[str, ...]
) -> list[AmazonResource]:
    """Make the three of which a custom recipe's service consists."""
    name, case = f"{prefix}-{serving.use_case}", serving.use_case
    return [
        SolutionResource(
            key=f"solution/{case}",
            name=name,
            needs=needs,
            kind=SOLUTION,
            owner=GROUP,
            latest_update="latestSolutionUpdate",
            serving=serving,
        ),
        VersionResource(
            key=f"solution-version/{case}",
            name=name,
            needs=(f"solution/{case}",),
            kind=VERSION,
            owner=f"solution/{case}",
        ),
        CampaignResource(
            key=f"campaign/{case}",
            name=name,
            needs=(f"solution-version/{case}",),
            kind=CAMPAIGN,
            owner=f"solution/{case}",
            latest_update="latestCampaignUpdate",
            serving=serving,
            version=f"solution-version/{case}",
        ),
    ]
