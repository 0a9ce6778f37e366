"""Actions and next best action, which the emulator does not offer."""

from __future__ import annotations

from typing import NoReturn

from personalize.emulator.errors import InvalidInputError
from personalize.emulator.registry import Request, operation
from personalize.emulator.state import State

REFUSAL = (
    "The emulator does not offer actions and next best action; "
    "it recommends items. Use Amazon Personalize itself to try them."
)


def refuse(state: State, request: Request) -> NoReturn:
    """Refuse, with `InvalidInputException`: actions are not offered."""
    raise InvalidInputError(REFUSAL)


for _name in ("PutActions", "PutActionInteractions", "GetActionRecommendations"):
    operation(_name)(refuse)
