"""The account's quotas, enforced when the emulator was started with them.

``LimitExceededException`` has two meanings: there are too many, or too many are being
made at once. The second one goes away by itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from personalize.emulator import kinds
from personalize.emulator.arns import is_here
from personalize.emulator.errors import LimitExceededError
from personalize.emulator.kinds import Kind
from personalize.emulator.resources import UNDER_WAY, Resource

if TYPE_CHECKING:
    from personalize.emulator.state import State

GROUP = "datasetGroupArn"
BUILT = "in ACTIVE state"


@dataclass(frozen=True, slots=True, kw_only=True)
class Quota:
    kind: Kind
    most: int
    per_group: bool = False
    """Whether it holds for each dataset group, or for the region."""
    at_once: bool = False
    """Whether only those count that are being made."""


QUOTAS = (
    Quota(kind=kinds.DATASET_GROUP, most=5),
    Quota(kind=kinds.SCHEMA, most=500),
    Quota(kind=kinds.SOLUTION, most=10, per_group=True),
    Quota(kind=kinds.CAMPAIGN, most=5, per_group=True),
    Quota(kind=kinds.RECOMMENDER, most=5, per_group=True),
    Quota(kind=kinds.RECOMMENDER, most=15),
    Quota(kind=kinds.FILTER, most=30, per_group=True),
    Quota(kind=kinds.FILTER, most=5, at_once=True),
    Quota(kind=kinds.IMPORT_JOB, most=5, at_once=True),
    Quota(kind=kinds.SOLUTION_VERSION, most=20, at_once=True),
    Quota(kind=kinds.BATCH_INFERENCE_JOB, most=5, at_once=True),
    Quota(kind=kinds.BATCH_SEGMENT_JOB, most=5, at_once=True),
    Quota(kind=kinds.DELETION_JOB, most=5, per_group=True, at_once=True),
)


def check_quotas(state: State, resource: Resource) -> None:
    """Refuse to add a resource where there are enough."""
    for quota in QUOTAS:
        if quota.kind == resource.kind:
            _check(state, quota, resource)


def _check(state: State, quota: Quota, resource: Resource) -> None:
    wanted = {GROUP: resource.attributes.get(GROUP)} if quota.per_group else {}
    found = [r for r in state.find(quota.kind, **wanted) if is_here(r.arn)]
    if quota.at_once:
        found = [r for r in found if state.get_status(r).endswith(UNDER_WAY)]
    if len(found) >= quota.most:
        which = "with PENDING or IN_PROGRESS status" if quota.at_once else BUILT
        raise LimitExceededError(
            f"Cannot create a {quota.kind.label}. "
            f"More than {quota.most} resources {which}."
        )
