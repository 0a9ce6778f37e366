"""Asking recommenders for what pages ask for, in nobody's name."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from personalize.answers import EVERYONE
from personalize.catalog import get_catalog
from personalize.doctor.account import kind_of
from personalize.doctor.asking import Asking
from personalize.enums import UseCase
from personalize.provisioning.recipes import RANKING
from personalize.reports import get_viewed_item_ids

SAMPLE = 25


@dataclass(frozen=True, slots=True, kw_only=True)
class Questions:
    """One call for each use case, however many checks look at the answer."""

    asking: Asking
    arns: dict[str, str]
    _answers: dict[str, list[str]] = field(default_factory=dict)

    def ask(self, name: str) -> list[str]:
        """Return the item ids that come for a use case, or for a ranking."""
        if name not in self._answers:
            self._answers[name] = self._ask(name)
        return self._answers[name]

    def _ask(self, name: str) -> list[str]:
        if name == RANKING:
            return self._ask_ranking(self.arns[name])
        arguments = _make_question(self.arns[name], UseCase(name))
        answer = self._call("get_recommendations", arguments)
        return _read_ids(answer, "itemList")

    def _ask_ranking(self, arn: str) -> list[str]:
        arguments = {
            "campaignArn": arn,
            "userId": EVERYONE.id,
            "inputList": find_item_ids(SAMPLE),
        }
        answer = self._call("get_personalized_ranking", arguments)
        return _read_ids(answer, "personalizedRanking")

    def _call(self, operation: str, arguments: dict[str, Any]) -> dict[str, Any]:
        return self.asking.ask("personalize-runtime", operation, **arguments)


def find_item_ids(limit: int) -> list[str]:
    """Return ids that events name, or else those of the newest items."""
    viewed = list(dict.fromkeys(get_viewed_item_ids(limit)))
    return viewed or get_catalog().get_newest_ids(limit) or ["none"]


def _make_question(arn: str, use_case: UseCase) -> dict[str, Any]:
    key = "recommenderArn" if kind_of(arn) == "recommender" else "campaignArn"
    question = {key: arn, "userId": EVERYONE.id, "numResults": SAMPLE}
    if use_case.needs_item:
        question["itemId"] = find_item_ids(1)[0]
    return question


def _read_ids(answer: dict[str, Any], key: str) -> list[str]:
    return [str(entry["itemId"]) for entry in answer.get(key, [])]
