"""Making a plan come true, and telling the shop where everything is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from personalize.provisioning.environment import get_variables
from personalize.provisioning.errors import ResourcesFailed, TooThin
from personalize.provisioning.extras import find_unused_schemas
from personalize.provisioning.graph import make_resources
from personalize.provisioning.kinds import TRACKER
from personalize.provisioning.planning import Plan
from personalize.provisioning.reconciling import Phase, Progress, Reconciler
from personalize.provisioning.removing import remove
from personalize.provisioning.world import World


@dataclass(frozen=True, slots=True, kw_only=True)
class Applied:
    progress: list[Progress]
    variables: dict[str, str]


def refuse_thin_data(plan: Plan) -> None:
    """Raise TooThin before anything is made that could only fail."""
    if plan.missing:
        reasons = "\n".join(f"  {each}" for each in plan.missing)
        raise TooThin(
            "There is too little for Amazon Personalize to learn from.\n"
            f"{reasons}\n"
            "Load a history (`manage.py load_interactions`), declare fewer use cases, "
            "or begin with `apply --collect-only`: it makes all that gathers events."
        )


def apply(
    world: World,
    plan: Plan,
    *,
    with_training: bool = True,
    on_look: Callable[[list[Progress]], None] = lambda progress: None,
) -> Applied:
    """Do what the plan says. Raises TooThin and ResourcesFailed."""
    refuse_thin_data(plan)
    resources = make_resources(world.declaration, with_training=with_training)
    # First, since what goes may be what a quota is full of.
    remove(world, plan.leaving)
    reconciler = Reconciler(world=world, resources=resources, on_look=on_look)
    progress = reconciler.run()
    raise_failures(progress)
    remove(world, find_unused_schemas(world, resources))
    return Applied(
        progress=progress, variables=get_variables(world, read_tracking_id(world))
    )


def raise_failures(progress: list[Progress]) -> None:
    failed = [each for each in progress if each.phase is Phase.FAILED]
    if failed:
        reasons = "\n".join(f"  {each.resource.key}: {each.note}" for each in failed)
        raise ResourcesFailed(
            f"Not everything could be made:\n{reasons}\n"
            "Mend the cause and apply again: what is there already is kept."
        )


def read_tracking_id(world: World) -> str:
    """Ask for it: only DescribeEventTracker tells it again."""
    described = world.gateway.describe(TRACKER, world.arns["event-tracker"])
    return str(described["trackingId"])
