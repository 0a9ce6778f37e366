"""Tracker, recommenders, campaigns and filters: whether they are there and fit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from personalize.doctor.account import Resource, name_of
from personalize.doctor.asking import RefusedError
from personalize.doctor.examination import Examination
from personalize.doctor.findings import Finding, amber, green, red
from personalize.enums import UseCase
from personalize.provisioning.recipes import CHOICES, RANKING

STATUS = "`manage.py personalize status` shows how far it is."


def check_tracker(examination: Examination) -> Iterator[Finding]:
    if not examination.setup.tracking_id:
        yield red(
            "No tracking id is set: events wait and pile up.",
            "Set PERSONALIZE_TRACKING_ID to that of the event tracker.",
        )
        return
    if not examination.account.dataset_group_arn:
        yield amber(
            "The event tracker cannot be looked up: its dataset group is not known.",
            "Set PERSONALIZE_DATASET_GROUP_ARN.",
        )
        return
    yield _check_own_tracker(examination)


def check_recommenders(examination: Examination) -> Iterator[Finding]:
    if not examination.setup.arns:
        yield amber(
            "No recommender and no campaign is set: Amazon gets events and is not "
            "asked for recommendations.",
            "Set PERSONALIZE_CAMPAIGN_ARN and the ARNs of the other use cases.",
        )
    yield from _check_shared(examination.setup.arns)
    for name, arn in examination.setup.arns.items():
        yield from _check_resource(examination, name, arn)


def check_filters(examination: Examination) -> Iterator[Finding]:
    arns = examination.setup.filter_arns
    if not arns:
        yield green("No filters of Amazon's are used: the shop filters by itself.")
        return
    found = {each["filterArn"]: each for each in examination.account.filters}
    for arn in arns:
        status = found.get(arn, {}).get("status", "")
        yield _describe_filter(name_of(arn), status)


def _check_own_tracker(examination: Examination) -> Finding:
    account = examination.account
    tracker = account.own_tracker
    if tracker is None:
        known = ", ".join(each["trackingId"] for each in account.trackers) or "none"
        return red(
            "PERSONALIZE_TRACKING_ID is not that of an event tracker of the dataset "
            f"group {name_of(account.dataset_group_arn)}, which has: {known}.",
            "Set it to the tracking id of the group's tracker.",
        )
    if tracker["status"] != "ACTIVE":
        return red(
            f"The event tracker {tracker['name']} is {tracker['status']}.",
            f"Events wait until it is ACTIVE. {STATUS}",
        )
    return green(f"The event tracker {tracker['name']} is ACTIVE.")


def _check_shared(arns: dict[str, str]) -> Iterator[Finding]:
    for arn, count in Counter(arns.values()).items():
        names = [name for name in arns if arns[name] == arn]
        if count > 1:
            yield red(
                f"{' and '.join(names)} have the same ARN, {arn}.",
                "One recommender or campaign has one recipe: give each use case its "
                "own, or leave the variable empty.",
            )


def _check_resource(examination: Examination, name: str, arn: str) -> Iterator[Finding]:
    try:
        resource = examination.account.describe(arn)
    except RefusedError as error:
        if error.is_denied:
            raise
        yield red(
            f"{name}: {error}",
            "Correct the ARN: this one is nothing in this account and region.",
        )
        return
    yield _check_status(name, resource)
    yield _check_recipe(name, resource)
    yield from _check_group(examination, name, resource)


def _check_status(name: str, resource: Resource) -> Finding:
    what = f"{name}: the {resource.kind} {name_of(resource.arn)}"
    if resource.is_active:
        return green(f"{what} is ACTIVE.")
    if resource.status.endswith("FAILED"):
        return red(
            f"{what} failed: {resource.failure_reason or resource.status}",
            "Mend what the reason names, delete it, and apply again.",
        )
    if resource.status == "INACTIVE":
        return red(f"{what} is stopped.", "`manage.py personalize start` starts it.")
    return red(
        f"{what} is {resource.status}.", f"Training takes an hour or two. {STATUS}"
    )


def _check_recipe(name: str, resource: Resource) -> Finding:
    suitable = CHOICES.get(name, ())
    if resource.recipe in suitable:
        return green(f"{name}: {resource.recipe} serves it.")
    return red(
        f"{name} is asked of the recipe {resource.recipe or 'unknown'}, which is made "
        "for something else.",
        f"Set a {_wanted_kind(name)} of {' or '.join(suitable) or 'no recipe'}.",
    )


def _wanted_kind(name: str) -> str:
    is_custom = name in (RANKING, UseCase.SIMILAR_ITEMS, UseCase.TRENDING_NOW)
    return "campaign" if is_custom else "recommender or campaign"


def _check_group(
    examination: Examination, name: str, resource: Resource
) -> Iterator[Finding]:
    group = examination.account.dataset_group_arn
    if resource.dataset_group_arn and resource.dataset_group_arn != group:
        yield red(
            f"{name} learns from {name_of(resource.dataset_group_arn)}, and events go "
            f"to {name_of(group)}: two dataset groups.",
            "Set the ARN of one that belongs to the group of the tracker.",
        )


def _describe_filter(name: str, status: str) -> Finding:
    if status == "ACTIVE":
        return green(f"The filter {name} is ACTIVE.")
    if not status:
        return red(
            f"The filter {name} does not exist.",
            "`manage.py personalize apply` creates it.",
        )
    return red(f"The filter {name} is {status}.", f"Wait until it is ACTIVE. {STATUS}")
