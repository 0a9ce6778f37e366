"""Training: a recommender or solution version learns from the data of its group."""

from __future__ import annotations

from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path
from typing import Any

from personalize.emulator import kinds
from personalize.emulator.datasets import find_dataset
from personalize.emulator.errors import ServiceError
from personalize.emulator.lifecycle import WorkFailed, removal, work
from personalize.emulator.resources import Resource
from personalize.emulator.state import State
from personalize.emulator.storage_memory import get_columns, memory_of
from personalize.emulator.storage_reading import (
    get_last_row,
    read_interactions,
    read_rows_of,
)
from personalize.emulator.storage_tables import Row, get_put_set, link_sessions
from personalize.emulator.training_data import (
    Lesson,
    check_event_type,
    check_lesson,
    describe_items,
    read_lesson,
)
from personalize.emulator.training_live import catch_up, introduce
from personalize.emulator.training_metrics import ASKING, Trial, measure_model
from personalize.emulator.training_models import (
    TrainedModel,
    delete,
    fingerprint,
    save,
)
from personalize.emulator.training_recipes import Task, get_task
from personalize.emulator.training_setup import Setup
from personalize.engine.features import ItemFeatures
from personalize.engine.model_files import ModelFileError
from personalize.engine.recommender import Recommender

MAX_TRIALS = 4


@work(kinds.RECOMMENDER)
def train_recommender(state: State, recommender: Resource) -> dict[str, Any]:
    learnt, metrics = _train(state, recommender)
    return learnt | {"modelMetrics": metrics}


@work(kinds.SOLUTION_VERSION)
def train_solution_version(state: State, version: Resource) -> dict[str, Any]:
    learnt, metrics = _train(state, version)
    return learnt | {"metrics": metrics}


@removal(kinds.RECOMMENDER)
@removal(kinds.SOLUTION_VERSION)
def forget_model(state: State, resource: Resource) -> None:
    memory = memory_of(state)
    memory.models.pop(resource.arn, None)
    name = resource.attributes.get("modelFile")
    users = [
        *state.find(kinds.RECOMMENDER, modelFile=name),
        *state.find(kinds.SOLUTION_VERSION, modelFile=name),
    ]
    if name and not users:
        delete(memory.folder.path / name)


def get_model(state: State, resource: Resource) -> TrainedModel:
    """Return what was trained; after a restart it is loaded when it is first asked."""
    memory = memory_of(state)
    model = memory.models.get(resource.arn)
    if model is not None:
        return model
    setup = Setup.of(state, resource)
    loaded = _load(memory.folder.path, resource, setup)
    # Events that arrive from here on reach it; those before are told now.
    model = memory.models.setdefault(resource.arn, loaded)
    catch_up(model, _read_news(state, model))
    introduce([model], setup.group_arn, _read_new_items(state, resource, setup))
    return model


def _load(folder: Path, resource: Resource, setup: Setup) -> TrainedModel:
    try:
        return TrainedModel.load(folder, resource.attributes, setup)
    except (ModelFileError, OSError) as error:
        raise ServiceError(
            f"The model of {resource.arn} cannot be read from {folder}: train anew.",
            status=HTTPStatus.INTERNAL_SERVER_ERROR,
        ) from error


def _read_news(state: State, model: TrainedModel) -> Iterator[Row]:
    dataset = find_dataset(state, model.setup.group_arn, "INTERACTIONS")
    if dataset is None:
        return iter(())
    number = get_put_set(state.database, dataset.arn)
    return read_rows_of(state.database, "interactions", number, after=model.last_row)


def _read_new_items(state: State, resource: Resource, setup: Setup) -> list[str]:
    dataset = find_dataset(state, setup.group_arn, "ITEMS")
    if dataset is None:
        return []
    number = get_put_set(state.database, dataset.arn)
    after = resource.attributes["modelLastRecord"]
    rows = read_rows_of(state.database, "records", number, after=after)
    return [item_id for item_id, _ in rows]


def _train(state: State, resource: Resource) -> tuple[dict[str, Any], dict[str, float]]:
    setup = Setup.of(state, resource)
    if get_task(setup.recipe) is Task.ACTIONS:
        raise WorkFailed("Recipes for actions are not offered by the emulator.")
    with memory_of(state).training:
        return _learn(state, setup)


def _learn(state: State, setup: Setup) -> tuple[dict[str, Any], dict[str, float]]:
    dataset = find_dataset(state, setup.group_arn, "INTERACTIONS")
    if dataset is None:
        raise WorkFailed("The dataset group has no Interactions dataset.")
    database = state.database
    link_sessions(database, dataset.arn)
    last_row = get_last_row(database, "interactions")
    last_record = get_last_row(database, "records")
    name = _find_name(state, dataset, setup)
    if setup.recipe.event_type:
        rows = read_interactions(database, dataset.arn)
        check_event_type(rows, setup.recipe.event_type)
    lesson = read_lesson(read_interactions(database, dataset.arn), setup)
    check_lesson(lesson, setup)
    features = _describe(state, setup)
    _make(memory_of(state).folder.path / name, lesson, features, setup)
    metrics = {}
    if get_task(setup.recipe) in ASKING:
        metrics = measure_model(_try(state, name, lesson, features), setup.recipe)
    trained_at = state.clock.now()
    learnt = {
        "modelFile": name,
        "modelLastRow": last_row,
        "modelLastRecord": last_record,
        "modelTrainedAt": trained_at,
    }
    return learnt, metrics


def _try(state: State, name: str, lesson: Lesson, features: ItemFeatures) -> Trial:
    """Make a trial; recipes that learn from the same data share one."""
    trials = memory_of(state).trials
    fingerprint = name.partition(".")[0]
    if fingerprint not in trials:
        while len(trials) >= MAX_TRIALS:
            trials.pop(next(iter(trials)))
        trials[fingerprint] = Trial(lesson.log, features)
    return trials[fingerprint]


def _find_name(state: State, dataset: Resource, setup: Setup) -> str:
    items = find_dataset(state, setup.group_arn, "ITEMS")
    named = fingerprint(state.database, dataset.arn, items.arn if items else "", setup)
    # Best sellers are counted, which needs no training.
    word = "counts" if get_task(setup.recipe) is Task.POPULAR else "model"
    return f"{named}.{word}"


def _describe(state: State, setup: Setup) -> ItemFeatures:
    items = find_dataset(state, setup.group_arn, "ITEMS")
    if items is None:
        return ItemFeatures.from_rows([])
    records = memory_of(state).get_records(items.arn)
    return describe_items(records, get_columns(state, items), setup.excluded_columns)


def _make(path: Path, lesson: Lesson, features: ItemFeatures, setup: Setup) -> None:
    if path.exists():
        return
    engine = Recommender()
    if get_task(setup.recipe) is not Task.POPULAR:
        engine.fit_log(lesson.log, features=features)
    popular = [item_id for item_id, _ in lesson.per_item.most_common()]
    save(path, engine, popular)
