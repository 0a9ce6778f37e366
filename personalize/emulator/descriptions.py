"""Describe* and List* of every kind of resource, in the shapes of the service model."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from botocore.model import StructureShape

from personalize.emulator.arns import is_here
from personalize.emulator.kinds import KINDS, Kind
from personalize.emulator.pages import cut_page
from personalize.emulator.registry import Answered, Request, operation
from personalize.emulator.resources import Resource
from personalize.emulator.service_models import get_output
from personalize.emulator.state import State

PAGING = {"nextToken", "maxResults"}

Extra = Callable[[State, Resource], dict[str, Any]]
EXTRAS: dict[str, Extra] = {}


def extra(kind: Kind) -> Callable[[Extra], Extra]:
    """Register what is to be worked out for a description: ``function(state, it)``."""

    def register(function: Extra) -> Extra:
        EXTRAS[kind.word] = function
        return function

    return register


def describe(state: State, resource: Resource, shape: StructureShape) -> dict[str, Any]:
    """Show of a resource what Amazon's shape has room for."""
    view = _view(state, resource)
    if resource.word in EXTRAS:
        view |= EXTRAS[resource.word](state, resource)
    if (
        resource.update
        and (key := f"latest{resource.kind.noun}Update") in shape.members
    ):
        update = resource.update.describe(state.clock.now())
        view[key] = _project(update, shape.members[key])
    return _project(view, shape)


def _project(view: dict[str, Any], shape: Any) -> dict[str, Any]:
    return {name: view[name] for name in shape.members if view.get(name) is not None}


def _view(state: State, resource: Resource) -> dict[str, Any]:
    now = state.clock.now()
    stages = [stage.at for stage in resource.stages if stage.at <= now]
    view = {
        **resource.get_attributes(now),
        "name": resource.name,
        "jobName": resource.name,
        resource.kind.arn_key: resource.arn,
        "status": resource.get_status(now),
        "creationDateTime": resource.created,
        "lastUpdatedDateTime": max([resource.created, *stages]),
    }
    if resource.get_status(now).endswith("FAILED"):
        view["failureReason"] = resource.failure_reason
    return view


def _describe(kind: Kind, state: State, request: Request) -> Answered:
    shape = get_output(f"Describe{kind.noun}")[kind.key]
    return {kind.key: describe(state, state.get(kind, request[kind.arn_key]), shape)}


def _list(kind: Kind, state: State, request: Request) -> Answered:
    output = get_output(f"List{kind.noun}s")
    key = next(name for name in output if name != "nextToken")
    wanted = {name: value for name, value in request.items() if name not in PAGING}
    found = [r for r in state.find(kind, **wanted) if is_here(r.arn)]
    page, token = cut_page(found, request, key=lambda resource: resource.arn)
    summaries = [describe(state, entry, output[key].member) for entry in page]
    return {key: summaries, **token}


def _register(kind: Kind) -> None:
    operation(f"Describe{kind.noun}")(partial(_describe, kind))
    operation(f"List{kind.noun}s")(partial(_list, kind))


for _kind in KINDS.values():
    _register(_kind)
