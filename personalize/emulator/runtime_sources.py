"""Who answers a question: a recommender, or the model that a campaign deploys."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

from personalize.emulator import kinds
from personalize.emulator.campaigns import get_deployed_version
from personalize.emulator.errors import InvalidInputError, ResourceNotFoundError
from personalize.emulator.kinds import Kind
from personalize.emulator.recipe_book import Recipe
from personalize.emulator.registry import Request
from personalize.emulator.resources import Resource
from personalize.emulator.scripting_models import Script
from personalize.emulator.state import State
from personalize.emulator.training import get_model
from personalize.emulator.training_models import TrainedModel
from personalize.emulator.training_setup import read_exploration

ARNS = {"campaignArn": kinds.CAMPAIGN, "recommenderArn": kinds.RECOMMENDER}
CONFIGS = {kinds.CAMPAIGN: "campaignConfig", kinds.RECOMMENDER: "recommenderConfig"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    model: TrainedModel
    exploration: float
    gives_metadata: bool
    reasons: Mapping[str, Sequence[str]]
    """What a script says of single items."""

    @property
    def recipe(self) -> Recipe:
        return self.model.setup.recipe

    @property
    def group_arn(self) -> str:
        return self.model.setup.group_arn

    @classmethod
    def find(cls, state: State, request: Request) -> Self:
        named = [name for name in ARNS if name in request]
        if len(named) != 1:
            raise InvalidInputError(
                "Exactly one of campaignArn and recommenderArn is needed."
            )
        (name,) = named
        resource = _get_active(state, ARNS[name], request[name])
        return cls.of(state, resource)

    @classmethod
    def of(cls, state: State, resource: Resource) -> Self:
        """Take the model and the settings that apply at the moment."""
        trained = resource
        if resource.kind is kinds.CAMPAIGN:
            trained = get_deployed_version(state, resource)
        settings = state.get_attributes(resource)
        config: dict[str, Any] = settings.get(CONFIGS.get(resource.kind, ""), {})
        script = Script.find(resource) or Script.find(trained)
        return cls(
            model=(
                script.make_model(state, trained)
                if script
                else get_model(state, trained)
            ),
            reasons=script.reasons if script else {},
            exploration=read_exploration(config),
            gives_metadata=config.get("enableMetadataWithRecommendations", False),
        )


def _get_active(state: State, kind: Kind, arn: str) -> Resource:
    resource = state.get(kind, arn)
    status = state.get_status(resource)
    if status != "ACTIVE":
        raise ResourceNotFoundError(
            f"The {kind.label} {arn} is {status}; only an ACTIVE one answers."
        )
    return resource
