"""What is kept at hand beside the database: attributes by id, and trained models."""

from __future__ import annotations

from dataclasses import dataclass, field
from threading import Lock
from weakref import WeakKeyDictionary

from personalize.emulator import kinds
from personalize.emulator.database import Database
from personalize.emulator.expressions import Dataset
from personalize.emulator.filtering import Attributes
from personalize.emulator.resources import Resource
from personalize.emulator.state import State
from personalize.emulator.storage_columns import Columns, read_columns
from personalize.emulator.storage_reading import read_records
from personalize.emulator.storage_tables import drop_unfinished, prepare
from personalize.emulator.training_metrics import Trial
from personalize.emulator.training_models import ModelFolder, TrainedModel


@dataclass(slots=True)
class Memory:
    """Belongs to one State. Readers need no lock: what they get is replaced, or only
    ever grows."""

    database: Database
    folder: ModelFolder
    records: dict[str, dict[str, Attributes]] = field(default_factory=dict)
    models: dict[str, TrainedModel] = field(default_factory=dict)
    poison: set[str] = field(default_factory=set)
    lock: Lock = field(default_factory=Lock)
    # One training at a time: they would only wait for each other's processor, and the
    # second often finds that the first made its model.
    training: Lock = field(default_factory=Lock)
    # The latest trials, by what they are of.
    trials: dict[str, Trial] = field(default_factory=dict)

    def get_records(self, dataset: str) -> dict[str, Attributes]:
        """Return the attributes of all items or users of a dataset, by id."""
        with self.lock:
            if dataset not in self.records:
                self.records[dataset] = read_records(self.database, dataset)
            return self.records[dataset]

    def add_records(self, dataset: str, added: dict[str, Attributes]) -> None:
        known = self.get_records(dataset)
        with self.lock:
            # A copy: others may be reading the one that is known.
            self.records[dataset] = known | added

    def forget_records(self, dataset: str) -> None:
        with self.lock:
            self.records.pop(dataset, None)


MEMORIES: WeakKeyDictionary[State, Memory] = WeakKeyDictionary()
MEMORIES_LOCK = Lock()


def memory_of(state: State) -> Memory:
    """Return what belongs to a state; first of all its tables are made."""
    with MEMORIES_LOCK:
        if state not in MEMORIES:
            prepare(state.database)
            drop_unfinished(state.database)
            MEMORIES[state] = Memory(state.database, ModelFolder(state.database))
        return MEMORIES[state]


def get_kind(dataset: Resource) -> Dataset:
    """Return what a dataset holds; its type is stored in upper case."""
    name = dataset.attributes["datasetType"]
    return next(one for one in Dataset if one.value.upper() == name)


def get_columns(state: State, dataset: Resource) -> Columns:
    schema = state.get(kinds.SCHEMA, state.get_attributes(dataset)["schemaArn"])
    return read_columns(schema.attributes["schema"])


def get_tables(state: State, group_arn: str) -> dict[Dataset, Columns]:
    """Return the columns of each dataset that a group has."""
    datasets = state.find(kinds.DATASET, datasetGroupArn=group_arn)
    return {get_kind(one): get_columns(state, one) for one in datasets}
