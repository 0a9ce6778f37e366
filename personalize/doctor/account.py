"""What exists at Amazon, asked for once and remembered for all the checks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cache, cached_property
from typing import Any, TypeVar

from personalize.doctor.asking import Asking
from personalize.doctor.setup import AmazonSetup

T = TypeVar("T")
Described = dict[str, Any]

# More pages than any quota fills.
MOST_PAGES = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    """A recommender or a campaign, and what it was made from."""

    arn: str
    kind: str
    status: str
    recipe: str
    dataset_group_arn: str
    min_tps: int
    failure_reason: str
    updated_at: datetime | None
    solution_arn: str = ""

    @property
    def is_active(self) -> bool:
        return self.status == "ACTIVE"


class Account:
    """Each method asks Amazon at most once; what went wrong is raised each time."""

    def __init__(self, setup: AmazonSetup, asking: Asking) -> None:
        self.setup = setup
        self.asking = asking
        # Bound to the object, so that both are forgotten together.
        self.describe = cache(self._describe)
        self.list_all = cache(self._list_all)

    @cached_property
    def dataset_group_arn(self) -> str:
        """The one of the settings, or that of the first recommender or campaign."""
        if self.setup.dataset_group_arn:
            return self.setup.dataset_group_arn
        arns = list(self.setup.arns.values())
        return self.describe(arns[0]).dataset_group_arn if arns else ""

    @cached_property
    def trackers(self) -> list[Described]:
        """The event trackers of the group, with their tracking ids."""
        return [
            self.ask("describe_event_tracker", eventTrackerArn=each["eventTrackerArn"])[
                "eventTracker"
            ]
            for each in self.list_all("event_trackers", "eventTrackers")
        ]

    @cached_property
    def datasets(self) -> list[Described]:
        return [
            self.ask("describe_dataset", datasetArn=each["datasetArn"])["dataset"]
            for each in self.list_all("datasets", "datasets")
        ]

    @cached_property
    def filters(self) -> list[Described]:
        return self.list_all("filters", "Filters")

    @property
    def own_tracker(self) -> Described | None:
        own = self.setup.tracking_id
        return next((each for each in self.trackers if each["trackingId"] == own), None)

    def ask(self, operation: str, **arguments: Any) -> Described:
        return self.asking.ask("personalize", operation, **arguments)

    def _list_all(self, what: str, key: str) -> list[Described]:
        found: list[Described] = []
        arguments = {"datasetGroupArn": self.dataset_group_arn}
        for _ in range(MOST_PAGES):
            page = self.ask(f"list_{what}", **arguments)
            found += page.get(key, [])
            if not page.get("nextToken"):
                break
            arguments["nextToken"] = page["nextToken"]
        return found

    def _describe(self, arn: str) -> Resource:
        if kind_of(arn) == "recommender":
            return self._describe_recommender(arn)
        return self._describe_campaign(arn)

    def _describe_recommender(self, arn: str) -> Resource:
        found = self.ask("describe_recommender", recommenderArn=arn)["recommender"]
        config = found.get("recommenderConfig", {})
        return Resource(
            kind="recommender",
            recipe=name_of(found["recipeArn"]),
            dataset_group_arn=found["datasetGroupArn"],
            min_tps=config.get("minRecommendationRequestsPerSecond", 1),
            **_common(arn, found),
        )

    def _describe_campaign(self, arn: str) -> Resource:
        found = self.ask("describe_campaign", campaignArn=arn)["campaign"]
        version = self._describe_version(found["solutionVersionArn"])
        return Resource(
            kind="campaign",
            recipe=name_of(version.get("recipeArn", "")),
            dataset_group_arn=version.get("datasetGroupArn", ""),
            min_tps=found.get("minProvisionedTPS", 1),
            solution_arn=version.get("solutionArn", ""),
            **_common(arn, found),
        )

    def _describe_version(self, arn: str) -> Described:
        # A campaign may follow its solution: "<solution>/$LATEST".
        if arn.endswith("/$LATEST"):
            solution = arn.removesuffix("/$LATEST")
            answer = self.ask("describe_solution", solutionArn=solution)
            found: Described = answer["solution"]
            return found
        answer = self.ask("describe_solution_version", solutionVersionArn=arn)
        version: Described = answer["solutionVersion"]
        return version


def kind_of(arn: str) -> str:
    return arn.split(":", 5)[-1].split("/")[0]


def name_of(arn: str) -> str:
    return arn.rpartition("/")[2]


def _common(arn: str, found: Described) -> dict[str, Any]:
    return {
        "arn": arn,
        "status": str(found.get("status", "")).replace("_", " "),
        "failure_reason": found.get("failureReason", ""),
        "updated_at": found.get("lastUpdatedDateTime"),
    }
