from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from personalize.metrics.alarm_table import declare
from personalize.metrics.alarms import apply_alarms, delete_alarms, list_alarms
from personalize.metrics.watched import Served, Watched
from tests.personalize.cloudwatch import open_client, run_cloudwatch

ACCOUNT = "arn:aws:personalize:eu-west-1:123456789012"
TRACKER = f"{ACCOUNT}:event-tracker/1a2b3c"
SERVED = Served(name="best-sellers", arn=f"{ACCOUNT}:recommender/best", min_tps=2)
RANKING = Served(
    name="ranking",
    arn=f"{ACCOUNT}:campaign/ranking",
    ranks=True,
    solution_arn=f"{ACCOUNT}:solution/ranking",
)
WATCHED = Watched(
    dataset_group_arn=f"{ACCOUNT}:dataset-group/shop",
    tracker_arn=TRACKER,
    served=(SERVED, RANKING),
    namespace="Personalize/Shop",
)
TOPIC = "arn:aws:sns:eu-west-1:123456789012:operators"
FACTS = {
    "events-refused",
    "events-absent",
    "import-failed",
    "ranking-training-failed",
    "best-sellers-4xx",
    "best-sellers-5xx",
    "best-sellers-slow-average",
    "best-sellers-utilised",
    "best-sellers-idle",
    "shop-late",
    "shop-fallback",
}


@pytest.fixture
def cloudwatch() -> Iterator[Any]:
    with run_cloudwatch() as url, open_client(url) as client:
        yield client


def find(cloudwatch: Any, key: str) -> dict[str, Any]:
    named = {each["AlarmName"]: each for each in list_alarms(cloudwatch, "shop")}
    return named[f"shop-personalize-{key}"]


def test_every_alarm_of_the_table_is_made(cloudwatch: Any) -> None:
    changes = apply_alarms(cloudwatch, WATCHED, prefix="shop")
    made = {each["AlarmName"] for each in list_alarms(cloudwatch, "shop")}
    assert made == {f"shop-personalize-{alarm.key}" for alarm in declare(WATCHED)}
    assert {change.done for change in changes} == {"created"}
    assert {f"shop-personalize-{key}" for key in FACTS} <= made


def test_nothing_is_done_twice(cloudwatch: Any) -> None:
    apply_alarms(cloudwatch, WATCHED, prefix="shop", topic_arn=TOPIC)
    again = apply_alarms(cloudwatch, WATCHED, prefix="shop", topic_arn=TOPIC)
    assert {change.done for change in again} == {"kept"}


def test_an_alarm_that_somebody_edited_is_set_right(cloudwatch: Any) -> None:
    apply_alarms(cloudwatch, WATCHED, prefix="shop")
    apply_alarms(cloudwatch, WATCHED, prefix="shop", topic_arn=TOPIC)
    changes = apply_alarms(cloudwatch, WATCHED, prefix="shop")
    assert {change.done for change in changes} == {"changed"}
    assert find(cloudwatch, "shop-late")["AlarmActions"] == []


def test_what_is_no_longer_watched_goes(cloudwatch: Any) -> None:
    apply_alarms(cloudwatch, WATCHED, prefix="shop")
    changes = apply_alarms(cloudwatch, Watched(tracker_arn=TRACKER), prefix="shop")
    left = [each["AlarmName"] for each in list_alarms(cloudwatch, "shop")]
    assert {name.removeprefix("shop-personalize-").split("-")[0] for name in left} == {
        "events"
    }
    assert "deleted" in {change.done for change in changes}


def test_alarms_of_others_are_left_alone(cloudwatch: Any) -> None:
    apply_alarms(cloudwatch, WATCHED, prefix="shop-staging")
    apply_alarms(cloudwatch, WATCHED, prefix="shop")
    delete_alarms(cloudwatch, prefix="shop")
    assert list(list_alarms(cloudwatch, "shop")) == []
    assert len(list(list_alarms(cloudwatch, "shop-staging"))) == len(
        [*declare(WATCHED)]
    )
    assert cloudwatch.list_dashboards()["DashboardEntries"][0]["DashboardName"] == (
        "shop-staging-personalize"
    )


