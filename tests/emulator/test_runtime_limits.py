"""The maximums and patterns of questions, which botocore does not check."""

from __future__ import annotations

from typing import Any

import pytest
from botocore.exceptions import ClientError

from personalize.emulator import Emulator

PREFIX = "arn:aws:personalize:eu-west-1:123456789012"
CAMPAIGN = f"{PREFIX}:campaign/shop"
RANKING = f"{PREFIX}:campaign/shop-ranking"
MOST = [str(number) for number in range(600)]


@pytest.fixture(autouse=True)
def scripts(emulator: Emulator) -> None:
    emulator.script(CAMPAIGN, MOST)
    emulator.script(RANKING, MOST)


@pytest.mark.parametrize(("asked", "answered"), [({}, 25), ({"numResults": 500}, 500)])
def test_as_many_items_come_back_as_were_asked_for(
    personalize_runtime: Any, asked: dict[str, int], answered: int
) -> None:
    answer = personalize_runtime.get_recommendations(
        campaignArn=CAMPAIGN, userId="u", **asked
    )
    assert len(answer["itemList"]) == answered


@pytest.mark.parametrize(
    "members",
    [
        {"campaignArn": f"{CAMPAIGN}{'x' * 256}"},
        {"userId": "u" * 257},
        {"itemId": "i" * 257},
        {"context": {"KEY": "v" * 1001}},
        {"filterValues": {f"K{number}": "1" for number in range(26)}},
        {"filterValues": {"$CATEGORY": "1"}},
        {"promotions": [{"name": "a", "percentPromotedItems": 101}]},
        {"promotions": [{"name": "-a"}]},
        {"metadataColumns": {"ITEMS": ["A"], "USERS": ["B"]}},
    ],
)
def test_the_maximums_of_the_model_hold(
    personalize_runtime: Any, members: dict[str, Any]
) -> None:
    request = {"campaignArn": CAMPAIGN, "userId": "u"} | members
    with pytest.raises(ClientError, match="ValidationException"):
        personalize_runtime.get_recommendations(**request)


@pytest.mark.parametrize(
    "members",
    [{"userId": ""}, {"inputList": []}, {"inputList": [""]}, {"inputList": MOST[:501]}],
)
def test_rankings_keep_to_their_limits(
    personalize_runtime: Any, members: dict[str, Any]
) -> None:
    request = {"campaignArn": RANKING, "userId": "u", "inputList": ["1"]} | members
    with pytest.raises(ClientError, match=r"(InvalidInput|Validation)Exception"):
        personalize_runtime.get_personalized_ranking(**request)
