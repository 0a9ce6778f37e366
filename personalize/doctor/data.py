"""Dataset group, schemas, and whether there is enough to learn from."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from personalize.doctor.account import name_of
from personalize.doctor.examination import Examination
from personalize.doctor.findings import Finding, amber, green, red
from personalize.enums import EventType
from personalize.provisioning.minimums import INTERACTIONS, RETURNING_USERS
from personalize.provisioning.recipes import CHOICES, RECIPES
from personalize.reports import count_interactions, count_returning_users

IMPORT = "Load the shop's history and import it, or wait until shoppers have done more."
COLUMNS = ("USER_ID", "ITEM_ID", "TIMESTAMP")


def check_datasets(examination: Examination) -> Iterator[Finding]:
    account = examination.account
    if not account.dataset_group_arn:
        yield amber("No dataset group is known.", "Set PERSONALIZE_DATASET_GROUP_ARN.")
        return
    group = account.ask(
        "describe_dataset_group", datasetGroupArn=account.dataset_group_arn
    )["datasetGroup"]
    yield _check_group(group)
    types = {each["datasetType"].lower(): each for each in account.datasets}
    if "interactions" not in types:
        yield red(
            "The dataset group has no Interactions dataset: events go nowhere.",
            "`manage.py personalize apply` creates it.",
        )
    for dataset in types.values():
        yield _check_dataset(dataset)
        yield from _check_schema(examination, dataset)


def check_minimums(examination: Examination) -> Iterator[Finding]:
    total = count_interactions(limit=INTERACTIONS)
    yield _compare(total, INTERACTIONS, "interactions of users")
    users = count_returning_users(limit=RETURNING_USERS)
    yield _compare(users, RETURNING_USERS, "users with two interactions or more")
    for event_type in _needed_types(examination.setup.arns):
        count = count_interactions(event_type=event_type, limit=INTERACTIONS)
        yield _compare(count, INTERACTIONS, f"{event_type} events")


def _needed_types(arns: dict[str, str]) -> list[str]:
    """Return the types of which the recipes of the use cases need a thousand each."""
    first = [CHOICES[name][0] for name in arns if name in CHOICES]
    needed = {RECIPES[recipe].event_type for recipe in first}
    return [each.value for each in EventType if each in needed]


def _compare(count: int, minimum: int, what: str) -> Finding:
    if count >= minimum:
        return green(f"There are {minimum:,} {what} at least.")
    return amber(
        f"{count:,} of the {minimum:,} {what} that Amazon needs to train: "
        f"{minimum - count:,} are missing.",
        IMPORT,
    )


def _check_group(group: dict[str, Any]) -> Finding:
    what = f"The dataset group {group['name']} ({group.get('domain', 'custom')})"
    if group["status"] == "ACTIVE":
        return green(f"{what} is ACTIVE.")
    reason = group.get("failureReason") or group["status"]
    return red(f"{what} is not ACTIVE: {reason}", "Wait, or create it anew.")


def _check_dataset(dataset: dict[str, Any]) -> Finding:
    what = f"The dataset {dataset['datasetType']}"
    if dataset["status"] == "ACTIVE":
        return green(f"{what} is ACTIVE.")
    return red(f"{what} is {dataset['status']}.", "Wait until it is ACTIVE.")


def _check_schema(
    examination: Examination, dataset: dict[str, Any]
) -> Iterator[Finding]:
    if dataset["datasetType"].lower() != "interactions":
        return
    arn = dataset["schemaArn"]
    schema = examination.account.ask("describe_schema", schemaArn=arn)["schema"]
    fields = {each["name"] for each in json.loads(schema["schema"])["fields"]}
    missing = [name for name in (*COLUMNS, "EVENT_TYPE") if name not in fields]
    if missing:
        yield red(
            f"The schema {name_of(arn)} has no {', '.join(missing)}.",
            "It can never be replaced: make a new dataset group with the whole schema.",
        )
    else:
        yield green(f"The schema {name_of(arn)} has the columns that events need.")
