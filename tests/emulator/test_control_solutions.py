from __future__ import annotations

from typing import Any

import pytest

from personalize.emulator import Emulator, kinds, lifecycle
from personalize.emulator.resources import Resource
from personalize.emulator.state import State
from tests.emulator.conftest import Connect
from tests.emulator.world import (
    FOR_YOU,
    PERSONALIZATION,
    RECIPE,
    make_campaign,
    make_group,
    make_solution,
    make_version,
)

pytestmark = pytest.mark.usefixtures("untrained")


def describe(client: Any, arn: str) -> dict[str, Any]:
    return dict(client.describe_solution(solutionArn=arn)["solution"])


def test_solutions_train_by_themselves_unless_told_not_to(
    personalize: Any, group: str
) -> None:
    solution = describe(personalize, make_solution(personalize, group))
    assert solution["performAutoTraining"] is True
    assert solution["performHPO"] is False


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        ({"performAutoML": True}, "recipeArn must be left out"),
        ({"recipeArn": FOR_YOU}, "Create a recommender"),
        ({"recipeArn": f"{RECIPE}aws-next-best-action"}, "Actions are not offered"),
        ({"recipeArn": FOR_YOU.replace("recipe", "campaign")}, "ARN of a recipe"),
        ({"solutionConfig": {"eventValueThreshold": "much"}}, "not a number"),
        (
            {
                "solutionConfig": {
                    "autoTrainingConfig": {"schedulingExpression": "rate(31 days)"}
                }
            },
            "30 days",
        ),
        (
            {
                "performAutoTraining": False,
                "solutionConfig": {
                    "autoTrainingConfig": {"schedulingExpression": "rate(7 days)"}
                },
            },
            "needs performAutoTraining",
        ),
        (
            {
                "solutionConfig": {
                    "trainingDataConfig": {
                        "excludedDatasetColumns": {"ITEMS": ["ITEM_ID"]}
                    }
                }
            },
            "ITEM_ID always takes part",
        ),
        (
            {
                "solutionConfig": {
                    "trainingDataConfig": {"includedDatasetColumns": {"SHOES": []}}
                }
            },
            "not a type of dataset",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_solutions_that_make_no_sense_are_refused(
    personalize: Any, group: str, options: dict[str, Any], reason: str
) -> None:
    with pytest.raises(personalize.exceptions.InvalidInputException, match=reason):
        make_solution(personalize, group, **options)


def test_a_solution_needs_a_recipe(personalize: Any, group: str) -> None:
    with pytest.raises(personalize.exceptions.InvalidInputException):
        personalize.create_solution(name="none", datasetGroupArn=group)


def test_automl_decides_for_a_recipe(personalize: Any, group: str) -> None:
    answer = personalize.create_solution(
        name="auto", datasetGroupArn=group, performAutoML=True
    )
    solution = describe(personalize, answer["solutionArn"])
    assert solution["autoMLResult"]["bestRecipeArn"].startswith(RECIPE)


def test_an_update_changes_the_schedule(personalize: Any, group: str) -> None:
    arn = make_solution(personalize, group)
    weekly = {"autoTrainingConfig": {"schedulingExpression": "rate(3 days)"}}

    personalize.update_solution(solutionArn=arn, solutionUpdateConfig=weekly)

    solution = describe(personalize, arn)
    assert solution["solutionConfig"] == weekly
    assert solution["latestSolutionUpdate"]["solutionUpdateConfig"] == weekly


def test_a_version_belongs_to_its_solution(personalize: Any, group: str) -> None:
    arn = make_solution(personalize, group, eventType="Purchase")
    version_arn = make_version(personalize, arn)
    answer = personalize.describe_solution_version(solutionVersionArn=version_arn)
    version = answer["solutionVersion"]
    assert version_arn.startswith(f"{arn}/")
    assert version["recipeArn"] == PERSONALIZATION
    assert (version["eventType"], version["trainingMode"]) == ("Purchase", "FULL")


def test_a_solution_tells_its_latest_version(personalize: Any, group: str) -> None:
    arn = make_solution(personalize, group)
    make_version(personalize, arn)
    latest = make_version(personalize, arn)
    version = describe(personalize, arn)["latestSolutionVersion"]
    assert version["solutionVersionArn"] == latest


@pytest.mark.parametrize("mode", ["AUTOTRAIN", "UPDATE"])
def test_only_full_training_is_for_every_recipe(
    personalize: Any, group: str, mode: str
) -> None:
    arn = make_solution(personalize, group)
    with pytest.raises(personalize.exceptions.InvalidInputException):
        personalize.create_solution_version(solutionArn=arn, trainingMode=mode)


def test_an_update_needs_something_to_update(personalize: Any, group: str) -> None:
    recipe = f"{RECIPE}aws-user-personalization"
    arn = make_solution(personalize, group, recipeArn=recipe)
    with pytest.raises(personalize.exceptions.InvalidInputException):
        personalize.create_solution_version(solutionArn=arn, trainingMode="UPDATE")
    make_version(personalize, arn)
    personalize.create_solution_version(solutionArn=arn, trainingMode="UPDATE")


def test_metrics_are_those_of_the_training(
    emulator: Emulator,
    personalize: Any,
    group: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def train(state: State, version: Resource) -> dict[str, Any]:
        return {"metrics": {"coverage": 0.5}}

    monkeypatch.setitem(lifecycle.WORKS, kinds.SOLUTION_VERSION.word, train)
    version = make_version(personalize, make_solution(personalize, group))
    emulator.settle()

    answer = personalize.get_solution_metrics(solutionVersionArn=version)
    assert answer["metrics"] == {"coverage": 0.5}


def test_a_training_can_be_stopped(connect: Connect) -> None:
    with Emulator(pace=60) as emulator:
        client = connect(emulator, "personalize")
        group = make_group(client)
        emulator.state.clock.forward(200)
        solution = make_solution(client, group)
        emulator.state.clock.forward(200)
        version = make_version(client, solution)
        client.stop_solution_version_creation(solutionVersionArn=version)
        answer = client.describe_solution_version(solutionVersionArn=version)
        assert answer["solutionVersion"]["status"] == "CREATE STOPPED"


def test_what_is_trained_cannot_be_stopped(personalize: Any, group: str) -> None:
    version = make_version(personalize, make_solution(personalize, group))
    with pytest.raises(personalize.exceptions.ResourceInUseException):
        personalize.stop_solution_version_creation(solutionVersionArn=version)


def test_a_campaign_has_at_least_one_request_a_second(
    personalize: Any, group: str
) -> None:
    version = make_version(personalize, make_solution(personalize, group))
    arn = make_campaign(personalize, version)
    campaign = personalize.describe_campaign(campaignArn=arn)["campaign"]
    assert campaign["minProvisionedTPS"] == 1
    assert campaign["solutionVersionArn"] == version


def test_a_campaign_is_listed_by_its_solution(personalize: Any, group: str) -> None:
    one, other = (
        make_solution(personalize, group, name=name) for name in ("one", "other")
    )
    arn = make_campaign(personalize, make_version(personalize, one))
    (campaign,) = personalize.list_campaigns(solutionArn=one)["campaigns"]
    assert campaign["campaignArn"] == arn
    assert personalize.list_campaigns(solutionArn=other)["campaigns"] == []


def test_a_campaign_can_follow_its_solution(personalize: Any, group: str) -> None:
    solution = make_solution(personalize, group)
    make_version(personalize, solution)
    arn = make_campaign(
        personalize,
        f"{solution}/$LATEST",
        campaignConfig={"syncWithLatestSolutionVersion": True},
    )
    latest = make_version(personalize, solution)
    campaign = personalize.describe_campaign(campaignArn=arn)["campaign"]
    assert campaign["solutionVersionArn"] == latest


def test_following_has_to_be_asked_for(personalize: Any, group: str) -> None:
    solution = make_solution(personalize, group)
    make_version(personalize, solution)
    with pytest.raises(personalize.exceptions.InvalidInputException, match="sync"):
        make_campaign(personalize, f"{solution}/$LATEST")


def test_there_must_be_something_to_follow(personalize: Any, group: str) -> None:
    solution = make_solution(personalize, group)
    config = {"syncWithLatestSolutionVersion": True}
    with pytest.raises(personalize.exceptions.ResourceInUseException):
        make_campaign(personalize, f"{solution}/$LATEST", campaignConfig=config)


@pytest.mark.parametrize(
    "config",
    [
        {"itemExplorationConfig": {"explorationWeight": "2"}},
        {"itemExplorationConfig": {"explorationWeight": "much"}},
        {"itemExplorationConfig": {"weight": "0.3"}},
    ],
    ids=str,
)
def test_exploration_is_within_bounds(
    personalize: Any, group: str, config: dict[str, Any]
) -> None:
    version = make_version(personalize, make_solution(personalize, group))
    with pytest.raises(personalize.exceptions.InvalidInputException):
        make_campaign(personalize, version, campaignConfig=config)


def test_segments_are_not_deployed(personalize: Any, group: str) -> None:
    recipe = f"{RECIPE}aws-item-affinity"
    solution = make_solution(personalize, group, recipeArn=recipe)
    version = make_version(personalize, solution)
    with pytest.raises(personalize.exceptions.InvalidInputException, match="segment"):
        make_campaign(personalize, version)


def test_the_old_version_serves_until_the_update_is_done(
    connect: Connect,
) -> None:
    with Emulator(pace=60) as emulator:
        client = connect(emulator, "personalize")
        group = make_group(client)
        emulator.state.clock.forward(200)
        solution = make_solution(client, group)
        emulator.state.clock.forward(200)
        old, new = make_version(client, solution), make_version(client, solution)
        emulator.state.clock.forward(200)
        arn = make_campaign(client, old)
        emulator.state.clock.forward(200)

        client.update_campaign(campaignArn=arn, solutionVersionArn=new)

        with pytest.raises(client.exceptions.ResourceInUseException):
            client.update_campaign(campaignArn=arn, minProvisionedTPS=2)
        campaign = client.describe_campaign(campaignArn=arn)["campaign"]
        assert campaign["solutionVersionArn"] == old
        assert campaign["latestCampaignUpdate"]["status"] == "CREATE PENDING"
        emulator.state.clock.forward(200)
        campaign = client.describe_campaign(campaignArn=arn)["campaign"]
        assert campaign["solutionVersionArn"] == new


def test_an_update_changes_something(personalize: Any, group: str) -> None:
    version = make_version(personalize, make_solution(personalize, group))
    arn = make_campaign(personalize, version)
    with pytest.raises(personalize.exceptions.InvalidInputException):
        personalize.update_campaign(campaignArn=arn)
    personalize.update_campaign(campaignArn=arn, minProvisionedTPS=2)
    campaign = personalize.describe_campaign(campaignArn=arn)["campaign"]
    assert campaign["minProvisionedTPS"] == 2
