"""Export jobs: the rows of a dataset become a CSV file in a folder of a bucket."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from typing import Any

from personalize.emulator import kinds
from personalize.emulator.expressions import Dataset
from personalize.emulator.imports import ID_COLUMNS
from personalize.emulator.lifecycle import work
from personalize.emulator.registry import Answered, Request, operation
from personalize.emulator.resources import Resource
from personalize.emulator.state import State
from personalize.emulator.storage import Location, write_text
from personalize.emulator.storage_columns import Columns
from personalize.emulator.storage_memory import get_columns, get_kind, memory_of
from personalize.emulator.storage_reading import read_rows_of
from personalize.emulator.storage_requests import check_folder
from personalize.emulator.storage_tables import BULK, PUT, Row, find_sets

SOURCES = {"BULK": (BULK,), "PUT": (PUT,), "ALL": (BULK, PUT)}
GIVEN = ("datasetArn", "roleArn", "jobOutput")


@operation("CreateDatasetExportJob")
def create_export_job(state: State, request: Request) -> Answered:
    """Write what was imported or put, or both, to a CSV file of the job's name."""
    memory_of(state)
    dataset = state.get_active(kinds.DATASET, request["datasetArn"])
    check_folder(request["jobOutput"]["s3DataDestination"]["path"])
    job = state.create(
        kinds.EXPORT_JOB,
        request["jobName"],
        {name: request[name] for name in GIVEN}
        | {
            "ingestionMode": request.get("ingestionMode", PUT),
            "datasetGroupArn": dataset.attributes["datasetGroupArn"],
        },
        tags=request.get("tags"),
    )
    return {"datasetExportJobArn": job.arn}


@work(kinds.EXPORT_JOB)
def export_rows(state: State, job: Resource) -> dict[str, Any]:
    memory_of(state)
    dataset = state.get(kinds.DATASET, job.attributes["datasetArn"])
    columns = get_columns(state, dataset)
    folder = job.attributes["jobOutput"]["s3DataDestination"]["path"]
    place = Location.parse(folder).join(f"{job.name}.csv")
    with write_text(state, place) as text:
        lines = csv.writer(text, lineterminator="\n")
        lines.writerow([column.name for column in columns.values()])
        lines.writerows(_read_lines(state, job, dataset, columns))
    return {}


def _read_lines(
    state: State, job: Resource, dataset: Resource, columns: Columns
) -> Iterator[list[object]]:
    sources = SOURCES[job.attributes["ingestionMode"]]
    kind = get_kind(dataset)
    table = "interactions" if kind is Dataset.INTERACTIONS else "records"
    for number in find_sets(state.database, dataset.arn, sources):
        for row in read_rows_of(state.database, table, number):
            values = _read_values(row, kind)
            yield [values.get(name) for name in columns]


def _read_values(row: Row, kind: Dataset) -> dict[str, object]:
    if kind is not Dataset.INTERACTIONS:
        record_id, attributes = row
        return {ID_COLUMNS[kind]: record_id, **json.loads(attributes)}
    user_id, _, item_id, event_type, timestamp, value, _, more = row
    own = {
        "USER_ID": user_id,
        "ITEM_ID": item_id,
        "EVENT_TYPE": event_type,
        "TIMESTAMP": timestamp,
        "EVENT_VALUE": value,
    }
    return own | (json.loads(more) if more else {})
