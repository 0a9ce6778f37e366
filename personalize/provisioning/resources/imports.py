"""Imports: what the shop knows already, exported, uploaded and read by Amazon once.

What happens after the first import is streamed, so a dataset is imported again only
when that is asked for, and even then only if its file is not the one imported before.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from personalize.datasets.destinations import DestinationError, write_to
from personalize.datasets.exporting import Export
from personalize.provisioning.errors import Refused
from personalize.provisioning.gateway import Listed
from personalize.provisioning.kinds import IMPORT
from personalize.provisioning.resources.base import AmazonResource
from personalize.provisioning.states import (
    ABSENT,
    Difference,
    Stage,
    State,
    read_stage,
)
from personalize.provisioning.world import World

EMPTY = State(stage=Stage.READY, status="NOTHING TO IMPORT")
PREFERENCE = (Stage.READY, Stage.PENDING)


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportResource(AmazonResource):
    dataset: str

    def look(self, world: World) -> State:
        if self.key in world.empty:
            return EMPTY
        # The two-argument form: a dataclass with slots is not the class it was.
        state = AmazonResource.look(self, world)
        # A job that failed cannot be deleted; another is made beside it.
        is_old = state.stage is Stage.FAILED and self.key not in world.made
        if is_old or state.stage is Stage.ABSENT:
            return ABSENT if Export(self.dataset).count() else EMPTY
        return state

    def find(self, world: World) -> Listed | None:
        """Return the job of this run, or one that has imported this dataset before."""
        if self.owner not in world.arns:
            return None
        if self.key in world.made or world.imports_again:
            name = world.imports.get(self.key)
            return next((job for job in self.get_jobs(world) if job.name == name), None)
        jobs = [each for each in self.get_jobs(world) if get_stage(each) in PREFERENCE]
        return min(jobs, key=lambda job: PREFERENCE.index(get_stage(job)), default=None)

    def get_jobs(self, world: World) -> list[Listed]:
        return world.gateway.list(self.kind, datasetArn=world.arns[self.owner])

    def create(self, world: World) -> None:
        """Upload the file; import it, unless this very file is imported already."""
        if self.key not in world.imports:
            self.upload(world)
        name = world.imports.get(self.key)
        if name and all(job.name != name for job in self.get_jobs(world)):
            parameters = {"jobName": name, **self.get_parameters(world)}
            world.gateway.create(self.kind, parameters)

    def upload(self, world: World) -> None:
        """Note the name that the file gives its import; none when it has no rows."""
        file = export(world, self.dataset)
        if file.rows:
            world.imports[self.key] = self.choose_name(world, file.digest)
        else:
            world.empty.add(self.key)

    def choose_name(self, world: World, digest: str) -> str:
        """Number the attempts: a name that has failed is taken for ever."""
        failed = {
            job.name for job in self.get_jobs(world) if get_stage(job) is Stage.FAILED
        }
        base = f"{self.name}-{digest}"
        names = (base, *(f"{base}-{number}" for number in range(2, len(failed) + 2)))
        return next(name for name in names if name not in failed)

    def get_parameters(self, world: World) -> Mapping[str, Any]:
        return {
            "datasetArn": world.arns[self.owner],
            "dataSource": {"dataLocation": get_location(world, self.dataset)},
            "roleArn": world.role_arn,
            "importMode": "FULL",
        }

    def compare(self, world: World, state: State) -> list[Difference]:
        return []


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportedFile:
    rows: int
    digest: str


def export(world: World, dataset: str) -> ExportedFile:
    """Write the dataset to where Amazon reads it, as a stream."""
    outgoing = Export(dataset)
    digest = sha256()
    world.report(f"exporting {dataset}")

    def count(rows: int) -> None:
        world.report(f"exported {outgoing.written:,} {dataset}")

    try:
        write_to(
            get_destination(world, dataset), _digest(outgoing.write(count), digest)
        )
    except DestinationError as error:
        raise Refused(str(error)) from error
    return ExportedFile(rows=outgoing.written, digest=digest.hexdigest()[:12])


def _digest(pieces: Iterable[str], digest: Any) -> Iterator[str]:
    for piece in pieces:
        digest.update(piece.encode())
        yield piece


def get_location(world: World, dataset: str) -> str:
    return f"s3://{world.bucket}/{world.declaration.prefix}/{dataset}.csv"


def get_destination(world: World, dataset: str) -> str:
    """Return where the file is written; a folder may stand for S3."""
    location, folder = get_location(world, dataset), world.declaration.data_folder
    if not folder:
        return location
    path = Path(folder, location.removeprefix("s3://"))
    path.parent.mkdir(parents=True, exist_ok=True)
    return str(path)


def get_stage(job: Listed) -> Stage:
    return read_stage(job.status)


def make_import(prefix: str, dataset: str, needs: tuple[str, ...]) -> ImportResource:
    return ImportResource(
        key=f"import/{dataset}",
        name=f"{prefix}-{dataset}",
        needs=(f"dataset/{dataset}", *needs),
        kind=IMPORT,
        owner=f"dataset/{dataset}",
        dataset=dataset,
    )
