"""How everything is: states, ages, trainings and what Amazon measured of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from personalize.provisioning.errors import ProvisioningError
from personalize.provisioning.graph import make_resources
from personalize.provisioning.resources.base import Resource
from personalize.provisioning.states import Stage, State
from personalize.provisioning.world import World

TRAINED = ("recommender", "solution-version")


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    key: str
    name: str
    state: State
    trained_at: datetime | None = None
    metrics: Mapping[str, float] = field(default_factory=dict)

    @property
    def is_well(self) -> bool:
        return self.state.stage is Stage.READY

    def get_age(self) -> timedelta | None:
        created_at = self.state.created_at
        return datetime.now(UTC) - created_at if created_at else None

    def to_json(self) -> dict[str, object]:
        return {
            "resource": self.key,
            "name": self.name,
            "arn": self.state.arn,
            "status": self.state.status or self.state.stage.value,
            "failureReason": self.state.reason,
            "createdAt": _write(self.state.created_at),
            "updatedAt": _write(self.state.updated_at),
            "trainedAt": _write(self.trained_at),
            "metrics": dict(self.metrics),
        }


def get_statuses(world: World) -> list[Status]:
    return list(_get_statuses(world))


def _get_statuses(world: World) -> Iterator[Status]:
    for resource in make_resources(world.declaration):
        state = resource.look(world)
        if state.arn:
            world.arns[resource.key] = state.arn
        yield _make_status(world, resource, state)


def _make_status(world: World, resource: Resource, state: State) -> Status:
    kind = resource.key.partition("/")[0]
    is_trained = kind in TRAINED and state.is_settled
    return Status(
        key=resource.key,
        name=resource.name or state.arn,
        state=state,
        # Recommenders say when they were changed last, which each training does.
        trained_at=state.updated_at if is_trained else None,
        metrics=_get_metrics(world, state) if is_trained else {},
    )


def _get_metrics(world: World, state: State) -> Mapping[str, float]:
    if "solutionVersionArn" not in state.details:
        metrics: Mapping[str, float] = state.details.get("modelMetrics", {})
        return metrics
    try:
        return world.gateway.get_metrics(state.arn)
    except ProvisioningError:
        # Some recipes have none, and Amazon answers that it has not found them.
        return {}


def _write(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
