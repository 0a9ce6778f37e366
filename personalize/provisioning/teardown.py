"""Taking everything of a prefix down."""

from __future__ import annotations

from dataclasses import dataclass

from personalize.provisioning.removing import Leaving, Watch, find_everything, remove
from personalize.provisioning.resources import buckets, roles
from personalize.provisioning.resources.base import Resource
from personalize.provisioning.states import Stage
from personalize.provisioning.world import OWNER_TAG, World


@dataclass(frozen=True, slots=True, kw_only=True)
class Remains:
    """What is there of the prefix: at Personalize, and beside it."""

    leaving: list[Leaving]
    storage: list[Resource]

    def __bool__(self) -> bool:
        return bool(self.leaving or self.storage)

    def __str__(self) -> str:
        return "\n".join(
            [*map(str, self.leaving), *(each.key for each in self.storage)]
        )


def find_remains(world: World, *, with_bucket: bool) -> Remains:
    storage = find_own_storage(world) if with_bucket else []
    return Remains(leaving=find_everything(world), storage=storage)


def find_own_storage(world: World) -> list[Resource]:
    """Return the bucket and the role, where their tag says that they were made here."""
    if world.declaration.data_folder:
        return []
    found: list[Resource] = []
    bucket, role = buckets.make_bucket(), roles.make_role()
    if bucket.look(world).stage is not Stage.ABSENT and buckets.is_ours(
        world, buckets.read_tags(world)
    ):
        found.append(bucket)
    if OWNER_TAG in roles.read_tags(role.look(world)):
        found.append(role)
    return found


def tear_down(
    world: World, remains: Remains, on_look: Watch = lambda left: None
) -> None:
    remove(world, remains.leaving, on_look)
    for resource in remains.storage:
        resource.delete(world, resource.look(world))
