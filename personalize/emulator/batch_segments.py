"""Batch segment jobs: the users who are most likely to take to an item, or to items
with certain attributes."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping
from functools import partial
from typing import Any

from personalize.emulator import kinds
from personalize.emulator.batch import (
    Line,
    answer_lines,
    create_batch_job,
    get_filter_request,
    get_text,
)
from personalize.emulator.batch_attributes import parse_traits
from personalize.emulator.datasets import find_dataset
from personalize.emulator.errors import InvalidInputError
from personalize.emulator.expressions import Dataset, Target
from personalize.emulator.filtering import (
    NO_ATTRIBUTES,
    Circumstances,
    Subject,
    compile_filter,
)
from personalize.emulator.filtering_rules import find_filter
from personalize.emulator.lifecycle import work
from personalize.emulator.recipe_book import Recipe
from personalize.emulator.registry import Answered, Request, operation
from personalize.emulator.resources import Resource
from personalize.emulator.runtime_filters import Passes, fill_in, get_records
from personalize.emulator.runtime_sources import Source
from personalize.emulator.state import State
from personalize.emulator.storage_memory import get_tables, memory_of
from personalize.emulator.storage_reading import count_by_user, read_history
from personalize.emulator.training_recipes import Task, get_task

DEFAULT_RESULTS = 25
MAX_RESULTS = 5_000_000
# So many items speak for an item, beside it.
NEIGHBOURS = 50
BY_ATTRIBUTES = "aws-item-attribute-affinity"


@operation("CreateBatchSegmentJob")
def create_batch_segment_job(state: State, request: Request) -> Answered:
    """Find the users with most interactions with an item and its like, or with items
    of certain attributes."""
    if not 1 <= request.get("numResults", DEFAULT_RESULTS) <= MAX_RESULTS:
        raise InvalidInputError(f"numResults must be from 1 to {MAX_RESULTS}.")
    job = create_batch_job(state, kinds.BATCH_SEGMENT_JOB, request, _check_recipe)
    return {"batchSegmentJobArn": job.arn}


@work(kinds.BATCH_SEGMENT_JOB)
def segment(state: State, job: Resource) -> dict[str, Any]:
    memory_of(state)
    version = state.get(kinds.SOLUTION_VERSION, job.attributes["solutionVersionArn"])
    source = Source.of(state, version)
    by_attributes = source.recipe.name == BY_ATTRIBUTES
    respond = _respond_to_attributes if by_attributes else _respond_to_item
    answer_lines(state, job, partial(respond, state, job, source))
    return {}


def _check_recipe(recipe: Recipe) -> None:
    if get_task(recipe) is not Task.SEGMENTS:
        raise InvalidInputError(f"{recipe.name} does not make segments.")


def _respond_to_item(state: State, job: Resource, source: Source, line: Line) -> Line:
    item_id = get_text(line, "itemId")
    found = source.model.engine.similar_items(item_id, num_results=NEIGHBOURS)
    total = sum(one.score for one in found) or 1.0
    weights = {one.item_id: one.score / total for one in found} | {item_id: 1.0}
    users = _find_users(state, job, source, line, weights)
    return {"input": line, "output": {"recommendedUsers": users}}


def _respond_to_attributes(
    state: State, job: Resource, source: Source, line: Line
) -> Line:
    columns = get_tables(state, source.group_arn).get(Dataset.ITEMS, {})
    text = get_text(line, "itemAttributes")
    traits = parse_traits(text, columns)
    items = get_records(state, source.group_arn, "ITEMS")
    weights = {
        item_id: 1.0
        for item_id, attributes in items.items()
        if all(trait.is_had_by(attributes) for trait in traits)
    }
    users = _find_users(state, job, source, line, weights)
    return {"itemAttributes": text, "output": {"recommendedUsers": users}}


def _find_users(
    state: State,
    job: Resource,
    source: Source,
    line: Line,
    weights: Mapping[str, float],
) -> list[str]:
    """Rank users by what they did with these items; the same score, by their ids."""
    dataset = find_dataset(state, source.group_arn, "INTERACTIONS")
    if dataset is None:
        return []
    scores: defaultdict[str, float] = defaultdict(float)
    counts = count_by_user(state.database, dataset.arn, json.dumps(list(weights)))
    for user_id, item_id, number in counts:
        scores[user_id] += number * weights[item_id]
    passes = _make_filter(state, source, dataset.arn, get_filter_request(job, line))
    ranked = sorted(scores, key=lambda user_id: (-scores[user_id], user_id))
    kept = [one for one in ranked if passes is None or passes(one)]
    return kept[: job.attributes.get("numResults", DEFAULT_RESULTS)]


def _make_filter(
    state: State, source: Source, dataset_arn: str, request: Line
) -> Passes | None:
    if not request:
        return None
    parsed = find_filter(state, request["filterArn"], source.group_arn)
    if any(one.target is not Target.USER for one in parsed.expressions):
        raise InvalidInputError("Users are filtered by filters of UserID only.")
    values = fill_in(state, source.group_arn, parsed, request["filterValues"])
    test = compile_filter(parsed, Circumstances(values=values))
    users = get_records(state, source.group_arn, "USERS")

    def passes(user_id: str) -> bool:
        history = read_history(state.database, dataset_arn, user_id)
        types = frozenset(one.event_type.lower() for one in history)
        attributes = users.get(user_id, NO_ATTRIBUTES)
        return test(Subject(attributes=attributes, event_types=types))

    return passes
