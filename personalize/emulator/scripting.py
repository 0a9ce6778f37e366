"""Scripted answers: a campaign or recommender says what a test wants it to say.

POST   /_emulator/answers  {"arn": …, "itemIds": […]}   and "recipe", "reasons"
DELETE /_emulator/answers  let all answer by themselves again

A script takes the place of the trained model and of nothing else: requests are
validated, ids needed, filters, promotions and metadata applied as ever. It is kept
with its resource, which is made, ACTIVE and without data, if there is none.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from personalize.emulator import kinds
from personalize.emulator.campaigns import get_deployed_version
from personalize.emulator.control import Order, control_path
from personalize.emulator.resources import Resource
from personalize.emulator.scripting_models import SCRIPT, Script
from personalize.emulator.scripting_resources import MADE, make_resource, parse_arn
from personalize.emulator.state import State

if TYPE_CHECKING:
    from personalize.emulator.server import Emulator

SCRIPTED = (kinds.CAMPAIGN, kinds.RECOMMENDER, kinds.SOLUTION_VERSION)


@control_path("POST", "answers")
def add_script(emulator: Emulator, order: Order) -> object:
    arn, item_ids = order.pop("arn"), order.pop("itemIds")
    script(emulator.state, arn, item_ids, **order)
    return {"arn": arn}


@control_path("DELETE", "answers")
def forget_scripts(emulator: Emulator, order: Order) -> object:
    clear_scripts(emulator.state)
    return {}


def script(
    state: State,
    arn: str,
    item_ids: Sequence[str],
    *,
    recipe: str | None = None,
    reasons: Mapping[str, Sequence[str]] | None = None,
) -> None:
    """Let a campaign or recommender answer with these items, best first.

    ``recipe`` is for one that is to be made, such as ``aws-sims``; without it the name
    in the ARN tells. ``reasons`` are what is said of single items, by id.
    """
    parse_arn(state, arn)
    written = Script(item_ids=tuple(item_ids), reasons=reasons or {})
    with state.lock:
        if state.peek(arn) is None:
            make_resource(state, arn, recipe)
        elif recipe is not None:
            raise ValueError(f"{arn} exists already, with a recipe of its own.")
        target = _find_target(state, arn)
        attributes = target.attributes | written.to_attributes()
        state.save(replace(target, attributes=attributes))


def clear_scripts(state: State) -> None:
    """Let all answer by themselves again; what was made for scripts goes with them."""
    with state.lock:
        for kind in kinds.KINDS.values():
            state.remove(state.find(kind, **{MADE: True}))
        for kind in SCRIPTED:
            for resource in state.find(kind):
                _forget(state, resource)


def _find_target(state: State, arn: str) -> Resource:
    """Find what keeps the script: the version, if a campaign has one of its own."""
    target = state.get(kinds.KINDS[parse_arn(state, arn)["word"]], arn)
    if target.kind is kinds.CAMPAIGN and MADE in target.attributes:
        return get_deployed_version(state, target)
    return target


def _forget(state: State, resource: Resource) -> None:
    if SCRIPT in resource.attributes:
        attributes = {k: v for k, v in resource.attributes.items() if k != SCRIPT}
        state.save(replace(resource, attributes=attributes))
