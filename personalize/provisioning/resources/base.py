"""What all resources have in common, and how those of Personalize are looked up.

No operation of Personalize takes a client token, so nothing is remembered between two
looks: each asks what is there, and only what is not there is made.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from personalize.provisioning.errors import NotFound
from personalize.provisioning.gateway import Listed, write_tags
from personalize.provisioning.kinds import Kind
from personalize.provisioning.states import (
    ABSENT,
    Difference,
    Remedy,
    State,
    read_state,
)
from personalize.provisioning.world import World

TAGS = "tags"


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    """A thing that is to exist, once those that it needs do.

    ``key`` names it among all: its kind and, where there are several, which one.
    """

    key: str
    name: str
    needs: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        return self.key.split("/")[0].replace("-", " ")

    def look(self, world: World) -> State:
        raise NotImplementedError(f"{type(self).__name__} must write look().")

    def create(self, world: World) -> None:
        raise NotImplementedError(f"{type(self).__name__} must write create().")

    def compare(self, world: World, state: State) -> list[Difference]:
        return []

    def change(
        self, world: World, state: State, differences: Sequence[Difference]
    ) -> None:
        raise NotImplementedError(f"{type(self).__name__} must write change().")

    def delete(self, world: World, state: State) -> None:
        raise NotImplementedError(f"{type(self).__name__} must write delete().")

    def clear(self, world: World, state: State) -> None:
        """Make room for another, where an earlier run's has failed."""
        self.delete(world, state)


@dataclass(frozen=True, slots=True, kw_only=True)
class AmazonResource(Resource):
    """A resource of Amazon Personalize, found by its name in its owner's list."""

    kind: Kind
    # The key of the resource whose list it is in.
    owner: str = ""
    latest_update: str = ""

    def look(self, world: World) -> State:
        listed = self.find(world)
        if listed is None:
            return ABSENT
        try:
            details = world.gateway.describe(self.kind, listed.arn)
        except NotFound:
            return ABSENT
        return read_state(details, listed.arn, self.latest_update)

    def find(self, world: World) -> Listed | None:
        if self.owner and self.owner not in world.arns:
            return None
        parent = {self.kind.parent: world.arns[self.owner]} if self.owner else {}
        found = world.gateway.list(self.kind, **parent)
        return next((each for each in found if self.is_mine(each)), None)

    def is_mine(self, listed: Listed) -> bool:
        return listed.name == self.name

    def create(self, world: World) -> None:
        parameters = {self.kind.name_key: self.name, **self.get_parameters(world)}
        if self.kind.takes_tags and world.tags:
            parameters["tags"] = write_tags(world.tags)
        world.gateway.create(self.kind, parameters)

    def get_parameters(self, world: World) -> Mapping[str, Any]:
        raise NotImplementedError(f"{type(self).__name__} must write get_parameters().")

    def compare(self, world: World, state: State) -> list[Difference]:
        return self.compare_tags(world, state)

    def compare_tags(self, world: World, state: State) -> list[Difference]:
        """Tags that others have added are theirs."""
        if not (self.kind.takes_tags and world.tags):
            return []
        present = world.gateway.get_tags(state.arn)
        now = {key: present[key] for key in world.tags if key in present}
        if now == world.tags:
            return []
        return [Difference(what=TAGS, is_now=show(now), wanted=show(world.tags))]

    def change(
        self, world: World, state: State, differences: Sequence[Difference]
    ) -> None:
        names = {each.what for each in differences if each.remedy is Remedy.CHANGE}
        if TAGS in names:
            world.gateway.set_tags(state.arn, world.tags)
        if names - {TAGS}:
            self.update(world, state)

    def update(self, world: World, state: State) -> None:
        raise NotImplementedError(f"{type(self).__name__} must write update().")

    def delete(self, world: World, state: State) -> None:
        world.gateway.delete(self.kind, state.arn)


def show(values: Mapping[str, Any]) -> str:
    return ", ".join(f"{key}={value}" for key, value in values.items()) or "none"
