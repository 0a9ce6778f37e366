"""Stopping and starting recommenders: those that are stopped cost nothing."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from personalize.provisioning.errors import MustWait, Refused, Unreachable
from personalize.provisioning.graph import make_resources
from personalize.provisioning.kinds import RECOMMENDER
from personalize.provisioning.resources.recommenders import RecommenderResource
from personalize.provisioning.states import Stage, State
from personalize.provisioning.world import World

Watch = Callable[[str], None]


def switch(
    world: World, use_cases: Sequence[str], *, on: bool, on_look: Watch = lambda _: None
) -> None:
    """Start or stop the recommenders, all or those named, and wait for it."""
    left = find_recommenders(world, use_cases)
    while left:
        left = [each for each in left if not is_switched(world, each, on, on_look)]
        if left:
            time.sleep(world.interval)


def find_recommenders(
    world: World, use_cases: Sequence[str]
) -> list[RecommenderResource]:
    group, *rest = (
        each
        for each in make_resources(world.declaration)
        if each.key == "dataset-group" or isinstance(each, RecommenderResource)
    )
    world.arns[group.key] = group.look(world).arn
    there = [each for each in rest if isinstance(each, RecommenderResource)]
    unknown = sorted(set(use_cases) - {each.serving.use_case for each in there})
    if unknown:
        raise Refused(
            f"{', '.join(unknown)}: no recommender is declared for it. "
            "Campaigns cannot be stopped, only deleted."
        )
    return [
        each for each in there if not use_cases or each.serving.use_case in use_cases
    ]


def is_switched(
    world: World, resource: RecommenderResource, on: bool, on_look: Watch
) -> bool:
    """Ask for it where it is not so yet, and tell whether it is over."""
    state = resource.look(world)
    on_look(f"{resource.name}: {state.status or state.stage.value}")
    if state.stage in (Stage.ABSENT, Stage.FAILED):
        return True
    if state.is_settled and (state.stage is Stage.READY) != on:
        _ask(world, state, on=on)
        return False
    return state.is_settled


def _ask(world: World, state: State, *, on: bool) -> None:
    ask = world.gateway.start if on else world.gateway.stop
    try:
        ask(RECOMMENDER, state.arn)
    except (MustWait, Unreachable):
        return  # The next look knows, and asks again.
