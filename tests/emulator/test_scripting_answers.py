"""Answers by a script, in the place of a trained model and of nothing else."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from personalize.emulator import Emulator
from tests.emulator import world
from tests.emulator.test_core_faults import control
from tests.emulator.trained import make_items

PREFIX = "arn:aws:personalize:eu-west-1:123456789012:"
CAMPAIGN = f"{PREFIX}campaign/shop"
RECOMMENDER = f"{PREFIX}recommender/shop"
RANKING = f"{PREFIX}campaign/shop-ranking"


def get_ids(answer: dict[str, Any], key: str = "itemList") -> list[str]:
    return [item["itemId"] for item in answer[key]]


def ask(client: Any, arn: str = RECOMMENDER, **members: Any) -> dict[str, Any]:
    name = "campaignArn" if ":campaign/" in arn else "recommenderArn"
    answer: dict[str, Any] = client.get_recommendations(
        **{name: arn, "userId": "u"} | members
    )
    return answer


def test_a_script_is_answered_with_as_far_as_it_is_asked_for(
    emulator: Emulator, personalize_runtime: Any
) -> None:
    emulator.script(RECOMMENDER, ["3", "1", "2"])
    answer = ask(personalize_runtime, numResults=2)
    assert answer["itemList"] == [{"itemId": "3"}, {"itemId": "1"}]
    assert len(answer["recommendationId"]) == 40


def test_scores_fall_and_sum_to_one_where_the_recipe_gives_some(
    emulator: Emulator, personalize_runtime: Any
) -> None:
    emulator.script(CAMPAIGN, ["3", "1", "2"])
    first, second, third = ask(personalize_runtime, CAMPAIGN)["itemList"]
    assert first["score"] > second["score"] > third["score"]
    assert first["score"] + second["score"] + third["score"] == pytest.approx(1)


def test_a_list_is_ranked_by_the_script_with_strangers_last(
    emulator: Emulator, personalize_runtime: Any
) -> None:
    emulator.script(RANKING, ["3", "1"])
    ranked = personalize_runtime.get_personalized_ranking(
        campaignArn=RANKING, userId="u", inputList=["9", "1", "2", "3"]
    )["personalizedRanking"]
    assert get_ids({"itemList": ranked}) == ["3", "1", "9", "2"]
    assert ["score" in item for item in ranked] == [True, True, False, False]


@pytest.mark.parametrize(
    ("name", "members"),
    [
        ("campaign/similar-items", {"itemId": "9"}),
        ("campaign/shop-related", {"itemId": "9"}),
        ("campaign/trending-now", {}),
        ("campaign/popularity-count", {}),
        ("campaign/any-name", {"userId": "u"}),
        ("recommender/frequently-bought-together", {"itemId": "9"}),
        ("recommender/also-viewed", {"itemId": "9", "userId": "u"}),
        ("recommender/shop-best-sellers", {"userId": "u"}),
        ("recommender/most-popular", {"userId": "u"}),
    ],
)
def test_the_recipe_is_guessed_by_the_name(
    emulator: Emulator,
    personalize_runtime: Any,
    name: str,
    members: dict[str, str],
) -> None:
    emulator.script(PREFIX + name, ["1"])
    arn_name = f"{name.partition('/')[0]}Arn"
    answer = personalize_runtime.get_recommendations(
        **{arn_name: PREFIX + name}, **members
    )
    assert get_ids(answer) == ["1"]


def test_a_named_recipe_decides_over_the_name(
    emulator: Emulator, personalize: Any, personalize_runtime: Any
) -> None:
    emulator.script(CAMPAIGN, ["1"], recipe="aws-sims")
    with pytest.raises(
        personalize_runtime.exceptions.InvalidInputException, match="itemId"
    ):
        ask(personalize_runtime, CAMPAIGN)


def test_what_was_made_for_a_script_can_be_described(
    emulator: Emulator, personalize: Any
) -> None:
    emulator.script(CAMPAIGN, ["1"])
    emulator.script(RECOMMENDER, ["1"])
    campaign = personalize.describe_campaign(campaignArn=CAMPAIGN)["campaign"]
    version = personalize.describe_solution_version(
        solutionVersionArn=campaign["solutionVersionArn"]
    )["solutionVersion"]
    (recommender,) = personalize.list_recommenders()["recommenders"]
    states = {one["status"] for one in (campaign, version, recommender)}
    assert states == {"ACTIVE"}


def test_a_stopped_recommender_answers_nothing_and_no_one_without_a_script(
    emulator: Emulator, personalize: Any, personalize_runtime: Any
) -> None:
    emulator.script(RECOMMENDER, ["1"])
    personalize.stop_recommender(recommenderArn=RECOMMENDER)
    not_found = personalize_runtime.exceptions.ResourceNotFoundException
    with pytest.raises(not_found, match="INACTIVE"):
        ask(personalize_runtime)
    with pytest.raises(not_found, match="does not exist"):
        ask(personalize_runtime, CAMPAIGN)


@pytest.fixture
def items(
    emulator: Emulator, personalize: Any, personalize_events: Any, group: str
) -> str:
    """A group with the items a0 to b9, and a script for a recommender of it."""
    dataset = world.make_dataset(personalize, group, "Items")
    for number in (0, 10):
        page = make_items()[number : number + 10]
        personalize_events.put_items(datasetArn=dataset, items=page)
    emulator.script(RECOMMENDER, ["b1", "a1", "a0", "nobody"])
    return group


def test_filters_are_applied_to_a_script(
    personalize: Any, personalize_runtime: Any, items: str
) -> None:
    cheap = world.make_filter(personalize, items)
    assert get_ids(ask(personalize_runtime, filterArn=cheap)) == ["a1", "a0"]


def test_promotions_are_applied_to_a_script(
    personalize: Any, personalize_runtime: Any, items: str
) -> None:
    promotion = {
        "name": "cheap",
        "percentPromotedItems": 50,
        "filterArn": world.make_filter(personalize, items),
    }
    answer = ask(personalize_runtime, numResults=2, promotions=[promotion])
    promoted = [one["itemId"] for one in answer["itemList"] if "promotionName" in one]
    assert (promoted, len(answer["itemList"])) == (["a1"], 2)


def test_metadata_is_given_when_it_is_switched_on(
    personalize: Any, personalize_runtime: Any, items: str
) -> None:
    personalize.update_recommender(
        recommenderArn=RECOMMENDER,
        recommenderConfig={"enableMetadataWithRecommendations": True},
    )
    columns = {"ITEMS": ["PRICE"]}
    first, *_ = ask(personalize_runtime, metadataColumns=columns)["itemList"]
    assert first["metadata"] == {"PRICE": "11.0"}


def test_what_is_said_of_single_items_can_be_scripted(
    emulator: Emulator, personalize_runtime: Any
) -> None:
    emulator.script(CAMPAIGN, ["1", "2"], reasons={"2": ["Exploration"]})
    first, second = ask(personalize_runtime, CAMPAIGN)["itemList"]
    assert "reason" not in first
    assert second["reason"] == ["Exploration"]


def test_faults_befall_scripted_answers_too(
    emulator: Emulator, personalize_runtime: Any
) -> None:
    emulator.script(RECOMMENDER, ["1"])
    emulator.fail("throttle", operation="GetRecommendations")
    with pytest.raises(personalize_runtime.exceptions.ClientError, match="Throttling"):
        ask(personalize_runtime)


def test_a_script_can_be_rewritten(
    emulator: Emulator, personalize_runtime: Any
) -> None:
    for item_ids in (["1"], ["2"]):
        emulator.script(RECOMMENDER, item_ids)
        emulator.script(CAMPAIGN, item_ids)
    assert get_ids(ask(personalize_runtime)) == ["2"]
    assert get_ids(ask(personalize_runtime, CAMPAIGN)) == ["2"]


def test_scripts_are_kept_with_the_state(tmp_path: Path, connect: Any) -> None:
    path = tmp_path / "state"
    with Emulator(state_path=path) as emulator:
        emulator.script(CAMPAIGN, ["1"])
    with Emulator(state_path=path) as emulator:
        answer = ask(connect(emulator, "personalize-runtime"), CAMPAIGN)
    assert get_ids(answer) == ["1"]


@pytest.mark.usefixtures("untrained")
def test_one_that_exists_keeps_its_recipe_and_outlives_its_script(
    emulator: Emulator, personalize: Any, personalize_runtime: Any, group: str
) -> None:
    world.make_dataset(personalize, group)
    arn = world.make_recommender(personalize, group)
    emulator.script(arn, ["1"])
    assert get_ids(ask(personalize_runtime, arn)) == ["1"]
    with pytest.raises(ValueError, match="exists already"):
        emulator.script(arn, ["1"], recipe="aws-ecomm-popular-items-by-views")
    emulator.clear_scripts()
    assert personalize.describe_recommender(recommenderArn=arn)


def test_what_was_made_for_scripts_goes_with_them(
    emulator: Emulator, personalize: Any
) -> None:
    emulator.script(CAMPAIGN, ["1"])
    emulator.script(RECOMMENDER, ["1"])
    control(emulator, "DELETE", "answers")
    assert emulator.state.count() == 0


def test_scripts_are_written_over_http(
    emulator: Emulator, personalize_runtime: Any
) -> None:
    order = {"arn": CAMPAIGN, "itemIds": ["1"], "recipe": "aws-hrnn"}
    assert control(emulator, "POST", "answers", order) == (200, {"arn": CAMPAIGN})
    assert get_ids(ask(personalize_runtime, CAMPAIGN)) == ["1"]


@pytest.mark.parametrize(
    "order",
    [
        {"arn": f"{PREFIX}filter/x", "itemIds": []},
        {"arn": CAMPAIGN.replace("123456789012", "210987654321"), "itemIds": []},
        {"arn": "campaign", "itemIds": []},
        {"itemIds": []},
        {"arn": CAMPAIGN},
        {"arn": CAMPAIGN, "itemIds": [1]},
        {"arn": CAMPAIGN, "itemIds": 1},
        {"arn": CAMPAIGN, "itemIds": [], "recipe": "aws-magic"},
        {"arn": RECOMMENDER, "itemIds": [], "recipe": "aws-sims"},
        {"arn": CAMPAIGN, "itemIds": [], "reasons": ["Exploration"]},
        {"arn": CAMPAIGN, "itemIds": [], "reason": {}},
    ],
    ids=str,
)
def test_a_script_that_makes_no_sense_says_so(
    emulator: Emulator, order: dict[str, Any]
) -> None:
    status, answer = control(emulator, "POST", "answers", order)
    assert status == 400
    assert answer["message"]
    assert emulator.state.count() == 0
