"""Finding what alarms should watch over."""

from __future__ import annotations

from personalize.conf import conf
from personalize.doctor.account import Account
from personalize.metrics.watched import Served, Watched
from personalize.provisioning.recipes import RANKING


def find_watched(account: Account) -> Watched:
    """Ask Amazon for the tracker, and for what serves the use cases."""
    tracker = account.own_tracker if account.setup.tracking_id else None
    return Watched(
        dataset_group_arn=account.dataset_group_arn,
        tracker_arn=tracker["eventTrackerArn"] if tracker else "",
        served=tuple(_find_served(account, name) for name in account.setup.arns),
        namespace=conf.METRICS_NAMESPACE,
    )


def _find_served(account: Account, name: str) -> Served:
    resource = account.describe(account.setup.arns[name])
    return Served(
        name=name,
        arn=resource.arn,
        min_tps=resource.min_tps,
        ranks=name == RANKING,
        solution_arn=resource.solution_arn,
    )
