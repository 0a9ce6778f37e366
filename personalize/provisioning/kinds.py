"""The kinds of resources of Amazon Personalize, and how its operations name them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """What the operations Create…, List…, Describe… and Delete… of a kind are called.

    ``parent`` is the argument by which a list is narrowed to one owner.
    """

    label: str
    noun: str
    key: str
    parent: str = "datasetGroupArn"
    list_key: str = ""
    name_key: str = "name"
    takes_tags: bool = True

    @property
    def arn_key(self) -> str:
        return f"{self.key}Arn"

    @property
    def items_key(self) -> str:
        return self.list_key or f"{self.key}s"

    @property
    def paginator(self) -> str:
        return f"list_{self.noun}s"


SCHEMA = Kind(label="schema", noun="schema", key="schema", parent="", takes_tags=False)
DATASET_GROUP = Kind(
    label="dataset group", noun="dataset_group", key="datasetGroup", parent=""
)
DATASET = Kind(label="dataset", noun="dataset", key="dataset")
IMPORT = Kind(
    label="import",
    noun="dataset_import_job",
    key="datasetImportJob",
    parent="datasetArn",
    name_key="jobName",
)
TRACKER = Kind(label="event tracker", noun="event_tracker", key="eventTracker")
RECOMMENDER = Kind(label="recommender", noun="recommender", key="recommender")
SOLUTION = Kind(label="solution", noun="solution", key="solution")
VERSION = Kind(
    label="solution version",
    noun="solution_version",
    key="solutionVersion",
    parent="solutionArn",
)
CAMPAIGN = Kind(label="campaign", noun="campaign", key="campaign", parent="solutionArn")
# The one list of Amazon's whose key has a capital letter.
FILTER = Kind(label="filter", noun="filter", key="filter", list_key="Filters")
METRICS = Kind(
    label="metric attribution", noun="metric_attribution", key="metricAttribution"
)
