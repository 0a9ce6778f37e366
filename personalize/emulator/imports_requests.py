from __future__ import annotations

from personalize.emulator import kinds
from personalize.emulator.errors import InvalidInputError
from personalize.emulator.registry import Answered, Request, operation
from personalize.emulator.state import State
from personalize.emulator.storage_memory import memory_of
from personalize.emulator.storage_requests import check_location
from personalize.emulator.storage_tables import has_bulk

GIVEN = ("datasetArn", "dataSource", "roleArn", "publishAttributionMetricsToS3")


@operation("CreateDatasetImportJob")
def create_import_job(state: State, request: Request) -> Answered:
    """Import CSV files from S3 or the data folder; wrong ones fail as at Amazon."""
    memory_of(state)
    dataset = state.get_active(kinds.DATASET, request["datasetArn"])
    check_location(request["dataSource"].get("dataLocation"))
    if "roleArn" not in request:
        raise InvalidInputError("roleArn is needed: Personalize reads S3 with it.")
    mode = request.get("importMode", "FULL")
    if mode == "INCREMENTAL" and not has_bulk(state.database, dataset.arn):
        raise InvalidInputError("The first import of a dataset must be FULL.")
    given = {name: request[name] for name in GIVEN if name in request}
    group_arn = dataset.attributes["datasetGroupArn"]
    job = state.create(
        kinds.IMPORT_JOB,
        request["jobName"],
        given | {"importMode": mode, "datasetGroupArn": group_arn},
        tags=request.get("tags"),
    )
    return {"datasetImportJobArn": job.arn}
