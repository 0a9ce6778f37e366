from __future__ import annotations

from typing import Any

import pytest

from personalize.emulator import Emulator
from tests.emulator.test_core_faults import control

PREFIX = "arn:aws:personalize:eu-west-1:123456789012:"
CAMPAIGN = f"{PREFIX}campaign/shop"
RECOMMENDER = f"{PREFIX}recommender/shop"
EVENT = {"eventType": "View", "sentAt": 1_700_000_000, "itemId": "1"}


def get_ids(answer: dict[str, Any], key: str = "itemList") -> list[str]:
    return [item["itemId"] for item in answer[key]]


def test_answers_can_be_dictated(emulator: Emulator, personalize_runtime: Any) -> None:
    emulator.recommend(CAMPAIGN, ["3", "1", "2"])
    answer = personalize_runtime.get_recommendations(
        campaignArn=CAMPAIGN, userId="u", numResults=2
    )
    assert get_ids(answer) == ["3", "1"]
    assert len(answer["recommendationId"]) == 40


def test_orders_can_be_dictated(emulator: Emulator, personalize_runtime: Any) -> None:
    emulator.recommend(CAMPAIGN, ["3", "1"], recipe="aws-personalized-ranking-v2")
    answer = personalize_runtime.get_personalized_ranking(
        campaignArn=CAMPAIGN, userId="u", inputList=["1", "2", "3"]
    )
    assert get_ids(answer, "personalizedRanking") == ["3", "1", "2"]


def test_what_a_recipe_needs_is_needed(
    emulator: Emulator, personalize_runtime: Any
) -> None:
    recipe = "aws-ecomm-customers-who-viewed-x-also-viewed"
    emulator.recommend(RECOMMENDER, ["1"], recipe=recipe)
    with pytest.raises(
        personalize_runtime.exceptions.InvalidInputException, match="itemId"
    ):
        personalize_runtime.get_recommendations(recommenderArn=RECOMMENDER, userId="u")


def test_the_filter_must_exist(emulator: Emulator, personalize_runtime: Any) -> None:
    emulator.recommend(CAMPAIGN, ["1"])
    with pytest.raises(personalize_runtime.exceptions.ResourceNotFoundException):
        personalize_runtime.get_recommendations(
            campaignArn=CAMPAIGN, userId="u", filterArn=f"{PREFIX}filter/none"
        )


def test_what_answers_as_dictated_is_active(
    emulator: Emulator, personalize: Any
) -> None:
    emulator.recommend(CAMPAIGN, ["1"])
    emulator.recommend(RECOMMENDER, ["1"])
    campaign = personalize.describe_campaign(campaignArn=CAMPAIGN)["campaign"]
    (recommender,) = personalize.list_recommenders()["recommenders"]
    assert (campaign["status"], recommender["status"]) == ("ACTIVE", "ACTIVE")


def test_a_tracker_can_have_an_id_known_beforehand(
    emulator: Emulator, personalize_events: Any
) -> None:
    emulator.track("tracking-1")
    personalize_events.put_events(
        trackingId="tracking-1", sessionId="s", eventList=[EVENT]
    )
    _, (event,) = control(emulator, "GET", "events")
    assert (event["itemId"], event["sessionId"]) == ("1", "s")


def test_dictation_works_over_http(
    emulator: Emulator, personalize_runtime: Any
) -> None:
    control(emulator, "POST", "answers", {"arn": CAMPAIGN, "itemIds": [1]})
    control(emulator, "POST", "trackers", {"trackingId": "tracking-1"})
    answer = personalize_runtime.get_recommendations(campaignArn=CAMPAIGN, userId="u")
    assert get_ids(answer) == ["1"]


@pytest.mark.parametrize(
    ("path", "order"),
    [
        ("answers", {"arn": f"{PREFIX}filter/x", "itemIds": []}),
        ("answers", {"arn": "campaign", "itemIds": []}),
        ("answers", {"itemIds": []}),
        ("answers", {"arn": CAMPAIGN, "itemIds": [], "recipe": "aws-magic"}),
        ("trackers", {}),
    ],
    ids=str,
)
def test_dictation_that_makes_no_sense_says_so(
    emulator: Emulator, path: str, order: object
) -> None:
    status, answer = control(emulator, "POST", path, order)
    assert status == 400
    assert answer["message"]
