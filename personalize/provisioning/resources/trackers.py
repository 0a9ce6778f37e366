"""The event tracker, to which the shop streams what its visitors do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from personalize.provisioning.gateway import Listed
from personalize.provisioning.kinds import TRACKER
from personalize.provisioning.resources.base import AmazonResource
from personalize.provisioning.resources.datasets import GROUP
from personalize.provisioning.world import World


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackerResource(AmazonResource):
    """A group has one tracker, so whichever is there is the one."""

    def is_mine(self, listed: Listed) -> bool:
        return True

    def get_parameters(self, world: World) -> Mapping[str, Any]:
        return {"datasetGroupArn": world.arns[GROUP]}


def make_tracker(prefix: str) -> TrackerResource:
    return TrackerResource(
        key="event-tracker",
        name=f"{prefix}-events",
        needs=(GROUP, "dataset/interactions"),
        kind=TRACKER,
        owner=GROUP,
    )
