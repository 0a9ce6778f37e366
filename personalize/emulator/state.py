"""What the emulator knows: every resource by its ARN."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from threading import RLock
from typing import Any

from personalize.emulator import arns, lifecycle
from personalize.emulator.clock import Clock
from personalize.emulator.database import Database
from personalize.emulator.errors import (
    ResourceAlreadyExistsError,
    ResourceInUseError,
    ResourceNotFoundError,
)
from personalize.emulator.jobs import Jobs
from personalize.emulator.kinds import Kind
from personalize.emulator.labels import Tags, read_tags
from personalize.emulator.quotas import check_quotas
from personalize.emulator.resources import UNDER_WAY, Resource, Stage


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    pace: float = 0
    """Seconds that a resource stays in each station of its creation."""
    quotas: bool = False
    """Whether the account's quotas are enforced."""
    data_folder: Path | None = None
    """A folder that stands for S3: s3://bucket/key is data_folder/bucket/key."""
    account_id: str = "123456789012"


class State:
    """Resources, the clock, the jobs and the database.

    Operations of the control plane run one at a time, under ``lock``. Those of events
    and runtime do not; ``find`` and ``get`` are safe without it.
    """

    def __init__(self, *, options: Options, state_path: Path | None = None) -> None:
        self.options = options
        self.clock = Clock()
        self.lock = RLock()
        self.database = Database(state_path)
        self.jobs = Jobs(self)
        self._resources: dict[str, Resource] = {}
        self._load()

    def create(
        self,
        kind: Kind,
        name: str,
        attributes: dict[str, Any],
        *,
        tags: Tags | None = None,
        arn_name: str | None = None,
        stages: tuple[Stage, ...] | None = None,
    ) -> Resource:
        """Add a resource and set its creation going.

        Put ``datasetGroupArn`` into the attributes of everything that shall vanish with
        its group, whether or not Amazon's shape has it.
        """
        now = self.clock.now()
        arn = arns.make_arn(kind, arn_name or name, self.options.account_id)
        resource = Resource(
            word=kind.word,
            arn=arn,
            name=name,
            created=now,
            attributes=attributes,
            stages=self._plan(kind, now) if stages is None else stages,
            tags=read_tags(tags or []),
        )
        self._add(resource)
        return resource

    def get(self, kind: Kind, arn: str) -> Resource:
        arns.check_kind(kind, arn)
        resource = self.peek(arn)
        if resource is None:
            raise ResourceNotFoundError(f"Resource Arn {arn} does not exist.")
        return resource

    def get_active(self, kind: Kind, arn: str) -> Resource:
        """Return a resource that others may build upon."""
        resource = self.get(kind, arn)
        status = self.get_status(resource)
        if status != kind.states.done:
            raise ResourceInUseError(
                f"The {kind.label} {arn} is {status}; it has to be {kind.states.done}."
            )
        return resource

    def peek(self, arn: str) -> Resource | None:
        self._sweep()
        return self._resources.get(arn)

    def find(self, kind: Kind, **attributes: Any) -> list[Resource]:
        """Find the resources of a kind, oldest first, by attributes that must match."""
        self._sweep()
        now = self.clock.now()
        return [
            resource
            for resource in list(self._resources.values())
            if resource.word == kind.word
            and attributes.items() <= resource.get_attributes(now).items()
        ]

    def find_under_way(self, kind: Kind, **attributes: Any) -> list[Resource]:
        found = self.find(kind, **attributes)
        return [r for r in found if self.get_status(r).endswith(UNDER_WAY)]

    def get_status(self, resource: Resource) -> str:
        return resource.get_status(self.clock.now())

    def get_attributes(self, resource: Resource) -> dict[str, Any]:
        return resource.get_attributes(self.clock.now())

    def count(self) -> int:
        """Tell how many resources there are, of whatever kind."""
        self._sweep()
        return len(self._resources)

    def save(self, resource: Resource) -> None:
        with self.lock:
            self.database.execute(
                "INSERT INTO resources (arn, body) VALUES (?, ?)"
                " ON CONFLICT (arn) DO UPDATE SET body = excluded.body",
                (resource.arn, resource.to_json()),
            )
            self._resources[resource.arn] = resource

    def delete(self, resource: Resource) -> None:
        """Let it pass through its deletion; it is gone at once when the pace is 0."""
        status = self.get_status(resource)
        if status.endswith(UNDER_WAY):
            raise ResourceInUseError(f"{resource.arn} is {status}.")
        stages = lifecycle.deletion(self.clock.now(), self.options.pace)
        self.save(replace(resource, stages=stages))

    def remove(self, resources: Iterable[Resource]) -> None:
        """Forget resources at once, with what was stored for them."""
        with self.lock:
            for resource in resources:
                self._forget(resource)

    def close(self) -> None:
        """Give up what waits, await what runs."""
        self.clock.stop()
        self.jobs.join()
        self.database.close()

    def _plan(self, kind: Kind, now: float) -> tuple[Stage, ...]:
        return lifecycle.creation(kind, now, self.options.pace)

    def _add(self, resource: Resource) -> None:
        with self.lock:
            self._check_unique(resource)
            if self.options.quotas:
                check_quotas(self, resource)
            self.save(resource)
        if lifecycle.is_unfinished(resource):
            self.jobs.start(resource)

    def _check_unique(self, resource: Resource) -> None:
        namesakes = [
            other
            for other in self.find(resource.kind)
            if other.name == resource.name and arns.is_here(other.arn)
        ]
        if namesakes or self.peek(resource.arn):
            raise ResourceAlreadyExistsError(
                f"Another resource with Arn {resource.arn} already exists."
            )

    def _sweep(self) -> None:
        now = self.clock.now()
        gone = [r for r in list(self._resources.values()) if r.is_gone(now)]
        # Without the lock when there is nothing to do: recommending must not wait.
        if gone:
            self.remove(gone)

    def _forget(self, resource: Resource) -> None:
        if self._resources.pop(resource.arn, None) is None:
            return
        self.database.execute("DELETE FROM resources WHERE arn = ?", (resource.arn,))
        if resource.word in lifecycle.REMOVALS:
            lifecycle.REMOVALS[resource.word](self, resource)

    def _load(self) -> None:
        self.database.execute(
            "CREATE TABLE IF NOT EXISTS resources"
            " (id INTEGER PRIMARY KEY, arn TEXT UNIQUE, body TEXT NOT NULL)"
        )
        for (body,) in self.database.execute("SELECT body FROM resources ORDER BY id"):
            resource = Resource.from_json(body)
            self._resources[resource.arn] = resource

    def resume(self) -> None:
        """Take up the work that the last run of the emulator left undone."""
        for resource in list(self._resources.values()):
            if lifecycle.is_unfinished(resource):
                self.jobs.start(resource)
