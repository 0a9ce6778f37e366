from __future__ import annotations

from personalize.emulator import kinds
from personalize.emulator.avro import read_schema
from personalize.emulator.columns import REQUIRED, check_columns
from personalize.emulator.errors import InvalidInputError, ResourceInUseError
from personalize.emulator.registry import Answered, Request, operation
from personalize.emulator.resources import Resource
from personalize.emulator.schemas import ACTION_TYPES, get_schema
from personalize.emulator.state import State
from personalize.emulator.updates import begin_update


@operation("CreateDataset")
def create_dataset(state: State, request: Request) -> Answered:
    """Create the dataset of Interactions, Items or Users; actions are refused."""
    dataset_type = request["datasetType"].upper()
    _check_type(dataset_type)
    schema = state.get(kinds.SCHEMA, request["schemaArn"])
    group = state.get_active(kinds.DATASET_GROUP, request["datasetGroupArn"])
    _check_schema(schema, group, dataset_type)
    dataset = state.create(
        kinds.DATASET,
        request["name"],
        {
            "datasetGroupArn": group.arn,
            "schemaArn": schema.arn,
            "datasetType": dataset_type,
        },
        tags=request.get("tags"),
        arn_name=f"{group.name}/{dataset_type}",
    )
    return {"datasetArn": dataset.arn}


@operation("UpdateDataset")
def update_dataset(state: State, request: Request) -> Answered:
    """Replace the schema of Items or Users by one with further columns."""
    dataset = state.get_active(kinds.DATASET, request["datasetArn"])
    schema = state.get(kinds.SCHEMA, request["schemaArn"])
    group = state.get(kinds.DATASET_GROUP, dataset.attributes["datasetGroupArn"])
    dataset_type = dataset.attributes["datasetType"]
    if dataset_type == "INTERACTIONS":
        raise InvalidInputError("The schema of Interactions cannot be replaced.")
    _check_schema(schema, group, dataset_type)
    _check_replacement(state, dataset, schema)
    begin_update(state, dataset, {"schemaArn": schema.arn})
    return {"datasetArn": dataset.arn}


@operation("DeleteDataset")
def delete_dataset(state: State, request: Request) -> Answered:
    """Delete a dataset that no import, training or recommender uses."""
    dataset = state.get(kinds.DATASET, request["datasetArn"])
    group_arn = dataset.attributes["datasetGroupArn"]
    users = [
        *state.find_under_way(kinds.IMPORT_JOB, datasetArn=dataset.arn),
        *state.find_under_way(kinds.SOLUTION_VERSION, datasetGroupArn=group_arn),
        *state.find(kinds.RECOMMENDER, datasetGroupArn=group_arn),
    ]
    if users:
        raise ResourceInUseError(f"The dataset is in use by {users[0].arn}.")
    state.delete(dataset)
    return {}


def find_dataset(state: State, group_arn: str, dataset_type: str) -> Resource | None:
    found = state.find(
        kinds.DATASET, datasetGroupArn=group_arn, datasetType=dataset_type
    )
    return found[0] if found else None


def _check_type(dataset_type: str) -> None:
    if dataset_type in ACTION_TYPES:
        raise InvalidInputError("Datasets of actions are not offered by the emulator.")
    if dataset_type not in REQUIRED:
        raise InvalidInputError(
            "datasetType must be Interactions, Items, Users, Actions or "
            f"Action_Interactions; it is {dataset_type}."
        )


def _check_schema(schema: Resource, group: Resource, dataset_type: str) -> None:
    domain = group.attributes.get("domain")
    if schema.attributes["domain"] != domain:
        raise InvalidInputError(
            f"The schema is of the domain {schema.attributes['domain']}, "
            f"the dataset group of {domain}."
        )
    read = read_schema(schema.attributes["schema"])
    if read.name.upper() != dataset_type:
        raise InvalidInputError(
            f"The schema is one of {read.name}; the dataset is to be {dataset_type}."
        )
    check_columns(read, dataset_type, domain)


def _check_replacement(state: State, dataset: Resource, schema: Resource) -> None:
    old, new = get_schema(state, dataset), read_schema(schema.attributes["schema"])
    changed = [name for name, f in old.fields.items() if new.fields.get(name) != f]
    if changed:
        raise InvalidInputError(
            f"The new schema must keep the fields {', '.join(changed)} as they are."
        )
    for name in new.fields.keys() - old.fields.keys():
        if not new.fields[name].is_nullable:
            raise InvalidInputError(f"The new field {name} must allow null.")