def test_deleting_what_is_not_there_is_no_error(cloudwatch: Any) -> None:
    assert delete_alarms(cloudwatch, prefix="shop") == []


def test_utilisation_goes_by_the_minimum_tps(cloudwatch: Any) -> None:
    apply_alarms(cloudwatch, WATCHED, prefix="shop")
    alarm = find(cloudwatch, "best-sellers-utilised")
    assert (alarm["Threshold"], alarm["Period"]) == (0.8 * 2 * 300, 300)


def test_silence_of_the_events_rings(cloudwatch: Any) -> None:
    apply_alarms(cloudwatch, WATCHED, prefix="shop", topic_arn=TOPIC)
    alarm = find(cloudwatch, "events-absent")
    assert alarm["TreatMissingData"] == "breaching"
    assert alarm["ComparisonOperator"] == "LessThanThreshold"
    assert alarm["AlarmActions"] == [TOPIC]


def test_errors_are_a_share_of_the_questions(cloudwatch: Any) -> None:
    apply_alarms(cloudwatch, WATCHED, prefix="shop")
    share, part, whole = find(cloudwatch, "ranking-4xx")["Metrics"]
    assert share["Expression"] == "100 * part / whole"
    names = [each["MetricStat"]["Metric"]["MetricName"] for each in (part, whole)]
    assert names == ["GetPersonalizedRanking4xxErrors", "GetPersonalizedRanking"]


def test_latency_of_the_shop_is_a_percentile(cloudwatch: Any) -> None:
    apply_alarms(cloudwatch, WATCHED, prefix="shop")
    alarm = find(cloudwatch, "shop-slow")
    assert alarm["ExtendedStatistic"] == "p95"
    assert alarm["Dimensions"] == [{"Name": "Backend", "Value": "aws"}]


def test_the_dimensions_are_those_that_cloudwatch_has(cloudwatch: Any) -> None:
    dimensions = [
        {"Name": "DatasetGroupArn", "Value": WATCHED.dataset_group_arn},
        {"Name": "EventTrackerArn", "Value": TRACKER},
    ]
    datum = {"MetricName": "PutEventsRequests", "Value": 1, "Dimensions": dimensions}
    cloudwatch.put_metric_data(Namespace="AWS/Personalize", MetricData=[datum])
    apply_alarms(cloudwatch, WATCHED, prefix="shop")
    assert find(cloudwatch, "events-absent")["Dimensions"] == dimensions


def test_the_spelling_is_the_one_that_cloudwatch_has(cloudwatch: Any) -> None:
    dimensions = [{"Name": "CampaignArn", "Value": RANKING.arn}]
    name = "GetPersonalizedRankingRequests"
    datum = {"MetricName": name, "Value": 1, "Dimensions": dimensions}
    cloudwatch.put_metric_data(Namespace="AWS/Personalize", MetricData=[datum])
    apply_alarms(cloudwatch, WATCHED, prefix="shop")
    assert find(cloudwatch, "ranking-idle")["MetricName"] == name


def test_the_dashboard_charts_the_shop_and_amazon(cloudwatch: Any) -> None:
    apply_alarms(cloudwatch, WATCHED, prefix="shop")
    found = cloudwatch.get_dashboard(DashboardName="shop-personalize")
    widgets = json.loads(found["DashboardBody"])["widgets"]
    titles = {each["properties"]["title"] for each in widgets}
    assert {
        "Events at Amazon",
        "ranking: latency (ms)",
        "Failures of backends",
    } <= titles
    assert len({(each["x"], each["y"]) for each in widgets}) == len(widgets)


def test_a_shop_without_metrics_of_its_own_has_no_alarms_on_them() -> None:
    keys = [alarm.key for alarm in declare(Watched(tracker_arn=TRACKER))]
    assert [key for key in keys if key.startswith("shop")] == []
