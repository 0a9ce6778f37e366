from __future__ import annotations

from dataclasses import replace

from personalize.emulator import kinds
from personalize.emulator.arns import get_word
from personalize.emulator.errors import InvalidInputError
from personalize.emulator.labels import read_tags
from personalize.emulator.registry import Answered, Request, operation
from personalize.emulator.resources import Resource
from personalize.emulator.state import State

UNTAGGED = {kinds.SCHEMA.word, kinds.METRIC_ATTRIBUTION.word}


@operation("TagResource")
def tag_resource(state: State, request: Request) -> Answered:
    """Add tags to a resource, up to 50."""
    resource = _get_resource(state, request["resourceArn"])
    state.save(replace(resource, tags=read_tags(request["tags"], resource.tags)))
    return {}


@operation("UntagResource")
def untag_resource(state: State, request: Request) -> Answered:
    """Remove tags from a resource."""
    resource = _get_resource(state, request["resourceArn"])
    gone = set(request["tagKeys"])
    kept = {key: value for key, value in resource.tags.items() if key not in gone}
    state.save(replace(resource, tags=kept))
    return {}


@operation("ListTagsForResource")
def list_tags_for_resource(state: State, request: Request) -> Answered:
    """List the tags of a resource."""
    tags = _get_resource(state, request["resourceArn"]).tags
    return {"tags": [{"tagKey": k, "tagValue": v} for k, v in tags.items()]}


def _get_resource(state: State, arn: str) -> Resource:
    word = get_word(arn)
    if word not in kinds.KINDS or word in UNTAGGED:
        raise InvalidInputError(f"{arn} is not the ARN of something that has tags.")
    return state.get(kinds.KINDS[word], arn)
