"""Batch inference jobs: recommendations for many users or items at once."""

from __future__ import annotations

from dataclasses import replace
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
from personalize.emulator.configuration import check_exploration
from personalize.emulator.errors import InvalidInputError
from personalize.emulator.imports_cells import is_whole
from personalize.emulator.lifecycle import work
from personalize.emulator.ranking import rank
from personalize.emulator.recipe_book import Recipe
from personalize.emulator.registry import Answered, Request, operation
from personalize.emulator.resources import Resource
from personalize.emulator.runtime_candidates import choose, propose_for
from personalize.emulator.runtime_filters import make_filter
from personalize.emulator.runtime_questions import Question
from personalize.emulator.runtime_sources import Source
from personalize.emulator.state import State
from personalize.emulator.storage_memory import memory_of
from personalize.emulator.training_recipes import Task, get_task
from personalize.emulator.training_setup import read_exploration

DEFAULT_RESULTS = 25
MAX_RESULTS = 500
TASKS = {Task.PERSONAL, Task.RELATED, Task.RANKING, Task.POPULAR}


@operation("CreateBatchInferenceJob")
def create_batch_inference_job(state: State, request: Request) -> Answered:
    """Answer JSON lines of users, items or lists; themes are not generated."""
    if request.get("batchInferenceJobMode") == "THEME_GENERATION":
        raise InvalidInputError("The emulator does not generate themes.")
    config = request.get("batchInferenceJobConfig", {})
    check_exploration(config.get("itemExplorationConfig", {}))
    if not 1 <= request.get("numResults", DEFAULT_RESULTS) <= MAX_RESULTS:
        raise InvalidInputError(f"numResults must be from 1 to {MAX_RESULTS}.")
    job = create_batch_job(state, kinds.BATCH_INFERENCE_JOB, request, _check_recipe)
    return {"batchInferenceJobArn": job.arn}


@work(kinds.BATCH_INFERENCE_JOB)
def infer(state: State, job: Resource) -> dict[str, Any]:
    memory_of(state)
    version = state.get(kinds.SOLUTION_VERSION, job.attributes["solutionVersionArn"])
    config = job.attributes.get("batchInferenceJobConfig", {})
    source = replace(Source.of(state, version), exploration=read_exploration(config))
    answer_lines(state, job, partial(_respond, state, job, source))
    return {}


def _check_recipe(recipe: Recipe) -> None:
    if get_task(recipe) not in TASKS:
        raise InvalidInputError(f"{recipe.name} does not support batch inference.")


def _respond(state: State, job: Resource, source: Source, line: Line) -> Line:
    if get_task(source.recipe) is Task.RANKING:
        return _rank(state, job, source, line)
    ids = {name: get_text(line, name) for name in source.recipe.needs}
    user_id, item_id = ids.get("userId", ""), ids.get("itemId", "")
    question = Question.of(state, source, user_id, item_id)
    passes = make_filter(state, source, question, get_filter_request(job, line))
    limit = job.attributes.get("numResults", DEFAULT_RESULTS)
    found = choose(propose_for(source, question), passes, limit)
    output: dict[str, Any] = {"recommendedItems": [one.item_id for one in found]}
    if source.recipe.has_scores:
        output["scores"] = [one.score for one in found]
    return {"input": line, "output": output, "error": None}


def _rank(state: State, job: Resource, source: Source, line: Line) -> Line:
    question = Question.of(state, source, get_text(line, "userId"))
    passes = make_filter(state, source, question, get_filter_request(job, line))
    ranked = rank(source, question, _read_list(line))
    kept = [one for one in ranked if passes is None or passes(one["itemId"])]
    output = {
        "recommendedItems": [one["itemId"] for one in kept],
        "scores": [one["score"] for one in kept if "score" in one],
    }
    return {"input": line, "output": output, "error": None}


def _read_list(line: Line) -> list[str]:
    item_ids = line.get("itemList")
    is_list = isinstance(item_ids, list) and 1 <= len(item_ids) <= MAX_RESULTS
    if not is_list or not all(map(_is_id, line["itemList"])):
        raise InvalidInputError(f"itemList must be 1 to {MAX_RESULTS} item ids.")
    return list(dict.fromkeys(line["itemList"]))


def _is_id(value: object) -> bool:
    return isinstance(value, str) and bool(value) and is_whole(value)
