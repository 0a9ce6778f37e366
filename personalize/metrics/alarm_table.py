"""Every alarm, declared: what it watches, when it rings, and what that means."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from personalize.metrics import gathering as own
from personalize.metrics.watched import Served, Watched

AMAZON = "AWS/Personalize"
MINUTE, HOUR, DAY = 60, 3600, 86400
# A campaign or recommender scales up by itself, after minutes in which it refuses.
MOST_UTILISED = 0.8


@dataclass(frozen=True, slots=True, kw_only=True)
class Metric:
    """``names`` are the spellings that CloudWatch may have, likeliest first."""

    names: tuple[str, ...]
    dimensions: dict[str, str] = field(default_factory=dict)
    namespace: str = AMAZON


@dataclass(frozen=True, slots=True, kw_only=True)
class Alarm:
    """Rings when the metric is so for a number of periods; ``share_of`` makes it a
    percentage. ``silence_rings`` says what no data at all means."""

    key: str
    says: str
    metric: Metric
    is_at_least: float | None = None
    is_below: float | None = None
    statistic: str = "Sum"
    period: int = 5 * MINUTE
    periods: int = 1
    share_of: Metric | None = None
    silence_rings: bool = False


def declare(watched: Watched) -> Iterator[Alarm]:
    if watched.tracker_arn:
        yield from _watch_events(watched)
    if watched.dataset_group_arn:
        yield from _watch_imports(watched)
    for served in watched.served:
        yield from _watch_serving(served)
        yield from _watch_cost(served)
    if watched.namespace:
        yield from _watch_backlog(watched)
        yield from _watch_answers(watched)


def _watch_events(watched: Watched) -> Iterator[Alarm]:
    def events(*names: str) -> Metric:
        return Metric(names=names, dimensions={"EventTrackerArn": watched.tracker_arn})

    yield Alarm(
        key="events-refused",
        says="Amazon refuses events: the tracking id or an event is wrong.",
        metric=events("PutEvents4xxErrors"),
        is_at_least=1,
        periods=3,
    )
    yield Alarm(
        key="events-failing",
        says="Amazon fails to take events; they wait in the shop.",
        metric=events("PutEvents5xxErrors"),
        is_at_least=1,
        periods=3,
    )
    yield Alarm(
        key="events-absent",
        says="No event has reached Amazon for an hour.",
        metric=events("PutEventsRequests"),
        is_below=1,
        period=HOUR,
        silence_rings=True,
    )
    yield Alarm(
        key="events-slow",
        says="Amazon takes more than a second for a call with events.",
        metric=events("PutEventLatency", "PutEventsLatency"),
        statistic="Average",
        is_at_least=1000,
        periods=3,
    )


def _watch_imports(watched: Watched) -> Iterator[Alarm]:
    group = {"DatasetGroupArn": watched.dataset_group_arn}
    yield Alarm(
        key="import-failed",
        says="An import into the dataset group failed.",
        metric=Metric(names=("DatasetImportJobError",), dimensions=group),
        is_at_least=1,
    )
    for served in watched.served:
        if served.solution_arn:
            solution = {"SolutionArn": served.solution_arn}
            yield Alarm(
                key=f"{served.name}-training-failed",
                says=f"Training for {served.name} failed; the old version goes on.",
                metric=Metric(names=("SolutionTrainingJobError",), dimensions=solution),
                is_at_least=1,
            )


def _watch_serving(served: Served) -> Iterator[Alarm]:
    asked = requests_of(served)
    for status, share in (("4xx", 5), ("5xx", 1)):
        yield Alarm(
            key=f"{served.name}-{status}",
            says=f"{share} % of the questions for {served.name} end in {status}.",
            metric=_of(served, f"{operation_of(served)}{status}Errors"),
            share_of=asked,
            is_at_least=share,
            periods=3,
        )
    latency = _of(served, f"{operation_of(served)}Latency")
    for statistic, milliseconds in (("Average", 200), ("Maximum", 2000)):
        yield Alarm(
            key=f"{served.name}-slow-{statistic.lower()}",
            says=f"{statistic} time for {served.name} reaches {milliseconds} ms.",
            metric=latency,
            statistic=statistic,
            is_at_least=milliseconds,
            periods=3,
        )
    yield Alarm(
        key=f"{served.name}-utilised",
        says=f"{served.name} uses {MOST_UTILISED:.0%} of its minimum TPS: raise it.",
        metric=asked,
        is_at_least=MOST_UTILISED * served.min_tps * 5 * MINUTE,
        periods=3,
    )


def _watch_cost(served: Served) -> Iterator[Alarm]:
    yield Alarm(
        key=f"{served.name}-idle",
        says=f"Nobody asked for {served.name} for a day; it is paid for all the same.",
        metric=requests_of(served),
        is_below=1,
        period=DAY,
        silence_rings=True,
    )


def _watch_backlog(watched: Watched) -> Iterator[Alarm]:
    yield Alarm(
        key="shop-silent",
        says="The shop sends no metrics: beat or the workers do not run.",
        metric=_shop(watched, own.PENDING),
        statistic="SampleCount",
        is_below=1,
        period=15 * MINUTE,
        silence_rings=True,
    )
    yield Alarm(
        key="shop-late",
        says="An event has been waiting for five minutes to be delivered.",
        metric=_shop(watched, own.OLDEST_PENDING),
        statistic="Maximum",
        is_at_least=300,
        period=MINUTE,
        periods=5,
    )
    yield Alarm(
        key="shop-pending",
        says="10,000 events wait to be delivered.",
        metric=_shop(watched, own.PENDING),
        statistic="Minimum",
        is_at_least=10_000,
        periods=3,
    )
    yield Alarm(
        key="shop-rejected",
        says="Events of the last day were rejected: see them in the admin.",
        metric=_shop(watched, own.REJECTED),
        statistic="Maximum",
        is_at_least=1,
    )


def _watch_answers(watched: Watched) -> Iterator[Alarm]:
    yield Alarm(
        key="shop-fallback",
        says="One in five answers comes from a fallback.",
        metric=_shop(watched, own.FALLBACKS),
        statistic="Average",
        is_at_least=20,
        periods=3,
    )
    yield Alarm(
        key="shop-slow",
        says="One in twenty answers of Amazon takes the shop 300 ms or more.",
        metric=_shop(watched, own.LATENCY, Backend=watched.backend),
        statistic="p95",
        is_at_least=300,
        periods=3,
    )


def operation_of(served: Served) -> str:
    return "GetPersonalizedRanking" if served.ranks else "GetRecommendations"


def requests_of(served: Served) -> Metric:
    operation = operation_of(served)
    return _of(served, operation, f"{operation}Requests")


def _of(served: Served, *names: str) -> Metric:
    # No dimension is documented for recommenders; campaigns have this one.
    return Metric(names=names, dimensions={"CampaignArn": served.arn})


def _shop(watched: Watched, name: str, **dimensions: str) -> Metric:
    return Metric(names=(name,), namespace=watched.namespace, dimensions=dimensions)
