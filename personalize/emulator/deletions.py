"""Data deletion jobs: everything about the users of a file is deleted."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from itertools import islice
from typing import Any

from personalize.emulator import kinds
from personalize.emulator.errors import ResourceInUseError
from personalize.emulator.lifecycle import WorkFailed, work
from personalize.emulator.registry import Answered, Request, operation
from personalize.emulator.resources import Resource
from personalize.emulator.state import State
from personalize.emulator.storage import find_files, open_text
from personalize.emulator.storage_deleting import delete_users
from personalize.emulator.storage_memory import memory_of
from personalize.emulator.storage_requests import check_location

USER_ID = "USER_ID"
BATCH = 500
# None of these may be under way in the group meanwhile.
RIVALS = (kinds.DELETION_JOB, kinds.IMPORT_JOB, kinds.SOLUTION_VERSION)


@operation("CreateDataDeletionJob")
def create_deletion_job(state: State, request: Request) -> Answered:
    """Delete the users of a CSV file and their interactions."""
    memory_of(state)
    group = state.get_active(kinds.DATASET_GROUP, request["datasetGroupArn"])
    check_location(request["dataSource"].get("dataLocation"))
    for kind in RIVALS:
        rivals = state.find_under_way(kind, datasetGroupArn=group.arn)
        if rivals:
            raise ResourceInUseError(f"{rivals[0].arn} has to be finished first.")
    given = {name: request[name] for name in ("dataSource", "roleArn")}
    job = state.create(
        kinds.DELETION_JOB,
        request["jobName"],
        given | {"datasetGroupArn": group.arn},
        tags=request.get("tags"),
    )
    return {"dataDeletionJobArn": job.arn}


@work(kinds.DELETION_JOB)
def delete_data(state: State, job: Resource) -> dict[str, Any]:
    """Delete users and their interactions; models know them until the next training."""
    memory = memory_of(state)
    datasets = state.find(
        kinds.DATASET, datasetGroupArn=job.attributes["datasetGroupArn"]
    )
    user_ids = _read_user_ids(state, job.attributes["dataSource"]["dataLocation"])
    number = 0
    while batch := list(islice(user_ids, BATCH)):
        number += sum(_delete(state, dataset, batch) for dataset in datasets)
    for dataset in datasets:
        memory.forget_records(dataset.arn)
    return {"numDeleted": number}


def _delete(state: State, dataset: Resource, user_ids: list[str]) -> int:
    """Delete of a dataset what is about these users; items are about nobody."""
    dataset_type = dataset.attributes["datasetType"]
    if dataset_type == "ITEMS":
        return 0
    are_records = dataset_type == "USERS"
    return delete_users(state.database, dataset.arn, user_ids, are_records=are_records)


def _read_user_ids(state: State, location: str) -> Iterator[str]:
    for place in find_files(state, location):
        with open_text(state, place) as text:
            lines = csv.reader(text)
            if next(lines, None) != [USER_ID]:
                raise WorkFailed(
                    f"Input CSV is missing the following columns:[{USER_ID}]."
                    f" {place.name} must have that one column."
                )
            yield from (line[0] for line in lines if line)
