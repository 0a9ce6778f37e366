"""The kinds of resources, named as their operations and ARNs name them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class States:
    """The words for the stations of a creation."""

    pending: str = "CREATE PENDING"
    in_progress: str = "CREATE IN_PROGRESS"
    done: str = "ACTIVE"
    failed: str = "CREATE FAILED"


OF_JOBS_WITHOUT_CREATE = States(
    pending="PENDING", in_progress="IN_PROGRESS", done="COMPLETED", failed="FAILED"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    noun: str
    """As in CreateDatasetGroup."""
    word: str
    """As in arn:aws:personalize:eu-west-1:123456789012:dataset-group/shop."""
    states: States = States()

    @property
    def key(self) -> str:
        """As in the answer of DescribeDatasetGroup: datasetGroup."""
        return self.noun[0].lower() + self.noun[1:]

    @property
    def arn_key(self) -> str:
        return f"{self.key}Arn"

    @property
    def label(self) -> str:
        return self.word.replace("-", " ")


SCHEMA = Kind(noun="Schema", word="schema")
DATASET_GROUP = Kind(noun="DatasetGroup", word="dataset-group")
DATASET = Kind(noun="Dataset", word="dataset")
IMPORT_JOB = Kind(noun="DatasetImportJob", word="dataset-import-job")
EXPORT_JOB = Kind(noun="DatasetExportJob", word="dataset-export-job")
DELETION_JOB = Kind(
    noun="DataDeletionJob", word="data-deletion-job", states=OF_JOBS_WITHOUT_CREATE
)
EVENT_TRACKER = Kind(noun="EventTracker", word="event-tracker")
SOLUTION = Kind(noun="Solution", word="solution")
# Its ARN is the solution's, and eight digits.
SOLUTION_VERSION = Kind(noun="SolutionVersion", word="solution-version")
CAMPAIGN = Kind(noun="Campaign", word="campaign")
RECOMMENDER = Kind(noun="Recommender", word="recommender")
FILTER = Kind(noun="Filter", word="filter")
BATCH_INFERENCE_JOB = Kind(noun="BatchInferenceJob", word="batch-inference-job")
BATCH_SEGMENT_JOB = Kind(noun="BatchSegmentJob", word="batch-segment-job")
METRIC_ATTRIBUTION = Kind(noun="MetricAttribution", word="metric-attribution")

KINDS = {
    kind.word: kind
    for kind in (
        SCHEMA,
        DATASET_GROUP,
        DATASET,
        IMPORT_JOB,
        EXPORT_JOB,
        DELETION_JOB,
        EVENT_TRACKER,
        SOLUTION,
        SOLUTION_VERSION,
        CAMPAIGN,
        RECOMMENDER,
        FILTER,
        BATCH_INFERENCE_JOB,
        BATCH_SEGMENT_JOB,
        METRIC_ATTRIBUTION,
    )
}
