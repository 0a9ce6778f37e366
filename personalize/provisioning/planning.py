"""What apply would do: what is there, what is missing, and what is not as declared."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from personalize.provisioning.columns import refuse_missing
from personalize.provisioning.costs import Cost, count_rows, make_costs
from personalize.provisioning.extras import find_extras
from personalize.provisioning.graph import make_resources
from personalize.provisioning.minimums import Minimum, measure
from personalize.provisioning.removing import Leaving
from personalize.provisioning.resources.base import Resource
from personalize.provisioning.states import Difference, Remedy, Stage, State
from personalize.provisioning.world import World


class Action(StrEnum):
    CREATE = "create"
    CHANGE = "change"
    REPLACE = "replace"
    DELETE = "delete"
    WAIT = "wait"
    KEEP = "keep"


IN_STAGE = {
    Stage.ABSENT: Action.CREATE,
    Stage.FAILED: Action.REPLACE,
    Stage.PENDING: Action.WAIT,
    Stage.LEAVING: Action.CREATE,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    action: Action
    key: str
    name: str
    state: State = State()
    differences: tuple[Difference, ...] = ()

    @property
    def notes(self) -> list[str]:
        """What differs, and why it is done, or is not."""
        told = [
            f"{each} {each.note}".strip()
            if each.remedy is not Remedy.NONE
            else f"Not changed: {each}. {each.note}"
            for each in self.differences
        ]
        return [*([self.state.reason] if self.state.reason else []), *told]

    def to_json(self) -> dict[str, object]:
        return {
            "action": self.action.value,
            "resource": self.key,
            "name": self.name,
            "status": self.state.status,
            "notes": self.notes,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    steps: list[Step]
    leaving: list[Leaving]
    minimums: list[Minimum]
    costs: list[Cost]
    needs_data: bool

    @property
    def missing(self) -> list[Minimum]:
        """What is too little for Amazon, where it is still to learn from it."""
        short = [each for each in self.minimums if each.missing]
        return short if self.needs_data else []

    @property
    def changes(self) -> list[Step]:
        return [each for each in self.steps if each.action is not Action.KEEP]

    @property
    def is_empty(self) -> bool:
        return not self.changes and not self.leaving

    def to_json(self) -> dict[str, object]:
        return {
            "steps": [each.to_json() for each in self.steps],
            "minimums": [
                {"what": each.what, "needed": each.needed, "missing": each.missing}
                for each in self.minimums
            ],
            "isTooThin": bool(self.missing),
            "costs": [each.to_json() for each in self.costs],
        }


def make_plan(world: World, *, with_training: bool = True) -> Plan:
    """Look at everything, and change nothing. Raises Refused."""
    declaration = world.declaration
    refuse_missing(declaration)
    resources = make_resources(declaration, with_training=with_training)
    steps = [_plan(world, each) for each in resources]
    extras = find_extras(world, make_resources(declaration))
    return Plan(
        steps=[*steps, *map(_plan_removal, extras)],
        leaving=extras,
        minimums=measure(declaration),
        costs=make_costs(
            declaration,
            imports=dict(_count_imports(steps)),
            training_hours=dict(_read_hours(steps)),
            stopped=set(_find_stopped(steps)),
        ),
        needs_data=any(_is_trained(each) for each in steps),
    )


def _plan(world: World, resource: Resource) -> Step:
    state = resource.look(world)
    if state.arn:
        world.arns[resource.key] = state.arn
    differences = resource.compare(world, state) if state.is_settled else []
    return Step(
        action=_choose(state, differences),
        key=resource.key,
        name=resource.name or state.arn,
        state=state,
        differences=tuple(differences),
    )


def _choose(state: State, differences: Iterable[Difference]) -> Action:
    if not state.is_settled:
        return IN_STAGE[state.stage]
    remedies = {each.remedy for each in differences}
    if Remedy.REPLACE in remedies:
        return Action.REPLACE
    return Action.CHANGE if Remedy.CHANGE in remedies else Action.KEEP


def _plan_removal(leaving: Leaving) -> Step:
    state = State(stage=Stage.READY, arn=leaving.arn, reason="Not declared any more.")
    key = f"{leaving.kind.label.replace(' ', '-')}/{leaving.name}"
    return Step(action=Action.DELETE, key=key, name=leaving.name, state=state)


def _is_trained(step: Step) -> bool:
    kinds = ("import/interactions", "recommender/", "solution-version/")
    return step.action is Action.CREATE and step.key.startswith(kinds)


def _count_imports(steps: Iterable[Step]) -> Iterator[tuple[str, int]]:
    for step in steps:
        kind, _, dataset = step.key.partition("/")
        if kind == "import" and step.action is Action.CREATE:
            yield dataset, count_rows(dataset)


def _read_hours(steps: Iterable[Step]) -> Iterator[tuple[str, float]]:
    for step in steps:
        kind, _, use_case = step.key.partition("/")
        if kind == "solution-version":
            yield use_case, float(step.state.details.get("trainingHours", 0))


def _find_stopped(steps: Iterable[Step]) -> Iterator[str]:
    for step in steps:
        kind, _, use_case = step.key.partition("/")
        if kind == "recommender" and step.state.stage is Stage.STOPPED:
            yield use_case
